"""An upload after reading, covered: what scan, decision and answer begin with; set aside sealed when workers share it.

Worker only.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from catalog.ingest import Note, TableRead, TextRead
from catalog.ingest.rows import Rows
from catalog.metadata import Metadata

SET_ASIDE: Final = "read.json"


@dataclass(frozen=True)
class Upload:
    """An upload after reading: `metadata` and headers are covered; `found` counts what was covered, by place.

    `headers` counts what was covered in column names, by column; `sheet` is the covered name of the sheet; `drafted`
    names the fields of the metadata that no person typed.
    """

    read: TableRead | TextRead
    metadata: Metadata
    found: dict[str, dict[str, int]]
    headers: dict[int, dict[str, int]]
    sheet: str | None
    drafted: tuple[str, ...] = ()


def upload_to_json(upload: Upload) -> bytes:
    """Return everything but the table itself, to be sealed under the upload's key."""
    read = upload.read
    if not isinstance(read, TableRead):
        raise TypeError("only tables are shared out")
    content: dict[str, Any] = {
        "format": read.format,
        "encoding": read.encoding,
        "delimiter": read.delimiter,
        "header_row": read.header_row,
        "sheet": read.sheet,
        "sheets": list(read.sheets),
        "notes": [note.to_json() for note in read.notes],
        "damaged": sorted(read.damaged),
        "extra_text": [list(pair) for pair in read.extra_text],
    }
    return json.dumps(
        {
            "read": content,
            "metadata": upload.metadata.to_text(),
            "found": upload.found,
            "headers": {str(position): kinds for position, kinds in upload.headers.items()},
            "sheet": upload.sheet,
            "drafted": list(upload.drafted),
        },
        ensure_ascii=False,
    ).encode()


def upload_from_json(content: bytes, rows: Rows) -> Upload:
    """Read what `upload_to_json` gave, with the table beside it."""
    data = json.loads(content)
    read = data["read"]
    return Upload(
        read=TableRead(
            rows=rows,
            **{
                **read,
                "sheets": tuple(read["sheets"]),
                "notes": tuple(Note(**note) for note in read["notes"]),
                "damaged": frozenset(read["damaged"]),
                "extra_text": tuple((place, text) for place, text in read["extra_text"]),
            },
        ),
        metadata=Metadata.from_text(data["metadata"]),
        found=data["found"],
        headers={int(position): kinds for position, kinds in data["headers"].items()},
        sheet=data["sheet"],
        drafted=tuple(data.get("drafted", ())),
    )
