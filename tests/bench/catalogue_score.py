"""Score answers of `portal classify` against labelled datasets: tier, release, theme, sector, kind, leaks, keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

SEVERITY = ["open", "open_after_masking", "conditional", "share_only", "refuse"]


@dataclass
class Score:
    total: int = 0
    right: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    over_released: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    broken_keeps: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)

    def share(self, name: str) -> float:
        return self.right.get(name, 0) / max(self.total, 1)

    def table(self) -> str:
        names = ("tier", "release", "theme", "sector", "kind", "accept", "clause")
        lines = [f"{name:8} {self.share(name):.3f}" for name in names]
        kinds = ("over_released", "leaks", "broken_keeps", "blocked")
        lines += [f"{name}: {len(getattr(self, name))} {getattr(self, name)}" for name in kinds]
        return "\n".join([f"datasets {self.total}", *lines, *self.wrong])


def score(samples: Iterable[Mapping[str, Any]], answers: Iterable[Mapping[str, Any]]) -> Score:
    result = Score()
    for sample, answer in zip(samples, answers, strict=True):
        _score_one(sample, answer, result)
    return result


def _score_one(sample: Mapping[str, Any], answer: Mapping[str, Any], result: Score) -> None:
    want, name = sample["expected"], sample["id"]
    assert answer["id"] == name
    result.total += 1
    accepted = [tuple(pair) for pair in want["accept"]]
    checks = {
        "tier": answer["tier"] in {t for t, _ in accepted},
        "release": answer["release"] in {r for _, r in accepted},
        "accept": (answer["tier"], answer["release"]) in accepted,
        "theme": answer["theme"] in want["accept_themes"],
        "sector": answer["sector"] in want["accept_sectors"],
        "kind": answer["resource_kind"] == want["resource_kind"],
        "clause": not want["clauses"] or want["clauses"][0] in answer["clauses"],
    }
    for check, fine in checks.items():
        result.right[check] = result.right.get(check, 0) + fine
        if not fine:
            got = {"accept": (answer["tier"], answer["release"]), "kind": answer["resource_kind"]}
            got |= {"clause": answer["clauses"]}
            told = got.get(check, answer.get(check))
            asked = {"theme": want["accept_themes"], "sector": want["accept_sectors"], "clause": want["clauses"]}
            if check not in {"tier", "release"}:
                result.wrong.append(
                    f"{name} {check}: got {told} want {asked.get(check, accepted)} | {sample['title']} by {answer['deciding_clause']}"
                )
    milder = min(SEVERITY.index(r) for _, r in accepted)
    if SEVERITY.index(answer["release"]) < milder:
        result.over_released.append(name)
    if milder < 2 and (SEVERITY.index(answer["release"]) > 1 or answer["released"] is None):
        result.blocked.append(
            f"{name}:{answer['release']}:{[q['code'] for q in answer['questions'] if 'verify' in q['code']]}"
        )
    _check_released(sample, answer, result)


def _check_released(sample: Mapping[str, Any], answer: Mapping[str, Any], result: Score) -> None:
    want, name, released = sample["expected"], sample["id"], answer["released"]
    if released is None:
        return
    told = str(released)
    hidden = [s["value"] for s in (*want["text_spans"], *want["cell_spans"]) if s["action"] == "hide"]
    told_by_cell = {s["column"] for s in want["cell_spans"]}  # the other cells of such a column have nothing to hide
    for masked in want["masking"]:
        column = masked["column"]
        if masked["action"] == "spans" and column in told_by_cell:
            continue
        if masked["action"] in {"partial", "drop", "spans"}:
            for row, out in zip(sample["rows"], released["rows"], strict=True):
                given = str(row.get(column) or "")
                if len(given) >= 2 and "*" not in given and str(out.get(column, "")) == given:
                    result.leaks.append(f"{name}:{column}")
            if masked.get("type") in {"CN_ID", "CN_MOBILE", "BANK_CARD"}:
                hidden += [
                    str(row[column]) for row in sample["rows"] if row.get(column) and "*" not in str(row[column])
                ]
        elif masked["action"] not in {"mixed", "suppress"}:
            for row, out in zip(sample["rows"], released["rows"], strict=True):
                if row.get(column) not in {None, ""} and out.get(column) == row.get(column):
                    result.leaks.append(f"{name}:{column}:{masked['action']}")
                    break
    result.leaks += [f"{name}:{value[:4]}…" for value in hidden if value in told]
    for span in want["text_spans"]:
        if span["action"] == "keep" and released["text"] is not None and span["value"] not in released["text"]:
            result.broken_keeps.append(f"{name}:text:{span['type']}")
    for column in want["must_keep"]:
        for row, out in zip(sample["rows"], released["rows"], strict=True):
            if out.get(column) != row.get(column):
                result.broken_keeps.append(f"{name}:{column}")
                break
