"""The site itself: status, licences, help, and what a visitor may see of people (nothing)."""

from typing import Any

from catalog.actions.ckan_read.errors import ActionNotFound
from catalog.actions.ckan_read.reader import Params, Reader, required
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


def site_read(reader: Reader, params: Params) -> bool:
    """Return whether the site may be read: it may."""
    del reader, params
    return True


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

    name = required(params, "name")
    if name not in READS:
        raise ActionNotFound(f"Action name not known: {name[:60]}")
    return READS[name].__doc__


def user_list(reader: Reader, params: Params) -> list[Any]:
    """Return users: none are shown."""
    del reader, params
    return []


def user_autocomplete(reader: Reader, params: Params) -> list[Any]:
    """Return users by the beginning of their name: none are shown."""
    del reader
    required(params, "q")
    return []


def user_show(reader: Reader, params: Params) -> Any:
    """Return a user: none is shown."""
    del reader, params
    raise ActionNotFound


def no_followers(reader: Reader, params: Params) -> int:
    """Return how many follow something: following is not offered through this API."""
    del reader
    required(params, "id")
    return 0


def term_translation_show(reader: Reader, params: Params) -> list[Any]:
    """Return translations of terms: none are kept."""
    del reader
    required(params, "terms")
    return []
