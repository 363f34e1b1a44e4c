"""An instance of its own for each test that needs the real settings, database and runner."""

import threading
from dataclasses import replace

import pytest

from catalog.deps import Deps, Keys
from catalog.models import Agency, AgencyKind, Base, Dataset, Job, utc_now
from catalog.storage.local import LocalStorage
from catalog.vault import Vault
from catalog.vault.keystore import FileKeyStore
from portal.database import make_engine, make_sessions
from portal.jobs.kinds import Kind
from portal.jobs.nursery import Nursery
from portal.jobs.runner import Bounds, Runner

HERE = "tests.unit.portal.job_kinds"


class Bell:
    """Counts rings."""

    def __init__(self):
        self.rings = 0
        self._lock = threading.Lock()

    def __call__(self):
        with self._lock:
            self.rings += 1


@pytest.fixture
def sessions(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'portal.db'}")
    Base.metadata.create_all(engine)
    yield make_sessions(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def nursery():
    room = Nursery(warm=())
    yield room
    room.close()


@pytest.fixture
def runner(tmp_path, sessions, nursery):
    storage = LocalStorage(tmp_path / "storage")
    deps = Deps(
        vault=Vault(storage, FileKeyStore(tmp_path / "keys", bytes(range(32)))),
        storage=storage,
        keys=Keys(digest=b"d" * 32, pseudonym=b"p" * 32),
        clock=utc_now,
        sessions=sessions,
        wake=Bell(),
    )
    bounds = Bounds(seconds=20, memory_bytes=256 << 20, lease=5, attempts=3, children=2, file_bytes=1 << 30)
    kind = Kind(prepare=f"{HERE}:prepare", compute=f"{HERE}:compute", commit=f"{HERE}:commit", fail=f"{HERE}:fail")
    return Runner(deps, bounds, tmp_path / "jobs", tmp_path / "storage", kinds={"toy": kind}, nursery=nursery)


@pytest.fixture
def toy(sessions):
    """Queue one toy job of a given mode; returns (job id, dataset id)."""

    def add(mode, **values):
        with sessions.begin() as session:
            if session.get(AgencyKind, "CZ") is None:
                session.add(AgencyKind(code="CZ", name="财政"))
                session.flush()
            agency = Agency(
                slug=f"a-{utc_now().timestamp()}", code=f"c{utc_now().timestamp()}", kind_code="CZ", name="某局"
            )
            session.add(agency)
            session.flush()
            dataset = Dataset(agency_id=agency.id)
            session.add(dataset)
            session.flush()
            job = Job(kind="toy", effect_key=f"toy:{mode}:{dataset.id}", dataset_id=dataset.id, **values)
            session.add(job)
            session.flush()
            return job.id, dataset.id

    return add


__all__ = ["replace"]
