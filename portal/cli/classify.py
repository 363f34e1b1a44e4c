"""`portal classify IN.jsonl --out OUT.jsonl`: tier, release, sector, kind, and what the public would see."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO

import click

from portal.cli.negative_list import load

BEIJING = timedelta(hours=8)


@click.command()
@click.argument("source", type=click.File("r", encoding="utf-8"))
@click.option("--out", "target", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Output file.")
@click.option("--list", "list_file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Edition file.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Day on which gates in time are judged.")
def command(source: IO[str], target: Path, list_file: Path | None, today: datetime | None) -> None:
    """Classify datasets given as JSON lines; needs no instance folder and no database."""
    from catalog.assess.line import classify_line

    edition = load(list_file)
    day: date = today.date() if today else (datetime.now(UTC) + BEIJING).date()
    done = 0
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for text in source:
            if not text.strip():
                continue
            answer = classify_line(json.loads(text), edition, today=day)
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            done += 1
    click.echo(f"{done} datasets", err=True)
