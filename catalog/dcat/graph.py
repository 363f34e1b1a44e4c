"""The catalogue as DCAT 3 in the shape of DCAT-AP 3, from the datasets' CKAN form.

One description, as JSON-LD; Turtle and RDF/XML are the same graph in other letters. Access rights follow the tier's
public outcome, the legal basis is the negative list's edition, the dictionary is a CSVW table schema.
Sources: W3C DCAT 3 (2024), SEMICeu DCAT-AP 3.0, CSVW (W3C 2015), hydra core for paging (which ckanext-dcat follows).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

CONTEXT: Final[Mapping[str, Any]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "prov": "http://www.w3.org/ns/prov#",
    "adms": "http://www.w3.org/ns/adms#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_RIGHTS: Final = "http://publications.europa.eu/resource/authority/access-right/"
ACCESS: Final = {
    "open": f"{_RIGHTS}PUBLIC",
    "open_after_masking": f"{_RIGHTS}PUBLIC",
    "conditional": f"{_RIGHTS}RESTRICTED",
}
_FREQUENCY: Final = "http://publications.europa.eu/resource/authority/frequency/"
FREQUENCIES: Final = {
    "实时": "UPDATE_CONT",
    "每日": "DAILY",
    "每周": "WEEKLY",
    "每月": "MONTHLY",
    "每季度": "QUARTERLY",
    "每半年": "ANNUAL_2",
    "每年": "ANNUAL",
    "不定期": "IRREG",
    "一次性": "NEVER",
}
_LANGUAGE: Final = "http://publications.europa.eu/resource/authority/language/ZHO"
_FILE_TYPE: Final = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_DATATYPES: Final = {"integer": "integer", "number": "decimal", "date": "date", "boolean": "boolean"}
TABLE_SCHEMA: Final = "https://specs.frictionlessdata.io/table-schema/"


def _zh(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "zh"}


def _at(moment: str) -> dict[str, str]:
    return {"@value": f"{moment}+00:00", "@type": "xsd:dateTime"}


def _extras(package: Mapping[str, Any]) -> dict[str, str]:
    return {one["key"]: one["value"] for one in package["extras"]}


def agent(organization: Mapping[str, Any], site_url: str) -> dict[str, Any]:
    """Return a provider as foaf:Agent."""
    return {
        "@id": f"{site_url}/organization/{organization['name']}",
        "@type": "foaf:Organization",
        "foaf:name": _zh(organization["title"]),
    }


def dataset_node(package: Mapping[str, Any], site_url: str) -> dict[str, Any]:
    """Return one dataset with its distributions.

    Args:
        package: of `catalog.ckan.mapping`, addresses filled in.
        site_url: the portal's address, without a slash at its end.
    """
    extras = _extras(package)
    node: dict[str, Any] = {
        "@id": f"{site_url}/dataset/{package['name']}",
        "@type": "dcat:Dataset",
        "dct:identifier": package["id"],
        "dct:title": _zh(package["title"]),
        "dct:description": _zh(package["notes"] or package["title"]),
        "dct:issued": _at(package["metadata_created"]),
        "dct:modified": _at(package["metadata_modified"]),
        "dct:language": {"@id": _LANGUAGE},
        "dct:publisher": agent(package["organization"], site_url),
        "dcat:contactPoint": {
            "@id": f"{site_url}/organization/{package['organization']['name']}#contact",
            "@type": "vcard:Organization",
            "vcard:fn": _zh(package["organization"]["title"]),
            "vcard:hasURL": {"@id": f"{site_url}/agencies/{package['organization']['name']}"},
        },
        "dcat:landingPage": {"@id": package["url"], "@type": "foaf:Document"},
        "dcat:keyword": [_zh(tag["name"]) for tag in package["tags"]],
        "dcat:theme": [
            {"@id": f"{site_url}/group/{group['name']}", "@type": "skos:Concept", "skos:prefLabel": _zh(group["title"])}
            for group in package["groups"]
        ],
        "dcat:version": package["version"],
        "dct:accessRights": {
            "@id": ACCESS.get(extras.get("release", "open"), ACCESS["conditional"]),
            "@type": "dct:RightsStatement",
        },
        "dcat:distribution": [distribution_node(one, package) for one in package["resources"]],
    }
    if frequency := FREQUENCIES.get(extras.get("update_frequency", "")):
        node["dct:accrualPeriodicity"] = {"@id": f"{_FREQUENCY}{frequency}", "@type": "dct:Frequency"}
    if edition := extras.get("negative_list_edition"):
        node["dcatap:applicableLegislation"] = {
            "@id": f"{site_url}/negative-list?edition={edition}",
            "@type": "eli:LegalResource",
        }
        node["dct:provenance"] = {
            "@id": f"{node['@id']}#provenance",
            "@type": "dct:ProvenanceStatement",
            "rdfs:label": _zh(f"由{package['organization']['title']}提供，按负面清单第 {edition} 版审核后发布"),
        }
    return node


def distribution_node(resource: Mapping[str, Any], package: Mapping[str, Any]) -> dict[str, Any]:
    """Return one file as dcat:Distribution, with its checksum and, for tables, its columns."""
    node: dict[str, Any] = {
        "@id": f"{package['url']}/resource/{resource['id']}",
        "@type": "dcat:Distribution",
        "dct:identifier": resource["id"],
        "dct:title": _zh(resource["name"]),
        "dct:description": _zh(resource["description"]),
        "dcat:accessURL": {"@id": package["url"]},
        "dcat:downloadURL": {"@id": resource["url"]},
        "dcat:mediaType": {"@id": _MEDIA + resource["mimetype"], "@type": "dct:MediaType"},
        "dct:format": {
            "@id": _FILE_TYPE + resource["format"],
            "@type": "dct:MediaTypeOrExtent",
            "rdfs:label": resource["format"],
        },
        "dcat:byteSize": {"@value": str(resource["size"]), "@type": "xsd:nonNegativeInteger"},
        "dct:license": {"@id": package["license_url"], "@type": "dct:LicenseDocument"},
        "dct:issued": _at(resource["created"]),
        "dct:modified": _at(resource["last_modified"]),
        "spdx:checksum": {
            "@id": f"{package['url']}/resource/{resource['id']}#checksum",
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {
                "@value": resource["hash"].removeprefix("sha256:"),
                "@type": "xsd:hexBinary",
            },
        },
    }
    if "schema" in resource:
        node["dct:conformsTo"] = {"@id": TABLE_SCHEMA, "@type": "dct:Standard"}
        node["csvw:tableSchema"] = dictionary_node(node["@id"], resource["schema"]["fields"])
    return node


def dictionary_node(address: str, fields: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the columns of a file as a CSVW schema, each named by its place (`#col=1`, RFC 7111).

    Args:
        address: of the distribution.
        fields: of a Frictionless Table Schema.
    """
    columns = [
        {
            "@id": f"{address}#col={at}",
            "@type": "csvw:Column",
            "csvw:name": one["name"],
            "csvw:title": _zh(one.get("title") or one["name"]),
            "csvw:datatype": {"@id": f"xsd:{_DATATYPES.get(one['type'], 'string')}"},
            **({"dct:description": _zh(one["description"])} if one.get("description") else {}),
        }
        for at, one in enumerate(fields, 1)
    ]
    return {"@id": f"{address}#schema", "@type": "csvw:Schema", "csvw:column": columns}


def catalog_document(
    packages: Sequence[Mapping[str, Any]], *, site_url: str, path: str, page: int, pages: int, total: int
) -> dict[str, Any]:
    """Return one page of the catalogue as a JSON-LD document, with hydra's way to the next.

    Args:
        packages: the datasets of this page.
        site_url: the portal's address. path: of the catalogue, e.g. `/catalog.jsonld`.
        page: from 1. pages: how many there are. total: datasets in all.
    """
    address = f"{site_url}{path}"
    view: dict[str, Any] = {
        "@id": f"{address}?page={page}",
        "@type": "hydra:PagedCollection",
        "hydra:totalItems": {"@value": str(total), "@type": "xsd:integer"},
        "hydra:first": f"{address}?page=1",
        "hydra:last": f"{address}?page={pages}",
    }
    if page > 1:
        view["hydra:previous"] = f"{address}?page={page - 1}"
    if page < pages:
        view["hydra:next"] = f"{address}?page={page + 1}"
    catalog = {
        "@id": f"{site_url}/",
        "@type": "dcat:Catalog",
        "dct:title": _zh("政府金融数据开放平台"),
        "dct:description": _zh("各数源单位按负面清单审核后开放的金融、财政、税收与经济数据。"),
        "dct:language": {"@id": _LANGUAGE},
        "dct:publisher": {
            "@id": f"{site_url}/#publisher",
            "@type": "foaf:Organization",
            "foaf:name": _zh("政府金融数据开放平台"),
        },
        "foaf:homepage": {"@id": f"{site_url}/", "@type": "foaf:Document"},
        "dcat:dataset": [dataset_node(one, site_url) for one in packages],
    }
    return {"@context": dict(CONTEXT), "@graph": [catalog, view]}


def dataset_document(package: Mapping[str, Any], site_url: str) -> dict[str, Any]:
    """Return one dataset as a JSON-LD document."""
    return {"@context": dict(CONTEXT), **dataset_node(package, site_url)}


def serialise(document: Mapping[str, Any], form: str) -> str:
    """Return a JSON-LD document in another notation: `turtle`, `xml` or `json-ld`."""
    import json

    if form == "json-ld":
        return json.dumps(document, ensure_ascii=False, indent=1)
    from rdflib import Graph

    graph = Graph()
    graph.parse(data=json.dumps(document, ensure_ascii=False), format="json-ld")
    return str(graph.serialize(format="pretty-xml" if form == "xml" else form))
