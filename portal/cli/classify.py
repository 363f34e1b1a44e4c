"""`portal classify IN.jsonl --out OUT.jsonl`: tier, release, sector, kind, and what the public would see."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO

import click

from portal.cli.negative_list import load

BEIJING = timedelta(hours=8)


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
    done = held = 0
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for text in source:
            if not text.strip():
                continue
            answer = classify_text(text, edition, today=day)
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            done += 1
            held += any(question["code"] == "not_judged" for question in answer["questions"])
    click.echo(f"{done} datasets" + (f", {held} not judged" if held else ""), err=True)
