"""Datasets made from word lists: what must stay shut and what may be opened, each matter in many wordings, seeded.

A line of `tests/data/wording/*.txt` is a matter: clause (or -), agencies (- for another office), nouns, endings and
columns as in the cases (`NAME:MAKER`, `NAME=one/two`), or, after `>`, sentences of a document. A dataset takes a noun,
an ending and some of the columns or sentences. They train the model below the clauses; nothing is judged on them.
"""

from pathlib import Path
from random import Random
from typing import Any, Final

from tests.data.generators.catalogue import dataset

_FOLDER: Final = Path(__file__).parents[1] / "wording"
_OUTCOMES: Final = {"shut": "S", "open": "O"}
_SECRET: Final = "A"  # clauses that refuse
_DESCRIPTIONS: Final = ("", "", "", "按月报送。", "见附件。", "由业务科室整理。", "系统导出。", "本市范围。")
_PLACES: Final = ("", "", "", "全市", "辖区", "2020年", "上半年", "我市", "分县区")
_MOST: Final = 6


def made(per_matter: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return `per_matter` datasets of every matter, the same for the same seed."""
    return [
        _one(Random(f"{seed}:{name}:{at}:{number}"), f"{name}{at}-{number}", line, outcome)
        for name, outcome in _OUTCOMES.items()
        for at, line in enumerate(_matters(name))
        for number in range(per_matter)
    ]


def _matters(name: str) -> list[list[str]]:
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]


def _one(rng: Random, key: str, matter: list[str], outcome: str) -> dict[str, Any]:
    clause, agencies, nouns, endings, content = matter
    outcome = "R" if clause.startswith(_SECRET) else outcome
    agency = rng.choice(agencies.split()).strip("-")
    title = rng.choice(_PLACES) + rng.choice(nouns.split("/")) + rng.choice(endings.split("/"))
    if content.startswith(">"):
        sentences = [s.strip() for s in content.removeprefix(">").split("/")]
        body = "。".join(rng.sample(sentences, rng.randint(2, min(4, len(sentences))))) + "。"
        told: str | dict[str, str] = {"prose": body}
    else:
        columns = content.split()
        told = " ".join(rng.sample(columns, rng.randint(min(3, len(columns)), min(_MOST, len(columns)))))
    return dataset(rng, key, agency, title, rng.choice(_DESCRIPTIONS), told, outcome, "FIN", "-")
