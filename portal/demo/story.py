"""The demonstration itself: upload by the form, wait for the worker, review as a second person, look at the end."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal.demo.cast import Cast
from portal.demo.client import DoorError, Person, Program
from portal.demo.files import DemoFile

POLL_SECONDS = 0.5
PATIENCE_SECONDS = 900.0
ENDED = frozenset({"published", "blocked", "failed", "sent_back", "discarded", "superseded", "withdrawn"})
Tell = Callable[[str, int, int], None]  # stage, done, total


@dataclass
class Play:
    """What happened to each file: version ids, and when the stages were over (seconds since the start)."""

    versions: dict[str, DemoFile] = field(default_factory=dict)
    sheets: dict[str, dict[str, Any]] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)
    approved: set[str] = field(default_factory=set)
    processing: dict[str, dict[str, Any]] = field(default_factory=dict)  # the finished processing job, as then shown


def perform(address: str, cast: Cast, files: tuple[DemoFile, ...], tell: Tell) -> Play:
    """Take every file to its end through the running server.

    Args:
        address: of the server.
        cast: who acts.
        files: what is uploaded.
        tell: called with each stage's progress.
    """
    play, started = Play(), time.monotonic()
    people: dict[str, Person] = {}
    for done, file in enumerate(files, start=1):
        agency = file.sample.agency
        if agency not in people:
            people[agency] = Person(address)
            people[agency].sign_in(cast.uploaders[agency].email, cast.uploaders[agency].password)
        play.versions[people[agency].upload(file)] = file
        tell("upload", done, len(files))
    play.stages["uploaded"] = round(time.monotonic() - started, 1)
    officers: dict[str, Program] = {}
    while time.monotonic() - started < PATIENCE_SECONDS:
        _look(play, people)
        _review(play, address, cast, officers)
        ended = [one for one in play.versions if _state(play, one) in ENDED]
        processed = [one for one in play.versions if _state(play, one) not in ("", "received")]
        tell("process", len(processed), len(files))
        tell("publish", len(ended), len(files))
        if len(processed) == len(files):
            play.stages.setdefault("processed", round(time.monotonic() - started, 1))
        if len(ended) == len(files):
            break
        if _is_stuck(play, address):
            break
        time.sleep(POLL_SECONDS)
    play.stages["ended"] = round(time.monotonic() - started, 1)
    for version_id, file in play.versions.items():
        play.sheets[version_id] = people[file.sample.agency].get(f"/api/v1/versions/{version_id}")
    return play


def _look(play: Play, people: dict[str, Person]) -> None:
    """One list for each agency that still waits for something."""
    waiting = {file.sample.agency for one, file in play.versions.items() if _state(play, one) not in ENDED}
    for agency in waiting:
        for row in people[agency].get("/api/v1/versions?rows=100")["items"]:
            if row["version_id"] in play.versions:
                play.sheets[row["version_id"]] = {"row": row}


def _review(play: Play, address: str, cast: Cast, officers: dict[str, Program]) -> None:
    """The agency's officer, who is not the uploader, reads each sheet and approves what it binds."""
    for version_id, file in play.versions.items():
        if _state(play, version_id) != "awaiting_review" or version_id in play.approved:
            continue
        agency = file.sample.agency
        if agency not in officers:
            officer = cast.officers[agency]
            officers[agency] = Program(address, officer.email, officer.password, ("read", "review"))
        sheet = officers[agency].get(f"/api/v1/reviews/{version_id}")
        play.processing[version_id] = sheet["version"]["row"]["progress"] or {}
        asked = sheet["version"]["decision"]["questions"]
        body = {
            "binding": sheet["binding"],
            "comment": "演示：审核单所列内容已核对。",
            "answered": [question["code"] for question in asked],
        }
        officers[agency].post(f"/api/v1/reviews/{version_id}/approve", body)
        play.approved.add(version_id)


def _is_stuck(play: Play, address: str) -> bool:
    """Whether nothing is queued or running any more although some version has not ended (held by verification)."""
    if any(_state(play, one) == "awaiting_review" and one not in play.approved for one in play.versions):
        return False
    try:
        checks = Person(address).get("/healthz")["checks"]
    except DoorError:
        return False
    numbers = next((check["numbers"] for check in checks if check["name"] == "queue"), None)
    return numbers is not None and numbers["queued"] == 0 and numbers["running"] == 0


def _state(play: Play, version_id: str) -> str:
    return str(play.sheets.get(version_id, {}).get("row", {}).get("state", ""))
