"""`portal ckan` as a person meets it: each verb on a CKAN, and each way in which it can be refused."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog.actions.withdraw import withdraw
from catalog.ckan.client import CkanClient
from catalog.ckan.publisher import CkanPublisher
from portal import wiring
from portal.ckan_health import look_at_ckan
from portal.cli import main
from portal.settings import load_settings, write_env_file
from tests.fakes.ckan import ADMIN_TOKEN, PLAIN_TOKEN, FakeCkan, serve
from tests.fakes.record import make_record
from tests.unit.catalog.ckan.record import SITE, Room, make_room


@pytest.fixture
def fake() -> Iterator[FakeCkan]:
    with serve() as one:
        yield one


@pytest.fixture
def home(tmp_path: Path, fake: FakeCkan) -> Path:
    write_env_file(tmp_path / "home", {"ckan_url": fake.url, "ckan_token": ADMIN_TOKEN, "public_url": SITE})
    return tmp_path / "home"


@pytest.fixture
def room(home: Path, fake: FakeCkan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """An instance with three public datasets; its storage is in memory."""
    record = make_record(f"sqlite:///{home / 'portal.db'}")
    publisher = CkanPublisher(CkanClient(fake.url, ADMIN_TOKEN), CkanClient(fake.url))
    made = make_room(record, fake, publisher, tmp_path)
    monkeypatch.setitem(wiring._built, load_settings(home).home, record.deps)
    yield made
    record.engine.dispose()


def run(home: Path, *words: str) -> tuple[int, str]:
    """Return status and what was printed, without the table's lines."""
    done = CliRunner().invoke(main, ["--home", str(home), "ckan", *words])
    return done.exit_code, re.sub(r"[│┃\s]+", " ", done.output)


def test_every_verb_from_the_first_check_to_the_withdrawal(room: Room, home: Path) -> None:
    status, text = run(home, "check")
    assert (status, "CKAN 2.12.0" in text, "系统管理员" in text, "可以发布" in text) == (0, True, True, True)
    status, text = run(home, "reconcile")
    assert status == 1
    assert "CKAN 缺少 3" in text
    status, text = run(home, "sync")
    assert status == 0
    assert "新建 3" in text
    assert run(home, "reconcile")[0] == 0
    slug = CkanClient(room.fake.url).read("package_show", id=str(room.ids[0]))["name"]
    assert "无需更新" in run(home, "sync", slug)[1]
    status, text = run(home, "withdraw", slug)
    assert status == 1
    assert "ckan.still_public" in text
    release_id = room.release_id()
    with room.record.session() as session:
        officer = room.record.actor(session, "officer")
        withdraw(session, release_id, actor=officer, deps=room.record.deps, reason="数据有误，撤回更正后另行发布。")
    status, text = run(home, "withdraw", str(room.ids[0]))
    assert status == 0
    assert "仍可读取" not in text
    assert "datastore_search" in text
    found = json.loads(CliRunner().invoke(main, ["--home", str(home), "ckan", "status", "--json"]).output)
    assert {one["state"] for one in found["datasets"]} <= {"pending", "synced", "withdrawn"}
    assert found["total"] == 3


def test_a_hand_edit_is_shown_and_only_overwritten_when_told(room: Room, home: Path) -> None:
    run(home, "sync")
    room.record.deps.ckan.client.write("package_patch", id=str(room.ids[1]), notes="改过的说明")
    status, text = run(home, "sync", str(room.ids[1]))
    assert status == 1
    assert "改过的说明" in text
    assert "--force" in text
    assert "被人工改动" in run(home, "status", str(room.ids[1]))[1]
    with room.record.session() as session:
        state, sentence, numbers = look_at_ckan(session, room.record.deps, room.record.clock())
    assert (state, numbers["drift"]) == ("warning", 1)
    assert "被人工改动 1 个" in sentence
    assert "已更新" in run(home, "sync", str(room.ids[1]), "--force")[1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"token": ""}, "ckan.identity"),
        ({"token": "nonsense"}, "ckan.identity"),
        ({"token": PLAIN_TOKEN}, "ckan.rights"),
        ({"url": "http://127.0.0.1:9"}, "ckan.down"),
        ({"path": "/dataset"}, "ckan.no_ckan"),
        ({"plugins": []}, "ckan.no_datastore"),
        ({"version": "2.9.1"}, "ckan.version"),
    ],
)
def test_each_refusal_is_a_sentence_with_a_code(room, home, monkeypatch, change, code):
    fake = room.fake
    url = change.get("url", fake.url + change.get("path", ""))
    publisher = CkanPublisher(CkanClient(url, change.get("token", ADMIN_TOKEN)), CkanClient(url))
    monkeypatch.setattr(fake.store, "plugins", change.get("plugins", ["datastore"]))
    monkeypatch.setattr(fake.store, "version", change.get("version", "2.12.0"))
    monkeypatch.setitem(wiring._built, load_settings(home).home, replace(room.record.deps, ckan=publisher))
    for verb in ("check", "sync", "reconcile"):
        status, text = run(home, verb)
        assert status == 1
        assert f"错误 [{code}]：" in text
    assert fake.store.packages == {}


def test_without_a_ckan_it_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_CKAN_URL", "")
    make_record(f"sqlite:///{home / 'portal.db'}").engine.dispose()
    status, text = run(home, "check")
    assert status == 1
    assert "ckan.none" in text
    assert "没有配置 CKAN" in run(home, "status")[1]
