"""`portal risk FILE`: how easily people in a table can be told apart. Needs no instance folder and no database."""

import json
import sys
from pathlib import Path

import click

from portal.cli.regular_file import RegularFile
from portal.cli.told import failure


@click.command()
@click.argument("file", type=RegularFile())
@click.option("--quasi", help="Quasi-identifiers, comma-separated; proposed when left out.")
@click.option("--sensitive", default="", help="Columns for l-diversity and t-closeness, comma-separated.")
def command(file: Path, quasi: str | None, sensitive: str) -> None:
    """风险评估：k-匿名、唯一性、小单元格与占优，输出 JSON（不含任何取值）。"""
    from catalog.ingest import IngestError, TableRead, read_upload
    from desensitize.risk import RiskError, assess_risk

    try:
        with file.open("rb") as source:
            read = read_upload(source, name=file.name)
        if not isinstance(read, TableRead):
            raise click.ClickException("不是数据表，无法评估。It is no table.")
        report = assess_risk(
            read.frame,
            quasi_identifiers=_names(quasi) if quasi is not None else None,
            sensitive=_names(sensitive),
        )
    except (IngestError, RiskError) as error:
        raise failure(error) from None
    json.dump({"file": str(file), **report.as_dict()}, sys.stdout, ensure_ascii=False, indent=2)
    click.echo()


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
