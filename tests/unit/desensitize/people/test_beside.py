"""Pieces that fell short of a name and that the rest of the text makes good."""

import pytest

from desensitize.people.beside import made_good
from desensitize.people.cells import Candidate


def place(text: str, value: str, lacking: float, *, after: int = 0) -> Candidate:
    """A piece with what it lacks (or how sure it is)."""
    at = text.index(value, after)
    return Candidate(at, at + len(value), lacking, "text.test")


def test_the_same_word_is_somebody_elsewhere():
    text = "投诉人温暖来电。后温暖撤诉,温度下降"
    found = [place(text, "温暖", 0.8)]
    near = [place(text, "温暖", -3.5, after=6), place(text, "温度", -1.0)]
    assert [text[one.start : one.end] for one in made_good(text, near, found)] == ["温暖"]


def test_it_stands_between_the_same_signs():
    text = "王芳 500元;左岸 100元;合计 600元"
    found = [place(text, "王芳", 0.9)]
    near = [place(text, "左岸", -2.0), place(text, "合计", -3.5)]
    assert list(made_good(text, near, found)) == []  # the first of a line stands between other signs
    text = "名单;王芳 500元;左岸 100元;合计 600元"
    found = [place(text, "王芳", 0.9)]
    near = [place(text, "左岸", -2.0), place(text, "合计", -3.5)]
    assert [text[one.start : one.end] for one in made_good(text, near, found)] == ["左岸"]


@pytest.mark.parametrize(("lacking", "taken"), [(-2.0, ["安宁", "从容"]), (-3.0, [])])
def test_a_list_is_followed_from_member_to_member(lacking, taken):
    text = "出席:王建国、安宁、从容、会议室"
    found = [place(text, "王建国", 0.9)]
    near = [place(text, "从容", lacking), place(text, "安宁", lacking)]
    assert sorted(text[one.start : one.end] for one in made_good(text, near, found)) == sorted(taken)


def test_commas_tell_nothing():
    text = "会上,王建国,方向,都提到了"
    near = [place(text, "方向", -0.5)]
    assert list(made_good(text, near, [place(text, "王建国", 0.9)])) == []
