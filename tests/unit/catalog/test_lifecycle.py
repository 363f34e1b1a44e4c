"""The table of moves: complete, closed, and the only one."""

import itertools

import pytest

from catalog import lifecycle
from catalog.errors import MoveRefused
from catalog.lifecycle import RELEASE_MOVES, SYSTEM, VERSION_MOVES, ReleaseState, Role, VersionState

WHO = {role.value for role in Role} | {SYSTEM}


def test_every_state_has_a_label_and_is_reached_from_received() -> None:
    reached = {VersionState.RECEIVED.value}
    while True:
        more = {move.target for move in VERSION_MOVES if move.source in reached} - reached
        if not more:
            break
        reached |= {str(state) for state in more}
    assert reached == {state.value for state in VersionState}
    assert all(state.label for state in (*VersionState, *ReleaseState))


def test_moves_name_known_states_and_roles_once() -> None:
    for moves, states in ((VERSION_MOVES, VersionState), (RELEASE_MOVES, ReleaseState)):
        known = {state.value for state in states}
        assert {move.source for move in moves} | {move.target for move in moves} <= known
        assert all(move.by and move.by <= WHO for move in moves)
        pairs = [(move.verb, move.source) for move in moves]
        assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("state", list(VersionState))
def test_whatever_is_not_in_the_table_is_refused(state: VersionState) -> None:
    verbs = {move.verb for move in VERSION_MOVES} | {"fly"}
    allowed = {(move.verb, move.source): move.target for move in VERSION_MOVES}
    for verb in verbs:
        if (verb, state.value) in allowed:
            assert lifecycle.next_state(verb, state.value) == allowed[verb, state.value]
        else:
            with pytest.raises(MoveRefused):
                lifecycle.next_state(verb, state.value)


def test_nothing_leads_out_of_what_was_refused_discarded_or_withdrawn() -> None:
    for state in (VersionState.BLOCKED, VersionState.DISCARDED, VersionState.WITHDRAWN, VersionState.SUPERSEDED):
        assert not [move for move in VERSION_MOVES if move.source == state]
    assert not [move for move in RELEASE_MOVES if move.source != ReleaseState.PUBLISHED]


def test_only_workers_publish_and_only_officers_judge() -> None:
    assert lifecycle.movers("publish") == {SYSTEM}
    for verb in ("approve", "send_back", "stricter", "looser"):
        assert lifecycle.movers(verb) == {Role.OFFICER}
    for left, right in itertools.pairwise(("approve", "send_back", "stricter")):
        assert lifecycle.sources(left) == lifecycle.sources(right) == {VersionState.AWAITING_REVIEW}


def test_nothing_is_published_without_an_approval() -> None:
    into = {move.source for move in VERSION_MOVES if move.target == VersionState.PUBLISHED}
    # a published version stays published while its description is put right
    assert into - {VersionState.PUBLISHED} == {VersionState.APPROVED}
    assert {move.verb for move in VERSION_MOVES if move.target == VersionState.APPROVED} == {"approve"}
