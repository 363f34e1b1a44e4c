"""An edition's YAML text to an `Edition`, every problem with its line.

The file has `edition` (number, name, dates, approval), `words` (named lists that clauses use as `$name`) and
`clauses`. A clause's `when` and `unless` are lists of rules; a rule is a mapping of conditions that all have to hold.
"""

import hashlib
import json
from datetime import date
from typing import Any, Final

import yaml

from classifiers import list_words as said
from classifiers.edition_conditions import read_rules
from classifiers.errors import ListProblem, NegativeListError
from classifiers.negative_list import Clause, Edition, Example, MaskRule
from classifiers.terms import Vocabulary, normalise
from classifiers.tiers import Consequence
from classifiers.yaml_lines import LineDict, parse_with_lines

CLAUSE_KEYS: Final = frozenset(
    {"id", "title", "title_en", "consequence", "level", "basis", "note", "when", "unless", "masks", "cancels"}
    | {"question", "examples"}
)
EDITION_KEYS: Final = frozenset(
    {"number", "name", "in_force_from", "in_force_to", "approver", "approval_number", "approved_at"}
)
APPROVAL: Final = ("approver", "approval_number")
EXAMPLE_KEYS: Final = frozenset(
    {"title", "description", "agency_kind", "columns", "rows", "text", "found", "catalogue_flag", "release_at"}
    | {"public_until"}
)
ACTIONS: Final = frozenset({"drop", "partial", "generalise", "bucket", "spans", "suppress", "surname", "redact"})


class Problems:
    """Collects what is wrong, so that a person sees all of it at once."""

    def __init__(self) -> None:
        self.found: list[ListProblem] = []

    def add(self, line: int, where: str, fault: said.Fault, *about: str) -> None:
        """Note one problem."""
        self.found.append(ListProblem(line, where, fault, about))


def read_edition(text: str, *, is_draft: bool = False) -> Edition:
    """Read and check an edition; of a draft the approval may still be missing.

    Raises:
        NegativeListError: with every problem, in the order of the lines.
    """
    problems = Problems()
    try:
        data = parse_with_lines(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise NegativeListError((ListProblem(line, "file", said.NOT_YAML),)) from None
    if not isinstance(data, LineDict) or not isinstance(data.get("clauses"), list):
        raise NegativeListError((ListProblem(1, "file", said.NO_PARTS),))
    words = _words(data, problems)
    clauses = [c for entry in data["clauses"] if (c := _clause(entry, words, problems)) is not None]
    _check_ids(clauses, problems)
    head = _head(data.get("edition"), problems, is_draft=is_draft)
    if problems.found:
        raise NegativeListError(tuple(sorted(problems.found, key=lambda p: p.line)))
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
        problems.add(data.line, "words", said.NOT_WORD_LISTS)
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for name, words in named.items():
        if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
            problems.add(named.line_of(name), f"words.{name}", said.NOT_WORDS)
        else:
            found[name] = tuple(normalise(w) for w in words)
    return found


def _head(head: Any, problems: Problems, *, is_draft: bool) -> dict[str, Any]:
    if not isinstance(head, LineDict):
        problems.add(1, "edition", said.PART_MISSING)
        return {}
    for key in head:
        if key not in EDITION_KEYS:
            problems.add(head.line_of(key), "edition", said.UNKNOWN_KEY, key)
    for key in ("number", "name", "in_force_from", *(() if is_draft else APPROVAL)):
        if not head.get(key):
            problems.add(head.line, "edition", said.MISSING, key)
    for key in ("in_force_from", "in_force_to", "approved_at"):
        if head.get(key) is not None and not isinstance(head[key], date):
            problems.add(head.line_of(key), "edition", said.NOT_DATE, key)
    start, end = head.get("in_force_from"), head.get("in_force_to")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        problems.add(head.line_of("in_force_to"), "edition", said.ENDS_EARLY)
    approved = head.get("approved_at")
    if isinstance(start, date) and isinstance(approved, date) and start < approved:
        problems.add(head.line_of("in_force_from"), "edition", said.APPROVED_LATE)
    if not isinstance(head.get("number"), int):
        problems.add(head.line, "edition", said.NOT_NUMBER)
    return {key: head.get(key) for key in EDITION_KEYS} | {key: head.get(key) or "" for key in APPROVAL}


def _clause(entry: Any, words: dict[str, tuple[str, ...]], problems: Problems) -> Clause | None:
    if not isinstance(entry, LineDict) or not isinstance(entry.get("id"), str):
        problems.add(getattr(entry, "line", 0), "clauses", said.NO_ID)
        return None
    where, before = entry["id"], len(problems.found)
    for key in entry:
        if key not in CLAUSE_KEYS:
            problems.add(entry.line_of(key), where, said.UNKNOWN_KEY, key)
    for key in ("title", "title_en", "basis", "when", "examples"):
        if not entry.get(key):
            problems.add(entry.line, where, said.MISSING, key)
    consequence = entry.get("consequence")
    if consequence not in {c.value for c in Consequence}:
        problems.add(entry.line_of("consequence"), where, said.BAD_CONSEQUENCE)
    level = entry.get("level", 1)
    if not isinstance(level, int) or not 1 <= level <= 5:
        problems.add(entry.line_of("level"), where, said.BAD_LEVEL)
    when = read_rules(entry.get("when"), words, where, entry.line_of("when"), problems)
    unless = read_rules(entry.get("unless") or [], words, where, entry.line_of("unless"), problems)
    masks = _masks(entry, where, problems)
    hit, miss = _examples(entry, where, problems)
    if len(problems.found) > before:
        return None
    question = entry.get("question")
    return Clause(
        id=where,
        title=str(entry["title"]),
        title_en=str(entry["title_en"]),
        consequence=Consequence(str(consequence)),
        when=when,
        unless=unless,
        basis=str(entry["basis"]),
        note=str(entry.get("note") or ""),
        level=level,
        masks=masks,
        cancels=tuple(entry.get("cancels") or ()),
        question=(str(question["zh"]), str(question["en"])) if question else None,
        must_hit=hit,
        must_not_hit=miss,
        line=entry.line,
    )


def _masks(entry: LineDict, where: str, problems: Problems) -> tuple[MaskRule, ...]:
    found = []
    for mask in entry.get("masks") or []:
        if not isinstance(mask, LineDict) or "entity" not in mask or mask.get("action") not in ACTIONS:
            problems.add(getattr(mask, "line", entry.line_of("masks")), where, said.BAD_MASK)
            continue
        found.append(MaskRule(tuple(mask.get("roles") or ()), mask["entity"], mask["action"], mask.get("statutory")))
    if entry.get("masks") and entry.get("consequence") != "MASK":
        problems.add(entry.line_of("masks"), where, said.MASKS_ELSEWHERE)
    return tuple(found)


def _examples(entry: LineDict, where: str, problems: Problems) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    examples = entry.get("examples")
    if not isinstance(examples, LineDict):
        return (), ()
    sides = []
    for side in ("hit", "miss"):
        listed = examples.get(side)
        if not isinstance(listed, list) or not listed or not all(isinstance(e, LineDict) for e in listed):
            problems.add(examples.line, where, said.NO_EXAMPLES, side)
            listed = []
        for example in listed:
            for key in example:
                if key not in EXAMPLE_KEYS:
                    problems.add(example.line_of(key), where, said.BAD_EXAMPLE, key)
        sides.append(tuple(Example(e, e.line) for e in listed))
    return sides[0], sides[1]


def _check_ids(clauses: list[Clause], problems: Problems) -> None:
    seen: dict[str, int] = {}
    for clause in clauses:
        if clause.id in seen:
            problems.add(clause.line, clause.id, said.TWICE, str(seen[clause.id]))
        seen[clause.id] = clause.line
    for clause in clauses:
        for other in clause.cancels:
            if other not in seen:
                problems.add(clause.line, clause.id, said.CANCELS_NOTHING, other)


def _vocabulary(clauses: list[Clause]) -> set[str]:
    found: set[str] = set()
    for clause in clauses:
        for rule in (*clause.when, *clause.unless):
            for condition in rule.conditions:
                if condition.kind in {"keywords", "restrictions"}:
                    for key in ("any", "all", "outside", "consent", "none"):
                        found.update(condition.params.get(key, ()))
    return found
