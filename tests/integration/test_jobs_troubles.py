"""Broken, empty, unknown and huge files, no worker, no room: each a clear sentence with a stable code, nothing half done."""

import os
import re
import time

import pytest
import requests

from portal.demo.client import DoorError, Person, Program
from tests.integration.arena import make_arena

SERVE = ["-m", "portal.cli", "serve", "--port", "{port}"]
LIMIT = 2 << 20
TROUBLES = {
    "empty.csv": (b"", re.compile(r"ingest\.")),
    "blank.csv": (b"\n\n\n", re.compile(r"ingest\.")),
    "broken.xlsx": (b"PK\x03\x04" + bytes(500), re.compile(r"ingest\.")),
    "unknown.exe": (b"MZ\x90\x00" + os.urandom(3000), re.compile(r"ingest\.")),
    "noise.csv": (os.urandom(5000), re.compile(r"ingest\.")),
}


@pytest.fixture(scope="module")
def arena(tmp_path_factory):
    from portal import wiring

    wiring._built.clear()
    made = make_arena(tmp_path_factory.mktemp("troubles") / "home", {"web": SERVE}, {"max_upload_bytes": str(LIMIT)})
    made.start("web")
    yield made
    made.stop()
    for deps in wiring._built.values():
        deps.sessions.kw["bind"].dispose()
    wiring._built.clear()


@pytest.fixture(scope="module")
def people(arena):
    agency = next(iter(arena.cast.uploaders))
    uploader, officer = arena.cast.uploaders[agency], arena.cast.officers[agency]
    person = Person(arena.address)
    person.sign_in(uploader.email, uploader.password)
    program = Program(arena.address, uploader.email, uploader.password, ("read", "upload"))
    return person, program, Program(arena.address, officer.email, officer.password, ("read", "review"))


def send(person, name, content):
    """Upload by the form, whatever comes back."""
    form = {"csrf_token": person._csrf("/workspace/upload"), "title": "", "summary": "", "update_cycle": "不定期"}
    return person._post("/workspace/upload", data=form, files={"files": (name, content)})


def ended(program, version_id):
    until = time.monotonic() + 90
    while time.monotonic() < until:
        sheet = program.get(f"/api/v1/versions/{version_id}")
        if sheet["row"]["state"] != "received":
            return sheet
        time.sleep(0.3)
    raise AssertionError("still not ended")


@pytest.mark.parametrize("name", TROUBLES)
def test_a_file_that_cannot_be_read_fails_with_a_sentence(people, name):
    person, program, officer = people
    content, code = TROUBLES[name]
    answer = send(person, name, content)
    if answer.status_code == 422:  # refused at the door
        assert "文件" in answer.text
        return
    version_id = re.search(r"/versions/([0-9a-f-]{36})", answer.headers["Location"])[1]
    row = ended(program, version_id)["row"]
    assert row["state"] == "failed"
    assert code.match(row["error"]["code"]), row["error"]
    assert re.search(r"[\u4e00-\u9fff]", row["error"]["message"])
    assert version_id not in {one["version_id"] for one in officer.get("/api/v1/reviews?rows=100")["items"]}


def test_a_huge_file_is_refused_at_the_door_and_not_kept(arena, people):
    person, program, _ = people
    before = program.get("/api/v1/versions?rows=100")["total"]
    try:
        answer = send(person, "huge.csv", b"a,b\n" + b"1,2\n" * (LIMIT // 2))
        assert answer.status_code == 413
        assert "太大" in answer.text
    except requests.ConnectionError:
        pass  # the server may close on a body it will not read
    assert program.get("/api/v1/versions?rows=100")["total"] == before
    kept = sum(path.stat().st_size for path in (arena.home / "storage").rglob("*") if path.is_file())
    assert kept < LIMIT


def test_a_wrong_password_says_nothing_about_which_part_was_wrong(arena, people):
    del people
    stranger = Person(arena.address)
    with pytest.raises(DoorError):
        stranger.sign_in("nobody@demo.invalid", "wrong-password-1")


def test_without_a_worker_uploads_wait_and_the_health_page_says_so(arena, people, tmp_path):
    """The pages alone (production): what is uploaded waits; a worker that comes later does it."""
    import subprocess

    arena.processes["web"].terminate()
    arena.processes["web"].wait(20)
    environment = dict(arena.environment)
    arena.environment["PORTAL_EMBEDDED"] = "false"
    arena.start("web")
    try:
        person, program, _ = people
        content = "月份,余额\n" + "".join(f"2025-{month:02d},{month}.5\n" for month in range(1, 13))
        answer = send(person, "贷款余额.csv", content.encode("gb18030"))
        version_id = re.search(r"/versions/([0-9a-f-]{36})", answer.headers["Location"])[1]
        checks = requests.get(f"{arena.address}/healthz", timeout=5).json()["checks"]
        worker = next(one for one in checks if one["name"] == "worker")
        assert worker["state"] == "warning"
        assert "排队" in worker["message_zh"]
        assert program.get(f"/api/v1/versions/{version_id}")["row"]["state"] == "received"
        drained = subprocess.run(
            [arena.roles["web"][0], "-m", "portal.cli", "worker", "--drain"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert drained.returncode == 0, drained.stderr
        assert ended(program, version_id)["row"]["state"] == "awaiting_review"
    finally:
        arena.environment.pop("PORTAL_EMBEDDED", None)
