"""A text whose masking makes a finder see something new: it is masked too, and proved again."""

import pytest

from desensitize.proof.residual import Place, ResidualPii
from desensitize.proved import ROUNDS, mask_and_prove_text
from tests.unit.desensitize.test_mask import KEYS
from tests.unit.desensitize.test_mask_text import PLAN, _found

TEXT = "余生到场认领存款，继承人为余音。"


def _left(text: str, word: str, check: str = "rescan") -> ResidualPii:
    start = text.index(word)
    return ResidualPii((Place(check, None, -1, start, start + len(word), "PERSON"),))


def test_what_only_the_proof_finds_is_masked():
    seen: list[str] = []

    def prove(masked: str) -> None:
        seen.append(masked)
        if "余音" in masked:
            raise _left(masked, "余音")

    masked, settled = mask_and_prove_text(TEXT, _found(TEXT, "余生"), PLAN, keys=KEYS, prove=prove)
    assert seen == ["余*到场认领存款，继承人为余音。", "余*到场认领存款，继承人为余*。"]
    assert masked == seen[-1]
    assert settled == 1


def test_a_fault_that_is_no_piece_of_the_text_stays_one():
    def prove(masked: str) -> None:
        raise _left(masked, "余音", "metadata")

    with pytest.raises(ResidualPii):
        mask_and_prove_text(TEXT, _found(TEXT, "余生"), PLAN, keys=KEYS, prove=prove)


def test_a_text_that_is_never_proved_is_given_up():
    rounds: list[str] = []

    def prove(masked: str) -> None:
        rounds.append(masked)
        raise _left(masked, masked[len(rounds)])

    with pytest.raises(ResidualPii):
        mask_and_prove_text(TEXT, [], PLAN, keys=KEYS, prove=prove)
    assert len(rounds) == ROUNDS
