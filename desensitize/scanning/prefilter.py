"""Necessary conditions, in Polars' regex dialect: which cells only the matcher can judge.

A cell that none of these catches has no finding but those the kernels settle. Every condition errs on the side of
asking; a property test looks for cells that should have been caught.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from desensitize.entities import Entity
from desensitize.normalise import HEX_TEXT, NUMERALS, fold
from desensitize.recognizers import RULES
from desensitize.recognizers.rule import Against, Need, Rule
from desensitize.scanning.context import word_pattern
from desensitize.scanning.context_words import AGAINST_WORDS
from desensitize.scanning.judgement import DAMAGED, CellContext, disproven, holds_pieces, is_opposed_column, proven

KERNEL_RULES: frozenset[str] = frozenset({"cn_id", "uscc", "bank_card", "cn_mobile", "email"})
"""Rules whose matches the kernels settle."""
# Spaced and damaged forms have conditions of their own below; a taxpayer number is asked for by its length.
_OWN_CONDITION = frozenset({"cn_id_spaced", "bank_card_spaced", "cn_id_taxpayer"})

SHORTEST_RUN = 5
"""Shorter runs of letters and digits are nothing, unless one of the special labels below stands by."""
WORTH_SETTLING = f"[0-9A-Za-z]{{{SHORTEST_RUN}}}|[0-9][ -][0-9]"

# Folding leaves these alone, or turns them into punctuation that no rule of the kernels looks at.
_FOLDS = "[^\t\n\r -~一-鿿㐀-䶿、。《》〈〉「」『』【】〔〕“”‘’·，：；（）！？]"
_ESCAPES = r"\\|%[0-9A-Fa-f]{2}|&[#a-z]"
_N = f"[{NUMERALS}]"
_D = f"[0-9{NUMERALS}]"
_READ_OUT = f"{_N}[ -]?{_D}[ -]?{_D}|{_D}[ -]?{_N}[ -]?{_D}|{_D}[ -]?{_D}[ -]?{_N}"
_HEX = f"(?:^|[^0-9A-Za-z])(?:0[xX])?(?:{HEX_TEXT})(?:[^0-9A-Za-z]|$)"
BASE64 = "[0-9A-Za-z+/_-]{12}"
_WEIGHT = 130
"""Counted repetitions in one alternation. The engine builds a state for each set of places reached and starts over when
its cache is full: over the columns of a ledger 130 cost a quarter less than 60, 200 as much, all in one nine times it.
"""
_STRETCH = 7  # an against-label and its gap: `context._GAP_AGAINST` allows six, and the value begins behind it


def _separated(digits: int) -> str:
    """A window of so many digits with at least one blank or hyphen inside."""
    return "|".join(
        f"(?:[0-9][ -]?){{{before}}}[0-9][ -][0-9](?:[ -]?[0-9]){{{digits - 2 - before}}}"
        for before in range(digits - 1)
    )


def _alternatives(parts: Iterable[str]) -> str:
    return "|".join(f"(?:{part})" for part in dict.fromkeys(parts))


def _weight(pattern: str) -> int:
    """How many repetitions a pattern counts: on runs of digits each is a place that may or may not be reached."""
    return sum(int(count) for count in re.findall(r"\{(?:\d+,)?(\d+),?\}", pattern))


def _grouped(parts: Iterable[str]) -> Iterator[str]:
    """Patterns in as few alternations as the regex engine's cache holds; `_WEIGHT` says why not in one."""
    group: list[str] = []
    for part in sorted(dict.fromkeys(parts), key=_weight):
        if group and sum(map(_weight, group)) + _weight(part) > _WEIGHT:
            yield _alternatives(group)
            group = []
        group.append(part)
    yield _alternatives(group)


def _is_free(rule: Rule) -> bool:
    """Whether the rule's trigger alone sends a cell to the matcher: no label, or one that no header can give."""
    unlabelled = rule.need in {Need.NOTHING, Need.INSIDE} and rule.name not in KERNEL_RULES | _OWN_CONDITION
    return unlabelled or rule.cover > 1


SEPARATED_ACCOUNT = _separated(9)
"""Nine digits or more with blanks or hyphens: with a label they may be an account."""
EMAIL_HINT = "@[0-9A-Za-z-]{1,63}[.]"
OUTRANKS_EMAIL = "[0-9]{15}|[0-9A-Za-z]{17}|[0-9]-[0-9]|%"
"""In an address, only these can be a finding of higher priority."""
EMAIL_CELL = r"^[0-9A-Za-z._%+-]{1,64}@(?:[0-9A-Za-z-]{1,63}[.]){1,4}[A-Za-z]{2,12}$"

_KERNEL_AGAINST = (Against.SERIAL, Against.AMOUNT, Against.CODE, Against.NUMBERING)
_AGAINST = "|".join(
    word_pattern(word)
    for word in sorted({word for kind in _KERNEL_AGAINST for word in AGAINST_WORDS[kind]}, key=len, reverse=True)
)
OPPOSED = f"(?i:{_AGAINST})[^0-9，,。；;、|\n]{{0,{_STRETCH}}}[0-9]{{11}}"
"""A label against it may stand right before a number that a kernel would settle."""

_SPECIAL = frozenset({Entity.CVV, Entity.PASSWORD, Entity.WECHAT, Entity.IP})
"""Kinds whose values may be shorter than a run, or hold none."""


def _fold_word(word: str) -> str:
    return fold(word).lower()


def _words(words: Iterable[str]) -> str:
    """Words anywhere; Latin ones only where no letter touches them, as `context.Lexicon` wants it."""
    known = sorted({_fold_word(word) for word in words}, key=len, reverse=True)
    latin = "|".join(word_pattern(word) for word in known if word.isascii())
    others = "|".join(word_pattern(word) for word in known if not word.isascii())
    return f"(?i:{others}|(?:^|[^A-Za-z])(?:{latin})(?:[^A-Za-z]|$))"


NAMING = _words(word for rule in RULES if rule.need is Need.LABEL for word in rule.labels)
"""A word that names a kind for which some rule needs a label."""
LABELS = _words((*(word for rule in RULES for word in rule.labels), *(w for ws in AGAINST_WORDS.values() for w in ws)))
"""A word that names or opposes anything."""
_SPECIALS = _words(word for rule in RULES if rule.entity in _SPECIAL for word in rule.labels)

ALWAYS_ASK = (
    *_grouped((_FOLDS, _ESCAPES, _READ_OUT, *(rule.trigger for rule in RULES if _is_free(rule)))),
    _SPECIALS,
)
"""Cells for the matcher whatever the column: they fold, unescape or decode, or a rule without a kernel may match."""
LONG_RUN = "[0-9A-Za-z]{11}"
ASK_IF_LONG = _alternatives((OPPOSED, _HEX))
"""The same of cells with a long run; the others cannot match."""
BREAK = "[ -]"
ASK_IF_BROKEN = _separated(11)
"""The same of cells with a blank or a hyphen."""

NUMBER_CELL = "^(?:[0-9]{11}|[0-9]{16}|[0-9]{19}|[0-9ANY][0-9A-Z][0-9]{6}[0-9A-Z]{10}|[0-9]{17}x)$"
"""One run of a form the kernels know: no other rule can match in it but one that needs a label."""
NOTHING_CELL = "^(?:[一-鿿㐀-䶿]{1,6}|-?[0-9]{1,10}(?:[.][0-9]{1,4})?|[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2})$"
"""Short Chinese words, small numbers, dates: no rule matches but one that needs a label."""


@dataclass(frozen=True, slots=True)
class ColumnRoute:
    """How a column's context changes what must be asked.

    everything: every cell goes to the matcher. named: the header (or the values) names a kind whose rules need a label.
    special: it names one with short values. opposed: entities that the column itself speaks against.
    """

    everything: bool
    named: bool
    special: bool
    opposed: frozenset[Entity]


_OPPOSABLE = {rule.entity: rule for rule in RULES if rule.name in KERNEL_RULES}


@lru_cache(maxsize=4096)
def route_of(context: CellContext) -> ColumnRoute:
    """The route for one column."""
    needing = {rule.entity for rule in RULES if rule.need is Need.LABEL and rule.cover <= 1}
    named = {entity for entity in needing if entity in context.meaning or proven(entity) in context.marks}
    return ColumnRoute(
        everything=DAMAGED in context.marks or holds_pieces(context.marks),
        named=bool(named),
        special=bool(named & _SPECIAL),
        opposed=frozenset(
            entity
            for entity, rule in _OPPOSABLE.items()
            if disproven(entity) in context.marks or is_opposed_column(rule, context)
        ),
    )
