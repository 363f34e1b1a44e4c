"""States of versions and releases, and the one table of moves between them; everything else asks here.

A move names the verb, the states it leads from and to, and the roles that may make it. How far a role reaches (own
upload, own agency, everything) is said in `catalog.policies`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from catalog.errors import MoveRefused


class Role(StrEnum):
    """Roles of the glossary; the public and the portal itself have no row."""

    UPLOADER = "uploader"
    OFFICER = "officer"
    SECRECY = "secrecy"
    ADMIN = "admin"
    DEVELOPER = "developer"

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "uploader": "报送员",
            "officer": "审核员",
            "secrecy": "保密员",
            "admin": "管理员",
            "developer": "开发者",
        }[self.value]


VISITOR: Final = "visitor"  # 公众: nobody is signed in
SYSTEM: Final = "system"  # the portal's own workers


class VersionState(StrEnum):
    """Where a version stands."""

    RECEIVED = "received"
    AWAITING_REVIEW = "awaiting_review"
    BLOCKED = "blocked"
    FAILED = "failed"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        """Chinese name."""
        return _VERSION_LABELS[self]


class ReleaseState(StrEnum):
    """Where a release stands."""

    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"published": "已发布", "superseded": "已被新版本替代", "withdrawn": "已撤回"}[self.value]


_VERSION_LABELS: Final = {
    VersionState.RECEIVED: "处理中",
    VersionState.AWAITING_REVIEW: "待审核",
    VersionState.BLOCKED: "已拒收",
    VersionState.FAILED: "处理失败",
    VersionState.SENT_BACK: "已退回",
    VersionState.APPROVED: "已通过，发布中",
    VersionState.PUBLISHED: "已发布",
    VersionState.SUPERSEDED: "已被新版本替代",
    VersionState.WITHDRAWN: "已撤回",
    VersionState.DISCARDED: "已作废",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move. `by` holds roles (and SYSTEM); whoever is not named may not."""

    verb: str
    source: str
    target: str
    by: frozenset[str]


_V = VersionState
_R = ReleaseState
_WORKER: Final = frozenset({SYSTEM})
_REVIEWER: Final = frozenset({Role.OFFICER.value})
_KEEPER: Final = frozenset({Role.UPLOADER.value})
_WITHDRAWER: Final = frozenset({Role.UPLOADER.value, Role.OFFICER.value, Role.ADMIN.value})
_DESCRIBER: Final = frozenset({Role.UPLOADER.value, Role.OFFICER.value})
_RECLASSIFIER: Final = frozenset({SYSTEM, Role.ADMIN.value})
_RECALLER: Final = frozenset({SYSTEM, Role.OFFICER.value})
_RETRIER: Final = frozenset({Role.UPLOADER.value, Role.ADMIN.value})

VERSION_MOVES: Final[tuple[Move, ...]] = (
    Move("process", _V.RECEIVED, _V.AWAITING_REVIEW, _WORKER),
    Move("refuse", _V.RECEIVED, _V.BLOCKED, _WORKER),
    Move("fail", _V.RECEIVED, _V.FAILED, _WORKER),
    Move("retry", _V.FAILED, _V.RECEIVED, _RETRIER),
    Move("reclassify", _V.AWAITING_REVIEW, _V.RECEIVED, _RECLASSIFIER),
    Move("describe", _V.AWAITING_REVIEW, _V.RECEIVED, _DESCRIBER),
    Move("describe", _V.SENT_BACK, _V.RECEIVED, _DESCRIBER),
    Move("describe", _V.PUBLISHED, _V.PUBLISHED, _DESCRIBER),
    Move("recall", _V.APPROVED, _V.RECEIVED, _RECALLER),
    Move("recall", _V.PUBLISHED, _V.RECEIVED, _RECALLER),
    Move("stricter", _V.AWAITING_REVIEW, _V.AWAITING_REVIEW, _REVIEWER),
    Move("looser", _V.AWAITING_REVIEW, _V.AWAITING_REVIEW, _REVIEWER),
    Move("send_back", _V.AWAITING_REVIEW, _V.SENT_BACK, _REVIEWER),
    Move("approve", _V.AWAITING_REVIEW, _V.APPROVED, _REVIEWER),
    Move("hold", _V.APPROVED, _V.AWAITING_REVIEW, _WORKER),
    Move("publish", _V.APPROVED, _V.PUBLISHED, _WORKER),
    Move("supersede", _V.PUBLISHED, _V.SUPERSEDED, _WORKER),
    Move("withdraw", _V.PUBLISHED, _V.WITHDRAWN, _WITHDRAWER),
    Move("discard", _V.RECEIVED, _V.DISCARDED, _KEEPER),
    Move("discard", _V.AWAITING_REVIEW, _V.DISCARDED, _KEEPER),
    Move("discard", _V.FAILED, _V.DISCARDED, _KEEPER),
    Move("discard", _V.SENT_BACK, _V.DISCARDED, _KEEPER),
)

RELEASE_MOVES: Final[tuple[Move, ...]] = (
    Move("recall", _R.PUBLISHED, _R.WITHDRAWN, _RECALLER),
    Move("supersede", _R.PUBLISHED, _R.SUPERSEDED, _WORKER),
    Move("withdraw", _R.PUBLISHED, _R.WITHDRAWN, _WITHDRAWER),
)


def _by_verb(moves: tuple[Move, ...]) -> Mapping[str, Mapping[str, Move]]:
    table: dict[str, dict[str, Move]] = {}
    for move in moves:
        table.setdefault(move.verb, {})[move.source] = move
    return MappingProxyType({verb: MappingProxyType(rows) for verb, rows in table.items()})


MOVING: Final = frozenset({_V.RECEIVED.value, _V.APPROVED.value})
"""States of a version that a worker ends, with nobody's help."""
_VERSION_TABLE: Final = _by_verb(VERSION_MOVES)
_RELEASE_TABLE: Final = _by_verb(RELEASE_MOVES)


def sources(verb: str, *, of_release: bool = False) -> frozenset[str]:
    """Return the states from which `verb` leads on; empty when the verb moves nothing."""
    return frozenset((_RELEASE_TABLE if of_release else _VERSION_TABLE).get(verb, {}))


def movers(verb: str, *, of_release: bool = False) -> frozenset[str]:
    """Return the roles that may make any move of this verb."""
    moves = (_RELEASE_TABLE if of_release else _VERSION_TABLE).get(verb, {}).values()
    return frozenset().union(*(move.by for move in moves))


def next_state(verb: str, state: str, *, of_release: bool = False) -> str:
    """Return the state that `verb` leads to.

    Raises:
        MoveRefused: the table has no such move.
    """
    move = (_RELEASE_TABLE if of_release else _VERSION_TABLE).get(verb, {}).get(state)
    if move is None:
        raise MoveRefused
    return move.target
