"""The catalogue for other catalogues, over HTTP: what a reader that follows `hydra:next` collects."""

from collections.abc import Iterator

import pytest
from pyshacl import validate
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF

from catalog.actions.withdraw import withdraw
from catalog.models import Dataset, Release
from portal.api import dcat as feeds
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record, make_record
from tests.fakes.site import Site, make_site
from tests.unit.catalog.conftest import Desk
from tests.unit.catalog.test_dcat import SHAPES

DCAT = Namespace("http://www.w3.org/ns/dcat#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
FORMS = {"jsonld": "json-ld", "ttl": "turtle", "rdf": "xml"}
TITLES = ("小额贷款市场平均利率", "典当行业务统计", "银行业金融机构总资产", "一般公共预算收入", "证券营业部名录")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[str, list[str]]]]:
    """Five open datasets, one by application, one for departments, one withdrawn: the site, and their slugs by kind."""
    folder = tmp_path_factory.mktemp("feeds")
    record = make_record(f"sqlite:///{folder / 'record.db'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds, "PAGE", 2)
        yield make_site(record, folder), _fill(record)
    record.engine.dispose()


@pytest.fixture
def site(world: tuple[Site, dict[str, list[str]]]) -> Site:
    return world[0]


@pytest.fixture
def slugs(world: tuple[Site, dict[str, list[str]]]) -> dict[str, list[str]]:
    return world[1]


def _fill(record: Record) -> dict[str, list[str]]:
    desk = Desk(record)
    found: dict[str, list[str]] = {"open": [], "conditional": [], "share_only": [], "withdrawn": []}
    plan = [*(("open", title) for title in TITLES)]
    plan += [
        ("conditional", "融资担保机构经营情况"),
        ("share_only", "企业信贷明细汇总"),
        ("withdrawn", "保险公司保费收入"),
    ]
    for kind, title in plan:
        outcome = process_outcome(release="open" if kind == "withdrawn" else kind)
        outcome["described"] |= {"title": title}
        is_open = kind in {"open", "withdrawn"}
        version = desk.published(outcome=outcome, rows=3 if is_open else None)
        with record.session() as session:
            release = session.query(Release).filter_by(version_id=version).one()
            found[kind].append(str(session.get_one(Dataset, release.dataset_id).slug))
            if kind == "withdrawn":
                officer = record.actor(session, "officer")
                withdraw(session, release.id, actor=officer, deps=record.deps, reason="口径有误，撤回重报。")
    return found


def collect(client, extension: str) -> tuple[Graph, int]:
    """Follow `hydra:next` from the first page; return everything and the number of pages."""
    whole, address, pages = Graph(), f"/catalog.{extension}", 0
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        page = Graph().parse(data=answer.get_data(), format=FORMS[extension])
        conforms, _, report = validate(page, shacl_graph=Graph().parse(data=SHAPES, format="turtle"))
        assert conforms, report
        whole += page
        pages += 1
        assert pages < 50
        following = [str(one) for one in page.objects(None, HYDRA.next)]
        address = following[0].split("localhost", 1)[-1] if following else ""
    return whole, pages


@pytest.mark.parametrize("extension", FORMS)
def test_a_reader_that_follows_the_pages_collects_all_that_is_public(site, slugs, extension):
    graph, pages = collect(site.visitor(), extension)
    assert pages == 3
    names = sorted(str(one).rsplit("/", 1)[1] for one in graph.subjects(RDF.type, DCAT.Dataset))
    assert names == sorted(slugs["open"] + slugs["conditional"])
    assert {str(total) for total in graph.objects(None, HYDRA.totalItems)} == {"6"}
    for name in slugs["share_only"] + slugs["withdrawn"]:
        assert name not in graph.serialize(format="turtle")


def test_rights_and_files_follow_the_outcome(site, slugs):
    graph, _ = collect(site.visitor(), "ttl")
    for kind, right, has_files in (("open", "PUBLIC", True), ("conditional", "RESTRICTED", False)):
        for name in slugs[kind]:
            dataset = next(one for one in graph.subjects(RDF.type, DCAT.Dataset) if str(one).endswith(f"/{name}"))
            [access] = graph.objects(dataset, DCTERMS.accessRights)
            assert str(access).endswith(right)
            files = list(graph.objects(dataset, DCAT.distribution))
            assert bool(files) is has_files
            assert all(isinstance(one, URIRef) for one in files)


@pytest.mark.parametrize("tail", [".jsonld", ".ttl", ".rdf", "/schema.org.json", "/croissant.json"])
def test_what_is_not_public_has_no_document(site, slugs, tail):
    client = site.visitor()
    for name in slugs["share_only"] + slugs["withdrawn"] + ["no-such"]:
        assert client.get(f"/dataset/{name}{tail}").status_code in {404, 410}
    answer = client.get(f"/dataset/{slugs['open'][0]}{tail}")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("page", ["0", "4", "99999999999999999999", "-1"])
def test_a_page_past_the_end_is_not_found(site, slugs, page):
    del slugs
    assert site.visitor().get(f"/catalog.ttl?page={page}").status_code == 404


def test_data_json_holds_the_same_datasets(site, slugs):
    listed = site.visitor().get("/data.json").get_json()["dataset"]
    names = sorted(one["landingPage"].rsplit("/", 1)[1] for one in listed)
    assert names == sorted(slugs["open"] + slugs["conditional"])
