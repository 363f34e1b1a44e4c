"""Terms that follow each other, joined: what lets a phrase be one look into the `postings`.

Han runs give terms that overlap (AB BC CD, joined ABCD), pinyin gives terms with a mark (`=dan =bao`, joined with a
space). Joined terms stand under the label's small letter, so that who asks for beginnings of terms does not meet them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

Key = tuple[str, str]  # a term and its label: A title … D summary; joined ones: a … d
LONGEST: Final = 4  # terms in a joined one: Han words of five characters, pinyin of four syllables
_WIDEST: Final = 50  # terms of a run kept whole: a key of the server's index takes no more than 2,700 bytes
_WHOLE: Final = "^"  # marks a run from its first term to its last
_MARKS: Final = "=~"


def is_marked(term: str) -> bool:
    """Tell whether a term is pinyin."""
    return term[0] in _MARKS


def joined(terms: Sequence[str]) -> str:
    """Return the joined form of terms that follow each other."""
    return " ".join(terms) if is_marked(terms[0]) else "".join(term[0] for term in terms[:-1]) + terms[-1]


def whole(terms: Sequence[str]) -> str:
    """Return the form of a run of terms from its beginning to its end; runs of very many have none."""
    return _WHOLE + joined(terms)


def pieces(terms: Sequence[str]) -> list[str]:
    """Return the joined forms of all `LONGEST` terms in a row of longer `terms`."""
    return [joined(terms[at : at + LONGEST]) for at in range(len(terms) - LONGEST + 1)]


def joined_keys(standing: Mapping[int, Key]) -> Iterator[Key]:
    """Yield the keys of all joined terms of one entry.

    Args:
        standing: position → term and label, of the entry's whole vector.

    """
    run: list[str] = []
    before = (-1, "")
    for position in sorted(standing):
        term, label = standing[position]
        if not (run and before == (position - 1, label) and _follows(run[-1], term)):
            yield from _of_run(run, before[1])
            run = []
        before = (position, label)
        if label != "D" or is_marked(term):
            run.append(term)
    yield from _of_run(run, before[1])


def _follows(one: str, other: str) -> bool:
    """Tell whether two neighbours belong to one run: Han pairs that overlap, pinyin of one sort."""
    if is_marked(one) or is_marked(other):
        return one[0] == other[0]
    return len(one) == len(other) == 2 and one[1] == other[0] and not one.isascii()


def _of_run(run: Sequence[str], label: str) -> Iterator[Key]:
    for size in range(2, min(LONGEST, len(run)) + 1):
        for at in range(len(run) - size + 1):
            yield joined(run[at : at + size]), label.lower()
    if LONGEST < len(run) <= _WIDEST:
        yield whole(run), label.lower()
