"""Whole words in cells, and how well they match, as PostgreSQL 15 answers (figures read off a real one)."""

from fnmatch import fnmatchcase

import pytest

from catalog.actions.ckan_read import ActionValidationError
from catalog.actions.ckan_read.row_words import syntax_words
from catalog.rowstore.words import as_sought, clue, lexemes, rank, split, stands_in, stem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2011-01-01", ["2011", "-01", "-01"]),
        ("3.85%-4.20", ["3.85", "-4.20"]),
        ("rates 3.85-4.20", ["rates", "3.85", "-4.20"]),
        ("a-b x-200 2023-Q1", ["a", "b", "x", "-200", "2023", "q1"]),
        ("1,234.50 53abc", ["1", "234.50", "53abc"]),
        ("北麓村镇银行 Beilu银行", ["北麓村镇银行", "beilu", "银行"]),
        ("O'Neil & Sons", ["o", "neil", "sons"]),
        ("Crédit naïve", ["crédit", "naïve"]),
    ],
)
def test_texts_are_split_into_words(text, words):
    assert split(text) == words


@pytest.mark.parametrize(
    "forms",
    [
        ("run", "runs", "running"),
        ("rate", "rates", "rated", "rating"),
        ("city", "cities"),
        ("hop", "hopped", "hopping"),
        ("hope", "hoped", "hoping"),
        ("agree", "agreed", "agrees"),
        ("bank", "banks", "banking", "banked"),
        ("loss", "losses"),
    ],
)
def test_forms_of_an_english_word_are_one(forms):
    assert len({stem(one) for one in forms}) == 1
    text, pattern = clue([stem(forms[0])], is_prefix=False)
    pattern = pattern.replace("[^", "[!")
    assert all(text in one for one in forms)
    assert all(fnmatchcase(f" {one} ", pattern) for one in forms)
    assert not fnmatchcase(f" x{forms[0]} ", pattern)


def test_different_words_stay_different():
    assert len({stem(one) for one in ("run", "ran", "ring", "rang", "status", "state", "tax", "taxi")}) == 8


@pytest.mark.parametrize(
    ("cell", "words", "is_found"),
    [
        ("Running shoes, Ltd.", ["run"], True),
        ("first 99", ["firs"], False),
        ("52.56", ["52"], False),
        ("24", ["4"], False),
        ("-75.5", ["75.5"], False),
        ("东湖农村商业银行", ["农村"], True),
        ("first 99", ["first", "99"], True),
        ("99 first", ["first", "99"], False),
        (None, ["x"], False),
        ("", ["x"], False),
    ],
)
def test_words_are_found_whole_and_in_order(cell, words, is_found):
    assert stands_in(cell, as_sought(words, "english", is_prefix=False)) is is_found


def test_a_beginning_is_found_where_it_is_asked_for():
    assert stands_in("first 99", as_sought(["fir"], "english", is_prefix=True))
    assert not stands_in("first 99", as_sought(["irs"], "english", is_prefix=True))


def test_words_that_say_nothing_keep_their_place_and_only_in_english():
    assert lexemes("the bank of x") == ["", "bank", "", "x"]
    assert lexemes("the bank of x", "simple") == ["the", "bank", "of", "x"]


@pytest.mark.parametrize(
    ("cells", "words", "is_all", "expected"),
    [
        (["annakarenina", "tolstoy", "2005-03-01"], ["tolstoy"], True, 0.057308756),
        (["Brazil", "Brazil"], ["Brazil"], True, 0.0706241),
        (["Brazil", "Italy"], ["Brazil"], True, 0.057308756),
        (["x"], ["y"], True, 0.0),
        (["Brazil", "Italy"], ["Brazil", "Italy"], True, 0.09016734),
        (["Brazil", "Italy"], ["Brazil", "Italy"], False, 0.057308756),
        (["a b", "Brazil x y Italy"], ["Brazil Italy"], True, 0.08872076),
    ],
)
def test_ranks_are_those_of_postgresql(cells, words, is_all, expected):
    asked = [(word, False) for text in words for word in lexemes(text)]
    assert rank(cells, asked, is_all=is_all) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("text", ["a b", "a &", "| a", "(a", "a)", "!", "a <-> ", "a &| b", "'a"])
def test_what_is_not_of_the_syntax_is_refused(text):
    with pytest.raises(ActionValidationError):
        syntax_words(text.replace("a", "aa"), ["x"], column=None, languages=("english", "english"))
