"""What an action is given from outside: storage, search, clock, keys, limits and the doorbell.

A confined child gets the same object without `sessions`, with a vault that holds only the lent keys.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session, sessionmaker

from catalog.search import SearchIndex
from catalog.storage import Storage
from catalog.vault import Vault

Report = Callable[[str, int, int], None]  # step code, done, total


class CkanPublisher(Protocol):
    """The CKAN server the portal syncs to, or its Null twin; `catalog.ckan` gives the calls."""

    @property
    def is_configured(self) -> bool:
        """Whether there is a CKAN at all."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds an action may rely on."""

    max_upload_bytes: int = 2 * 1024**3
    min_free_bytes: int = 0  # an upload that would leave less is refused
    max_cells: int = 50_000_000
    job_deadline_seconds: int = 1800
    fan_out_rows: int | None = None  # tables with more rows are shared by several workers; None: never
    group_rows: int = 50_000  # rows of one part


@dataclass(frozen=True, slots=True)
class Keys:
    """Secret keys of the installation; never logged, never stored.

    digest: for keyed digests of refused uploads. pseudonym: root of the masking keys, one derived per purpose.
    """

    digest: bytes = field(repr=False)
    pseudonym: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Deps:
    """Everything an action may reach beyond its session."""

    vault: Vault
    storage: Storage
    keys: Keys
    clock: Callable[[], datetime]
    sessions: sessionmaker[Session] | None = None
    search: SearchIndex | None = None
    ckan: CkanPublisher | None = None
    limits: Limits = Limits()
    wake: Callable[[], None] = lambda: None
    extras: Mapping[str, Any] = field(default_factory=dict)
