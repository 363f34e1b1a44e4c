"""Wiring: from settings to the objects that actions are given. One `Deps` per process and instance."""

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session, sessionmaker

from catalog.ckan.null import NullPublisher
from catalog.deps import CkanPublisher, Deps, Keys, Limits
from catalog.models.base import utc_now
from catalog.rowstore.cache import RowCache
from catalog.search import make_index
from catalog.storage import Storage
from catalog.storage.address import BadStorageAddress, open_storage
from catalog.vault import Vault
from catalog.vault.keystore import FileKeyStore
from portal.database import make_engine, make_sessions
from portal.jobs.doorbell import Doorbell
from portal.settings import Settings, SettingsError

if TYPE_CHECKING:
    from portal.jobs.runner import Runner

_built: dict[Path, Deps] = {}
_lock = Lock()


def build_deps(settings: Settings) -> Deps:
    """Build, once per process and instance, what actions are given.

    Args:
        settings: of the instance.

    Raises:
        SettingsError: a setting cannot be used. UnsafeDatabaseError: see `portal.database`.
    """
    with _lock:
        if settings.home not in _built:
            _built[settings.home] = _build(settings)
        return _built[settings.home]


def storage_root(settings: Settings) -> Path | None:
    """Folder of the object storage; None when it is a bucket (each job then works on a mirror of its own)."""
    address = urlsplit(settings.storage_url)
    return Path(unquote(address.path)) if address.scheme == "file" else None


def doorbell(deps: Deps) -> Doorbell:
    """The doorbell behind `deps.wake`."""
    bell = deps.wake
    if not isinstance(bell, Doorbell):
        raise TypeError("these deps have no doorbell")
    return bell


def build_runner(settings: Settings, deps: Deps | None = None) -> "Runner":
    """Build the runner of a process that may run jobs; web processes in production never call this."""
    from portal.jobs.nursery import Nursery
    from portal.jobs.runner import Bounds, Runner

    bounds = Bounds(
        seconds=settings.job_deadline_seconds,
        memory_bytes=settings.job_memory_bytes,
        lease=settings.lease_seconds,
        attempts=settings.job_attempts,
        children=settings.children,
        file_bytes=settings.max_upload_bytes * 8,
        reconcile_seconds=settings.reconcile_seconds,
        is_confined=not settings.allow_unconfined,
    )
    return Runner(
        deps=deps or build_deps(settings),
        bounds=bounds,
        jobs_folder=settings.jobs_folder,
        storage_root=storage_root(settings),
        nursery=Nursery(threads=settings.child_threads),
    )


def _build(settings: Settings) -> Deps:
    try:
        storage: Storage = open_storage(
            settings.storage_url, access_key=settings.storage_access_key, secret_key=settings.storage_secret_key
        )
    except BadStorageAddress:
        raise SettingsError(("storage_url",)) from None
    engine = make_engine(settings.database_url)
    sessions = make_sessions(engine)
    return Deps(
        vault=Vault(storage, FileKeyStore(settings.keys_folder, settings.master_key_bytes)),
        storage=storage,
        keys=Keys(digest=bytes.fromhex(settings.digest_key), pseudonym=bytes.fromhex(settings.pseudonym_key)),
        clock=utc_now,
        sessions=sessions,
        search=make_index(engine.dialect.name),
        limits=Limits(
            max_upload_bytes=settings.max_upload_bytes,
            min_free_bytes=settings.min_free_bytes,
            job_deadline_seconds=settings.job_deadline_seconds,
            fan_out_rows=settings.fan_out_rows or None,
            group_rows=settings.group_rows,
        ),
        wake=Doorbell(settings),
        ckan=_ckan(settings, sessions),
        extras={"rows": RowCache(storage, settings.cache_folder), "site_url": settings.public_url},
    )


def _ckan(settings: Settings, sessions: sessionmaker[Session]) -> CkanPublisher:
    """The CKAN server the portal syncs to, or the Null publisher that says there is none."""
    if not settings.ckan_url:
        return NullPublisher()
    from catalog.actions.tag_turns import TagTurns
    from catalog.ckan.client import CONNECT_SECONDS, CkanClient
    from catalog.ckan.options import CkanOptions
    from catalog.ckan.publisher import CkanPublisher as ServerPublisher

    options = CkanOptions(
        upload_bytes=settings.ckan_upload_bytes if settings.ckan_resources == "upload" else 0,
        rows=settings.ckan_rows,
        max_rows=settings.ckan_max_rows,
    )
    seconds = settings.ckan_timeout_seconds
    writer = CkanClient(settings.ckan_url, settings.ckan_token, read_seconds=seconds)
    turns = TagTurns(sessions, lease_seconds=seconds + CONNECT_SECONDS)
    return ServerPublisher(writer, CkanClient(settings.ckan_url, read_seconds=seconds), options, turns)
