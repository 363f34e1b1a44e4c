"""What every way to mask has in common."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import polars as pl

from desensitize.keys import MaskingKeys

STAR = "*"
HIDDEN = "***"
"""What stands where a value was taken out whole: always three stars, so that its length is hidden too."""

BLANK_DOMAIN = (
    r"^\s*(?:-{1,2}|—{1,2}|/|\\|〃|无|暂无|暂缺|缺|不详|不明|未知|空|同[上左前]|待[补定查]|待补充|待核实?|未提供|未填写?|未登记|不适用"
    r"|[合总共小]\s*计|(?i:null|none|n/?a))?\s*$"
)
"""Cells that say "no value", or that the row is a total: they are left as they are, and tell nothing of a person."""


@dataclass(frozen=True, slots=True)
class How:
    """The circumstances of one masking.

    entity: kind of the values, "" when none. params: the operator's settings from policy and plan. purpose: of the
    plan. keys: secrets, only pseudonyms use them.
    """

    entity: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    purpose: str = "release"
    keys: MaskingKeys = field(default_factory=MaskingKeys)


class Operator(Protocol):
    """A way to mask values.

    name: as policies and plans write it. strength: of two operators asked for one kind, the higher wins.
    needs_whole_cell: True when an output only makes sense as a whole cell of a column.
    """

    name: str
    strength: int

    def apply(self, values: pl.Series, how: How) -> pl.Series:
        """Mask values.

        values: strings without null, not blank. Returns as many strings; each depends on its own value alone, so that
        chunks can be masked apart.
        """
        ...

    def domain(self, how: How) -> str:
        """Regular expression (Rust syntax, anchored) that every output fits and no maskable original is expected to."""
        ...


_LEFT_OUT = r"[^0-9A-Za-z\x{3400}-\x{9fff}\x{20000}-\x{3ffff}]+"
_CHANGED = r"[^0-9A-Za-z\x{3400}-\x{9fff}\x{20000}-\x{2f7ff}\x{30000}-\x{3ffff}]"
"""The same, and the Han characters that NFKC changes (compatibility ideographs)."""


def squash(values: pl.Series) -> pl.Series:
    """Values in the form in which they are counted and compared.

    Half-width (NFKC), and only ASCII letters and digits and Han characters are left: separators and invisible
    characters go.
    """
    if not values.str.contains(_CHANGED).any():
        return values
    if not bool((values.str.len_bytes() == values.str.len_chars()).all()):
        values = values.str.normalize("NFKC")
    return values.str.replace_all(_LEFT_OUT, "")
