"""The net below the clauses: what resembles shut data waits for a person, and what says why it is open does not."""

from dataclasses import replace
from datetime import date

import pytest

from classifiers import likeness
from classifiers.document_facts import read_document
from classifiers.engine import decide
from classifiers.matchers import secrecy as matched
from classifiers.negative_list import current_edition
from classifiers.reading import read_subject
from classifiers.subject import ColumnFacts, DocumentFacts, MarkFacts, Subject
from classifiers.terms import Vocabulary
from classifiers.tiers import Consequence, Release, Tier

EDITION = current_edition()
DAY = date(2026, 11, 22)


def table(title: str, *columns: ColumnFacts, description: str = "") -> Subject:
    return Subject(
        title=title,
        description=description,
        agency_kind="JRJ",
        columns=columns,
        row_count=6,
        vocabulary=EDITION.vocabulary.fingerprint,
    )


def column(name: str, kind: str = "text", **shapes: float) -> ColumnFacts:
    return ColumnFacts(name, type=kind, rows=6, nonempty=6, distinct=6, shapes=shapes, length=9.0)


INNER = table(
    "保荐项目内核意见跟踪",
    column("企业", org=1.0),
    column("内核看法"),
    column("后续安排"),
    description="逐一记录，供研究。",
)
RATES = table("小额贷款公司平均利率", column("月份"), column("平均利率(%)", "decimal"), description="按月公布。")


def reading(subject: Subject):
    return read_subject(subject, EDITION.vocabulary, DAY)


def test_what_resembles_shut_data_scores_higher():
    assert likeness.score(reading(INNER)) > 0 > likeness.score(reading(RATES))


def test_what_no_clause_shuts_waits_for_a_person(monkeypatch):
    monkeypatch.setattr(likeness, "LIMIT", likeness.score(reading(INNER)) - 0.1)
    decision = decide(INNER, EDITION, today=DAY)
    assert (decision.tier, decision.release) == (Tier.INTERNAL, Release.SHARE_ONLY)
    assert decision.questions[0].code == "resembles"
    assert decision.confidence < 0.75
    assert "人工核对" in decision.reasons_zh[0]
    assert "a person has to look first" in decision.reasons_en[0]


def test_what_is_unlike_stays_open():
    decision = decide(RATES, EDITION, today=DAY)
    assert decision.release is Release.OPEN
    assert "resembles" not in {q.code for q in decision.questions}


@pytest.mark.parametrize(
    "change",
    [
        {"description": "已公开发布的内核意见。"},
        {"title": "保荐项目内核意见跟踪培训手册"},
        {"title": "保荐项目内核意见跟踪管理办法(试行)"},
        {"row_count": 0},
        {"title": "行政处罚决定内核意见跟踪"},
    ],
)
def test_what_says_why_it_is_open_is_not_asked_about(monkeypatch, change):
    monkeypatch.setattr(likeness, "LIMIT", -100.0)
    assert likeness.resembles_shut(reading(INNER))
    assert not likeness.resembles_shut(reading(replace(INNER, **change)))


@pytest.mark.parametrize(
    "title", ["保荐项目内核意见跟踪公示", "保荐项目内核意见跟踪公告", "保荐项目内核意见跟踪答记者问"]
)
def test_a_title_alone_does_not_announce_a_table(monkeypatch, title):
    named = replace(INNER, title=title)
    limit = likeness.score(reading(INNER)) - 0.1
    monkeypatch.setattr(likeness, "LIMIT", limit)
    monkeypatch.setattr(likeness, "weights", _without_announcements(likeness.weights))
    assert likeness.score(reading(named)) < limit
    assert decide(named, EDITION, today=DAY).questions[0].code == "resembles"


def _without_announcements(weights):
    """The weights as if an announcement spoke even more against being shut."""
    return lambda path: {**weights(path), **dict.fromkeys(("公示", "公告", "答记者问", "记者问"), -100.0)}


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("评级结果公示", "评级结果"),
        ("信息公开申请登记", "信息公开申请登记"),
        ("公开招聘成绩", "公开招聘成绩"),
        ("(公开)名册", "()名册"),
    ],
)
def test_what_is_taken_out_of_a_title_announces(title: str, rest: str):
    assert likeness.without_notice(title) == rest


@pytest.mark.parametrize(
    ("title", "waits"),
    [
        ("运维服务采购意向", False),
        ("询价书", False),
        ("关于人员任免的通知", False),
        ("内部询价书", True),
        ("运维方案", True),
    ],
)
def test_papers_by_which_an_office_buys_or_appoints_are_not_asked_about(monkeypatch, title, waits):
    monkeypatch.setattr(likeness, "LIMIT", -100.0)
    paper = Subject(title=title, document=DocumentFacts(characters=900, likeness_size=90), vocabulary=INNER.vocabulary)
    assert likeness.resembles_shut(reading(paper)) is waits


def test_it_never_loosens_nor_changes_what_a_clause_decided(monkeypatch):
    monkeypatch.setattr(likeness, "LIMIT", -100.0)
    marked = replace(INNER, title="内部资料 注意保存")
    assert decide(marked, EDITION, today=DAY).deciding_clause == "NL-B16"
    assert "resembles" not in {q.code for q in decide(marked, EDITION, today=DAY).questions}


def test_of_a_text_two_numbers_are_kept_and_no_word():
    facts = read_document(["会议议定事项：暂不对外。"], [], Vocabulary.of(["会议"]))
    total, size = likeness.text_likeness("会议议定事项：暂不对外。")
    assert (facts.likeness, facts.likeness_size) == (total, size)
    assert size == len(likeness.pieces("会议议定事项：暂不对外。")) > 20
    stored = replace(INNER, columns=(), document=facts).to_json()
    assert Subject.from_json(stored).document == facts
    assert "议定" not in str(stored["document"])


def test_only_the_head_of_a_long_text_speaks():
    head = "统计公报" * 400
    assert likeness.text_likeness(head) == likeness.text_likeness(head + "在办案件线索" * 50)


def test_facts_stored_before_the_model_are_read():
    assert DocumentFacts(characters=10).likeness_size == 0
    assert likeness.score(reading(replace(INNER, columns=(), document=DocumentFacts(characters=10)))) is not None


def reserve(title: str, kind: str = "RH") -> Subject:
    plain = table(title, column("期次"), column("名目"), description="逐一记录。")
    return replace(plain, agency_kind=kind)


@pytest.mark.parametrize(
    ("title", "kind", "alike", "refused"),
    [
        ("储备经营手记", "RH", 9.0, True),
        ("储备经营手记", "RH", -9.0, False),  # the matter alone refuses nothing
        ("储备经营手记", "SWJ", 9.0, False),
        ("网点装修手记", "RH", 9.0, False),  # nor does the likeness alone
    ],
)
def test_likeness_to_what_is_refused_counts_beside_the_words_of_a_matter(monkeypatch, title, kind, alike, refused):
    monkeypatch.setattr(likeness, "LIMIT", -100.0)
    monkeypatch.setattr(matched, "secrecy", lambda _: alike)
    decision = decide(reserve(title, kind), EDITION, today=DAY)
    assert (decision.release is Release.REFUSE) is refused
    if refused:
        assert decision.deciding_clause == "NL-A05"
        assert "与涉密内容相近" in "".join(decision.reasons_zh)


def test_what_does_not_resemble_shut_data_is_not_refused_for_likeness(monkeypatch):
    monkeypatch.setattr(likeness, "LIMIT", 100.0)
    monkeypatch.setattr(matched, "secrecy", lambda _: 9.0)
    assert decide(reserve("储备经营手记"), EDITION, today=DAY).release is not Release.REFUSE


def test_secrecy_tells_classified_content_from_shares_and_prices():
    plan = "一旦出现集中取款，由主发起行先行垫付，必要时接管，方案不得外泄。"
    secret = replace(
        INNER, title="某农商行稳控方案", columns=(), document=read_document([plan], [], EDITION.vocabulary)
    )
    assert secret.document is not None
    assert secret.document.secrecy == likeness.text_secrecy(plan) > 0
    assert likeness.secrecy(reading(secret)) > 0 > likeness.secrecy(reading(INNER))
    assert likeness.secrecy(reading(RATES)) < 0


def test_likeness_never_refuses_without_the_words_of_the_clause():
    rules = [(c, {one.kind for one in rule.conditions}) for c in EDITION.clauses for rule in c.when]
    alike = [(clause, kinds) for clause, kinds in rules if "secrecy" in kinds]
    assert len(alike) >= 8
    assert all("keywords" in kinds and clause.consequence is Consequence.REFUSE for clause, kinds in alike)


def test_sums_of_counts_resemble_nothing():
    counted = table(
        "融资租赁资产余额(按租赁物)", column("租赁物"), column("余额(亿元)", "decimal"), column("合同数(份)", "integer")
    )
    assert likeness.is_told(reading(counted))
    assert not likeness.is_told(reading(replace(counted, description="尚未公布，内部掌握。")))


def test_an_english_paper_resembles_nothing_the_model_knows(monkeypatch):
    monkeypatch.setattr(likeness, "LIMIT", -100.0)
    english = Subject(title="Annual statement", agency_kind="JRJ", document=DocumentFacts(characters=400))
    assert not likeness.resembles_shut(reading(english))
    assert likeness.resembles_shut(reading(replace(english, title="保荐项目内核意见跟踪")))


def test_what_is_told_of_listed_shares_resembles_nothing():
    pledged = (column("股票代码"), column("股东名称", org=1.0), column("质押比例(%)", "decimal"))
    assert likeness.is_told(reading(table("质押明细", *pledged)))
    assert not likeness.is_told(reading(table("质押明细", *pledged, column("交易所资金账户"))))
    assert not likeness.is_told(reading(table("质押明细", *pledged, description="尚未披露，仅限内部。")))


def test_what_says_it_was_declassified_is_asked_about_once(monkeypatch: pytest.MonkeyPatch):
    """A person looks for the proof anyway; the net below would withhold it on top."""
    monkeypatch.setattr("classifiers.engine.resembles_shut", lambda _: True)
    text = "本件原定密级：秘密，已于2019年3月解密。\n关于组建城市合作银行的工作方案"
    document = read_document([text], [], EDITION.vocabulary, frozenset())
    subject = Subject(
        "1998年工作方案(已解密)",
        agency_kind="CZ",
        document=document,
        marks=(MarkFacts("秘密", "text", declassified=True),),
        vocabulary=EDITION.vocabulary.fingerprint,
    )
    decision = decide(subject, EDITION, today=DAY)
    assert decision.release is Release.OPEN
    assert "clause:NL-X07" in {question.code for question in decision.questions}
