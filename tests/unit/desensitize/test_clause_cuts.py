"""Cutting: clauses or whole lines, every Han pair in one piece, none longer than the tagger takes."""

import pytest

from desensitize.clause_cuts import MAX_LENGTH, cut


def test_clauses_and_lines():
    text = "甲方付款,乙方收货。\n丙方见证;ok"
    assert [piece for _, piece in cut(text)] == ["甲方付款", "乙方收货", "丙方见证"]
    assert [piece for _, piece in cut(text, whole=True)] == ["甲方付款,乙方收货。", "丙方见证;ok"]


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("text", ["存款" * 450, "存款,利息" * 150, "存款、利息" * 150, "a" * 500 + "存款" + "1" * 500])
def test_long_ones_are_cut_and_nothing_is_lost(text, whole):
    pieces = cut(text, whole=whole)
    assert all(len(piece) <= MAX_LENGTH and text[at : at + len(piece)] == piece for at, piece in pieces)
    kept = {at + number for at, piece in pieces for number in range(len(piece))}
    assert all(at in kept for at, character in enumerate(text) if character in "存款利息" and "存款" in text)


def test_long_lines_are_cut_where_clauses_end():
    first, second = cut("存款到期支取," * 40, whole=True)[:2]
    assert first[1].endswith(",")
    assert second[0] == len(first[1])
