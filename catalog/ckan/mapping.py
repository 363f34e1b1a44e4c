"""A released dataset as a CKAN package: pure, the same for the portal's own Action API and for the sync.

Ids are the portal's own UUIDs, so every write can be repeated; tag and group ids are derived from their names (uuid5).
Sources: CKAN 2.12 package schema; DOMAIN mapping of tier, sector and opening to extras under plain keys; Frictionless
Table Schema for columns.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from catalog.ckan.limits import check_extra, check_name, clean_tags
from catalog.search.tokens import runs
from catalog.taxonomy import LICENCE_NAMES
from catalog.views import AgencyView, DatasetPage, FieldView, FileView
from classifiers.taxonomy import taxonomy

SITE: Final = "site:"  # stands for the portal's address until an answer is given
LICENCES: Final[Mapping[str, tuple[str, str]]] = {
    "cn-gov-open": (LICENCE_NAMES["cn-gov-open"], f"{SITE}/licence"),
    "cc-by": (LICENCE_NAMES["cc-by"], "https://creativecommons.org/licenses/by/4.0/deed.zh-hans"),
}
TYPES: Final = {"text": "string", "string": "string", "integer": "integer", "number": "number", "date": "date"}
LONGEST_RUN: Final = 8  # of Han characters sent as search words
LONGEST_NAME: Final = 40  # of a whole name sent as one
_SPACE: Final = uuid5(NAMESPACE_URL, "urn:fin-open-data-portal")


@dataclass(frozen=True, slots=True)
class GroupRef:
    """A theme or sector as a CKAN group."""

    code: str
    title: str

    @property
    def name(self) -> str:
        """The group's CKAN name."""
        return f"sector-{self.code.lower()}" if self.is_sector else f"theme-{self.code.lower()}"

    @property
    def id(self) -> UUID:
        """The group's id, always the same."""
        return uuid5(_SPACE, f"group:{self.name}")

    is_sector: bool = True


def moment(at: datetime) -> str:
    """Return a moment as CKAN writes it: UTC, no zone, microseconds."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def groups_of(page: DatasetPage) -> list[GroupRef]:
    """Return the theme, the sector and the sectors it is also listed under, as groups."""
    found = [GroupRef(page.theme.code, page.theme.label, is_sector=False)] if page.theme else []
    sectors = [page.sector] if page.sector else []
    themes = taxonomy().themes
    found += [GroupRef(one.code, one.label, one.code not in themes) for one in (*sectors, *page.also_sectors)]
    return list(dict.fromkeys(found))


def group_dict(group: GroupRef) -> dict[str, Any]:
    """Return a group as it stands inside a package."""
    return {
        "description": "",
        "display_name": group.title,
        "id": str(group.id),
        "image_display_url": "",
        "name": group.name,
        "title": group.title,
    }


def organization_dict(agency: AgencyView, created: datetime | None = None) -> dict[str, Any]:
    """Return an agency as it stands inside a package."""
    return {
        "id": str(agency.id),
        "name": check_name(agency.slug, "organization"),
        "title": agency.name,
        "type": "organization",
        "description": agency.description,
        "image_url": "",
        "created": moment(created) if created else None,
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def tag_dict(name: str) -> dict[str, Any]:
    """Return a free tag."""
    return {
        "display_name": name,
        "id": str(uuid5(_SPACE, f"tag:{name}")),
        "name": name,
        "state": "active",
        "vocabulary_id": None,
    }


def table_schema(fields: tuple[FieldView, ...]) -> dict[str, Any]:
    """Return the dictionary as a Frictionless Table Schema."""
    return {
        "fields": [
            {
                "name": field.name,
                "type": TYPES.get(field.type, "string"),
                "title": field.title or field.name,
                **({"description": field.meaning} if field.meaning else {}),
                **({"unit": field.unit} if field.unit else {}),
            }
            for field in fields
        ],
        "missingValues": [""],
    }


def column_info(field: FieldView) -> dict[str, str]:
    """Return a column's entry in the DataStore's data dictionary."""
    return {"label": field.title or field.name, "notes": field.meaning, "unit": field.unit}


def resource_dict(page: DatasetPage, file: FileView, position: int) -> dict[str, Any]:
    """Return one file of the release as a resource; its URL ends in its extension and follows the newest release."""
    extension = file.format.lower()
    resource: dict[str, Any] = {
        "cache_last_updated": None,
        "cache_url": None,
        "created": moment(page.first_published_at),
        "datastore_active": file.resource_id == page.row_resource_id and page.row_store_key is not None,
        "description": f"{page.title}，第 {page.version_number} 版，{file.format}",
        "format": file.format,
        "hash": f"sha256:{file.sha256}",
        "id": str(file.resource_id),
        "last_modified": moment(page.published_at),
        "metadata_modified": moment(page.published_at),
        "mimetype": file.media_type.split(";")[0],
        "mimetype_inner": None,
        "name": f"{page.title}.{extension}",
        "package_id": str(page.id),
        "position": position,
        "resource_type": "file",
        "size": file.bytes,
        "state": "active",
        "url": f"{SITE}/dataset/{page.slug}/resource/{file.resource_id}/download/{page.slug}.{extension}",
        "url_type": None,
        "release_id": str(page.release_id),
    }
    if page.fields and file.format != "TXT":
        resource["schema"] = table_schema(page.fields)
    return resource


def clauses_of(page: DatasetPage) -> list[str]:
    """Return the clauses under which something of the release is hidden, each once: its code and its title."""
    return list(dict.fromkeys(f"{one.clause} {one.clause_title}".strip() for one in page.hidden if one.clause))


def extras_of(page: DatasetPage) -> dict[str, str]:
    """Return what has no field of its own in CKAN, under plain keys (facets work on the bare key)."""
    extras = {
        "tier": page.tier,
        "release": page.outcome,
        "theme": page.theme.code if page.theme else "",
        "sector": page.sector.code if page.sector else "",
        "resource_kind": page.resource_kind,
        "update_frequency": page.update_cycle,
        "sharing": page.sharing_label,
        "opening": page.opening_label,
        "catalogue_code": page.catalogue_code or "",
        "negative_list_edition": str(page.edition_number or ""),
        "negative_list_clauses": "；".join(clauses_of(page)),
        "content_hash": page.content_hash or "",
        "masking_recipe": page.recipe_version,
        "release_id": str(page.release_id),
        "search_words": search_words(page),
    }
    return {key: check_extra(key, value) for key, value in extras.items() if value}


def search_words(page: DatasetPage) -> str:
    """Return every run of two to eight Han characters of title, agency, sector and column names, for a stock CKAN.

    CKAN's own analysis keeps a run of Han characters as one word and so answers 130 of 400 real queries; with these
    words in one extra, a query run is a word of the index. Longest words go first out when there is no room.
    """
    texts = [page.title, page.agency.name, *page.agency.former_names, *page.tags]
    texts += [one.label for one in (page.theme, page.sector, *page.also_sectors) if one]
    texts += [text for field in page.fields for text in (field.name, field.title)]
    found = [run for text in texts for run in runs(text) if not run.isascii()]
    # names as a whole too: a former name stands nowhere else
    words = dict.fromkeys(run for run in found if LONGEST_RUN < len(run) <= LONGEST_NAME)
    for size in range(2, LONGEST_RUN + 1):
        for run in found:
            words.update(dict.fromkeys(run[at : at + size] for at in range(len(run) - size + 1)))
    kept: list[str] = []
    room = 30_000
    for word in words:
        room -= len(word.encode()) + 1
        if room < 0:
            break
        kept.append(word)
    return " ".join(kept)


def package_of(page: DatasetPage) -> dict[str, Any]:
    """Return a published dataset as CKAN's `package_show` gives it; addresses begin with `site:`.

    Args:
        page: as an anonymous visitor sees it; nothing else may reach CKAN.

    Raises:
        CkanLimitError: a name or an extra does not fit.
        ValueError: the dataset is not published for the public.
    """
    if page.state != "published" or page.outcome == "share_only":
        raise ValueError("only what the public sees has a CKAN form")
    licence_title, licence_url = LICENCES[page.licence]
    resources = [resource_dict(page, file, position) for position, file in enumerate(page.files)]
    tags = [tag_dict(name) for name in sorted(clean_tags(page.tags))]
    return {
        "author": page.agency.name,
        "author_email": None,
        "creator_user_id": None,
        "id": str(page.id),
        "isopen": True,
        "license_id": page.licence,
        "license_title": licence_title,
        "license_url": licence_url,
        "maintainer": None,
        "maintainer_email": None,
        "metadata_created": moment(page.first_published_at),
        "metadata_modified": moment(page.modified_at),
        "name": check_name(page.slug),
        "notes": page.summary,
        "num_resources": len(resources),
        "num_tags": len(tags),
        "organization": organization_dict(page.agency),
        "owner_org": str(page.agency.id),
        "private": False,
        "state": "active",
        "title": page.title,
        "type": "dataset",
        "url": f"{SITE}/dataset/{page.slug}",
        "version": str(page.version_number),
        "extras": [{"key": key, "value": value} for key, value in sorted(extras_of(page).items())],
        "groups": [group_dict(group) for group in groups_of(page)],
        "resources": resources,
        "tags": tags,
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def package_json(page: DatasetPage) -> str:
    """Return `package_of(page)` as JSON text."""
    return json.dumps(package_of(page), ensure_ascii=False, separators=(",", ":"))


def text_at_site(text: str, site_url: str) -> str:
    """Return the JSON of packages with its addresses at `site_url`."""
    return text.replace(f'"{SITE}/', f'"{site_url.rstrip("/")}/')


def at_site(text: str, site_url: str) -> Any:
    """Return the package that `text` holds, its addresses at `site_url`."""
    return json.loads(text_at_site(text, site_url))
