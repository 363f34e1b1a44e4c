"""The catalogue in the words of others: DCAT 3, schema.org, Project Open Data, Croissant; all from the CKAN form."""

from catalog.dcat.croissant import croissant
from catalog.dcat.graph import catalog_document, dataset_document, dataset_node, serialise
from catalog.dcat.open_data import data_json
from catalog.dcat.schema_org import schema_org

__all__ = [
    "catalog_document",
    "croissant",
    "data_json",
    "dataset_document",
    "dataset_node",
    "schema_org",
    "serialise",
]
