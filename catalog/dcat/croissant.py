"""A tabular release as Croissant 1.0, which tools of machine learning load: files with checksums, columns with types.

Source: MLCommons Croissant Format Specification 1.0 (2024).
"""

from collections.abc import Mapping
from typing import Any, Final

CONTEXT: Final[Mapping[str, Any]] = {
    "@language": "zh",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES: Final = {"integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date", "boolean": "sc:Boolean"}


def croissant(package: Mapping[str, Any], site_url: str) -> dict[str, Any] | None:
    """Return a dataset's description; None when it has no table in CSV.

    Args:
        package: of `catalog.ckan.mapping`, addresses filled in.
        site_url: the portal's address, without a slash at its end.
    """
    table = next((one for one in package["resources"] if one["format"] == "CSV" and "schema" in one), None)
    if table is None:
        return None
    provider = package["organization"]["title"]
    return {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "@id": f"{site_url}/dataset/{package['name']}",
        "name": package["title"],
        "description": package["notes"] or package["title"],
        "url": package["url"],
        "license": package["license_url"],
        "version": f"{package['version'] or 1}.0.0",
        "datePublished": package["metadata_created"][:10],
        "dateModified": package["metadata_modified"][:10],
        "inLanguage": "zh-CN",
        "keywords": [tag["name"] for tag in package["tags"]],
        "creator": {"@type": "Organization", "name": provider, "url": site_url},
        "publisher": {"@type": "Organization", "name": provider, "url": site_url},
        "citeAs": f"{provider}. {package['title']}[DS]. 第 {package['version']} 版. {package['url']}",
        "distribution": [_file(one) for one in package["resources"]],
        "recordSet": [_records(table)],
    }


def _file(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": _file_id(resource),
        "name": _file_id(resource),
        "description": resource["description"],
        "contentUrl": resource["url"],
        "contentSize": f"{resource['size']} B",
        "encodingFormat": resource["mimetype"],
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _file_id(resource: Mapping[str, Any]) -> str:
    return f"{resource['id']}.{resource['format'].lower()}"


def _records(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows of a table: each column by its header, which is its name in the file."""
    return {
        "@type": "cr:RecordSet",
        "@id": "rows",
        "name": "rows",
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"rows/column-{at}",
                "name": f"rows/{one['name']}",
                "description": one.get("description") or one.get("title") or one["name"],
                "dataType": _TYPES.get(one["type"], "sc:Text"),
                "source": {"fileObject": {"@id": _file_id(table)}, "extract": {"column": one["name"]}},
            }
            for at, one in enumerate(table["schema"]["fields"], 1)
        ],
    }
