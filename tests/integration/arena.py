"""A real instance for rough tests: real server and worker processes, uploads by the front door, kill -9 at any moment."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import requests

from portal.demo.cast import Cast, assemble
from portal.demo.client import DoorError, Person, Program
from portal.demo.files import DemoFile, make_file
from portal.demo.samples import load_samples

START_SECONDS = 180


@dataclass
class Arena:
    """One instance and its processes. `roles` says which processes it has: name → command words."""

    home: Path
    port: int
    cast: Cast
    roles: dict[str, list[str]]
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)
    kills: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, role: str) -> None:
        """Start one process; the pages are waited for."""
        log = (self.home / f"{role}.log").open("ab")
        self.processes[role] = subprocess.Popen(
            self.roles[role],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        if role == "web":
            self.wait_for_pages()

    def wait_for_pages(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            assert self.processes["web"].poll() is None, "the pages did not start: see web.log"
            with contextlib.suppress(requests.ConnectionError, requests.Timeout):
                if requests.get(f"{self.address}/healthz", timeout=2).ok:
                    return
            time.sleep(0.1)
        raise AssertionError("the pages did not answer")

    def children_of(self, role: str) -> tuple[list[int], list[int]]:
        """Process ids of a role's template(s) and of the job children below them."""
        templates = _children(self.processes[role].pid)
        return templates, [child for template in templates for child in _children(template)]

    def kill_something(self, dice: random.Random) -> str:
        """kill -9 a role, its template or a job's child; a killed role is started again at once."""
        runner = dice.choice([role for role in self.roles if role != "web"] or ["web"])
        templates, children = self.children_of(runner)
        choices = list(self.roles)
        choices += ["template"] * bool(templates) + ["child"] * 2 * bool(children)
        what = dice.choice(choices)
        if what in self.roles:
            os.killpg(self.processes[what].pid, signal.SIGKILL)  # gunicorn's workers hold its port
            self.processes[what].wait()
            self.start(what)
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(dice.choice(templates if what == "template" else children), signal.SIGKILL)
        self.kills.append(what)
        return what

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def make_arena(home: Path, roles: dict[str, list[str]], settings: dict[str, str], agencies: int = 1) -> Arena:
    """Make an instance with the first agencies of the samples.

    Args:
        home: empty folder.
        roles: commands after `python`; `{port}` and `{home}` are filled in.
        settings: further settings by field name.
        agencies: how many agencies get people.
    """
    samples = load_samples()
    names = list(dict.fromkeys(one.agency for one in samples))[:agencies]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"lease_seconds": "4", "sweep_seconds": "0.5", "grace_seconds": "3"} | settings
    cast = assemble(home, tuple(one for one in samples if one.agency in names), settings)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environment |= {"PORTAL_HOME": str(home), "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    commands = {
        role: [sys.executable, *(word.format(port=port, home=home) for word in words)] for role, words in roles.items()
    }
    return Arena(home, port, cast, commands, environment)


def small_files(count: int, seed: int, rows: int = 60) -> list[DemoFile]:
    """Small tables with personal information, each with a title of its own."""
    from dataclasses import replace

    like = next(one for one in load_samples() if one.id == "S001")
    files = []
    for number in range(count):
        sample = replace(like, id=f"K{number}", title=f"小额贷款市场平均利率第{number + 1}批")
        files.append(make_file(sample, number, rows=rows, seed=seed + number))
    return files


class Patient:
    """An uploader or officer who tries again while the server is down; what was acknowledged is kept."""

    def __init__(self, arena: Arena, agency: str) -> None:
        self._arena, self._agency = arena, agency
        self._person: Person | None = None
        self._officer: Program | None = None

    def upload(self, file: DemoFile) -> str | None:
        """One try; None when it was not acknowledged."""
        try:
            if self._person is None:
                self._person = self._signed_in()
            return self._person.upload(file)
        except (requests.RequestException, DoorError):
            self._person = None
            return None

    def retry_failed(self, failures: list[tuple[str, str]]) -> None:
        """Press the button 重新处理 of every version whose tries were used up; note the version and the code it had."""
        try:
            if self._person is None:
                self._person = self._signed_in()
            for row in self._person.get("/api/v1/versions?state=failed&rows=100")["items"]:
                self._person.press(f"/workspace/versions/{row['version_id']}", "retry")
                failures.append((row["version_id"], row["error"]["code"]))
        except (requests.RequestException, DoorError):
            self._person = None

    def _signed_in(self) -> Person:
        player = self._arena.cast.uploaders[self._agency]
        person = Person(self._arena.address)
        person.sign_in(player.email, player.password)
        return person

    def approve_waiting(self, approved: set[str]) -> None:
        """Approve what waits, as far as the server answers."""
        try:
            if self._officer is None:
                player = self._arena.cast.officers[self._agency]
                self._officer = Program(self._arena.address, player.email, player.password, ("read", "review"))
            for row in self._officer.get("/api/v1/reviews?rows=100")["items"]:
                sheet = self._officer.get(f"/api/v1/reviews/{row['version_id']}")
                answered = [one["code"] for one in sheet["version"]["decision"]["questions"]]
                body = {"binding": sheet["binding"], "comment": "", "answered": answered}
                self._officer.post(f"/api/v1/reviews/{row['version_id']}/approve", body)
                approved.add(row["version_id"])
        except requests.RequestException:
            pass  # the server was killed just now: the next round tries again
        except DoorError:
            self._officer = None


def _children(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[1]) == pid and fields[0] != "Z":
                    found.append(int(folder.name))
    return found
