"""Look for hidden identifiers anywhere in released text: the text is cut into what could be one, then looked up.

Cutting and looking up costs the same for one hidden value as for a million, where a matcher of all values at once
(Aho-Corasick) would hold every character of every value in memory.
"""

from dataclasses import dataclass

import polars as pl

from desensitize.entities import ENTITY_INDEX, ENTITY_ORDER
from desensitize.hidden import LONG, HiddenValues
from desensitize.operators import squash

# What an identifier can look like in running text. Each run is compared as it is and without its separators.
_RUNS = (
    r"[0-9A-Za-z]{6,}",
    r"[0-9]{6,}[Xx]?",
    r"[0-9](?:[ \-—–·.\t]{0,2}[0-9]){5,}[Xx]?",
)
_MAILS = r"[0-9A-Za-z._%+\-]+@[0-9A-Za-z.\-]+"
_PLATES = r"[\x{4e00}-\x{9fff}][A-Za-z][ ·•.\-]?[0-9A-Za-z]{5,6}"
_NAMES = r"[A-Za-z][0-9A-Za-z_\-]{5,}"
_ADDRESSES = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f]{1,4}(?:[:\-][0-9A-Fa-f]{0,4}){5,7}"

_EXTRA = {"EMAIL": _MAILS, "PLATE": _PLATES, "WECHAT": _NAMES, "IP": _ADDRESSES, "MAC": _ADDRESSES}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hidden identifiers to look for. table: columns token (normal form) and kind; runs: patterns that cut text."""

    table: pl.DataFrame
    runs: tuple[str, ...]

    def __len__(self) -> int:
        return self.table.height


@dataclass(frozen=True, slots=True)
class Hit:
    """A hidden identifier that stands in a text: number of the text, kind, code points."""

    text: int
    kind: str
    start: int
    end: int


def wanted_identifiers(hidden: HiddenValues) -> Wanted:
    """Normal forms of the hidden identifiers of six characters and more.

    hidden: of the whole table. A mobile number is looked for with and without its country code.
    """
    chosen = hidden.where(~hidden.is_word())
    token = _normal(chosen.values)
    table = pl.DataFrame({"token": token, "kind": chosen.kinds}).unique(maintain_order=False)
    mobile = ENTITY_INDEX["CN_MOBILE"]
    bare = pl.col("token").str.replace(r"^(?:0086|86)(1\d{10})$", "$1")
    table = table.with_columns(pl.when(pl.col("kind") == mobile).then(bare).otherwise(pl.col("token")).alias("token"))
    phones = table.filter(pl.col("kind") == mobile)
    coded = [phones.with_columns((code + pl.col("token")).alias("token")) for code in ("86", "0086")]
    table = pl.concat([table, *coded]).filter(pl.col("token").str.len_chars() >= LONG).unique("token")
    kinds = {ENTITY_ORDER[code].value for code in table["kind"].unique().to_list()}
    extra = tuple(sorted({pattern for kind, pattern in _EXTRA.items() if kind in kinds}))
    return Wanted(table, _RUNS + extra if table.height else ())


def find_standing(texts: pl.Series, wanted: Wanted) -> list[Hit]:
    """Find hidden identifiers in texts.

    texts: any strings, null allowed. Returns the hits with the number of the text; empty when nothing stands.
    """
    if not len(wanted) or not len(texts):
        return []
    cells = pl.DataFrame({"cell": texts}).with_row_index("text").drop_nulls("cell")
    cells = cells.filter(pl.col("cell").str.len_bytes() >= LONG)
    wide = cells["cell"].str.contains(r"[\x{2000}-\x{200f}\x{2060}\x{feff}\x{ff01}-\x{ff5e}\x{3000}]")
    plain = cells.with_columns(
        pl.when(wide)
        .then(pl.col("cell").str.normalize("NFKC").str.replace_all(r"\p{Cf}", ""))
        .otherwise(pl.col("cell"))
    )
    found: list[Hit] = []
    for pattern in wanted.runs:
        runs = plain.select("text", run=pl.col("cell").str.extract_all(pattern))
        runs = runs.filter(pl.col("run").list.len() > 0).explode("run")
        if not runs.height:
            continue
        hits = runs.with_columns(_normal(runs["run"]).alias("token")).join(wanted.table, on="token", how="inner")
        for text, run, kind in hits.select("text", "run", "kind").iter_rows():
            found.append(_hit(str(texts[text]), text, run, ENTITY_ORDER[kind].value))
    return sorted(set(found), key=lambda hit: (hit.text, hit.start))


def _hit(text: str, number: int, run: str, kind: str) -> Hit:
    start = text.find(run)
    # A run that normalisation changed has no place of its own in the raw text: the whole text counts as the place.
    return Hit(number, kind, start, start + len(run)) if start >= 0 else Hit(number, kind, 0, len(text))


def _normal(values: pl.Series) -> pl.Series:
    return squash(values).str.to_uppercase()
