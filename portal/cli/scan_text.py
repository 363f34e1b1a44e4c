"""`portal scan-text`: names, places, organisations and identifiers in texts, as JSON lines."""

import json
from pathlib import Path
from typing import Any

import click


def _entities(ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
    del ctx, param
    if value is None:
        return None
    from desensitize.entities import parse_entities

    try:
        return parse_entities(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command("scan-text")
@click.argument(
    "source", metavar="IN.jsonl", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)
)
@click.option("--entities", callback=_entities, metavar="A,B,…", help="Report these kinds only.")
def command(source: Path, entities: Any) -> None:
    """Read {"text"} lines, write {"entities":[{"start","end","type"}]} lines; offsets in code points."""
    from desensitize.text import Aim, scan_text

    with click.open_file(str(source), "rb") as lines:
        for number, raw in enumerate(lines, 1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                raise click.ClickException(f"第 {number} 行不是 UTF-8。Line {number} is not UTF-8.") from None
            if not line.strip():
                continue
            try:
                text = json.loads(line)["text"]
            except (ValueError, KeyError, TypeError):
                raise click.ClickException(
                    f"第 {number} 行不是含 text 的 JSON。Line {number} is not JSON with a text."
                ) from None
            if not isinstance(text, str):
                raise click.ClickException(f"第 {number} 行的 text 不是字符串。The text of line {number} is no string.")
            findings = scan_text(text, entities=entities, aim=Aim.REPORT)
            found = [{"start": f.start, "end": f.end, "type": f.entity.value} for f in findings]
            click.echo(json.dumps({"entities": found}, ensure_ascii=False))
