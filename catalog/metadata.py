"""What an uploader types beside a file; sealed until the secrecy gate has passed.

Fields are those of 政务信息资源目录编制指南(试行), chapter 4, that a system cannot fill in by itself.
"""

import csv
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, Final

from catalog.errors import InvalidField
from catalog.reasons import check_text
from catalog.taxonomy import DEFAULT_LICENCE, LICENCE_NAMES, UPDATE_CYCLES

CATALOGUE_FLAGS: Final = ("general", "important", "core")  # 数据安全法 art. 21
MAX_TAGS: Final = 20
MAX_COLUMNS: Final = 2000


@dataclass(frozen=True, slots=True)
class ColumnText:
    """What a person says of a column 数据项: `name` is its header, which stays; `title` the Chinese name to show.

    A `unit` of None leaves the one in the header, an empty one says that there is none.
    """

    name: str
    title: str = ""
    unit: str | None = None
    meaning: str = ""

    def checked(self, place: int) -> "ColumnText":
        """Return the same, stripped; `place` counts columns from 0, for the error."""
        at = f"columns.{place}"
        return ColumnText(
            name=check_text(f"{at}.name", self.name, 255),
            title=check_text(f"{at}.title", self.title, 100),
            unit=None if self.unit is None else check_text(f"{at}.unit", self.unit, 20),
            meaning=check_text(f"{at}.meaning", self.meaning, 500),
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """What was typed of it."""
        return (self.title, self.unit or "", self.meaning)


def plain_header(name: str) -> str:
    """Return a header without white space and width: a dictionary is typed by another hand than its table."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def read_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[ColumnText, ...]:
    """Read columns from JSON."""
    return tuple(ColumnText(**{name: one[name] for name in ColumnText.__slots__ if name in one}) for one in rows)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the uploader typed, as typed; lengths in characters are checked, content only in the confined child.

    `catalogue_flag`: general, important or core, when the agency's own catalogue of important data says so.
    `release_at`: not public before this day; `public_until`: the day a notice ends.
    """

    file_name: str
    title: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    update_cycle: str = "不定期"
    catalogue_flag: str | None = None
    release_at: date | None = None
    public_until: date | None = None
    sharing_condition: str = ""
    opening_condition: str = ""
    related_resource_code: str = ""
    sheet: str | None = None
    sharing_way: str = ""
    licence: str = DEFAULT_LICENCE
    columns: tuple[ColumnText, ...] = ()

    def checked(self) -> "Metadata":
        """Return the same, stripped.

        Raises:
            InvalidField: `detail.field` names the first field that is too long or not allowed.
        """
        if self.update_cycle not in UPDATE_CYCLES:
            raise InvalidField({"field": "update_cycle"})
        if self.catalogue_flag is not None and self.catalogue_flag not in CATALOGUE_FLAGS:
            raise InvalidField({"field": "catalogue_flag"})
        if len(self.tags) > MAX_TAGS:
            raise InvalidField({"field": "tags", "limit": MAX_TAGS})
        if self.licence not in LICENCE_NAMES:
            raise InvalidField({"field": "licence"})
        if len(self.columns) > MAX_COLUMNS:
            raise InvalidField({"field": "columns", "limit": MAX_COLUMNS})
        return Metadata(
            file_name=check_text("file_name", self.file_name, 255) or "upload",
            title=check_text("title", self.title, 200),
            summary=check_text("summary", self.summary, 4000),
            tags=tuple(tag for tag in (check_text("tags", tag, 40) for tag in self.tags) if tag),
            update_cycle=self.update_cycle,
            catalogue_flag=self.catalogue_flag,
            release_at=self.release_at,
            public_until=self.public_until,
            sharing_condition=check_text("sharing_condition", self.sharing_condition, 400),
            opening_condition=check_text("opening_condition", self.opening_condition, 400),
            related_resource_code=check_text("related_resource_code", self.related_resource_code, 60),
            sheet=check_text("sheet", self.sheet, 100) if self.sheet else None,
            sharing_way=check_text("sharing_way", self.sharing_way, 400),
            licence=self.licence,
            columns=tuple(one.checked(place) for place, one in enumerate(self.columns)),
        )

    def to_text(self) -> str:
        """Return JSON to be sealed."""
        content = asdict(self)
        for key in ("release_at", "public_until"):
            content[key] = content[key].isoformat() if content[key] else None
        return json.dumps(content, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Metadata":
        """Read what `to_text` gave."""
        content = json.loads(text)
        for key in ("release_at", "public_until"):
            content[key] = date.fromisoformat(content[key]) if content[key] else None
        lists = {"tags": tuple(content["tags"]), "columns": read_columns(content.get("columns", ()))}
        return cls(**{**content, **lists})


@dataclass(frozen=True, slots=True)
class Description:
    """What a person may put right of a dataset afterwards: everything that was typed but the file itself."""

    title: str
    summary: str = ""
    tags: tuple[str, ...] = ()
    update_cycle: str = "不定期"
    sharing_condition: str = ""
    sharing_way: str = ""
    opening_condition: str = ""
    related_resource_code: str = ""
    licence: str = DEFAULT_LICENCE
    columns: tuple[ColumnText, ...] = ()

    def checked(self) -> "Description":
        """Return the same, stripped.

        Raises:
            InvalidField: as `Metadata.checked`, and when there is no title.
        """
        checked = Description.of(self.onto(Metadata("upload")).checked())
        if not checked.title:
            raise InvalidField({"field": "title"})
        return checked

    def onto(self, metadata: Metadata) -> Metadata:
        """Return the metadata with this description in place of its own."""
        return replace(metadata, **{one.name: getattr(self, one.name) for one in fields(self)})

    @classmethod
    def of(cls, metadata: Metadata) -> "Description":
        """Return what of the metadata is a description."""
        return cls(**{one.name: getattr(metadata, one.name) for one in fields(cls)})

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {**asdict(self), "tags": list(self.tags), "columns": [asdict(one) for one in self.columns]}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Description":
        """Read what `to_json` gave."""
        return cls(**{**content, "tags": tuple(content["tags"]), "columns": read_columns(content.get("columns", ()))})

    def tag(self, *more: str) -> str:
        """Return a hash of this description and of `more`: what was read, for a change that says what it changes."""
        text = json.dumps([self.to_json(), *more], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def changed(self, before: "Description") -> list[str]:
        """Return the names of the fields that differ from `before`, columns by their place; never a value."""
        names = [one.name for one in fields(self) if one.name != "columns"]
        found = [name for name in names if getattr(self, name) != getattr(before, name)]
        was = {one.name: one for one in before.columns}
        return found + [f"columns.{place}" for place, one in enumerate(self.columns) if was.get(one.name) != one]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that was typed and would be public."""
        return (
            self.title,
            self.summary,
            *self.tags,
            self.sharing_condition,
            self.sharing_way,
            self.opening_condition,
            self.related_resource_code,
            *(text for one in self.columns for text in one.texts),
        )


# words over the columns of a dictionary sheet → part of `ColumnText`
_HEADS: Final = {
    "name": ("数据项", "数据项名称", "列名", "字段", "字段名", "字段名称", "表头", "column", "name"),
    "title": ("中文名称", "中文名", "显示名称", "title", "label"),
    "unit": ("单位", "计量单位", "unit"),
    "meaning": ("含义", "说明", "描述", "定义", "备注", "meaning", "description", "notes"),
}
_WITHOUT_HEAD: Final = {
    1: ("name",),
    2: ("name", "meaning"),
    3: ("name", "unit", "meaning"),
    4: ("name", "title", "unit", "meaning"),
}


def read_dictionary(text: str) -> tuple[ColumnText, ...]:
    """Read a dictionary pasted from a spreadsheet or written as CSV: one column a line.

    Args:
        text: lines of cells, by tabs or commas; the first may name them (数据项, 中文名称, 单位, 含义). Without it two
            cells are name and meaning, three name, unit and meaning, four name, Chinese name, unit and meaning.

    Raises:
        InvalidField: `detail.line` says which line is not of this form.
    """
    lines = text.strip("\ufeff\r\n ").splitlines()
    delimiter = "\t" if lines and "\t" in lines[0] else ","
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
    parts: tuple[str, ...] = ()
    if rows:
        words = {word: part for part, known in _HEADS.items() for word in known}
        named = tuple(words.get(cell.lower(), "") for cell in rows[0])
        if "name" in named and sum(map(bool, named)) > 1:
            parts, rows[0] = named, []
    found = []
    for number, row in enumerate(rows, 1):
        here = parts or _WITHOUT_HEAD.get(len(row), ())
        if any(row) and ("name" not in here or not row[here.index("name")]):
            raise InvalidField({"field": "dictionary", "line": number})
        # a cell left empty says nothing: the unit in the header stays
        cells = {part: cell for part, cell in zip(here, row, strict=False) if part and cell}
        if cells:
            found.append(ColumnText(**cells))
    return tuple(found)
