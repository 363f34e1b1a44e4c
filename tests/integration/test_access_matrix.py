"""Role × route × state: each answer is what `catalog.policies` says, for everybody and every object."""

from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.actions.send_back import send_back
from catalog.actions.withdraw import withdraw
from catalog.models import Dataset, Release, ReleaseFile, Version
from catalog.policies import Verb, may
from catalog.rowstore.build import build_rowstore, infer_fields
from portal.extensions import limiter
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import make_record
from tests.fakes.site import Site, make_site
from tests.integration.access_matrix import ELSEWHERE, MATRIX, Row
from tests.unit.catalog.conftest import Desk

ROLES = [
    None,
    "uploader",
    "colleague",
    "officer",
    "both",
    "stranger",
    "other_officer",
    "platform_officer",
    "secrecy",
    "admin",
    "developer",
]
DENIED = {401, 403, 404}
ASKED = [row for row in MATRIX if not row.endpoint.startswith("security")]  # sign-in has tests of its own


class World:
    """One site with a version in every state, and a window for everybody."""

    def __init__(self, folder: Path) -> None:
        record = make_record(f"sqlite:///{folder / 'record.db'}")
        desk = Desk(record)
        self.site: Site = make_site(record, folder)
        self.versions: dict[str, UUID] = {
            "received": record.upload().version_id,
            "awaiting_review": desk.processed(),
            "approved": desk.approved(desk.processed()),
            "released": desk.published(),
            "share_only": desk.published(outcome=process_outcome(release="share_only"), rows=None),
            "withdrawn": desk.published(),
            "sent_back": desk.processed(),
        }
        self._real_rows(folder)
        with record.session() as session:
            officer = record.actor(session, "officer")
            gone = session.scalars(select(Release).where(Release.version_id == self.versions["withdrawn"])).one()
            withdraw(session, gone.id, actor=officer, deps=record.deps, reason="数据有误，撤回更正。")
            send_back(session, self.versions["sent_back"], actor=officer, deps=record.deps, reason="请补充单位。")
        self.tokens: dict[str | None, str] = {}
        self.windows: dict[str | None, FlaskClient] = {
            who: self.site.window(who) if who else self.site.visitor() for who in ROLES
        }
        self.tokens |= {who: self.site.token(window) for who, window in self.windows.items() if who}
        self.tokens[None] = "none"  # a visitor's forms are refused before anything else

    def _real_rows(self, folder: Path) -> None:
        """Put a real row store where the hand-written outcome has only a word."""
        frame = pl.DataFrame({"地区": ["东湖区", "北麓区"], "数量": ["3", "4"]})
        build_rowstore(folder / "rows.sqlite", [frame], infer_fields(frame), content_hash="c" * 64)
        storage = self.site.record.deps.storage
        for key in list(storage.list("released")):
            if key.endswith("sqlite"):
                storage.put(key, (folder / "rows.sqlite").read_bytes())

    def states(self, row: Row) -> list[str]:
        if row.on in {"", "version"}:
            few = ["awaiting_review", "released", "withdrawn"]
            return (few if row.method == "GET" else list(self.versions)) if row.on else ["-"]
        return ["released", "share_only", "withdrawn"]

    def target(self, row: Row, state: str) -> tuple[Any, dict[str, Any]]:
        """The object that is asked for, and the values of the address."""
        if not row.on:
            return None, dict(row.more)
        with self.site.record.session() as session:
            version = session.get_one(Version, self.versions[state])
            if row.on == "version":
                return version.id, {"version_id": version.id}
            release = session.scalars(select(Release).where(Release.version_id == version.id)).one()
            dataset = session.get_one(Dataset, release.dataset_id)
            if row.on == "release":
                return release.id, {"release_id": release.id}
            if row.on == "link":  # a dataset in CKAN
                return release.id, {"dataset_id": dataset.id}
            if row.on == "dataset":
                return release.id, {"key": dataset.slug or dataset.id}
            files = select(ReleaseFile.resource_id).where(ReleaseFile.release_id == release.id)
            resource = session.scalars(files).first()
            return release.id, {"resource_id": resource or UUID(int=0)}

    def expected(self, row: Row, who: str | None, object_id: Any) -> bool:
        if row.verb is None:
            return True
        with self.site.record.session() as session:
            actor = self.site.record.actor(session, who) if who else None
            model = Version if row.on == "version" else Release
            obj = session.get_one(model, object_id) if object_id is not None else None
            return bool(may(actor, row.verb, obj).allowed)

    def snapshot(self) -> list[tuple[str, str]]:
        with self.site.record.session() as session:
            rows = [(str(one.id), one.state) for one in session.scalars(select(Version)).unique()]
            rows += [(str(one.id), one.state) for one in session.scalars(select(Release)).unique()]
        return sorted(rows)

    def ask(self, row: Row, who: str | None, values: dict[str, Any]) -> Any:
        with self.site.app.test_request_context():
            from flask import url_for

            path = url_for(row.endpoint, **values)
        more: dict[str, Any] = {}
        if row.body is not None and row.is_api:
            more = {"json": row.body, "headers": {"X-CSRFToken": self.tokens[who]}}
        elif row.body is not None:
            more = {"data": {"csrf_token": self.tokens[who], **row.body}}
        elif row.method != "GET":
            more = {"headers": {"X-CSRFToken": self.tokens[who]}}
        with self.windows[who].open(path, method=row.method, **more) as answer:
            return answer.status_code, answer.headers.get("Location", "")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory):
    made = World(tmp_path_factory.mktemp("matrix"))
    limiter.enabled = False  # thousands of questions in a minute
    yield made
    limiter.enabled = True
    made.site.record.engine.dispose()


def test_every_route_has_a_row(world: World) -> None:
    routes = {rule.endpoint for rule in world.site.app.url_map.iter_rules()}
    listed = {row.endpoint for row in MATRIX} | set(ELSEWHERE)
    assert routes - listed == set(), "routes without a row in the matrix"
    assert listed - routes == set(), "rows whose route is gone"


def is_denied(status: int, location: str) -> bool:
    return status in DENIED or status == 400 or (status == 302 and "/sign-in" in location)


@pytest.mark.parametrize("row", ASKED, ids=lambda row: f"{row.method} {row.endpoint}")
def test_the_answer_is_what_the_policy_says(world: World, row: Row) -> None:
    wrong: list[str] = []
    for state in world.states(row):
        for who in ROLES:
            object_id, values = world.target(row, state)
            allowed = world.expected(row, who, object_id)
            if allowed and row.method != "GET" and row.verb is not Verb.APPROVE:
                continue  # what is allowed and changes something is tested where it is at home
            before = world.snapshot() if row.method != "GET" else None
            status, location = world.ask(row, who, values)
            if allowed and is_denied(status, location) and not (row.verb is Verb.DOWNLOAD and status == 404):
                wrong.append(f"{who} {state}: {status}, should be allowed")
            if not allowed and not (is_denied(status, location) or status in {409, 410}):
                wrong.append(f"{who} {state}: {status}, should be denied")
            if status >= 500:
                wrong.append(f"{who} {state}: {status}")
            if before is not None and world.snapshot() != before:
                wrong.append(f"{who} {state}: changed something")
    assert wrong == []
