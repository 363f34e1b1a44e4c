"""A JSON line as it comes: what it holds and what could not be read of it. Never raises for what a line contains.

A part of the wrong type is left out and named in `Submission.missing`: such a dataset waits for a person.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import polars as pl

from catalog.assess.submission import Submission
from catalog.ingest.model import Page, TableRead, TextRead
from catalog.ingest.rows import WholeRows
from classifiers.said_dates import parse_day
from classifiers.terms import normalise
from classifiers.tiers import SecurityLabel

_FLAG_KEYS: Final = ("catalogue_flag", "catalog_flag", "data_level", "security_label", "gbt43697")
_RELEASE_KEYS: Final = ("release_at", "embargo_until", "publish_at", "release_time")
_UNTIL_KEYS: Final = ("public_until", "publicity_until", "public_end", "expires_at", "notice_until")
_HIDDEN_KEYS: Final = ("hidden_sheets", "comments", "revisions", "author", "properties", "hidden_parts", "metadata")
_FLAG_WORDS: Final = re.compile(
    r"目录标识\s*[=:为]\s*(核心|重要)|(?<![未不])(?<!尚未)(?:列入|纳入|属于?)[^。,;]{0,12}?(核心|重要)数据目录|(核心|重要)数据目录内"
)
_HIDDEN_NAME: Final = re.compile(r"隐藏列|[\[(\uff08【](?:隐藏|hidden)[\])\uff09】]", re.IGNORECASE)
_FLAG_TAGS: Final = frozenset({"核心数据", "重要数据", "核心", "重要", "核心数据目录", "重要数据目录"})
_TYPED: Final = ("title", "description", "department", "department_kind", "file_name", "format", "update_frequency")


@dataclass
class _Reader:
    """Takes parts out of a line and notes those that are not what they should be."""

    line: Mapping[str, Any]
    missing: dict[str, None] = field(default_factory=dict)

    def text(self, key: str) -> str:
        value = self.line.get(key)
        if value is None:
            return ""
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            self.missing[key] = None
            return ""
        return self.clean(str(value), key)

    def clean(self, text: str, key: str) -> str:
        """Text without characters that no file can hold (lone surrogates)."""
        try:
            text.encode()
        except UnicodeEncodeError:
            self.missing[key] = None
            return text.encode("utf-8", "replace").decode()
        return text

    def listed(self, key: str) -> list[Any]:
        value = self.line.get(key)
        if value is None:
            return []
        if isinstance(value, Sequence) and not isinstance(value, str):
            return list(value)
        self.missing[key] = None
        return []


def read_line(line: object) -> tuple[TableRead | TextRead, TextRead | None, Submission]:
    """Read a line: its content, the running text beside a table if there is one, and what was typed about it."""
    if not isinstance(line, Mapping):
        return TextRead((Page(1, ""),), "txt"), None, Submission(missing=("line",))
    reader = _Reader(line)
    names, frame = _table(reader)
    text = reader.text("text")
    outside = tuple((key, reader.clean(str(line[key]), key)) for key in _HIDDEN_KEYS if line.get(key))
    document = TextRead(tuple(Page(n, page) for n, page in enumerate(text.split("\f"), 1)), "txt", extra_text=outside)
    if not names or (frame.height == 0 and text.strip()):
        return document, None, _submission(reader, None)
    table = TableRead(WholeRows(frame), reader.text("format") or "csv", extra_text=outside)
    return table, document if text.strip() else None, _submission(reader, frame)


def _table(reader: _Reader) -> tuple[list[str], pl.DataFrame]:
    names = [name for f in reader.listed("fields") if (name := _field_name(f, reader))]
    rows = [row for given in reader.listed("rows") if (row := _row(given, names, reader)) is not None]
    names += [reader.clean(str(name), "rows") for row in rows for name in row]
    names = list(dict.fromkeys(names))
    cells = {name: pl.Series([_cell(row.get(name), reader) for row in rows], dtype=pl.String) for name in names}
    return names, pl.DataFrame(cells)


def _field_name(given: object, reader: _Reader) -> str:
    name = given.get("name") if isinstance(given, Mapping) else given
    if not isinstance(name, str | int | float) or not str(name).strip():
        reader.missing["fields"] = None
        return ""
    return reader.clean(str(name), "fields")


def _row(given: object, names: Sequence[str], reader: _Reader) -> Mapping[str, Any] | None:
    """A row by names; one given as a list goes by place."""
    if isinstance(given, Mapping):
        return given
    if isinstance(given, Sequence) and not isinstance(given, str) and len(given) == len(names):
        return dict(zip(names, given, strict=True))
    reader.missing["rows"] = None
    return None


def _cell(value: object, reader: _Reader) -> str | None:
    return None if (text := cell_text(value)) is None else reader.clean(text, "rows")


def cell_text(value: object) -> str | None:
    """A JSON value as the text that a file would hold; an empty one as null."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return repr(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def _submission(reader: _Reader, frame: pl.DataFrame | None) -> Submission:
    line = reader.line
    typed = {key: reader.text(key) for key in _TYPED}
    given = line.get("tags")
    tags = tuple(reader.clean(str(t), "tags") for t in ([given] if isinstance(given, str) else reader.listed("tags")))
    if not typed["title"].strip() and not typed["description"].strip():
        reader.missing["title"] = None
    return Submission(
        title=typed["title"],
        description=typed["description"],
        agency=typed["department"],
        agency_kind=typed["department_kind"],
        tags=tags,
        file_name=typed["file_name"],
        format=typed["format"],
        update_frequency=typed["update_frequency"],
        catalogue_flag=_flag(line, " ; ".join((typed["title"], typed["description"], *tags)), tags, frame),
        release_at=_day(reader, _RELEASE_KEYS),
        public_until=_day(reader, _UNTIL_KEYS),
        hidden_columns=() if frame is None else _hidden_columns(reader.listed("fields")),
        hidden_parts=tuple(key for key in _HIDDEN_KEYS if line.get(key)),
        missing=tuple(reader.missing),
    )


def _hidden_columns(fields: Sequence[Any]) -> tuple[int, ...]:
    return tuple(
        place
        for place, given in enumerate(fields)
        if isinstance(given, Mapping)
        and (given.get("hidden") or given.get("visible") is False or _HIDDEN_NAME.search(str(given.get("name"))))
    )


def _flag(
    line: Mapping[str, Any], typed: str, tags: tuple[str, ...], frame: pl.DataFrame | None
) -> SecurityLabel | None:
    """The catalogue flag: its own field, or spelt out as a flag (目录标识=核心), or a constant column 目录标识."""
    said = [normalise(str(line[key])) for key in _FLAG_KEYS if line.get(key)]
    said += [normalise(tag) for tag in tags if normalise(tag) in _FLAG_TAGS]
    match = _FLAG_WORDS.search(normalise(typed))
    said += [next(g for g in match.groups() if g)] if match else []
    if frame is not None:
        flags = [name for name in frame.columns if "目录标识" in normalise(name)]
        said += [str(value) for name in flags for value in frame.get_column(name).drop_nulls().unique().to_list()]
    if any("core" in text or "核心" in text for text in said):
        return SecurityLabel.CORE
    if any("important" in text or "重要" in text for text in said):
        return SecurityLabel.IMPORTANT
    return None


def _day(reader: _Reader, keys: tuple[str, ...]) -> date | None:
    """A day under one of the keys; one that is given and cannot be read is missing."""
    for key in keys:
        if reader.line.get(key):
            day = parse_day(str(reader.line[key]))
            if day is None:
                reader.missing[key] = None
            return day
    return None
