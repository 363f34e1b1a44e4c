"""The catalogue as Project Open Data's `data.json` 1.1, the form that several harvesters of government data read.

Source: https://resources.data.gov/resources/dcat-us/ (Project Open Data metadata schema v1.1).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from catalog.dcat.graph import TABLE_SCHEMA

# ISO 8601 repeating durations, as the schema asks for
CYCLES: Final = {
    "实时": "R/PT1S",
    "每日": "R/P1D",
    "每周": "R/P1W",
    "每月": "R/P1M",
    "每季度": "R/P3M",
    "每半年": "R/P6M",
    "每年": "R/P1Y",
    "不定期": "irregular",
}


def data_json(packages: Iterable[Mapping[str, Any]], site_url: str) -> Iterator[str]:
    """Yield the catalogue as the JSON text of Project Open Data's `data.json` 1.1, dataset by dataset.

    Args:
        packages: of `catalog.ckan.mapping`, addresses filled in; read as the text is.
        site_url: the portal's address, without a slash at its end.
    """
    head = json.dumps(
        {
            "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
            "@type": "dcat:Catalog",
            "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
        }
    )
    yield f'{head[:-1]}, "dataset": ['
    for at, package in enumerate(packages):
        yield (",\n" if at else "\n") + json.dumps(_pod(package, site_url), ensure_ascii=False)
    yield "\n]}\n"


def _extra(package: Mapping[str, Any], key: str) -> str:
    return next((str(one["value"]) for one in package["extras"] if one["key"] == key), "")


def _access(package: Mapping[str, Any]) -> dict[str, str]:
    """Return who may have it: `public`, or `restricted public` with how to apply."""
    if package["resources"]:
        return {"accessLevel": "public"}
    return {"accessLevel": "restricted public", "rights": _extra(package, "opening_condition") or "依申请开放"}


def _pod(package: Mapping[str, Any], site_url: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Dataset",
        "identifier": package["id"],
        "title": package["title"],
        "description": package["notes"] or package["title"],
        "keyword": [tag["name"] for tag in package["tags"]] or [package["title"]],
        "modified": package["metadata_modified"][:10],
        "issued": package["metadata_created"][:10],
        "publisher": {"@type": "org:Organization", "name": package["organization"]["title"]},
        "contactPoint": {
            "@type": "vcard:Contact",
            "fn": package["organization"]["title"],
            "hasURL": f"{site_url}/agencies/{package['organization']['name']}",
        },
        **_access(package),
        **({"accrualPeriodicity": cycle} if (cycle := CYCLES.get(_extra(package, "update_frequency"))) else {}),
        "license": package["license_url"],
        "landingPage": package["url"],
        "language": ["zh-CN"],
        "theme": [group["title"] for group in package["groups"]],
        "distribution": [
            {
                "@type": "dcat:Distribution",
                "downloadURL": one["url"],
                "mediaType": one["mimetype"],
                "format": one["format"],
                "title": one["name"],
                **({"conformsTo": TABLE_SCHEMA} if "schema" in one else {}),
            }
            for one in package["resources"]
        ],
    }
