import json

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import DCTERMS, RDF

from catalog import dcat
from catalog.ckan.mapping import at_site, package_json
from tests.data.pages import page

SITE = "https://data.example.gov.cn"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")

# the mandatory properties of DCAT-AP 3.0 (classes Catalogue, Dataset, Distribution, Agent), as shapes
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix spdx: <http://spdx.org/rdf/terms#> . @prefix csvw: <http://www.w3.org/ns/csvw#> .
@prefix dcatap: <http://data.europa.eu/r5r/> . @prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix ex: <urn:shape:> .
ex:Catalog a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ] , [ sh:path dct:description ; sh:minCount 1 ] ,
              [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
ex:Dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:datatype <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> ] ,
              [ sh:path dct:description ; sh:minCount 1 ] , [ sh:path dct:accessRights ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
              [ sh:path dct:accrualPeriodicity ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
              [ sh:path dct:issued ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ,
              [ sh:path dct:modified ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ,
              [ sh:path dcat:theme ; sh:nodeKind sh:IRI ] .
ex:Distribution a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
              [ sh:path dcat:downloadURL ; sh:nodeKind sh:IRI ] , [ sh:path dct:license ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
              [ sh:path dcat:byteSize ; sh:datatype xsd:nonNegativeInteger ; sh:maxCount 1 ] ,
              [ sh:path dcat:mediaType ; sh:nodeKind sh:IRI ; sh:maxCount 1 ] ,
              [ sh:path spdx:checksum ; sh:minCount 1 ; sh:maxCount 1 ; sh:node ex:Checksum ] ,
              [ sh:path csvw:tableSchema ; sh:maxCount 1 ; sh:class csvw:Schema ] .
ex:Checksum a sh:NodeShape ;
  sh:property [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:hexBinary ] ,
              [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
ex:Column a sh:NodeShape ; sh:targetClass csvw:Column ;
  sh:property [ sh:path csvw:name ; sh:minCount 1 ; sh:maxCount 1 ] , [ sh:path csvw:title ; sh:minCount 1 ] ,
              [ sh:path csvw:datatype ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
ex:Law a sh:NodeShape ; sh:targetObjectsOf dcatap:applicableLegislation ; sh:class eli:LegalResource ; sh:nodeKind sh:IRI .
ex:Agent a sh:NodeShape ; sh:targetClass foaf:Organization ; sh:property [ sh:path foaf:name ; sh:minCount 1 ] .
"""


def package(number=0, **more):
    return at_site(package_json(page(number, **more)), SITE)


def catalog(count=3, **paging):
    values = {"page": 1, "pages": 2, "total": 4} | paging
    return dcat.catalog_document([package(one) for one in range(count)], site_url=SITE, path="/catalog.ttl", **values)


@pytest.mark.parametrize(("form", "parser"), [("json-ld", "json-ld"), ("turtle", "turtle"), ("xml", "xml")])
def test_every_notation_holds_the_same_graph(form, parser):
    graph = Graph().parse(data=dcat.serialise(catalog(), form), format=parser)
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 3
    assert len(set(graph.subjects(RDF.type, DCAT.Distribution))) == 3
    same = Graph().parse(data=json.dumps(catalog()), format="json-ld")
    assert len(graph) == len(same)


def test_shapes_of_the_application_profile_hold():
    from pyshacl import validate

    graph = Graph().parse(data=json.dumps(catalog()), format="json-ld")
    conforms, _, text = validate(graph, shacl_graph=Graph().parse(data=SHAPES, format="turtle"))
    assert conforms, text
    broken = dcat.catalog_document([{**package(), "title": ""}], site_url=SITE, path="/x", page=1, pages=1, total=1)
    del broken["@graph"][0]["dcat:dataset"][0]["dct:title"]
    graph = Graph().parse(data=json.dumps(broken), format="json-ld")
    assert not validate(graph, shacl_graph=Graph().parse(data=SHAPES, format="turtle"))[0]


def test_paging_leads_on_and_ends():
    graph = Graph().parse(data=json.dumps(catalog()), format="json-ld")
    assert [str(one) for one in graph.objects(None, HYDRA.next)] == [f"{SITE}/catalog.ttl?page=2"]
    last = Graph().parse(data=json.dumps(catalog(page=2)), format="json-ld")
    assert list(last.objects(None, HYDRA.next)) == []
    assert list(last.objects(None, HYDRA.previous))


def test_access_rights_follow_the_outcome():
    conditional = dcat.dataset_node(package(outcome="conditional", files=()), SITE)
    assert conditional["dct:accessRights"]["@id"].endswith("RESTRICTED")
    assert dcat.dataset_node(package(), SITE)["dct:accessRights"]["@id"].endswith("PUBLIC")
    assert dcat.dataset_node(package(), SITE)["dct:accrualPeriodicity"]["@id"].endswith("MONTHLY")


def test_dataset_document_names_the_dataset_by_its_address():
    graph = Graph().parse(data=json.dumps(dcat.dataset_document(package(), SITE)), format="json-ld")
    titles = {str(one) for one in graph.objects(None, DCTERMS.title)}
    assert "小额贷款市场平均利率" in titles


def test_search_engines_and_data_json():
    described = dcat.schema_org(package(), SITE)
    assert described["@type"] == "Dataset"
    assert described["distribution"][0]["contentUrl"].endswith(".csv")
    assert described["variableMeasured"][1] == {"@type": "PropertyValue", "name": "利率", "unitText": "%"}
    whole = json.loads("".join(dcat.data_json([package(), package(1)], SITE)))
    assert len(whole["dataset"]) == 2
    assert json.loads("".join(dcat.data_json([], SITE)))["dataset"] == []
    listed = whole["dataset"][0]
    assert (listed["accessLevel"], listed["accrualPeriodicity"]) == ("public", "R/P1M")
    closed = json.loads("".join(dcat.data_json([package(outcome="conditional", files=())], SITE)))["dataset"][0]
    assert closed["accessLevel"] == "restricted public"
    assert closed["rights"]
    assert {
        "title",
        "description",
        "keyword",
        "modified",
        "publisher",
        "contactPoint",
        "identifier",
        "accessLevel",
    } <= set(listed)


def test_the_dictionary_is_in_the_graph_in_the_order_of_the_columns():
    graph = Graph().parse(data=dcat.serialise(dcat.dataset_document(package(), SITE), "xml"), format="xml")
    csvw = Namespace("http://www.w3.org/ns/csvw#")
    columns = sorted(graph.objects(None, csvw.column), key=lambda one: int(one.rsplit("=", 1)[1]))
    assert [str(graph.value(one, csvw.name)) for one in columns] == [field.name for field in page().fields]


def test_croissant_names_files_by_checksum_and_columns_by_header():
    described = dcat.croissant(package(), SITE)
    assert described is not None
    (file,) = described["distribution"]
    assert (file["sha256"], file["encodingFormat"]) == ("ab" * 32, "text/csv")
    fields = described["recordSet"][0]["field"]
    assert [one["source"]["extract"]["column"] for one in fields] == [field.name for field in page().fields]
    assert {one["source"]["fileObject"]["@id"] for one in fields} == {file["@id"]}
    assert dcat.croissant(package(fields=()), SITE) is None
    assert dcat.croissant(package(files=()), SITE) is None
