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
