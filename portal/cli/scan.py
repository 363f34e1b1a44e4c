"""`portal scan`: where personal information stands in files, as JSON lines. Needs no instance folder, no database."""

import gc
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from portal.cli.regular_file import RegularFile

if TYPE_CHECKING:
    import polars as pl

    from catalog.ingest import TextRead
    from desensitize.entities import Entity
    from desensitize.findings import Spans
    from desensitize.scan import TableState
    from portal.cli.scan_rows import Rows


def _entities(ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
    del ctx, param
    if value is None:
        return None
    from desensitize.entities import parse_entities

    try:
        return parse_entities(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


_COLLECTED_AFTER = 50_000
"""New objects after which circles among them are looked for: findings are many, small, and hold none. Python's own 700
would look through them all thousands of times, a twentieth of the work."""


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=RegularFile())
@click.option("--columns", is_flag=True, help="One line a column with its label: NONE, an entity, or MIXED.")
@click.option("--entities", metavar="A,B,…", callback=_entities, help="Report these kinds only.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True)
def command(*, files: tuple[Path, ...], columns: bool, entities: "frozenset[Entity] | None", jobs: int) -> None:
    """扫描文件中的个人信息，逐条输出位置（JSON 行），不输出内容。工作簿的其他工作表另带 sheet（从 1 起的序号）。"""
    from catalog.ingest import IngestError, TextRead
    from portal.cli.scan_rows import read_rows

    gc.set_threshold(_COLLECTED_AFTER)
    failed = False
    for path in files:
        try:
            read = read_rows(path)
            if not columns:
                _scan_names(path, read, entities)
            if isinstance(read, TextRead):
                _scan_pages(path, read, entities, columns=columns)
            else:
                for rows in (read, *read.further):
                    _scan_rows(path, rows, entities, columns=columns, jobs=jobs)
        except IngestError as error:
            failed = True
            click.echo(f"{path.name}: [{error.code}] {error.message_zh}{error.message_en}", err=True)
    if failed:
        sys.exit(1)


def _scan_names(path: Path, read: "Rows | TextRead", entities: "frozenset[Entity] | None") -> None:
    """What stands around the table: the file's name, its sheets' names, and every text outside the cells."""
    from desensitize.entities import Entity
    from desensitize.scanning.matcher import Matcher
    from desensitize.scanning.names_around import find_in_names
    from desensitize.text import scan_text

    around = [("file_name", path.stem), *(("sheet_name", name) for name in getattr(read, "sheets", ()))]
    found = find_in_names([name for _, name in around], Matcher(), entities=entities)
    for (place, _), findings in zip(around, found, strict=True):
        click.echo("".join(_lines(path, -1, -1, [(0, f) for f in findings], mark=f', "place": "{place}"')), nl=False)
    for place, text in getattr(read, "around", ()):
        inside = [(0, f) for f in scan_text(text, entities=entities) if f.entity not in {Entity.ORG, Entity.LOCATION}]
        click.echo("".join(_lines(path, -1, -1, inside, mark=f', "place": {json.dumps(place)}')), nl=False)


def _scan_pages(path: Path, read: "TextRead", entities: "frozenset[Entity] | None", *, columns: bool) -> None:
    from desensitize.text import scan_text

    if columns:
        return
    for page in read.pages:
        for found in scan_text(page.text, entities=entities):
            place = {"file": str(path), "page": page.number, "start": found.start, "end": found.end}
            click.echo(json.dumps({**place, "type": found.entity.value, "score": found.score}, ensure_ascii=False))


def _scan_rows(path: Path, rows: "Rows", entities: "frozenset[Entity] | None", *, columns: bool, jobs: int) -> None:
    from desensitize.scan import Survey, scan_headers
    from desensitize.scanning.matcher import Matcher
    from desensitize.scanning.processes import scan_chunks
    from desensitize.scanning.workers import Workers

    survey = Survey(rows.headers, damaged=rows.damaged)
    held: list[pl.DataFrame] = []
    for chunk in rows.chunks:
        held.append(chunk)
        survey.add(chunk)
        if survey.is_complete:
            break
    state = survey.state(entities=entities)
    counts = ColumnCounts(state)
    sheet = {} if rows.sheet is None else {"sheet": rows.sheet}
    mark = "" if rows.sheet is None else f', "sheet": {rows.sheet}'
    if not columns:
        for index, findings in scan_headers(state, Matcher(), names=rows.names).items():
            inside = [(0, found) for found in findings]
            click.echo("".join(_lines(path, index, -1, inside, mark=f', "header": true{mark}')), nl=False)
    first = 0
    with Workers(jobs) as workers:
        for chunk, spans in scan_chunks(chain(held, rows.chunks), state, workers):
            if columns:
                counts.add(chunk, spans)
            else:
                for index, found in enumerate(spans):
                    click.echo("".join(_lines(path, index, first, found, mark=mark)), nl=False)
            first += chunk.height
    if columns:
        for index, label in enumerate(counts.labels()):
            place = {"file": str(path), "column": index, "label": label}
            click.echo(json.dumps({**place, **sheet}, ensure_ascii=False))


def _lines(path: Path, column: int, first: int, found: Any, *, mark: str = "") -> Iterator[str]:
    """JSON lines without the encoder: a million findings are common."""
    from desensitize.entities import ENTITIES

    head = f'{{"file": {json.dumps(str(path), ensure_ascii=False)}, "column": {column}, "row": '
    for row, finding in found:
        quiet = mark if ENTITIES[finding.entity].personal else f'{mark}, "personal": false'
        yield (
            f'{head}{row + first}, "start": {finding.start}, "end": {finding.end}, '
            f'"type": "{finding.entity.value}", "score": {finding.score}{quiet}}}\n'
        )


class ColumnCounts:
    """Counts of a table's columns over its chunks."""

    def __init__(self, state: "TableState") -> None:
        """state: of the table."""
        self._nonempty = [0] * len(state.columns)
        self._cells: list[Counter[Entity]] = [Counter() for _ in state.columns]
        self._whole: list[Counter[Entity]] = [Counter() for _ in state.columns]

    def add(self, chunk: "pl.DataFrame", spans: "tuple[Spans, ...]") -> None:
        """Count one chunk."""
        from desensitize.scan import count_cells, nonempty_cells, sizes_of

        for index, filled in enumerate(nonempty_cells(chunk)):
            self._nonempty[index] += filled
        for index, (series, found) in enumerate(zip(chunk.get_columns(), spans, strict=True)):
            sizes = sizes_of(series)
            cells, whole = count_cells(found, sizes)
            self._cells[index].update(cells)
            self._whole[index].update(whole)

    def labels(self) -> list[str]:
        """One label a column."""
        from desensitize.scanning.labels import column_label

        counts = zip(self._nonempty, self._cells, self._whole, strict=True)
        return [column_label(nonempty, cells, whole) for nonempty, cells, whole in counts]
