"""CKAN's limits, held locally, so that nothing is sent that the server would refuse, cut or misread.

Measured against CKAN 2.12: names 2–100 of `[a-z0-9_-]`; tags 2–100 letters, digits, spaces and `-_.`; an extra over
32,766 bytes answers 500, a NUL too; DataStore column names at most 63 bytes.
"""

import re
import unicodedata
from typing import Final

NAME: Final = re.compile(r"[a-z0-9_-]{2,100}\Z")
TAG_CHARS: Final = 100
EXTRA_BYTES: Final = 32_766
COLUMN_BYTES: Final = 63


class CkanLimitError(Exception):
    """Something of ours would not fit into CKAN; `code` says which limit, `field` where."""

    message_zh = "内容超出 CKAN 的限制，未发送。"
    message_en = "The content exceeds a limit of CKAN and was not sent."

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"{code}: {field}")
        self.code = code
        self.field = field


def check_name(name: str, field: str = "name") -> str:
    """Return `name` when CKAN takes it.

    Raises:
        CkanLimitError: `ckan.name`.
    """
    if not NAME.match(name):
        raise CkanLimitError("ckan.name", field)
    return name


def clean_tag(text: str) -> str | None:
    """Return the nearest tag CKAN takes, or None when nothing of two characters is left (银 alone, （ ）)."""
    folded = unicodedata.normalize("NFKC", text)
    kept = "".join(char if char.isalnum() or char in " -_." else " " for char in folded)
    tag = " ".join(kept.split())[:TAG_CHARS].strip()
    return tag if len(tag) >= 2 else None


def clean_tags(tags: tuple[str, ...]) -> list[str]:
    """Return the tags CKAN takes, each once, sorted."""
    return sorted({tag for one in tags if (tag := clean_tag(one)) is not None})


def check_extra(key: str, value: str) -> str:
    """Return `value` when it fits an extra.

    Raises:
        CkanLimitError: `ckan.extra`.
    """
    if "\x00" in value or len(value.encode()) > EXTRA_BYTES:
        raise CkanLimitError("ckan.extra", key)
    return value


def column_names(names: list[str]) -> list[str]:
    """Return DataStore names for columns: at most 63 bytes, no control characters, no quote, unique, not `_…`.

    A longer name is cut at a character and numbered; the full one stands in the dictionary's label.
    """
    taken: set[str] = set()
    result: list[str] = []
    for position, name in enumerate(names, 1):
        plain = "".join(char for char in unicodedata.normalize("NFC", name) if char.isprintable() and char != '"')
        plain = plain.strip().lstrip("_") or f"column_{position}"
        short = _cut(plain, COLUMN_BYTES)
        number = 2
        while short in taken:
            short = f"{_cut(plain, COLUMN_BYTES - 4)}_{number}"
            number += 1
        taken.add(short)
        result.append(short)
    return result


def _cut(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore").strip()
