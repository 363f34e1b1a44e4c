"""Trials of the list over the REST API: who may, what is answered, page by page, in both languages."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from catalog.editions import edition_row
from catalog.models import EditionRun
from portal.accounts.tokens import Scope, issue_token
from tests.fakes.editions import judged, run_jobs, with_ban
from tests.fakes.record import Record, make_record
from tests.fakes.site import Site, make_site
from tests.unit.catalog.conftest import Desk

TITLE = "小额贷款市场平均利率"
RUNS = "/api/v1/editions/runs"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return make_record(f"sqlite:///{tmp_path / 'record.db'}")


@pytest.fixture
def site(record: Record, tmp_path: Path) -> Site:
    return make_site(record, tmp_path)


def bearer(site: Site, who: str) -> dict[str, str]:
    """A token of every scope that the person may have."""
    with site.record.session() as session:
        actor = site.record.actor(session, who)
        _, secret = issue_token(
            session, actor=actor, name="programme", scopes=tuple(one.value for one in Scope), days=1
        )
        session.commit()
    return {"Authorization": f"Bearer {secret}"}


def content(record: Record) -> str:
    with record.session() as session:
        return with_ban(edition_row(session, record.clock()).content)


def test_a_token_tries_an_edition_and_reads_what_it_would_change(site: Site, record: Record) -> None:
    desk = Desk(record)
    for n in range(3):
        desk.published(outcome=judged(f"{TITLE}{n}"))
    client, headers = site.app.test_client(), bearer(site, "admin")
    begun = client.post(RUNS, json={"content": content(record)}, headers=headers)
    assert begun.status_code == 202, begun.get_json()
    assert (begun.get_json()["kind"], begun.get_json()["done"], begun.get_json()["total"]) == ("what_if", 0, 3)
    run_jobs(record)
    where = f"{RUNS}/{begun.get_json()['id']}"
    first = client.get(f"{where}?rows=2", headers=headers).get_json()
    last = client.get(f"{where}?rows=2&start=2&direction=stricter", headers=headers).get_json()
    assert [(one["done"], one["stricter"], one["found"], len(one["changes"])) for one in (first, last)] == [
        (3, 3, 3, 2),
        (3, 3, 3, 1),
    ]
    told = last["changes"][0]
    assert (told["release_before"], told["release_after"], told["clauses_added"]) == (
        "open_after_masking",
        "share_only",
        ["NL-B90"],
    )
    assert client.get(f"{where}?direction=looser", headers=headers).get_json()["changes"] == []
    assert [one["id"] for one in client.get(RUNS, headers=headers).get_json()] == [begun.get_json()["id"]]


def test_what_is_no_edition_is_refused_with_its_lines_in_both_languages(site: Site, record: Record) -> None:
    client, headers = site.app.test_client(), bearer(site, "admin")
    wrong = content(record).replace("{any: [平均利率], in: [title]}", "{any: [平均利率], inn: [title]}")
    answer = client.post(RUNS, json={"content": wrong}, headers=headers)
    assert answer.status_code == 422
    told = answer.get_json()
    line = wrong[: wrong.index("inn:")].count("\n") + 1
    assert told["code"] == "edition.invalid"
    assert told["detail"] != told["message_en"]
    assert any(str(line) in one and "inn" in one for one in told["problems"]), told["problems"]
    assert client.post(RUNS, json={}, headers=headers).status_code == 422
    with record.session() as session:
        assert session.scalar(select(func.count()).select_from(EditionRun)) == 0


@pytest.mark.parametrize(("who", "status"), [("officer", 403), ("uploader", 403), ("", 401)])
def test_only_administrators_try(site: Site, record: Record, who: str, status: int) -> None:
    client, headers = site.app.test_client(), bearer(site, who) if who else {}
    assert client.get(RUNS, headers=headers).status_code == status
    assert client.post(RUNS, json={"content": content(record)}, headers=headers).status_code == status


def test_a_run_nobody_knows_and_a_direction_nobody_knows(site: Site) -> None:
    client, headers = site.app.test_client(), bearer(site, "admin")
    assert client.get(f"{RUNS}/00000000-0000-4000-8000-000000000000", headers=headers).status_code == 404
    assert client.get(f"{RUNS}/00000000-0000-4000-8000-000000000000?direction=up", headers=headers).status_code == 422


def test_a_run_that_failed_goes_on(site: Site, record: Record) -> None:
    client, headers = site.app.test_client(), bearer(site, "admin")
    run_id = client.post(RUNS, json={"content": content(record)}, headers=headers).get_json()["id"]
    with record.session() as session:
        run = session.scalars(select(EditionRun)).one()
        run.error_code = "job.memory"
        session.commit()
    again = client.post(f"{RUNS}/{run_id}", headers=headers)
    assert (again.status_code, again.get_json()["error_code"]) == (202, None)
