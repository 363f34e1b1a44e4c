"""The REST API keeps its own OpenAPI document: valid, and no call that fits it, or breaks it, makes a server error."""

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from portal.accounts.tokens import Scope, issue_token
from portal.extensions import limiter
from tests.fakes.record import make_record
from tests.fakes.site import make_site
from tests.unit.catalog.conftest import Desk

pytestmark = pytest.mark.slow
EXAMPLES = 12


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("openapi")
    record = make_record(f"sqlite:///{folder / 'record.db'}")
    desk = Desk(record)
    desk.published()
    desk.processed()
    site = make_site(record, folder)
    limiter.enabled = False
    with record.session() as session:
        actor = record.actor(session, "both")
        _, secret = issue_token(session, actor=actor, name="t", scopes=tuple(one.value for one in Scope), days=1)
        session.commit()
    yield site, secret
    limiter.enabled = True
    record.engine.dispose()


def test_no_call_makes_a_server_error(api):
    """What fits the document and what breaks it: every operation, with made-up parameters and bodies."""
    site, secret = api
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site.app)
    calls: dict[str, int] = {}
    broken: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def check(case):
            response = case.call(headers={"Authorization": secret})
            name = f"{case.method} {case.path}"
            calls[name] = calls.get(name, 0) + 1
            # 503 is an answer (damaged rows of the hand-made release); any other 5xx is a defect
            if response.status_code >= 500 and response.status_code != 503:
                broken.append(f"{name}: {response.status_code}")

        check()
    assert sorted(set(broken)) == []
    assert len(calls) >= 30
    assert sum(calls.values()) >= 30 * EXAMPLES // 2


@pytest.mark.parametrize("query", [f"start={10**23}", "start=10000001", "rows=1001", "start=-1", f"rows={-(10**23)}"])
def test_a_page_out_of_bounds_is_refused(api, query):
    site, secret = api
    for path in ("reviews", "versions", "datasets"):
        answer = site.visitor().get(f"/api/v1/{path}?{query}", headers={"Authorization": secret})
        assert (answer.status_code, answer.get_json()["code"]) == (422, "http.invalid"), path


def test_the_document_names_every_route(api):
    site, _ = api
    document = site.visitor().get("/api/v1/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    routes = {
        str(rule).replace("<uuid:", "{").replace("<string:", "{").replace(">", "}")
        for rule in site.app.url_map.iter_rules()
        if str(rule).startswith("/api/v1/") and rule.endpoint.split(".")[0] in {"public", "desk", "review", "admin"}
    }
    assert routes == {f"{path}" if path.startswith("/api/v1") else f"/api/v1{path}" for path in document["paths"]}
