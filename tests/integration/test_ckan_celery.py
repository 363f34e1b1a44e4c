"""Celery for real: worker and beat processes over Redis and PostgreSQL bring a catalogue into a real CKAN, and out of it.

The database is the queue, the broker a doorbell; so killed workers, doubled jobs and a queue full of syncs change when
something happens, never what.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select, update

from catalog import jobs
from catalog.actions.withdraw import withdraw
from catalog.ckan.client import CkanClient
from catalog.ckan.withdrawal import probe
from catalog.metadata import Metadata
from catalog.models import CkanLink, Dataset, Job, JobState
from catalog.views import DatasetPage
from portal.settings import load_settings, write_env_file
from portal.wiring import build_deps
from tests.fakes.databases import postgres_database
from tests.fakes.record import Record, make_record
from tests.integration.test_actions_real import Path2Release

pytestmark = [pytest.mark.ckan, pytest.mark.services]

TITLES = ("小额贷款公司名录", "融资担保费率", "典当业务统计", "保险机构保费收入")
TABLE = "统计月份,地区,余额(万元)\n" + "".join(f"2025-{month:02d},东湖区,{month * 10}.5\n" for month in range(1, 13))
PATIENCE = 240.0
WITHDRAWN_WITHIN = 60.0
WORKERS = ("worker-1", "worker-2")


@dataclass
class Site:
    """An instance with its processes."""

    home: Path
    record: Record
    anybody: CkanClient
    server: CkanClient
    pages: list[DatasetPage]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        words = ["beat"] if name == "beat" else ["worker", "--no-beat", "--children", "2"]
        with (self.home / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "portal.cli", "--home", str(self.home), *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def end(self, name: str, number: signal.Signals = signal.SIGTERM) -> int:
        os.killpg(self.processes[name].pid, number)
        return self.processes.pop(name).wait(60)

    def states(self) -> dict[UUID, str]:
        with self.record.session() as session:
            return {row[0]: row[1] for row in session.execute(select(CkanLink.dataset_id, CkanLink.state))}

    def waiting(self, *states: JobState) -> int:
        """Return how many syncs wait (or are in the given states)."""
        are = Job.state.in_(states or (JobState.QUEUED,))
        query = select(func.count()).select_from(Job).where(Job.kind == "sync", are)
        with self.record.session() as session:
            return int(session.scalar(query) or 0)

    def fill_queue(self, times: int) -> None:
        """Queue `times` syncs of each dataset that write all of it again."""
        with self.record.session() as session:
            for _ in range(times):
                for page in self.pages:
                    dataset = session.get_one(Dataset, page.id)
                    key = f"sync:{page.id}:overwrite:{uuid4()}"
                    jobs.queue(session, "sync", key, dataset=dataset, priority=jobs.PRIORITY_SYNC)
            session.commit()


def wait_until(is_so: Callable[[], bool], what: str, seconds: float = PATIENCE) -> float:
    """Wait, and return how long it took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, what
        time.sleep(0.2)
    return time.monotonic() - began


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("celery") / "home"
    url, token = os.environ["PORTAL_TEST_CKAN_URL"], os.environ["PORTAL_TEST_CKAN_TOKEN"]
    with postgres_database() as database:
        settings = {
            "embedded": "false",
            "database_url": database,
            "broker_url": os.environ["PORTAL_TEST_REDIS_URL"].rpartition("/")[0] + "/13",
            "ckan_url": url,
            "ckan_token": token,
            "sweep_seconds": "2",
            "reconcile_seconds": "20",
        }
        write_env_file(home, settings)
        record = make_record(database)
        record.deps = build_deps(load_settings(home))
        way = Path2Release(record)
        pages = []
        for title in TITLES:
            version = way.process(TABLE.encode(), Metadata(file_name="表.csv", title=title))
            way.approve(version)
            pages.append(way.publish(version))
        with record.session() as session:  # done here already, not by a worker
            done = update(Job).where(Job.kind.in_(("process", "publish", "clear"))).values(state=JobState.DONE)
            session.execute(done)
            session.commit()
        one = Site(home, record, CkanClient(url), CkanClient(url, token), pages)
        for name in (*WORKERS, "beat"):
            one.start(name)
        yield one
        for name in [*one.processes]:
            one.end(name, signal.SIGKILL)
        for page in pages:
            one.server.write("dataset_purge", id=str(page.id)) if one.states()[page.id] != "withdrawn" else None
        for name in one.server.read("organization_list"):
            one.server.write("organization_purge", id=name)
        record.session().get_bind().dispose()  # of the sessions that the settings made
        record.engine.dispose()


def test_workers_bring_the_catalogue_in_and_a_killed_one_changes_nothing(site: Site) -> None:
    wait_until(lambda: len(site.states()) > 0, "nothing was begun")
    site.end(WORKERS[0], signal.SIGKILL)
    site.start(WORKERS[0])
    wait_until(lambda: [*site.states().values()].count("synced") == len(TITLES), "not all are synced")
    # what the killed worker held is done once more; a dataset is closed while its rows are written, and only then
    wait_until(lambda: not site.waiting(JobState.QUEUED, JobState.RUNNING), "syncs are left")
    for page in site.pages:
        shown = site.anybody.read("package_show", id=str(page.id))
        assert {one["hash"] for one in shown["resources"]} == {f"sha256:{file.sha256}" for file in page.files}
        table = next(one for one in shown["resources"] if one["datastore_active"])
        assert site.anybody.read("datastore_search", resource_id=table["id"], limit=0)["total"] == 12
    assert site.anybody.read("package_search", rows=0)["count"] == len(TITLES)


def test_two_workers_on_one_dataset_neither_double_rows_nor_call_it_drift(site: Site) -> None:
    site.fill_queue(3)
    wait_until(lambda: site.waiting(JobState.QUEUED, JobState.RUNNING) == 0, "the queue did not end")
    assert {*site.states().values()} == {"synced"}
    for page in site.pages:
        table = str(page.row_resource_id)
        assert site.anybody.read("datastore_search", resource_id=table, limit=0)["total"] == 12


def test_a_withdrawal_goes_before_a_queue_full_of_syncs(site: Site) -> None:
    page = site.pages[0]
    site.fill_queue(60)
    wait_until(lambda: site.waiting() < 60 * len(TITLES) - 4, "the workers did not begin")
    resources = [str(file.resource_id) for file in page.files]
    with site.record.session() as session:
        officer = site.record.actor(session, "officer")
        withdraw(session, page.release_id, actor=officer, deps=site.record.deps, reason="数据有误，撤回更正。")

    def is_closed() -> bool:
        return not any(row["is_open"] for row in probe(site.anybody, str(page.id), resources, page.slug))

    took = wait_until(is_closed, "something can still be read", WITHDRAWN_WITHIN)
    still_waiting = site.waiting()
    assert still_waiting > 0, "it did not go before the others"
    wait_until(lambda: site.states()[page.id] == "withdrawn", "the evidence was not kept")
    print(f"closed after {took:.1f} s, {still_waiting} syncs still waiting")  # noqa: T201 - a figure for the report
    with site.record.session() as session:
        session.execute(delete(Job).where(Job.kind == "sync", Job.state == JobState.QUEUED))
        session.commit()
    # a sync that had begun before, or came late, puts nothing back
    time.sleep(3)
    assert is_closed()


def test_the_beat_has_the_whole_compared_and_what_is_missing_comes_back(site: Site) -> None:
    page = site.pages[1]
    wait_until(lambda: site.states()[page.id] == "synced", "the rest did not come to an end")
    site.server.write("dataset_purge", id=str(page.id))

    def is_back() -> bool:
        return site.anybody.read("package_search", fq=f'id:"{page.id}"', rows=0)["count"] == 1

    wait_until(is_back, "the comparison did not bring it back")
    with site.record.session() as session:
        keys = session.scalars(select(Job.effect_key).where(Job.kind == "reconcile")).all()
    assert len(keys) == len(set(keys)) > 0
    assert site.end("beat") == 0
