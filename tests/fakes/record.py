"""A record with its agencies and people, on a database of its own: what tests of actions begin with."""

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

import catalog.search.tables  # noqa: F401 - its tables belong to the record
from catalog.actions.submit import Metadata, submit
from catalog.deps import Deps, Keys
from catalog.lifecycle import Role
from catalog.models import Actor, ActorKind, ActorRole, Agency, AgencyName
from catalog.search import make_index
from catalog.seed import seed_record
from catalog.storage.memory import MemoryStorage
from catalog.vault import Vault
from catalog.vault.keystore import MemoryKeyStore
from catalog.views import Submitted
from portal.database import make_engine, make_sessions
from portal.migrations import upgrade

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that moves one second at every look."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Record:
    """Deps on real parts in memory, two agencies, and a person for every role."""

    engine: Engine
    deps: Deps
    clock: Clock
    woken: list[int] = field(default_factory=list)
    agencies: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    def session(self) -> Session:
        assert self.deps.sessions is not None
        return self.deps.sessions()

    def actor(self, session: Session, name: str) -> Actor:
        return session.get_one(Actor, self.people[name])

    def upload(
        self,
        content: bytes = "地区,数量\n东湖区,3\n".encode(),
        *,
        by: str = "uploader",
        metadata: Metadata | None = None,
        dataset_id: UUID | None = None,
        upload_id: UUID | None = None,
    ) -> Submitted:
        """Put bytes into the vault and submit them."""
        upload_id = upload_id or uuid4()
        self.deps.vault.new_key(str(upload_id))
        self.deps.vault.put(str(upload_id), "raw-00000", content)
        with self.session() as session:
            return submit(
                session,
                upload_id,
                metadata or Metadata(file_name="小额贷款利率.csv", title="小额贷款市场平均利率"),
                actor=self.actor(session, by),
                deps=self.deps,
                parts=("raw-00000",),
                bytes_received=len(content),
                dataset_id=dataset_id,
            )


def make_record(url: str, *, storage: MemoryStorage | None = None, wake: Callable[[], None] | None = None) -> Record:
    """A fresh database, migrated and seeded, with agencies and people.

    On SQLite a database made once a run is copied: migrating and seeding cost a second, copying a millisecond.
    """
    file = url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else None
    if file is not None and not Path(file).exists():
        shutil.copyfile(_template(), file)
    engine = make_engine(url)
    clock, woken = Clock(), []
    store = storage or MemoryStorage()
    deps = Deps(
        vault=Vault(store, MemoryKeyStore()),
        storage=store,
        keys=Keys(digest=bytes(range(32)), pseudonym=bytes(range(32, 64))),
        clock=clock,
        sessions=make_sessions(engine),
        search=make_index(engine.dialect.name),
        wake=wake or (lambda: woken.append(1)),
    )
    record = Record(engine, deps, clock, woken)
    if file is None:
        _fill(engine, record)
    else:
        with record.session() as session:
            record.agencies = {one.slug: one.id for one in session.scalars(select(Agency)).unique()}
            people = select(Actor).where(Actor.kind == ActorKind.PERSON)
            record.people = {one.name: one.id for one in session.scalars(people).unique()}
    return record


def _fill(engine: Engine, record: Record) -> None:
    upgrade(engine)
    with record.session() as session:
        seed_record(session)
        _populate(session, record)


@cache
def _template() -> Path:
    """The database every test on SQLite begins with; gone with the process."""
    folder = Path(tempfile.mkdtemp(prefix="portal-record-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "record.db"
    engine = make_engine(f"sqlite:///{path}")
    deps = Deps(
        vault=Vault(MemoryStorage(), MemoryKeyStore()),
        storage=MemoryStorage(),
        keys=Keys(digest=bytes(32), pseudonym=bytes(32)),
        clock=Clock(),
        sessions=make_sessions(engine),
    )
    _fill(engine, Record(engine, deps, Clock()))
    engine.dispose()
    with closing(sqlite3.connect(path)) as plain:  # the copy is of one file: nothing may be left in the log
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _populate(session: Session, record: Record) -> None:
    for slug, kind, name in (
        ("jinrong", "JRJ", "云川市地方金融监督管理局"),
        ("shuiwu", "SW", "国家税务总局云川市税务局"),
    ):
        agency = Agency(slug=slug, code=slug.upper(), kind_code=kind, name=name, names=[AgencyName(name=name)])
        session.add(agency)
        session.flush()
        record.agencies[slug] = agency.id
    people = {
        "uploader": ("jinrong", {Role.UPLOADER}),
        "colleague": ("jinrong", {Role.UPLOADER}),
        "officer": ("jinrong", {Role.OFFICER}),
        "both": ("jinrong", {Role.UPLOADER, Role.OFFICER}),
        "stranger": ("shuiwu", {Role.UPLOADER}),
        "other_officer": ("shuiwu", {Role.OFFICER}),
        "platform_officer": (None, {Role.OFFICER}),
        "secrecy": (None, {Role.SECRECY}),
        "admin": (None, {Role.ADMIN}),
        "developer": (None, {Role.DEVELOPER}),
    }
    for name, (slug, roles) in people.items():
        actor = Actor(
            kind=ActorKind.PERSON,
            name=name,
            agency_id=record.agencies[slug] if slug else None,
            roles=[ActorRole(role=role.value) for role in sorted(roles)],
        )
        session.add(actor)
        session.flush()
        record.people[name] = actor.id
    session.commit()
