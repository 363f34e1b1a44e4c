"""What an uploader types beside a file; sealed until the secrecy gate has passed.

Fields are those of 政务信息资源目录编制指南(试行), chapter 4, that a system cannot fill in by itself.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from catalog.errors import InvalidField
from catalog.reasons import check_text
from catalog.taxonomy import UPDATE_CYCLES

CATALOGUE_FLAGS: Final = ("general", "important", "core")  # 数据安全法 art. 21
MAX_TAGS: Final = 20


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
        return cls(**{**content, "tags": tuple(content["tags"])})
