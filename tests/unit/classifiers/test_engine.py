"""The judge: order, fail closed, missing facts, stored facts, both languages, speed of re-reading."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from classifiers.compare import ClauseChange, Direction, compare_editions, compare_rulings, what_if
from classifiers.decision import Decision
from classifiers.engine import decide
from classifiers.errors import FactsError
from classifiers.examples import example_subject
from classifiers.negative_list import current_edition, load_edition
from classifiers.subject import ColumnFacts, DocumentFacts, EntityFacts, MarkFacts, Subject
from classifiers.terms import Vocabulary
from classifiers.tiers import SecurityLabel

EDITION = current_edition()
DAY = date(2026, 6, 1)
SUBJECTS = [example_subject(e, EDITION) for c in EDITION.clauses for e in (*c.must_hit, *c.must_not_hit)]


WORDS = EDITION.vocabulary.fingerprint


def judge(subject: Subject) -> Decision:
    return decide(subject, EDITION, today=DAY)


def loans(**changes: object) -> Subject:
    subject = Subject(
        title="小额贷款借款人名单",
        agency_kind="JRJ",
        row_count=20,
        columns=(
            ColumnFacts("借款人", 0, "text", 20, 20, 20, {"PERSON": EntityFacts(20, 1.0, 20)}, {}, {}, 3),
            ColumnFacts("身份证号", 1, "text", 20, 20, 20, {"CN_ID": EntityFacts(20, 1.0, 20)}, {}, {}, 18),
            ColumnFacts("贷款金额(元)", 2, "decimal", 20, 20, 20, {}, {}, {}, 8),
            ColumnFacts("用途", 3, "text", 20, 20, 4, {}, {"han": 1.0}, {}, 4),
        ),
        vocabulary=WORDS,
    )
    return replace(subject, **changes)


def test_a_person_list_is_masked_with_reasons_in_both_languages():
    decision = judge(loans())
    assert (decision.tier, decision.release, decision.theme, decision.sector) == (
        "internal",
        "open_after_masking",
        "FIN",
        "LOAN",
    )
    assert {(d.column, d.entity, d.action) for d in decision.masking} == {
        ("借款人", "PERSON", "surname"),
        ("身份证号", "CN_ID", "drop"),
        ("贷款金额(元)", "PERSON_AMOUNT", "bucket"),
    }
    assert decision.keep == ("用途",)
    assert "NL-D01" in decision.reasons_zh[0]
    assert "decides: open after masking" in decision.reasons_en[0]
    assert any(w.word == "小额贷款" for w in decision.sector_words)


def test_what_no_clause_catches_is_public():
    decision = judge(
        Subject(title="某指标", columns=(ColumnFacts("指标", 0, "text", 5, 5, 5),), row_count=5, vocabulary=WORDS)
    )
    assert (decision.tier, decision.release, decision.deciding_clause) == ("public", "open", None)
    assert "以公开为常态" in decision.reasons_zh[0]


def test_the_catalogue_flag_decides_before_content_and_the_mark_over_masking():
    assert judge(loans(catalogue_flag=SecurityLabel.CORE)).release == "refuse"
    assert judge(loans(catalogue_flag=SecurityLabel.IMPORTANT)).release == "conditional"
    marked = judge(loans(marks=(MarkFacts("机密", "title"),)))
    assert (marked.release, marked.deciding_clause, marked.masking) == ("refuse", "NL-A01", ())
    assert "NL-D01" in marked.overruled


def test_the_embargo_lifts_itself():
    subject = Subject(
        title="三季度地区生产总值",
        agency_kind="TJ",
        row_count=4,
        release_at=date(2026, 6, 2),
        vocabulary=WORDS,
        columns=(ColumnFacts("指标", 0, "text", 4, 4, 4), ColumnFacts("数值(亿元)", 1, "decimal", 4, 4, 4)),
    )
    assert judge(subject).release == "refuse"
    assert decide(subject, EDITION, today=date(2026, 6, 2)).release == "open"


def test_what_could_not_be_read_is_not_opened():
    unread = judge(Subject(title="扫描件", document=DocumentFacts(characters=0, unread_pages=1), vocabulary=WORDS))
    assert (unread.tier, unread.release) == ("internal", "share_only")
    assert any(q.code == "unread" for q in unread.questions)
    assert unread.confidence < 0.7
    assert judge(replace(loans(), missing=("column:2",))).release == "share_only"


def test_grades_in_a_table_of_counts_are_statistics():
    mark = (MarkFacts("机密", "column:密级"),)
    counts = (ColumnFacts("密级", 0, "text", 3, 3, 3), ColumnFacts("份数", 1, "integer", 3, 3, 3))
    names = (ColumnFacts("文件名", 0, "text", 3, 3, 3), ColumnFacts("密级", 1, "text", 3, 3, 2))
    assert judge(Subject(title="载体统计", columns=counts, row_count=3, marks=mark, vocabulary=WORDS)).release == "open"
    assert (
        judge(Subject(title="载体清单", columns=names, row_count=3, marks=mark, vocabulary=WORDS)).release == "refuse"
    )


@pytest.mark.parametrize("number", range(0, len(SUBJECTS), 7))
def test_facts_and_decisions_survive_json(number):
    subject = SUBJECTS[number]
    stored = json.loads(json.dumps(subject.to_json(), ensure_ascii=False))
    assert Subject.from_json(stored) == subject
    decision = judge(subject)
    assert Decision.from_json(json.loads(json.dumps(decision.to_json()))) == decision
    assert judge(Subject.from_json(stored)) == decision


@pytest.mark.parametrize(
    "damage", [{}, {"version": 99}, {"version": 1, "columns": [{}]}, {"version": 1, "marks": [[1]]}]
)
def test_damaged_facts_are_an_error_with_a_code(damage):
    with pytest.raises(FactsError) as caught:
        Subject.from_json(damage)
    assert caught.value.code == "classify.facts"


def test_a_decision_is_deterministic():
    assert all(judge(s) == judge(s) for s in SUBJECTS[:20])


NEW = """\
edition:
  number: 2
  name: 下一版
  in_force_from: 2026-07-01
  approver: 某办公室
  approval_number: 〔2026〕8号
clauses:
  - id: NL-N01
    title: 新条款
    title_en: a new clause
    consequence: SHARE
    level: 3
    basis: 某法
    when:
      - keywords: {any: [从未找过的词], in: [text]}
    examples:
      hit: [{title: 甲, text: 从未找过的词}]
      miss: [{title: 甲, text: 别的}]
"""


def test_a_clause_whose_fact_nobody_stored_counts_as_stricter():
    edition = load_edition(NEW)
    document = DocumentFacts(characters=100, terms={})
    old_facts = Subject(title="通知", document=document, vocabulary=Vocabulary.of(["别的词"]).fingerprint)
    decision = decide(old_facts, edition, today=DAY)
    assert decision.needs_scan == ("NL-N01",)
    assert decision.release == "share_only"
    assert any(q.code == "needs_scan" for q in decision.questions)
    known = replace(old_facts, vocabulary=Vocabulary.of(["从未找过的词", "别的词"]).fingerprint)
    assert decide(known, edition, today=DAY).needs_scan == ()
    assert decide(known, edition, today=DAY).release == "open"


def test_editions_are_compared_by_meaning():
    assert compare_editions(EDITION, EDITION) == ()
    gone = compare_editions(EDITION, EDITION.without("NL-D01"))
    assert [(d.clause_id, d.change) for d in gone] == [("NL-D01", ClauseChange.REMOVED)]
    changed = load_edition(NEW.replace("consequence: SHARE", "consequence: REFUSE"))
    found = compare_editions(load_edition(NEW), changed)
    assert [(d.clause_id, d.change, d.fields) for d in found] == [("NL-N01", ClauseChange.CHANGED, ("consequence",))]
    assert compare_editions(EDITION, load_edition(NEW))[0].change == ClauseChange.ADDED


def test_what_if_names_only_what_changes():
    stored = [
        ("a", loans()),
        ("b", Subject(title="某指标", columns=(ColumnFacts("指标", 0, "text", 5, 5, 5),), row_count=5)),
    ]
    changes = list(what_if(stored, EDITION, EDITION.without("NL-D01"), today=DAY))
    assert [(c.key, c.direction, c.lost) for c in changes] == [("a", Direction.LOOSER, ("NL-D01",))]
    assert not changes[0].needs_withdrawal
    back = compare_rulings("a", changes[0].new, changes[0].old)
    assert back is not None
    assert back.needs_withdrawal


def test_the_rules_load_nothing_heavy():
    code = (
        "import sys, classifiers.engine, classifiers.compare, classifiers.selftest; "
        "from classifiers.negative_list import current_edition; current_edition(); "
        "print(sorted({'polars','numpy','presidio_analyzer','flask','sqlalchemy','celery'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
