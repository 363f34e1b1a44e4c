"""One catalogue in the portal and in a real CKAN, asked over HTTP in turn: times, and which Chinese queries are answered.

The portal is served by waitress in a process of its own, as `portal serve` serves it, without quotas; both servers are
asked by one kept connection each, query by query in turn, so that whatever else the machine does slows down both.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from catalog.ckan.publisher import CkanPublisher
from catalog.ckan.reconcile import listing
from catalog.views import DatasetPage
from portal.settings import write_env_file
from tests.bench.ckan_site import clients, first_sync, packages_of, purge
from tests.bench.search_queries import Params, holding

START_SECONDS: Final = 60
PAGE: Final = 1000
Ask = Callable[[Params], dict[str, Any]]
SERVER: Final = """
import sys
from pathlib import Path
import waitress
from portal.app import create_app
from portal.settings import load_settings
server = waitress.create_server(create_app(load_settings(Path(sys.argv[1]))), host="127.0.0.1", port=0, threads=8)
print(server.effective_port, flush=True)
server.run()
"""


def fill(count: int) -> float:
    """Bring the first `count` datasets into CKAN that are not there yet; return seconds.

    Raises:
        SystemExit: other datasets are there.
    """
    server, anybody = clients()
    packages = packages_of(count)
    there = {one.id for one in listing(server)}
    if there - packages.keys():
        raise SystemExit("an empty CKAN is needed, or one with this catalogue")
    began = time.perf_counter()
    if missing := {key: package for key, package in packages.items() if key not in there}:
        first_sync(CkanPublisher(server, anybody), missing)
    return time.perf_counter() - began


def empty(count: int) -> None:
    """Purge what `fill` wrote."""
    server, _ = clients()
    purge(server, packages_of(count))


@contextmanager
def served(database_url: str, folder: Path) -> Iterator[tuple[str, int]]:
    """Serve the portal on a database that is filled; give its address and process id."""
    home = folder / "served"
    write_env_file(home, {"database_url": database_url, "api_calls_free": "0"})
    command = [sys.executable, "-c", SERVER, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()) as process:
        assert process.stdout is not None
        try:
            port = process.stdout.readline().strip()
            if not port:
                raise SystemExit("the portal did not start")
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()


def processor_ms(pids: Iterable[int]) -> float:
    """Return the processor time that processes and their children have taken, in milliseconds (proc(5): stat)."""
    own = set(pids)
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            stats[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()
    counted = [fields for pid, fields in stats.items() if pid in own or int(fields[1]) in own]
    return sum(int(fields[11]) + int(fields[12]) for fields in counted) * 1000 / os.sysconf("SC_CLK_TCK")


def server_pids(services: Path) -> list[int]:
    """Return the processes of CKAN and Solr of a folder of `tests.services`."""
    return [int((services / "run" / f"{name}.pid").read_text()) for name in ("ckan", "solr")]


def over_http(url: str) -> Ask:
    """Return what asks a server's `package_search` over one kept connection."""
    session = requests.Session()
    session.trust_env = False
    # CKAN's gunicorn closes a connection that rests for two seconds
    session.mount("http://", HTTPAdapter(max_retries=Retry(total=3, allowed_methods=None)))

    def ask(params: Params) -> dict[str, Any]:
        answer = session.post(f"{url}/api/3/action/package_search", json=params, timeout=60)
        answer.raise_for_status()
        result: dict[str, Any] = answer.json()["result"]
        return result

    return ask


def ckan_address() -> str:
    """Return the address of the real CKAN."""
    return os.environ["PORTAL_TEST_CKAN_URL"].rstrip("/")


@dataclass
class Timed:
    """Milliseconds of each query and how many datasets were found."""

    clock: list[float] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)


def in_turn(asks: dict[str, Ask], asked: Iterable[Params]) -> dict[str, Timed]:
    """Ask each query of every side before the next one; who is asked first changes."""
    taken = {name: Timed() for name in asks}
    names = list(asks)
    for one in asked:
        for name in names:
            began = time.perf_counter()
            answer = asks[name](one)
            taken[name].clock.append((time.perf_counter() - began) * 1000)
            taken[name].counts.append(int(answer["count"]))
        names.append(names.pop(0))
    return taken


def found_by(ask: Ask, query: str) -> set[str]:
    """Return the ids of all datasets a side finds, page by page."""
    found: set[str] = set()
    start = 0
    while True:
        answer = ask({"q": query, "fl": "id", "rows": PAGE, "start": start, "sort": "id asc", "facet": "false"})
        found |= {one["id"] for one in answer["results"]}
        start += PAGE
        if start >= answer["count"]:
            return found


def recall(asks: dict[str, Ask], queries: Sequence[str], pages: Sequence[DatasetPage]) -> dict[str, dict[str, int]]:
    """Return for each side how many queries found all, some or none of the datasets that hold them."""
    result = {name: {"queries": len(queries), "all": 0, "some": 0, "none": 0, "datasets_missed": 0} for name in asks}
    for query in queries:
        wanted = holding(query, pages)
        for name, ask in asks.items():
            there = len(wanted & found_by(ask, query))
            kind = "all" if there == len(wanted) else "some" if there else "none"
            result[name][kind] += 1
            result[name]["datasets_missed"] += len(wanted) - there
    return result
