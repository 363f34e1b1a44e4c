"""`portal scan-text`: names, places, organisations and identifiers in texts, as JSON lines."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from desensitize.findings import Finding


def _entities(ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
    del ctx, param
    if value is None:
        return None
    from desensitize.entities import parse_entities

    try:
        return parse_entities(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _told(text: str, findings: Sequence["Finding"]) -> list[dict[str, Any]]:
    """The findings of a text as they are written; an office's address and telephone are marked as the credit codes."""
    from classifiers.contact_roles import OFFICE
    from classifiers.span_roles import roles_of
    from classifiers.text_span import TextSpan
    from desensitize.entities import ENTITIES, Entity

    roles = roles_of(text, [TextSpan(f.entity.value, f.start, f.end) for f in findings])
    told = []
    for finding, role in zip(findings, roles, strict=True):
        one = {"start": finding.start, "end": finding.end, "type": finding.entity.value}
        is_office = role == OFFICE and finding.entity in {Entity.ADDRESS, Entity.LANDLINE}
        told.append(one if ENTITIES[finding.entity].personal and not is_office else {**one, "personal": False})
    return told


@click.command("scan-text")
@click.argument(
    "source", metavar="IN.jsonl", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)
)
@click.option("--entities", callback=_entities, metavar="A,B,…", help="Report these kinds only.")
def command(source: Path, entities: Any) -> None:
    """Read {"text"} lines, write {"entities":[{"start","end","type"}]} lines; offsets in code points.

    What is nobody's own ("personal": false) is told as such: credit codes, institutions, an office's telephone.
    """
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
            click.echo(json.dumps({"entities": _told(text, findings)}, ensure_ascii=False))
