"""A masked text: what is hidden once is hidden wherever it stands again, and the proof agrees."""

from datetime import date

import pytest

from desensitize.entities import Entity
from desensitize.findings import Finding, TableScan
from desensitize.masking.text import mask_text
from desensitize.plan import build_plan
from desensitize.proof.residual import ResidualPii
from desensitize.proof.text import verify_text
from tests.unit.desensitize.test_mask import KEYS

PLAN = build_plan(TableScan(0, ()), [], today=date(2026, 11, 23))


def _found(text: str, *words: str, kind: Entity = Entity.PERSON) -> list[Finding]:
    return [Finding(kind, text.index(word), text.index(word) + len(word), 0.9) for word in words]


@pytest.mark.parametrize(
    ("text", "word", "masked"),
    [
        ("收到黎明退回利息。\n黎明前完成升级，黎明号停运。", "黎明", "收到黎*退回利息。\n黎*前完成升级，黎*号停运。"),
        ("欧阳海与欧阳海燕到场", "欧阳海", "欧阳*与欧阳*燕到场"),
    ],
)
def test_a_name_found_once_is_hidden_everywhere(text, word, masked):
    found = _found(text, word)
    assert mask_text(text, found, PLAN, keys=KEYS) == masked


def test_an_echo_inside_a_longer_name_leaves_that_to_its_own_mask():
    text = "欧阳海与欧阳海燕到场"
    found = _found(text, "欧阳海燕", "欧阳海")
    assert mask_text(text, found, PLAN, keys=KEYS) == "欧阳*与欧阳**到场"


def test_single_characters_and_numbers_have_no_echo():
    text = "经办：苗；苗木补贴。房号1203，金额1203"
    found = [*_found(text, "苗"), *_found(text, "1203", kind=Entity.POLICY_NUMBER)]
    masked = mask_text(text, found, PLAN, keys=KEYS)
    assert "苗木补贴" in masked
    assert masked.endswith("金额1203")


def test_the_proof_refuses_an_echo_that_was_left():
    text = "收到黎明退回利息。\n黎明前完成升级。"
    found = _found(text, "黎明")
    verify_text(text, mask_text(text, found, PLAN, keys=KEYS), PLAN, findings=found)
    with pytest.raises(ResidualPii):
        verify_text(text, text.replace("黎明", "黎*", 1), PLAN, findings=found)
