"""Joined terms: a word's place in a run is one key."""

from catalog.search.chains import joined, joined_keys, pieces, whole
from catalog.search.tokens import index_terms, phrase_of


def keys(*columns: tuple[str, str]) -> set[tuple[str, str]]:
    """The joined keys of texts and their labels, with a gap between them."""
    standing, position = {}, 1
    for text, label in columns:
        terms = text.split() if text[0] in "=~" else index_terms(text)
        for term in terms:
            standing[position] = (term, label)
            position += 1
        position += 8
    return set(joined_keys(standing))


def test_every_word_of_three_to_five_characters_is_a_key():
    assert keys(("融资担保", "A")) == {("融资担", "a"), ("资担保", "a"), ("融资担保", "a")}
    assert {("小额贷款公", "b"), ("额贷款公司", "b"), ("^小额贷款公司", "b")} <= keys(("小额贷款公司", "B"))
    assert not any(len(term) > 5 and term[0] != "^" for term, _ in keys(("小额贷款公司", "B")))


def test_runs_and_columns_are_not_joined_over_their_ends():
    assert keys(("银行 行业", "B")) == set()
    assert keys(("保险", "A"), ("险种", "B")) == set()
    assert keys(("ab bc 2026", "A")) == set()


def test_prose_is_left_out_and_pinyin_is_not():
    assert keys(("本表由金融监管局发布", "D")) == set()
    assert keys(("=dan =bao ~db", "D")) == {("=dan =bao", "d")}


def test_a_run_of_very_many_terms_is_not_kept_whole():
    assert not any(term.startswith("^") for term, _ in keys(("长" * 60, "A")))


def test_what_is_asked_is_joined_as_what_is_kept():
    assert joined(phrase_of("融资担保").terms) == "融资担保"
    assert whole(phrase_of("小额贷款公司").terms) == "^小额贷款公司"
    assert pieces(phrase_of("小额贷款公司").terms) == ["小额贷款公", "额贷款公司"]
    assert joined(("=dan", "=bao")) == "=dan =bao"
