"""Scan what was read, establish the facts, decide, and plan the masking."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final

from catalog.assess.notice_days import notice_end_in
from catalog.assess.planning import IDENTIFIERS, demands_of, entities_to_hide
from catalog.assess.submission import Submission
from catalog.ingest.model import TableRead, TextRead
from catalog.ingest.profile import TableProfile, in_order, marks_by_column
from catalog.ingest.rows import pieces
from classifiers.decision import Decision
from classifiers.document_facts import read_document
from classifiers.engine import decide
from classifiers.matchers.secrecy_marks import find_secrecy_marks
from classifiers.natures import natures_of_words
from classifiers.negative_list import Edition
from classifiers.said_dates import not_before, notice_end
from classifiers.span_roles import NAMING, roles_of
from classifiers.subject import MarkFacts, Subject
from classifiers.taxonomy import agency_kind, cell_words, taxonomy
from classifiers.terms import Vocabulary, normalise
from classifiers.text_span import TextSpan
from desensitize.findings import Finding, TableScan
from desensitize.plan import MaskingPlan, build_plan
from desensitize.risk import RiskReport, assess_risk
from desensitize.scan import scan_table
from desensitize.text import scan_text

_HEAD: Final = 300
_HEADING: Final = re.compile(r"[^,;。\uff0c\uff1b]{1,40}")  # a first line that is no sentence
ADVERSE: Final = frozenset({"penalty", "dishonest", "arrears", "complaint"})
# 监督举报电话:… is where to complain, and makes no record of complaints
_WHERE_TO: Final = re.compile(
    r"(?:监督|举报|投诉|信访|检举|咨询|反映|受理){1,3}(?:电话|热线|邮箱|信箱|方式|渠道|网址|地址)"
)
# A letter or a report about recipients publishes none of them; a notice of them does.
_BETWEEN_OFFICES: Final = re.compile(
    r"(?:函|情况说明|情况报告|的报告|请示|会议纪要|谈话记录|笔录|申请书|核查表|审批表)(?=$|\s|[(（])"
)
_EMPTY_SCAN: Final = TableScan(0, ())


@dataclass(frozen=True)
class PageFindings:
    """Findings of one page with their roles (official, private, home …; empty for identifiers)."""

    findings: tuple[Finding, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """Everything that was established about an upload; `pages` for documents, `scan` and `risk` for tables."""

    subject: Subject
    decision: Decision
    plan: MaskingPlan
    scan: TableScan
    pages: tuple[PageFindings, ...] = ()
    risk: RiskReport | None = None


def assess(
    read: TableRead | TextRead,
    submission: Submission,
    edition: Edition,
    *,
    today: date,
    scan: TableScan | None = None,
) -> Assessment:
    """Judge an upload.

    read: what `catalog.ingest.read_upload` gave. today: day on which gates in time and ages are judged. scan: of the
    read table, when the caller has it already.
    Returns facts, decision and plan; nothing in the facts or the decision is a value of the upload.
    """
    if isinstance(read, TableRead):
        return _assess_table(read, submission, edition, today, scan)
    return _assess_text(read, submission, edition, today)


def _assess_table(
    read: TableRead, submission: Submission, edition: Edition, today: date, scan: TableScan | None
) -> Assessment:
    rows = read.rows
    scan = scan if scan is not None else scan_table(read.frame, damaged=read.damaged)
    risk = assess_risk(rows) if rows.height else None
    profile = TableProfile(rows.columns, Vocabulary(edition.vocabulary.words | cell_words()), today=today)
    marks, days = [], []
    for block in chain.from_iterable(map(pieces, rows.blocks())):
        profile.add(block)
        marks.append(marks_by_column(block))
        days.append(notice_end_in(block))
    subject = _subject(
        submission,
        edition,
        columns=profile.facts(scan, hidden=submission.hidden_columns),
        row_count=rows.height,
        around=_words_around(read, edition.vocabulary),
        marks=(*_typed_marks(submission), *_outside_marks(read), *in_order(*marks)),
        quasi_identifiers=tuple(q.column for q in risk.quasi_identifiers) if risk else (),
        min_group=risk.k if risk and risk.is_person_level else None,
        until=min(filter(None, days), default=None) or _notice_end(submission),
        hidden_parts=(*submission.hidden_parts, *_telling_headers(scan)),
    )
    decision = decide(subject, edition, today=today)
    plan = build_plan(
        scan, demands_of(decision), frame=rows, today=today, entities=entities_to_hide(decision, is_table=True)
    )
    return Assessment(subject, decision, plan, scan, risk=risk)


def _assess_text(read: TextRead, submission: Submission, edition: Edition, today: date) -> Assessment:
    texts = [page.text for page in read.pages]
    natures = _text_natures(submission, "\f".join(texts))
    pages = []
    for text in texts:
        findings = scan_text(text)
        spans = [TextSpan(f.entity.value, f.start, f.end) for f in findings]
        pages.append(PageFindings(findings, roles_of(text, spans, natures)))
    vocabulary = Vocabulary(edition.vocabulary.words | taxonomy().vocabulary.words)
    document = read_document(texts, _joined_spans(texts, pages), vocabulary, natures)
    unread = sum(not page.is_inspected for page in read.pages)
    body_marks = tuple(MarkFacts(m.level, "text", m.declassified) for m in find_secrecy_marks("\f".join(texts)))
    subject = _subject(
        submission,
        edition,
        document=document,
        marks=(*_typed_marks(submission), *_outside_marks(read), *body_marks),
        missing=("unread_pages",) if unread else (),
        until=_notice_end(submission),
    )
    decision = decide(subject, edition, today=today)
    plan = build_plan(_EMPTY_SCAN, demands_of(decision), entities=entities_to_hide(decision, is_table=False))
    return Assessment(subject, decision, plan, _EMPTY_SCAN, pages=tuple(pages))


def _text_natures(submission: Submission, text: str) -> frozenset[str]:
    """Kinds of record that a document is; that all its people are named is for its title to say, not for its body."""
    typed = "\n".join((submission.title, submission.description, *submission.tags))
    heading = text.strip().split("\n", 1)[0]
    titled = natures_of_words(f"{typed}\n{heading}" if _HEADING.fullmatch(heading) else typed)
    if _BETWEEN_OFFICES.search(submission.title):
        titled -= {"subsidy"}
    head = _WHERE_TO.sub("", text[:_HEAD])
    return titled | (natures_of_words(f"{typed}\n{head}") - NAMING)


def _subject(
    submission: Submission,
    edition: Edition,
    *,
    until: date | None = None,
    missing: tuple[str, ...] = (),
    hidden_parts: tuple[str, ...] = (),
    **content: object,
) -> Subject:
    typed = (submission.title, submission.description, *submission.tags)
    return Subject(
        missing=(*submission.missing, *missing),
        title=submission.title,
        description=submission.description,
        agency=submission.agency,
        agency_kind=agency_kind(submission.agency_kind, submission.agency),
        tags=submission.tags,
        file_name=submission.file_name,
        format=submission.format,
        update_frequency=submission.update_frequency,
        catalogue_flag=submission.catalogue_flag,
        release_at=submission.release_at or not_before(typed),
        public_until=submission.public_until or until,
        hidden_parts=(*(hidden_parts or submission.hidden_parts), *_telling_texts(submission)),
        vocabulary=edition.vocabulary.fingerprint,
        **content,  # type: ignore[arg-type]  # the two callers pass fields of Subject by name
    )


def _telling_headers(scan: TableScan) -> tuple[str, ...]:
    """`headers` when a column's name holds somebody's number: it is published under another name."""
    found = {finding.entity for findings in scan.headers.values() for finding in findings}
    return () if found.isdisjoint(IDENTIFIERS) else ("headers",)


def _telling_texts(submission: Submission) -> tuple[str, ...]:
    """Typed texts that hold somebody's number (a file named after its applicant): covered where they are shown."""
    return tuple(
        dict.fromkeys(
            place for place, text in submission.texts if text and any(f.entity in IDENTIFIERS for f in scan_text(text))
        )
    )


def _notice_end(submission: Submission) -> date | None:
    """The end of the notice that the title or description names, of what speaks against somebody."""
    typed = (submission.title, submission.description)
    return notice_end(typed) if natures_of_words("\n".join(typed)) & ADVERSE else None


def _typed_marks(submission: Submission) -> tuple[MarkFacts, ...]:
    return tuple(
        MarkFacts(m.level, place, m.declassified) for place, text in submission.texts for m in find_secrecy_marks(text)
    )


def _outside_marks(read: TableRead | TextRead) -> tuple[MarkFacts, ...]:
    """Marks outside cells and pages: titles above the header, comments, properties, other sheets, headers."""
    names = list(read.rows.columns) if isinstance(read, TableRead) else []
    texts = [*read.extra_text, *(("header", name) for name in names)]
    return tuple(MarkFacts(m.level, place, m.declassified) for place, text in texts for m in find_secrecy_marks(text))


def _words_around(read: TableRead, vocabulary: Vocabulary) -> dict[str, int]:
    """Words of the list in titles above the header and notes below the table: 注：内部资料，不得外传."""
    parts = [text for place, text in read.extra_text if place.startswith(("title:", "note:"))]
    return vocabulary.find(normalise("\n".join(parts))).affirmed


def _joined_spans(texts: list[str], pages: list[PageFindings]) -> list[TextSpan]:
    """Findings of all pages, with offsets in the pages joined by a form feed."""
    spans, at = [], 0
    for text, page in zip(texts, pages, strict=True):
        spans += [TextSpan(f.entity.value, f.start + at, f.end + at) for f in page.findings]
        at += len(text) + 1
    return spans
