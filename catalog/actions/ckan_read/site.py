"""The site itself: status, licences, help."""

from typing import Any

from catalog.actions.ckan_read.errors import ActionNotFound, ActionValidationError
from catalog.actions.ckan_read.reader import MISSING, Params, Reader
from catalog.ckan.mapping import LICENCES, SITE


def status_show(reader: Reader, params: Params) -> dict[str, Any]:
    """Return what this site is; `ckan_version` is the version whose contract it keeps."""
    del params
    return {
        "site_title": "政府金融数据开放平台",
        "site_description": "",
        "site_url": reader.site_url,
        "error_emails_to": "",
        "locale_default": "zh_Hans_CN",
        "extensions": ["datastore"],
        "ckan_version": "2.12.0",
    }


def license_list(reader: Reader, params: Params) -> list[dict[str, Any]]:
    """Return the licences datasets are released under."""
    del params
    return [
        {
            "domain_content": "False",
            "id": code,
            "domain_data": "True",
            "domain_software": "False",
            "family": "",
            "is_generic": "False",
            "od_conformance": "not reviewed",
            "osd_conformance": "not reviewed",
            "maintainer": "",
            "status": "active",
            "url": url.replace(SITE, reader.site_url.rstrip("/")),
            "title": title,
        }
        for code, (title, url) in LICENCES.items()
    ]


def help_show(reader: Reader, params: Params) -> str | None:
    """Return what an action does."""
    del reader
    from catalog.actions.ckan_read import READS
    from catalog.actions.ckan_read.refused import REFUSED

    name = params.get("name")
    if name in (None, ""):
        raise ActionValidationError({"name": [MISSING]})
    if str(name) in REFUSED:
        return "Not offered to anybody through this API; a CKAN refuses it to a stranger in the same words."
    if str(name) not in READS:
        raise ActionNotFound("Action function not found")
    return READS[str(name)].__doc__


def term_translation_show(reader: Reader, params: Params) -> list[Any]:
    """Return translations of terms: none are kept."""
    del reader
    if "terms" not in params:
        raise ActionValidationError({"terms": "terms not in data"})
    return []


def task_status_show(reader: Reader, params: Params) -> Any:
    """Return the state of a task: there is none."""
    del reader
    if not params.get("id"):
        for name in ("entity_id", "task_type", "key"):
            if not params.get(name):
                raise ActionValidationError({name: [MISSING]})
    raise ActionNotFound
