"""The catalogue for other catalogues, read as their programs do."""

import json
import re

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from portal.api import dcat as feeds
from tests.fakes.outcomes import process_outcome
from tests.fakes.site import Site
from tests.unit.catalog.conftest import Desk

DCAT = Namespace("http://www.w3.org/ns/dcat#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
TYPES = {"jsonld": "application/ld+json", "ttl": "text/turtle", "rdf": "application/rdf+xml"}


@pytest.fixture
def slugs(desk: Desk, site: Site) -> list[str]:
    """Publish five datasets; return their addresses."""
    for _ in range(5):
        desk.published()
    listed = json.loads(site.visitor().get("/data.json").get_data(as_text=True))["dataset"]
    return [one["landingPage"].rsplit("/", 1)[-1] for one in listed]


@pytest.mark.parametrize(("ending", "form"), [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")])
def test_following_next_collects_the_whole_catalogue(
    site: Site, slugs: list[str], monkeypatch: pytest.MonkeyPatch, ending: str, form: str
) -> None:
    monkeypatch.setattr(feeds, "PAGE", 2)
    client, found, address, pages = site.visitor(), set(), f"/catalog.{ending}", 0
    while address:
        answer = client.get(address)
        assert answer.mimetype == TYPES[ending]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        graph = Graph().parse(data=answer.get_data(as_text=True), format=form)
        found |= {str(one) for one in graph.subjects(RDF.type, DCAT.Dataset)}
        ahead = [str(one) for one in graph.objects(None, HYDRA.next)]
        address, pages = re.sub(r"^https?://[^/]+", "", ahead[0]) if ahead else "", pages + 1
    assert pages == 3
    assert {one.rsplit("/", 1)[-1] for one in found} == set(slugs)
    assert client.get(f"/catalog.{ending}?page=4").status_code == 404
    assert client.get(f"/catalog.{ending}?page=0").status_code == 404


def test_a_page_carries_its_description_as_data(site: Site, slugs: list[str]) -> None:
    answer = site.visitor().get(f"/datasets/{slugs[0]}")
    text = answer.get_data(as_text=True)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    described = json.loads(found[1])
    assert (described["@context"], described["@type"]) == ("https://schema.org/", "Dataset")
    assert described == site.visitor().get(f"/dataset/{slugs[0]}/schema.org.json").get_json()
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    for ending, kind in TYPES.items():
        assert f'<link rel="alternate" type="{kind}" href="/dataset/{slugs[0]}.{ending}">' in text


def test_nothing_typed_ends_the_data_block(site: Site, desk: Desk) -> None:
    outcome = process_outcome()
    outcome["described"]["title"] = "</script><script src=//evil.example>利率"
    desk.published(outcome=outcome)
    listed = json.loads(site.visitor().get("/data.json").get_data(as_text=True))["dataset"]
    text = site.visitor().get("/datasets/" + listed[0]["landingPage"].rsplit("/", 1)[-1]).get_data(as_text=True)
    assert "evil.example" in text
    assert "<script src=//evil" not in text


def test_croissant_is_there_for_tables_alone(site: Site, slugs: list[str]) -> None:
    answer = site.visitor().get(f"/dataset/{slugs[0]}/croissant.json")
    assert answer.get_json()["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert site.visitor().get("/dataset/nowhere/croissant.json").status_code == 404
