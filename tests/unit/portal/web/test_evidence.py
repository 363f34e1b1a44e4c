"""What a clause saw and what decided a sector, as the page of a decision says it."""

import pytest

from catalog.views import EvidenceView, HitView, SectorWordView
from portal.web.evidence import basis_words, said_once, telling

ROWS = EvidenceView("rows", 6, "grain:person", "一行一人")
PHONE = EvidenceView("column:电话", 6, "mobile", "手机号")


def hit(consequence: str, *evidence: EvidenceView) -> HitView:
    return HitView(
        "NL-D03", "个人手机号", consequence, "", "personal", evidence, "甲法(1)第2条;乙法", None, is_deciding=True
    )


@pytest.mark.parametrize(("consequence", "told"), [("MASK", (PHONE,)), ("ALLOW", (PHONE,)), ("SHARE", (PHONE, ROWS))])
def test_what_one_row_is_is_said_only_where_it_tells_why_data_is_withheld(consequence, told):
    assert telling(hit(consequence, PHONE, ROWS)) == told


def test_a_clause_that_saw_nothing_else_says_what_one_row_is():
    assert telling(hit("ALLOW", ROWS)) == (ROWS,)


def test_a_word_is_said_once_where_it_weighs_most():
    places = (("title", 4.8), ("file_name", 0.9))
    words = [SectorWordView("INS", "保险业", "保费", place, weight) for place, weight in places]
    words.append(SectorWordView("FISC", "财政", "保费", "title", 0.5))
    words += [SectorWordView(code, label, "YBJ", "agency", 1.0) for code, label in (("FIN", "金融"), ("INS", "保险业"))]
    assert said_once(words) == [words[0], words[2], words[3]]


@pytest.mark.parametrize(("said", "shown"), [(True, "甲法(1)第2条;乙法"), (False, "甲法（1）第2条；乙法")])
def test_the_law_has_the_punctuation_of_its_page(monkeypatch, said, shown):
    monkeypatch.setattr("portal.web.evidence.is_english", lambda: said)
    assert basis_words("甲法(1)第2条;乙法") == shown
