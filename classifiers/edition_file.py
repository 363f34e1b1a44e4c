"""An edition's YAML text to an `Edition`, every problem with its line.

The file has `edition` (number, name, dates, approval), `words` (named lists that clauses use as `$name`) and
`clauses`. A clause's `when` and `unless` are lists of rules; a rule is a mapping of conditions that all have to hold.
"""

import hashlib
import json
import re
from datetime import date, datetime
from typing import Any, Final, TypeGuard

from classifiers import list_words as said
from classifiers.edition_conditions import read_rules, read_words
from classifiers.edition_examples import read_examples
from classifiers.errors import ListProblem, NegativeListError
from classifiers.known_names import names_of
from classifiers.list_problems import Problems
from classifiers.negative_list import Clause, Edition, MaskRule
from classifiers.terms import Vocabulary
from classifiers.tiers import Consequence
from classifiers.yaml_lines import LineDict, LineList, parse_with_lines

FILE_KEYS: Final = frozenset({"edition", "words", "clauses"})
CLAUSE_TEXTS: Final = ("title", "title_en", "basis")
CLAUSE_KEYS: Final = frozenset(
    {"id", *CLAUSE_TEXTS, "consequence", "level", "note", "when", "unless", "masks", "cancels", "question", "examples"}
)
EDITION_KEYS: Final = frozenset(
    {"number", "name", "in_force_from", "in_force_to", "approver", "approval_number", "approved_at"}
)
APPROVAL: Final = ("approver", "approval_number")
DAYS: Final = ("in_force_from", "in_force_to", "approved_at")
ACTIONS: Final = frozenset({"drop", "partial", "generalise", "bucket", "spans", "suppress", "surname", "redact"})
MASK_KEYS: Final = frozenset({"roles", "entity", "action", "statutory"})
EVIDENCE: Final = "evidence"  # in the place of a role: the columns that the clause itself saw
_ID: Final = re.compile(r"(?!new$)[A-Za-z0-9][A-Za-z0-9.\-]{0,15}")  # `new` is a page of its own; 16 fit the record


def read_edition(text: str, *, is_draft: bool = False) -> Edition:
    """Read and check an edition; of a draft the approval may still be missing.

    Raises:
        NegativeListError: with every problem, in the order of the lines.
    """
    problems = Problems()
    data = parse_with_lines(text)
    if not isinstance(data, LineDict) or not isinstance(data.get("clauses"), LineList):
        raise NegativeListError((ListProblem(1, "file", said.NO_PARTS),))
    for key in data:
        if key not in FILE_KEYS:
            problems.add(data.line_of(key), "file", said.UNKNOWN_KEY, key[:40])
    words = _words(data, problems)
    listed = data["clauses"]
    if not listed:
        problems.add(data.line_of("clauses"), "clauses", said.NO_CLAUSE)
    clauses = [
        clause
        for entry, line in zip(listed, listed.lines, strict=True)
        if (clause := _clause(entry, line, words, problems)) is not None
    ]
    _check_ids(listed, problems)
    head = _head(data.get("edition"), problems, is_draft=is_draft)
    if problems.found:
        raise NegativeListError(problems.in_order())
    content = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    return Edition(
        id=hashlib.sha256(content.encode()).hexdigest()[:16],
        clauses=tuple(clauses),
        vocabulary=Vocabulary.of(_vocabulary(clauses)),
        by_id={c.id: c for c in clauses},
        **head,
    )


def _words(data: LineDict, problems: Problems) -> dict[str, tuple[str, ...]]:
    named = data.get("words")
    if named is None:
        return {}
    if not isinstance(named, LineDict):
        problems.add(data.line_of("words"), "words", said.NOT_WORD_LISTS)
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for name, words in named.items():
        if isinstance(words, LineList):

            def complain(line: int, fault: said.Fault, *about: str, name: str = name) -> None:
                problems.add(line, f"words.{name}", fault, *about)

            found[name] = read_words(words, complain)
        else:
            problems.add(named.line_of(name), f"words.{name}", said.NOT_WORDS)
            found[name] = ()  # told once: clauses that use the list are not to blame
    return found


def _head(head: Any, problems: Problems, *, is_draft: bool) -> dict[str, Any]:
    if not isinstance(head, LineDict):
        problems.add(1, "edition", said.PART_MISSING)
        return {}
    for key in head:
        if key not in EDITION_KEYS:
            problems.add(head.line_of(key), "edition", said.UNKNOWN_KEY, key)
    for key in ("number", "name", "in_force_from", *(() if is_draft else APPROVAL)):
        if head.get(key) in (None, ""):
            problems.add(head.line_of(key), "edition", said.MISSING, key)
    for key in ("name", *APPROVAL):
        if head.get(key) is not None and not isinstance(head[key], str):
            problems.add(head.line_of(key), "edition", said.NOT_TEXT, key)
    for key in DAYS:
        if head.get(key) not in (None, "") and not _is_day(head[key]):
            problems.add(head.line_of(key), "edition", said.NOT_DATE, key)
    start, end, approved = (head.get(key) for key in DAYS)
    if _is_day(start) and _is_day(end) and end < start:
        problems.add(head.line_of("in_force_to"), "edition", said.ENDS_EARLY)
    if _is_day(start) and _is_day(approved) and start < approved:
        problems.add(head.line_of("in_force_from"), "edition", said.APPROVED_LATE)
    number = head.get("number")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < 1):
        problems.add(head.line_of("number"), "edition", said.NOT_NUMBER)
    return {key: head.get(key) or None for key in EDITION_KEYS} | {key: head.get(key) or "" for key in APPROVAL}


def _is_day(value: Any) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)


def _clause(entry: Any, line: int, words: dict[str, tuple[str, ...]], problems: Problems) -> Clause | None:
    if not isinstance(entry, LineDict) or not isinstance(entry.get("id"), str):
        problems.add(line, "clauses", said.NO_ID)
        return None
    where, before = entry["id"][:40], len(problems.found)
    if _ID.fullmatch(entry["id"]) is None:
        problems.add(entry.line_of("id"), "clauses", said.BAD_ID)
    _check_texts(entry, where, problems)
    when = read_rules(entry.get("when"), words, where, entry.line_of("when"), problems)
    unless = read_rules(entry.get("unless"), words, where, entry.line_of("unless"), problems)
    masks = _masks(entry, where, problems)
    cancels = _cancels(entry, where, problems)
    question = _question(entry, where, problems)
    hit, miss = read_examples(entry, where, problems)
    if len(problems.found) > before:
        return None
    return Clause(
        id=entry["id"],
        title=entry["title"],
        title_en=entry["title_en"],
        consequence=Consequence(entry["consequence"]),
        when=when,
        unless=unless,
        basis=entry["basis"],
        note=entry.get("note") or "",
        level=entry.get("level", 1),
        masks=masks,
        cancels=cancels,
        question=question,
        must_hit=hit,
        must_not_hit=miss,
        line=entry.line,
    )


def _check_texts(entry: LineDict, where: str, problems: Problems) -> None:
    """Check the keys of a clause, its texts, its consequence and its level."""
    for key in entry:
        if key not in CLAUSE_KEYS:
            problems.add(entry.line_of(key), where, said.UNKNOWN_KEY, key[:40])
    for key in (*CLAUSE_TEXTS, "when", "examples"):
        if entry.get(key) in (None, "", [], {}):
            problems.add(entry.line_of(key), where, said.MISSING, key)
    for key in (*CLAUSE_TEXTS, "note"):
        if entry.get(key) is not None and not isinstance(entry[key], str):
            problems.add(entry.line_of(key), where, said.NOT_TEXT, key)
    if entry.get("consequence") not in [c.value for c in Consequence]:
        problems.add(entry.line_of("consequence"), where, said.BAD_CONSEQUENCE)
    level = entry.get("level", 1)
    if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= 5:
        problems.add(entry.line_of("level"), where, said.BAD_LEVEL)


def _masks(entry: LineDict, where: str, problems: Problems) -> tuple[MaskRule, ...]:
    listed = entry.get("masks")
    if listed is None:
        return ()
    if not isinstance(listed, LineList):
        problems.add(entry.line_of("masks"), where, said.NOT_LIST, "masks")
        return ()
    if listed and entry.get("consequence") != "MASK":
        problems.add(entry.line_of("masks"), where, said.MASKS_ELSEWHERE)
    masks = ((mask, _mask(mask, line, where, problems)) for mask, line in zip(listed, listed.lines, strict=True))
    return tuple(rule for _, rule in masks if rule is not None)


def _mask(mask: Any, line: int, where: str, problems: Problems) -> MaskRule | None:
    if not isinstance(mask, LineDict) or mask.get("entity") is None or mask.get("action") not in sorted(ACTIONS):
        problems.add(line, where, said.BAD_MASK)
        return None
    for key in mask:
        if key not in MASK_KEYS:
            problems.add(mask.line_of(key), where, said.UNKNOWN_KEY, key[:40])
    known = names_of("masked")
    if mask["entity"] not in sorted(known):
        problems.add(
            mask.line_of("entity"), where, said.UNKNOWN_NAME, str(mask["entity"])[:40], ", ".join(sorted(known))
        )
    if mask.get("statutory") not in (None, *sorted(ACTIONS)):
        problems.add(mask.line_of("statutory"), where, said.BAD_MASK)
    roles = mask.get("roles") if mask.get("roles") is not None else LineList()
    if not isinstance(roles, LineList):
        problems.add(mask.line_of("roles"), where, said.NOT_LIST, "roles")
        return None
    wanted = names_of("roles") | {EVIDENCE}
    for role in roles:
        if role not in sorted(wanted):
            problems.add(mask.line_of("roles"), where, said.UNKNOWN_NAME, str(role)[:40], ", ".join(sorted(wanted)))
    return MaskRule(tuple(roles), mask["entity"], mask["action"], mask.get("statutory"))


def _cancels(entry: LineDict, where: str, problems: Problems) -> tuple[str, ...]:
    listed = entry.get("cancels")
    if listed is None:
        return ()
    if not isinstance(listed, LineList) or not all(isinstance(other, str) for other in listed):
        problems.add(entry.line_of("cancels"), where, said.NOT_LIST, "cancels")
        return ()
    if listed and entry.get("consequence") != "ALLOW":
        problems.add(entry.line_of("cancels"), where, said.CANCELS_ELSEWHERE)
    return tuple(listed)


def _question(entry: LineDict, where: str, problems: Problems) -> tuple[str, str] | None:
    question = entry.get("question")
    if question is None:
        return None
    texts = [question.get(key) for key in ("zh", "en")] if isinstance(question, LineDict) else [None]
    if not all(isinstance(text, str) and text.strip() for text in texts) or len(question) != len(texts):
        problems.add(entry.line_of("question"), where, said.BAD_QUESTION)
        return None
    return question["zh"], question["en"]


def _check_ids(listed: LineList, problems: Problems) -> None:
    """Check that no id is given twice, and that what is cancelled is there, be it right in all else or not."""
    entries = [entry for entry in listed if isinstance(entry, LineDict) and isinstance(entry.get("id"), str)]
    seen: dict[str, int] = {}
    for entry in entries:
        if entry["id"] in seen:
            problems.add(entry.line, entry["id"][:40], said.TWICE, str(seen[entry["id"]]))
        seen[entry["id"]] = entry.line
    for entry in entries:
        cancels = entry.get("cancels")
        for other in cancels if isinstance(cancels, LineList) else ():
            if isinstance(other, str) and other not in seen:
                problems.add(entry.line_of("cancels"), entry["id"][:40], said.CANCELS_NOTHING, other[:40])


def _vocabulary(clauses: list[Clause]) -> set[str]:
    found: set[str] = set()
    for clause in clauses:
        for rule in (*clause.when, *clause.unless):
            for condition in rule.conditions:
                if condition.kind in {"keywords", "restrictions"}:
                    for key in ("any", "all", "outside", "consent", "none"):
                        found.update(condition.params.get(key, ()))
    return found
