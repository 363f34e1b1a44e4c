"""What a trial or a run of an edition found, as a table in the terminal or as JSON lines."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Final

import click

from catalog.actions.editions import Change
from classifiers.tiers import Release, Tier

DIRECTION_LABELS: Final = {"stricter": "从严", "looser": "从宽", "other": "结果不变，理由变"}
_ORDER: Final = ("stricter", "looser", "other")
_SHOWN: Final = 200
_WIDE: Final = 120  # columns of a terminal that also holds the versions' ids


def print_changes(changes: Sequence[Change], total: int, *, as_json: bool) -> None:
    """Print what would change: stricter first, with how and under which clauses; as JSON, one line each and no sum."""
    if as_json:
        for change in changes:
            click.echo(json.dumps(asdict(change), ensure_ascii=False, default=str))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if changes:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="会变的数据集", title_justify="left")
        is_wide = console.width >= _WIDE
        for title in ("方向", "数据集", "分级", "结果", "为什么"):
            table.add_column(title, no_wrap=title in ("方向", "数据集", "为什么"))
        room = 36 if is_wide else 18
        rest = max(console.width - room - 38, 24)
        ordered = sorted(changes, key=lambda one: (_ORDER.index(one.direction), one.title))
        for change in ordered[:_SHOWN]:
            table.add_row(
                DIRECTION_LABELS[change.direction],
                "\n".join([*_folded(change.title, room), *([str(change.version_id)] if is_wide else ())]),
                _moved(Tier(change.tier_before).label, Tier(change.tier_after).label),
                _moved(Release(change.release_before).label, Release(change.release_after).label),
                "\n".join(part for line in reasons(change) for part in _folded(line, rest)),
            )
        console.print(table)
        if len(ordered) > _SHOWN:
            console.print(f"另有 {len(ordered) - _SHOWN} 个未列出；加 --json 可得全部。")
    counts = Counter(change.direction for change in changes)
    unknown = sum(bool(change.needs_scan) or not change.is_readable for change in changes)
    console.print(
        f"试算了 {total} 个数据集：从严 {counts['stricter']}，从宽 {counts['looser']}，"
        f"仅理由变 {counts['other']}，不变 {total - len(changes)}。"
    )
    if unknown:
        console.print(f"其中 {unknown} 个要用到以前没有扫描过的情况，先按从严计；施行后会重新扫描。")
    if counts["stricter"]:
        console.print("施行后，从严的已发布数据集立即撤下并重新进入审核；从宽的等人处理，不会自动放开。")


def reasons(change: Change) -> list[str]:
    """Say in words why a dataset would change."""
    found = []
    if not change.is_readable:
        found.append("原定级依据已无法读取，须重新扫描")
    if change.needs_scan:
        found.append(f"须重新扫描：{'、'.join(change.needs_scan)}")
    if change.clauses_added:
        found.append(f"新命中：{'、'.join(change.clauses_added)}")
    if change.clauses_removed:
        found.append(f"不再适用：{'、'.join(change.clauses_removed)}")
    if change.deciding_before != change.deciding_after:
        found.append(f"决定条款：{_moved(change.deciding_before or '无', change.deciding_after or '无')}")
    if change.masks:
        hidden = [f"{column or '正文'}（{entity}）" for column, entity, _ in change.masks[:4]]
        found.append(f"须多隐去：{'、'.join(hidden)}{'等' if len(change.masks) > len(hidden) else ''}")
    return found or ["命中的条款相同"]


def _folded(text: str, room: int) -> list[str]:
    """Break a line where it is as wide as the column; rich loses what follows a long run of Chinese."""
    from rich.cells import cell_len

    lines = [""]
    for char in text:
        if cell_len(lines[-1] + char) > room:
            lines.append("")
        lines[-1] += char
    return lines


def _moved(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


@contextmanager
def progress(label: str, *, is_shown: bool) -> Iterator[Callable[[int, int], None]]:
    """Give a function to be told (done, total); a bar on standard error while it works."""
    if not is_shown:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
