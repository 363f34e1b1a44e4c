"""The Action API reads, by POST too: on SQLite its calls do not wait for whoever writes."""

import pytest

from portal.api.ckan import READS
from portal.database import is_reading
from tests.fakes.record import make_record
from tests.fakes.site import make_site


@pytest.fixture
def window(tmp_path):
    record = make_record(f"sqlite:///{tmp_path / 'record.db'}")
    yield make_site(record, tmp_path / "site").visitor()
    record.engine.dispose()


@pytest.mark.parametrize("path", ["/api/3/action/site_read", "/api/action/site_read"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_call_of_any_method_takes_no_write_lock(window, monkeypatch, method, path):
    monkeypatch.setitem(READS, "site_read", lambda reader, params: is_reading.get())
    assert window.open(path, method=method).get_json()["result"] is True


def test_other_doors_take_it_when_they_post(window):
    """Nothing but the Action API is taken for a reader by its name alone."""
    seen = []
    app = window.application
    app.before_request_funcs[None].insert(1, lambda: seen.append(is_reading.get()))
    for method in ("POST", "GET"):
        window.open("/sign-in", method=method)
    assert seen == [False, True]


def test_scripts_of_other_sites_may_call(window):
    """A browser asks first where JSON is posted or a token sent; JSONP is a script on another site's page."""
    asked = window.options(
        "/api/3/action/datastore_search",
        headers={"Origin": "https://example.org", "Access-Control-Request-Headers": "authorization,content-type"},
    )
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert {"authorization", "content-type"} <= {
        one.strip().lower() for one in asked.headers["Access-Control-Allow-Headers"].split(",")
    }
    assert "Access-Control-Allow-Credentials" not in asked.headers
    for path in ("/api/3/action/status_show?callback=cb", "/catalog.jsonld"):
        assert window.get(path).headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert window.get("/").headers["Cross-Origin-Resource-Policy"] == "same-origin"
