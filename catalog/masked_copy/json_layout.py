"""What stands around the records of a JSON file: {"code": 0, "data": {"total": 2, "list": … }}."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.ingest.encoding import decode_upload
from catalog.ingest.json import text_around, with_quotes
from catalog.ingest.notes import Note
from catalog.masked_copy.limits import LIMITS
from desensitize.plan import MaskingPlan

_NO_RECORD = "[{}]"


@dataclass(frozen=True)
class JsonLayout:
    """before, behind: JSON text around the list of records; empty where the list is all there is."""

    before: str = ""
    behind: str = ""

    @property
    def titles(self) -> list[str]:
        """The texts around the records."""
        return [text for text in (self.before, self.behind) if text]

    def released(self, plan: MaskingPlan, titles: Mapping[str, str]) -> "JsonLayout":
        """The same around a release; nothing when what is left is no JSON. titles: text → what is released of it."""
        del plan
        whole = with_quotes(_NO_RECORD.join(titles.get(text, "") for text in (self.before, self.behind)))
        if whole is None or whole.count(_NO_RECORD) != 1:
            return JsonLayout()
        return JsonLayout(*whole.split(_NO_RECORD))

    def untold(self, notes: Iterable[Note]) -> list[Note]:
        """The reader's notes without those on what the copy has as it stood."""
        return [note for note in notes if note.code != "nested_values"]


def json_layout(source: Path) -> JsonLayout:
    """Look once more at a JSON file with a table in it. source: the file."""
    with source.open("rb") as opened:
        return JsonLayout(*text_around(decode_upload(opened, LIMITS)))
