"""The whole matrix: role × verb × object × state, against an expectation written down by hand."""

from uuid import uuid4

import pytest

from catalog import errors, lifecycle
from catalog.lifecycle import ReleaseState, Role, VersionState
from catalog.models import (
    Actor,
    ActorKind,
    ActorRole,
    Agency,
    Correction,
    CorrectionState,
    Dataset,
    Job,
    Release,
    Version,
)
from catalog.policies import RULES, Answer, Reach, Verb, may

HOME, AWAY = uuid4(), uuid4()
HOME_AGENCY, AWAY_AGENCY = Agency(id=HOME, name="甲"), Agency(id=AWAY, name="乙")
DATASET = Dataset(id=uuid4(), agency_id=HOME)


def person(*roles: Role, agency: object = HOME, kind: str = ActorKind.PERSON, is_active: bool = True) -> Actor:
    return Actor(
        id=uuid4(),
        kind=kind,
        agency_id=agency,
        is_active=is_active,
        roles=[ActorRole(role=role.value) for role in roles],
    )


UPLOADER = person(Role.UPLOADER)
BOTH = person(Role.UPLOADER, Role.OFFICER)
ACTORS: dict[str, Actor | None] = {
    "visitor": None,
    "closed": person(Role.ADMIN, Role.OFFICER, Role.UPLOADER, is_active=False),
    "nobody": person(),
    "uploader": UPLOADER,
    "colleague": person(Role.UPLOADER),
    "stranger": person(Role.UPLOADER, agency=AWAY),
    "officer": person(Role.OFFICER),
    "other_officer": person(Role.OFFICER, agency=AWAY),
    "platform_officer": person(Role.OFFICER, agency=None),
    "both": BOTH,
    "token": person(Role.OFFICER, Role.UPLOADER, Role.ADMIN, kind=ActorKind.TOKEN),
    "secrecy": person(Role.SECRECY, agency=None),
    "admin": person(Role.ADMIN, agency=None),
    "developer": person(Role.DEVELOPER, agency=None),
    "system": person(agency=None, kind=ActorKind.SYSTEM),
}
HOME_STAFF = {"uploader", "colleague", "both", "token"}
REVIEWERS = {"officer", "platform_officer", "both", "token"}
SEERS = HOME_STAFF | REVIEWERS | {"admin", "system"}
EVERYBODY = set(ACTORS)
# verb → who may, when the object is in a state that fits and belongs to the home agency, uploaded by "uploader"
EXPECTED: dict[Verb, set[str]] = {
    Verb.SUBMIT: HOME_STAFF,
    Verb.SEE: SEERS,
    Verb.SEE_JOB: SEERS,
    Verb.RETRY: HOME_STAFF | {"admin"},
    Verb.DISCARD: HOME_STAFF,
    Verb.REVIEW: REVIEWERS,
    Verb.APPROVE: {"officer", "platform_officer", "both"},
    Verb.SEND_BACK: {"officer", "platform_officer", "both"},
    Verb.STRICTER: {"officer", "platform_officer", "both"},
    Verb.LOOSER: {"officer", "platform_officer", "both"},
    Verb.WITHDRAW: HOME_STAFF | REVIEWERS | {"admin"},
    Verb.DESCRIBE: HOME_STAFF | REVIEWERS,
    Verb.JUDGE_CORRECTION: {"officer", "platform_officer", "both"},
    Verb.GRANT: {"officer", "platform_officer", "both"},
    Verb.READ: EVERYBODY,
    Verb.DOWNLOAD: EVERYBODY,
    Verb.SEARCH: EVERYBODY,
    Verb.SEE_AUDIT: {"admin", "token"},
    Verb.SEE_GATE_LOG: {"secrecy"},
    Verb.MANAGE_AGENCIES: {"admin", "token"},
    Verb.MANAGE_ACCOUNTS: {"admin", "token"},
    Verb.DRAFT_EDITION: {"admin"},
    Verb.ENACT_EDITION: {"admin"},
    Verb.RECLASSIFY: {"admin", "token", "system"},
    Verb.RECALL: REVIEWERS | {"system"},
    Verb.CORRECT_SUBJECT: HOME_STAFF | REVIEWERS,
    Verb.OPERATE: {"admin", "token", "system"},
    Verb.PROCESS: {"system"},
    Verb.REFUSE: {"system"},
    Verb.FAIL: {"system"},
    Verb.HOLD: {"system"},
    Verb.PUBLISH: {"system"},
    Verb.SUPERSEDE: {"system"},
    Verb.SYNC: REVIEWERS | {"other_officer", "admin", "system"},
}
RELEASE_VERBS = {Verb.READ, Verb.DOWNLOAD, Verb.WITHDRAW}
VERSION_VERBS = {Verb.SEE, Verb.REVIEW} | {Verb(move.verb) for move in lifecycle.VERSION_MOVES} - {Verb.WITHDRAW}


def version(state: str = VersionState.AWAITING_REVIEW, uploader: Actor = UPLOADER) -> Version:
    return Version(id=uuid4(), dataset=DATASET, uploader_id=uploader.id, state=state)


def release(state: str = ReleaseState.PUBLISHED, outcome: str = "open") -> Release:
    return Release(id=uuid4(), dataset=DATASET, state=state, outcome=outcome)


def correction(proposer: Actor = UPLOADER, state: str = CorrectionState.WAITING) -> Correction:
    return Correction(id=uuid4(), release=release(), proposer_id=proposer.id, state=state)


def fitting(verb: Verb) -> object:
    if verb in RELEASE_VERBS:
        return release()
    if verb is Verb.SUBMIT:
        return HOME_AGENCY
    if verb is Verb.GRANT:
        return DATASET
    if verb is Verb.JUDGE_CORRECTION:
        return correction()
    if verb is Verb.SEE_JOB:
        return Job(id=uuid4(), agency_id=HOME, state="running")
    if verb is Verb.CORRECT_SUBJECT:
        return version()
    if verb in VERSION_VERBS:
        return version(min(lifecycle.sources(verb)) if lifecycle.sources(verb) else VersionState.AWAITING_REVIEW)
    return None


def test_who_typed_a_text_does_not_judge_it() -> None:
    assert may(BOTH, Verb.JUDGE_CORRECTION, correction(BOTH)).reason == errors.OwnUpload.code
    typed = version()
    typed.authors = [str(BOTH.id)]
    assert may(BOTH, Verb.APPROVE, typed).reason == errors.OwnUpload.code
    assert may(ACTORS["officer"], Verb.APPROVE, typed)


@pytest.mark.parametrize("state", sorted(set(CorrectionState) - {CorrectionState.WAITING}))
def test_only_what_waits_is_judged(state: CorrectionState) -> None:
    answer = may(ACTORS["officer"], Verb.JUDGE_CORRECTION, correction(state=state))
    assert answer.reason == errors.MoveRefused.code
    assert may(ACTORS["other_officer"], Verb.SEE, correction(state=state)).reason == errors.NotFound.code


def test_the_matrix_has_every_verb() -> None:
    assert set(EXPECTED) == set(RULES) == set(Verb)


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("name", list(ACTORS))
def test_matrix(name: str, verb: Verb) -> None:
    assert bool(may(ACTORS[name], verb, fitting(verb))) is (name in EXPECTED[verb])


@pytest.mark.parametrize("verb", sorted(VERSION_VERBS - {Verb.SEE, Verb.REVIEW}))
@pytest.mark.parametrize("state", list(VersionState))
@pytest.mark.parametrize("name", list(ACTORS))
def test_moves_only_from_the_states_of_the_lifecycle(name: str, state: VersionState, verb: Verb) -> None:
    answer = may(ACTORS[name], verb, version(state))
    if state in lifecycle.sources(verb):
        assert bool(answer) is (name in EXPECTED[verb])
    else:
        assert not answer
        if name in EXPECTED[verb]:
            assert answer.reason == errors.MoveRefused.code


@pytest.mark.parametrize("outcome", ["open", "open_after_masking", "conditional", "share_only"])
@pytest.mark.parametrize("state", list(ReleaseState))
@pytest.mark.parametrize("name", list(ACTORS))
def test_what_the_public_reads(name: str, state: ReleaseState, outcome: str) -> None:
    one = release(state, outcome)
    is_staff = name not in {"visitor", "closed", "nobody", "developer"}
    reads = state != ReleaseState.SUPERSEDED and (outcome != "share_only" or is_staff)
    loads = state == ReleaseState.PUBLISHED and (outcome.startswith("open") or name == "system")
    assert bool(may(ACTORS[name], Verb.READ, one)) is reads
    assert bool(may(ACTORS[name], Verb.DOWNLOAD, one)) is loads
    if not reads:
        assert may(None, Verb.READ, one).reason == errors.NotFound.code


@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.SEND_BACK, Verb.STRICTER, Verb.LOOSER])
def test_nobody_judges_their_own_upload(verb: Verb) -> None:
    own = version(uploader=BOTH)
    assert may(BOTH, verb, own) == Answer(False, errors.OwnUpload.code)
    assert may(ACTORS["officer"], verb, own)


@pytest.mark.parametrize("verb", sorted(VERSION_VERBS | {Verb.SEE_JOB}))
@pytest.mark.parametrize("name", ["visitor", "closed", "nobody", "stranger", "other_officer", "secrecy", "developer"])
def test_strangers_are_told_not_found(name: str, verb: Verb) -> None:
    with pytest.raises(errors.NotFound):
        may(ACTORS[name], verb, fitting(verb)).require()


def test_reasons_of_those_who_see_the_object() -> None:
    assert may(UPLOADER, Verb.APPROVE, version()).reason == errors.NotPermitted.code
    assert may(ACTORS["admin"], Verb.APPROVE, version()).reason == errors.NotPermitted.code
    assert may(ACTORS["token"], Verb.APPROVE, version()).reason == errors.NotPermitted.code
    assert may(None, Verb.SUBMIT, HOME_AGENCY).reason == errors.SignInNeeded.code
    assert may(UPLOADER, Verb.SUBMIT, AWAY_AGENCY).reason == errors.OtherAgency.code
    assert may(None, Verb.SEE_AUDIT).reason == errors.SignInNeeded.code
    assert may(UPLOADER, Verb.SEE_AUDIT).reason == errors.NotPermitted.code


def test_roles_of_the_lifecycle_and_of_the_policy_are_the_same() -> None:
    for verb in Verb:
        movers = lifecycle.movers(verb, of_release=verb in RELEASE_VERBS)
        if movers:
            assert movers == set(RULES[verb].reach), verb


def test_no_role_reaches_more_than_it_is_given() -> None:
    for verb, rule in RULES.items():
        if Role.DEVELOPER in rule.reach:
            assert rule.reach[Role.DEVELOPER] in (Reach.PUBLIC, Reach.ANY)
            assert verb in {Verb.READ, Verb.DOWNLOAD, Verb.SEARCH}


def test_an_object_of_no_agency_is_nobodys() -> None:
    assert not may(UPLOADER, Verb.SEE_JOB, Job(id=uuid4(), agency_id=None, state="queued"))
    assert not may(person(Role.UPLOADER, agency=None), Verb.SEE, version())
    assert may(UPLOADER, Verb.SEE)
    assert not may(person(Role.UPLOADER, agency=None), Verb.SEE)
