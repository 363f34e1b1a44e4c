"""Who may do what: one function decides by actor, verb, object, tier and state, from one declarative table.

Strangers are told "not found", never "forbidden" (SECURITY rule 13). A token acts with the roles its row was given; a
judgement (approve, loosen …) is a person's alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from catalog import errors, lifecycle
from catalog.lifecycle import SYSTEM, VISITOR, ReleaseState, Role, VersionState
from catalog.models import Actor, ActorKind, Agency, Correction, Dataset, Job, Release, Version

Subject = Agency | Dataset | Version | Release | Job | Correction | None

PUBLIC_OUTCOMES: Final = frozenset({"open", "open_after_masking", "conditional"})  # a public page
DATA_OUTCOMES: Final = frozenset({"open", "open_after_masking"})  # data to read and download


class Verb(StrEnum):
    """Everything that is guarded."""

    SUBMIT = "submit"
    SEE = "see"
    RETRY = "retry"
    DISCARD = "discard"
    REVIEW = "review"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    STRICTER = "stricter"
    LOOSER = "looser"
    DESCRIBE = "describe"
    JUDGE_CORRECTION = "judge_correction"
    WITHDRAW = "withdraw"
    GRANT = "grant"  # let others read rows the public may not
    READ = "read"
    DOWNLOAD = "download"
    SEARCH = "search"
    SEE_JOB = "see_job"
    SEE_AUDIT = "see_audit"
    SEE_GATE_LOG = "see_gate_log"
    MANAGE_AGENCIES = "manage_agencies"
    MANAGE_ACCOUNTS = "manage_accounts"
    DRAFT_EDITION = "draft_edition"
    ENACT_EDITION = "enact_edition"
    RECLASSIFY = "reclassify"
    RECALL = "recall"  # take down and judge anew, because the list changed
    CORRECT_SUBJECT = "correct_subject"  # theme and sector
    OPERATE = "operate"  # jobs, CKAN state, health details
    PROCESS = "process"
    REFUSE = "refuse"
    FAIL = "fail"
    HOLD = "hold"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"
    SYNC = "sync"


class Reach(StrEnum):
    """How far a role reaches with a verb."""

    ANY = "any"
    AGENCY = "agency"  # objects of the actor's own agency
    AGENCY_OR_PLATFORM = "agency_or_platform"  # the same; an actor of no agency reaches all
    JUDGE = "judge"  # as above, but never the actor's own upload
    PUBLIC = "public"  # what the public may see
    DEPARTMENTS = "departments"  # that, and what departments share


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: reach by role, states the object must be in (none: any), persons only or tokens too."""

    reach: Mapping[str, Reach]
    states: frozenset[str] | None = None
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether, and if not, the code of the reason (the code of the error that `require` raises)."""

    allowed: bool
    reason: str = "ok"

    def require(self) -> None:
        """Return when allowed.

        Raises:
            CatalogError: the error whose code is `reason`.
        """
        if not self.allowed:
            raise _REFUSALS[self.reason]

    def __bool__(self) -> bool:
        return self.allowed


_REFUSALS: Final[Mapping[str, type[errors.CatalogError]]] = MappingProxyType(
    {
        error.code: error
        for error in (
            errors.NotFound,
            errors.SignInNeeded,
            errors.NotPermitted,
            errors.OtherAgency,
            errors.OwnUpload,
            errors.MoveRefused,
        )
    }
)


def _moves(verb: Verb, reach: Mapping[str, Reach], *, is_personal: bool = False) -> Rule:
    return Rule(reach, lifecycle.sources(verb), is_personal)


_ALL_SIGNED_IN: Final = {role.value: Reach.DEPARTMENTS for role in Role}
_EVERYBODY: Final = {VISITOR: Reach.PUBLIC, SYSTEM: Reach.ANY, **_ALL_SIGNED_IN, Role.DEVELOPER.value: Reach.PUBLIC}
_JUDGE: Final = {Role.OFFICER.value: Reach.JUDGE}
_SYSTEM: Final = {SYSTEM: Reach.ANY}
_ADMIN: Final = {Role.ADMIN.value: Reach.ANY}
_SEE: Final = {
    Role.UPLOADER.value: Reach.AGENCY,
    Role.OFFICER.value: Reach.AGENCY_OR_PLATFORM,
    Role.ADMIN.value: Reach.ANY,
    SYSTEM: Reach.ANY,
}
_WITHDRAW: Final = {key: reach for key, reach in _SEE.items() if key != SYSTEM}

RULES: Final[Mapping[Verb, Rule]] = MappingProxyType(
    {
        Verb.SUBMIT: Rule({Role.UPLOADER.value: Reach.AGENCY}),
        Verb.SEE: Rule(_SEE),
        Verb.SEE_JOB: Rule(_SEE),
        Verb.RETRY: _moves(Verb.RETRY, {Role.UPLOADER.value: Reach.AGENCY, Role.ADMIN.value: Reach.ANY}),
        Verb.DISCARD: _moves(Verb.DISCARD, {Role.UPLOADER.value: Reach.AGENCY}),
        Verb.REVIEW: Rule({Role.OFFICER.value: Reach.AGENCY_OR_PLATFORM}),
        Verb.APPROVE: _moves(Verb.APPROVE, _JUDGE, is_personal=True),
        Verb.SEND_BACK: _moves(Verb.SEND_BACK, _JUDGE, is_personal=True),
        Verb.STRICTER: _moves(Verb.STRICTER, _JUDGE, is_personal=True),
        Verb.LOOSER: _moves(Verb.LOOSER, _JUDGE, is_personal=True),
        Verb.DESCRIBE: _moves(
            Verb.DESCRIBE,
            {Role.UPLOADER.value: Reach.AGENCY, Role.OFFICER.value: Reach.AGENCY_OR_PLATFORM},
        ),
        Verb.JUDGE_CORRECTION: Rule(_JUDGE, frozenset({"waiting"}), is_personal=True),
        Verb.WITHDRAW: _moves(Verb.WITHDRAW, _WITHDRAW),
        Verb.GRANT: Rule({Role.OFFICER.value: Reach.AGENCY_OR_PLATFORM}, is_personal=True),
        Verb.READ: Rule(_EVERYBODY, frozenset({ReleaseState.PUBLISHED.value, ReleaseState.WITHDRAWN.value})),
        Verb.DOWNLOAD: Rule(_EVERYBODY, frozenset({ReleaseState.PUBLISHED.value})),
        Verb.SEARCH: Rule({VISITOR: Reach.ANY, SYSTEM: Reach.ANY, **{role.value: Reach.ANY for role in Role}}),
        Verb.SEE_AUDIT: Rule(_ADMIN),
        Verb.SEE_GATE_LOG: Rule({Role.SECRECY.value: Reach.ANY}),
        Verb.MANAGE_AGENCIES: Rule(_ADMIN),
        Verb.MANAGE_ACCOUNTS: Rule(_ADMIN),
        Verb.DRAFT_EDITION: Rule(_ADMIN, is_personal=True),
        Verb.ENACT_EDITION: Rule(_ADMIN, is_personal=True),
        Verb.RECLASSIFY: _moves(Verb.RECLASSIFY, {**_ADMIN, **_SYSTEM}),
        Verb.RECALL: _moves(Verb.RECALL, {Role.OFFICER.value: Reach.AGENCY_OR_PLATFORM, **_SYSTEM}),
        Verb.CORRECT_SUBJECT: Rule(
            {Role.UPLOADER.value: Reach.AGENCY, Role.OFFICER.value: Reach.AGENCY_OR_PLATFORM},
            frozenset({VersionState.AWAITING_REVIEW.value, VersionState.PUBLISHED.value}),
        ),
        Verb.OPERATE: Rule({**_ADMIN, **_SYSTEM}),
        Verb.PROCESS: _moves(Verb.PROCESS, _SYSTEM),
        Verb.REFUSE: _moves(Verb.REFUSE, _SYSTEM),
        Verb.FAIL: _moves(Verb.FAIL, _SYSTEM),
        Verb.HOLD: _moves(Verb.HOLD, _SYSTEM),
        Verb.PUBLISH: _moves(Verb.PUBLISH, _SYSTEM),
        Verb.SUPERSEDE: _moves(Verb.SUPERSEDE, _SYSTEM),
        Verb.SYNC: Rule({Role.OFFICER.value: Reach.AGENCY_OR_PLATFORM, **_ADMIN, **_SYSTEM}),
    }
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What of an object a rule may look at."""

    agency_id: object = None
    authors: frozenset[object] = frozenset()  # who uploaded or described it
    state: str | None = None
    outcome: str | None = None
    is_whole: bool = False  # no single object: a list, whose rows are filtered by agency


def may(actor: Actor | None, verb: Verb | str, obj: Subject = None) -> Answer:
    """Decide whether `actor` may do `verb` to `obj`.

    Args:
        actor: who asks; None is a visitor.
        verb: what is to be done.
        obj: on what; None for verbs on the whole (search, queue, audit, administration).

    Returns:
        The answer, with the code of the reason; `.require()` turns a refusal into its error.
    """
    verb = Verb(verb)
    rule = RULES[verb]
    facts = _facts(obj)
    roles = _roles(actor)
    reaches = [rule.reach[role] for role in roles if role in rule.reach]
    verdicts = [_within(reach, actor, facts, verb) for reach in reaches]
    if "ok" not in verdicts:
        return Answer(False, _refusal(actor, obj, verdicts))
    if rule.is_personal and (actor is None or actor.kind != ActorKind.PERSON):
        return Answer(False, errors.NotPermitted.code)
    if rule.states is not None and obj is not None and facts.state not in rule.states:
        return Answer(False, errors.NotFound.code if verb in _PUBLIC else errors.MoveRefused.code)
    return Answer(True)


_PUBLIC: Final = frozenset({Verb.READ, Verb.DOWNLOAD})


def _refusal(actor: Actor | None, obj: Subject, verdicts: list[str]) -> str:
    """Say why not; the object's existence is told only to those who may see it anyway."""
    if obj is None:
        return errors.SignInNeeded.code if _roles(actor) == {VISITOR} else errors.NotPermitted.code
    if isinstance(obj, Agency):  # agencies are public knowledge
        if _roles(actor) == {VISITOR}:
            return errors.SignInNeeded.code
        return verdicts[0] if verdicts else errors.NotPermitted.code
    facts = _facts(obj)
    seen = [_within(RULES[Verb.SEE].reach[role], actor, facts, Verb.SEE) for role in _roles(actor) if role in _SEE]
    if "ok" not in seen:
        return errors.NotFound.code
    return verdicts[0] if verdicts else errors.NotPermitted.code


def _roles(actor: Actor | None) -> frozenset[str]:
    if actor is None or not actor.is_active:
        return frozenset({VISITOR})
    if actor.kind == ActorKind.SYSTEM:
        return frozenset({SYSTEM})
    return actor.role_names | {VISITOR} if not actor.role_names else actor.role_names


def _within(reach: Reach, actor: Actor | None, facts: _Facts, verb: Verb) -> str:
    """Return "ok" or the code of the reason why this reach does not cover the object."""
    if reach is Reach.ANY:
        return "ok"
    if reach in (Reach.PUBLIC, Reach.DEPARTMENTS):
        outcomes = DATA_OUTCOMES if verb is Verb.DOWNLOAD else PUBLIC_OUTCOMES
        if reach is Reach.DEPARTMENTS and verb is Verb.READ:
            outcomes = outcomes | {"share_only"}
        return "ok" if facts.outcome in outcomes else errors.NotFound.code
    if actor is None:
        return errors.NotFound.code
    is_platform = actor.agency_id is None and reach is not Reach.AGENCY
    if not is_platform and (actor.agency_id is None or (not facts.is_whole and actor.agency_id != facts.agency_id)):
        return errors.OtherAgency.code
    if reach is Reach.JUDGE and (actor.id in facts.authors or str(actor.id) in facts.authors):
        return errors.OwnUpload.code
    return "ok"


def _facts(obj: Subject) -> _Facts:
    match obj:
        case Agency():
            return _Facts(agency_id=obj.id)
        case Dataset():
            return _Facts(agency_id=obj.agency_id)
        case Version():
            authors = frozenset({obj.uploader_id, *(obj.authors or ())})
            return _Facts(agency_id=obj.dataset.agency_id, authors=authors, state=obj.state)
        case Release():
            return _Facts(agency_id=obj.dataset.agency_id, state=obj.state, outcome=obj.outcome)
        case Correction():
            agency_id = obj.release.dataset.agency_id
            return _Facts(agency_id=agency_id, authors=frozenset({obj.proposer_id}), state=obj.state)
        case Job():
            return _Facts(agency_id=obj.agency_id, state=obj.state)
        case None:
            return _Facts(is_whole=True)


def movable(state: VersionState | str, verb: Verb) -> bool:
    """Whether the lifecycle has this move from `state`; for showing a button, never for deciding."""
    return state in lifecycle.sources(verb)
