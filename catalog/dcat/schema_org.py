"""A dataset as schema.org/Dataset, for search engines: an address of its own, and a data block inside its page."""

from collections.abc import Mapping
from typing import Any


def schema_org(package: Mapping[str, Any], site_url: str) -> dict[str, Any]:
    """Return a dataset as schema.org/Dataset, for search engines."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{site_url}/dataset/{package['name']}",
        "name": package["title"],
        "description": (package["notes"] or package["title"])[:5000],
        "url": package["url"],
        "identifier": package["id"],
        "inLanguage": "zh-CN",
        "license": package["license_url"],
        "isAccessibleForFree": True,
        "keywords": [tag["name"] for tag in package["tags"]],
        "datePublished": package["metadata_created"][:10],
        "dateModified": package["metadata_modified"][:10],
        "version": package["version"],
        "creator": {"@type": "GovernmentOrganization", "name": package["organization"]["title"]},
        "publisher": {"@type": "GovernmentOrganization", "name": package["organization"]["title"]},
        "includedInDataCatalog": {"@type": "DataCatalog", "name": "政府金融数据开放平台", "url": f"{site_url}/"},
        "variableMeasured": _variables(package),
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": one["url"],
                "encodingFormat": one["mimetype"],
                "contentSize": f"{one['size']} B",
                "sha256": one["hash"].removeprefix("sha256:"),
            }
            for one in package["resources"]
        ],
    }


def _variables(package: Mapping[str, Any]) -> list[dict[str, str]]:
    fields: list[dict[str, str]] = next(
        (one["schema"]["fields"] for one in package["resources"] if "schema" in one), []
    )
    return [
        {
            "@type": "PropertyValue",
            "name": one["name"],
            **({"alternateName": one["title"]} if one.get("title", one["name"]) != one["name"] else {}),
            **({"description": one["description"]} if one.get("description") else {}),
            **({"unitText": one["unit"]} if one.get("unit") else {}),
        }
        for one in fields
    ]
