"""Names in sentences: what the tagger saw, cleaned, and what roles, titles, lists and neighbours prove."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from desensitize.people.agreed import as_elsewhere
from desensitize.people.beside import made_good
from desensitize.people.cells import Candidate
from desensitize.people.clauses import Clause, clauses_of, reading_of
from desensitize.people.company import is_in_company
from desensitize.people.denied import without_things
from desensitize.people.edges import FOLLOWING, begins_at, ends_at, is_closed
from desensitize.people.forms import names_in_other_forms
from desensitize.people.lists import headed_names, listed_names
from desensitize.people.rules import PLACE_AFTER, names_in_pairs, names_in_resumes, names_of_losers, proven_names
from desensitize.people.scorer import Settled, settle
from desensitize.people.shape import compound_names
from desensitize.people.surname_before import with_surnames
from desensitize.people.surnames import HAN, SurnameTier, surname_of
from desensitize.people.words import MASKED, TITLE_END, is_masked, is_thing, name_score
from desensitize.tagger import VERBAL, Reading, Tagged
from desensitize.word_places import word_places

_SURE: Final = 0.65
"""Likeness from which characters alone make a name likely."""

_INVENTED_START: Final = re.compile(f"任(?=[{HAN}]{{3}})")
_POLITE: Final = re.compile("先生|女士")
_NICK: Final = frozenset("小老")
_DOUBTED: Final = 0.6
_LEAST_SURE: Final = 0.2
_LEAST_UNSURE: Final = 0.5
_HAN: Final = re.compile(f"[{HAN}]")


def names_in_text(
    text: str,
    reading: Reading,
    *,
    surnames: bool = False,
    doubt: float = 0.0,
    seen: dict[str, Settled] | None = None,
) -> tuple[Candidate, ...]:
    """Names in one text.

    Args:
        text: The folded text.
        reading: What the tagger made of it.
        surnames: Whether 马 of 马先生 counts as well: in documents it does, in a cell it names nobody.
        doubt: Log-odds by which a piece has to be likelier a name than where names are to be hidden (`setting`).
        seen: What clauses gave in other texts, read and added to; only for texts asked alike.

    Returns:
        Names from left to right, none overlapping.
    """
    found = _Found(len(text))
    near: list[Candidate] = []
    found.take(names_in_pairs(text))
    found.take(names_in_other_forms(text))
    found.take(names_of_losers(text))
    if ":" in text:
        found.take(headed_names(text))
    known: dict[str, Settled] = {} if seen is None else seen
    for clause in clauses_of(text, reading):
        settled = known.get(clause.window)
        if settled is None:
            settled = known[clause.window] = _of_clause(
                clause, reading_of(clause, reading), surnames=surnames, doubt=doubt
            )
        moved = clause.start - clause.before
        found.take(_moved(settled.names, moved))
        near += _moved(settled.near, moved)
    if found.names:
        if near and not doubt:
            found.take(made_good(text, near, found.names))
        found.take(listed_names(text, reading, tuple(found.names)))
        found.take(_repeated(text, found.names))
    known_names = without_nicknames(text, without_things(text, found.names))
    names = sorted(as_elsewhere(text, known_names), key=lambda name: name.start)
    return tuple(with_surnames(text, names))


def without_lone_surnames(text: str, names: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names but surnames alone (王先生) where nobody of that surname is named: they tell of nobody, nothing is hidden.

    text: the folded text the names were found in.
    """
    known = {text[name.start] for name in names if name.end - name.start > 1}
    for name in names:
        if name.rule != "text.surname" or text[name.start] in known:
            yield name


def without_nicknames(text: str, names: Sequence[Candidate]) -> list[Candidate]:
    """Names but 小蔡 and 老王 where nobody of that surname is named, as with surnames alone. text: folded."""
    known = {text[name.start] for name in names if name.end - name.start > 1}
    return [
        name
        for name in names
        if name.end - name.start != 2 or text[name.start] not in _NICK or text[name.start + 1] in known
    ]


def _of_clause(clause: Clause, reading: Reading, *, surnames: bool, doubt: float) -> Settled:
    settled = settle(clause.window, reading, names_by_rules(clause.window, reading, surnames=surnames), doubt=doubt)
    end = clause.before + clause.end - clause.start
    return Settled(
        *(tuple(o for o in ones if clause.before <= o.start and o.end <= end) for ones in (settled.names, settled.near))
    )


def _moved(ones: Iterable[Candidate], moved: int) -> list[Candidate]:
    return [Candidate(one.start + moved, one.end + moved, one.score, one.rule) for one in ones]


def names_by_rules(text: str, reading: Reading, *, surnames: bool) -> list[Candidate]:
    """What fixed forms, the tagger and its surroundings prove, before the model weighs it; none overlapping."""
    found = _Found(len(text))
    found.take(proven_names(text, reading))
    found.take(compound_names(text, reading))
    found.take(_by_tagger(text, reading, surnames=surnames))
    found.take(names_in_resumes(text, reading))
    return found.names


class _Found:
    """Names taken so far; the first to claim a character keeps it."""

    def __init__(self, length: int) -> None:
        self.names: list[Candidate] = []
        self._taken = bytearray(length)

    def take(self, candidates: Iterable[Candidate]) -> None:
        for name in candidates:
            if 1 not in self._taken[name.start : name.end]:
                self._taken[name.start : name.end] = b"\1" * (name.end - name.start)
                self.names.append(name)


def _by_tagger(text: str, reading: Reading, *, surnames: bool) -> Iterator[Candidate]:
    for name in reading.names:
        if name.kind == "PERSON":
            cleaned = _cleaned(text, name, reading, surnames=surnames)
        else:
            cleaned = _mistaken(text, name, reading)
        if cleaned is not None:
            yield cleaned


def _mistaken(text: str, name: Tagged, reading: Reading) -> Candidate | None:
    """A name that the tagger, unsure, took for a place or an organisation: 沈庆海|车险理赔."""
    end = ends_at(text, name.start, name.end, reading)
    value = text[name.start : end]
    if name.probability > _DOUBTED or len(value) > 3 or name_score(value) < (0.85 if len(value) > 2 else 0.9):
        return None
    if surname_of(value)[1] is SurnameTier.COMPOUND or not _goes_on(text, end, reading):
        return None
    if PLACE_AFTER.match(text, end) or is_in_company(text, end, reading):
        return None
    return Candidate(name.start, end, 0.65, "text.mistaken")


def _goes_on(text: str, end: int, reading: Reading) -> bool:
    """Whether what follows a subject follows here: a verb, a sign, the end, or a word of action."""
    if end >= len(text) or text[end : end + 2] in FOLLOWING:
        return True
    return reading.labels[end] in VERBAL


def _cleaned(text: str, name: Tagged, reading: Reading, *, surnames: bool) -> Candidate | None:
    """The tagger's name without titles and stray signs, or None when it is no name."""
    start, end = _trimmed(text, name.start, name.end)
    title = TITLE_END.search(text, start, end)
    if title and title.start() > start:
        end = title.start()
    start = begins_at(text, start, end)
    before, end = end, ends_at(text, start, end, reading)
    rule = "text.closed" if end > before and is_closed(text, end) else "text.lac"
    value = text[start:end]
    if not value or is_masked(value) or is_thing(value) or _HAN.search(value) is None or _INVENTED_START.match(value):
        return None
    if title is None and (PLACE_AFTER.match(text, end) or is_in_company(text, end, reading)):
        return None
    if MASKED.match(text, end) or (start and text[start - 1] == "*"):
        return None
    if len(value) == 1:
        return Candidate(start, end, 0.5, "text.surname") if surnames and _is_subject(text, start, end) else None
    score = name_score(value)
    if name.probability < (_LEAST_SURE if score >= _SURE else _LEAST_UNSURE):
        return None
    return Candidate(start, end, round(min(0.95, (name.probability + max(score, 0.3)) / 2 + 0.1), 2), rule)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without signs at the ends."""
    while start < end and not _is_name_character(text[start]):
        start += 1
    while end > start and not _is_name_character(text[end - 1]):
        end -= 1
    return start, end


def _is_subject(text: str, start: int, end: int) -> bool:
    """Whether 马 in 马先生 is what a sentence is about, as in a CV; 福州马先生 of a news story names nobody."""
    known = surname_of(text[start:end] * 2)[1] >= SurnameTier.USUAL
    return known and _POLITE.match(text, end) is not None and (start == 0 or text[start - 1] in ",;。\n ")


def _is_name_character(character: str) -> bool:
    return _HAN.match(character) is not None or character.isalnum()


def _repeated(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Further places of the names already found in the same text."""
    values = {text[name.start : name.end] for name in found if name.score >= 0.6}
    known = {value for value in values if len(value) >= 3 or name_score(value) >= 0.75}
    return [Candidate(at, at + len(value), 0.7, "text.again") for at, value in word_places(text, known)]
