"""Names cut as the rest of their text shows."""

import gc
import time

import pytest

from desensitize.people.agreed import as_elsewhere
from desensitize.people.cells import Candidate


def name(text: str, value: str, *, nth: int = 0) -> Candidate:
    """The nth place of a value, as a rule would have found it."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(value, at + 1)
    return Candidate(at, at + len(value), 0.7, "text.model")


def cut(text: str, names: list[Candidate]) -> list[str]:
    """What is named once all agree."""
    return [text[one.start : one.end] for one in as_elsewhere(text, names)]


def test_a_line_of_authors_is_cut_as_the_next_line_has_them():
    text = "2016-04-14黄孝武王雄军\n黄孝武 王雄军"
    found = [name(text, "武王雄军"), name(text, "黄孝武", nth=1), name(text, "王雄军", nth=1)]
    assert cut(text, found) == ["黄孝武", "王雄军", "黄孝武", "王雄军"]


def test_two_names_taken_for_one_are_told_apart():
    text = "作者齐岳孙信明\n齐岳、孙信明"
    found = [name(text, "齐岳孙信明"), name(text, "齐岳", nth=1), name(text, "孙信明", nth=1)]
    assert cut(text, found) == ["齐岳", "孙信明", "齐岳", "孙信明"]


def test_a_name_cut_short_is_made_whole():
    text = "（张云三）\n对张云三等人处罚"
    assert cut(text, [name(text, "张云三"), name(text, "张云", nth=1)]) == ["张云三", "张云三"]


def test_nothing_hidden_comes_open():
    text = "张云、李立\n由张云霞签字"
    found = [name(text, "张云"), name(text, "李立"), name(text, "张云霞")]
    assert cut(text, found) == ["张云", "李立", "张云霞"]


@pytest.mark.parametrize("text", ["由王芳代领", "王芳，李明", ""])
def test_without_anything_to_agree_on_names_stay(text):
    found = [name(text, "王芳")] if text else []
    assert as_elsewhere(text, found) == found


def test_many_names_cost_little_more_each():
    def took(count: int) -> float:
        text = "、".join(f"王{chr(0x4E00 + number)}明" for number in range(count))
        names = [Candidate(at * 4, at * 4 + 3, 0.7, "text.model") for at in range(count)]
        gc.collect()
        gc.disable()  # what other tests left behind is no cost of its own
        try:
            begun = time.process_time()
            as_elsewhere(text, names)
            return time.process_time() - begun
        finally:
            gc.enable()

    took(100)
    assert took(4000) < 40 * max(took(400), 0.002)
