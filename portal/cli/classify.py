"""`portal classify IN.jsonl --out OUT.jsonl`: tier, release, sector, kind, and what the public would see."""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, Any, Final

import click

from portal.cli.negative_list import load

BEIJING = timedelta(hours=8)
MOST_LINES: Final = 20
_CONTENT: Final = frozenset({"fields", "rows", "text"})
_ASKED: Final = frozenset({"title"})  # a missing title is a question in the answer


@click.command()
@click.argument("source", type=click.File("rb"))
@click.option("--out", "target", type=click.Path(path_type=Path, dir_okay=False), required=True, help="输出文件。")
@click.option(
    "--list",
    "list_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="负面清单文件，缺省为随产品发布的一版。",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="判断时间条件所用的日期，缺省为今天。")
def command(source: IO[bytes], target: Path, list_file: Path | None, today: datetime | None) -> None:
    """逐行判定数据集：分级、开放方式、行业、类型与公众所见；不需要实例目录和数据库。"""
    from catalog.assess.line import classify_text

    edition = load(list_file)
    day: date = today.date() if today else (datetime.now(UTC) + BEIJING).date()
    if not edition.is_in_force(day):
        click.echo(f"注意：所用负面清单（第 {edition.number} 版）在 {day} 并不施行，结果只供比较。", err=True)
    if target.is_file() and Path(source.name).is_file() and target.samefile(source.name):
        raise click.UsageError("--out 不能是输入文件本身。")
    told, done, held = _Told(source.name), 0, 0
    with _whole(target) as out:
        for number, text in enumerate(source, 1):
            if not text.strip():
                continue
            answer = classify_text(text, edition, today=day)
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            told.look(number, text, answer)
            done += 1
            held += _is_held(answer)
    told.rest()
    click.echo(f"{done} datasets" + (f", {held} not judged" if held else ""), err=True)


def _is_held(answer: Mapping[str, Any]) -> bool:
    return any(question["code"] == "not_judged" for question in answer["questions"])


@contextmanager
def _whole(target: Path) -> Iterator[IO[str]]:
    """Open a file that appears under its name when it is whole, so that a killed run leaves no half one.

    Raises:
        UsageError: it cannot be written there.
    """
    is_plain = not target.exists() or target.is_file()  # else a device or a pipe
    target = target.resolve() if is_plain else target
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part") if is_plain else target
    try:
        out = aside.open("w", encoding="utf-8", newline="\n")
    except OSError:
        raise click.UsageError(f"不能写入 {target}。") from None
    try:
        with out:
            yield out
        if is_plain:
            aside.replace(target)
    finally:
        if is_plain:
            aside.unlink(missing_ok=True)


class _Told:
    """Says of which lines something was not read; every one of them has its answer, which waits for a person."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0

    def look(self, number: int, line: bytes, answer: Mapping[str, Any]) -> None:
        """Say what was not read of a line, with its number in the file; never what it holds."""
        if _is_held(answer):
            self._say(number, "未能判定，待人处理", "could not be judged")
        elif "line" in answer["unreadable"]:
            self._say(number, "不是 JSON 对象，按无法读取处理", "not a JSON object")
        elif keys := _keys_without_content(line):
            self._say(number, f"没有 fields、rows、text，只有 {keys}，按无内容处理", "no fields, rows or text")
        elif parts := [part for part in answer["unreadable"] if part not in _ASKED]:
            self._say(number, f"{'、'.join(parts)} 类型不对，没有读取", f"wrong type: {', '.join(parts)}")

    def rest(self) -> None:
        """Say how many lines were left out."""
        if self.count > MOST_LINES:
            click.echo(f"{self.name}: 另有 {self.count - MOST_LINES} 行有类似情况，见各行的 unreadable。", err=True)

    def _say(self, number: int, chinese: str, english: str) -> None:
        self.count += 1
        if self.count <= MOST_LINES:
            click.echo(f"{self.name}:{number}: {chinese} ({english})", err=True)


def _keys_without_content(line: bytes) -> str:
    """The keys of a line that has none of those that hold content; empty when it has one, or no key at all."""
    keys = json.loads(line.decode("utf-8-sig"), parse_constant=str).keys()
    if not _CONTENT.isdisjoint(keys):
        return ""
    return "、".join(key[:24] for key in list(keys)[:8] if key.isprintable())
