"""ASCII names: slugs from pinyin with a rule for collisions, column codes, and the catalogue code.

A slug is valid as a CKAN name: 2 to 100 of `a-z 0-9 - _`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final
from uuid import UUID

SLUG: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,98}[a-z0-9]")
MAX_SLUG: Final = 60  # room for a suffix, and addresses stay readable
MAX_COLUMN_CODE: Final = 60  # PostgreSQL, CKAN's DataStore: 63 bytes


def is_slug(text: str) -> bool:
    """Whether the text may be a slug."""
    return SLUG.fullmatch(text) is not None


def ascii_words(text: str) -> list[str]:
    """Return the words of a text in ASCII: syllables of pinyin (GB/T 16159 letters), runs of letters and digits."""
    import pypinyin

    folded = unicodedata.normalize("NFKC", text).lower()
    spelled = " ".join(pypinyin.lazy_pinyin(folded, errors="default", v_to_u=False))
    return re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode())


def make_slug(title: str, key: UUID, is_taken: Callable[[str], bool]) -> str:
    """Return a free slug for a title.

    Args:
        title: public title.
        key: the dataset's id; a collision, or a title without a word, takes characters of its hash, so the same
            dataset always gets the same slug.
        is_taken: says whether another dataset bears a slug.
    """
    stem = ""
    for word in ascii_words(title):
        longer = f"{stem}-{word}" if stem else word
        if len(longer) > MAX_SLUG:
            break
        stem = longer
    if is_slug(stem) and not is_taken(stem):
        return stem
    digest = hashlib.sha256(key.bytes).hexdigest()
    for length in range(6, 33):
        slug = f"{stem or 'dataset'}-{digest[:length]}"
        if not is_taken(slug):
            return slug
    return f"dataset-{digest[:60]}"


def column_codes(names: Iterable[str]) -> tuple[str, ...]:
    """Return one ASCII code a column, unique within the table, beginning with a letter."""
    codes: list[str] = []
    taken: set[str] = set()
    for name in names:
        stem = ""
        for word in ascii_words(name):
            longer = f"{stem}_{word}" if stem else word
            if len(longer) > MAX_COLUMN_CODE - 6:
                break
            stem = longer
        if not stem or stem[0].isdigit():
            stem = f"c_{stem}" if stem else "column"
        code, number = stem, 1
        while code in taken:
            number += 1
            code = f"{stem}_{number}"
        taken.add(code)
        codes.append(code)
    return tuple(codes)


# 政务信息资源目录编制指南(试行) 4.2: 类(1位) 项(2位) 目(3位) 细目, then the resource's own number. 3 is the class of
# 部门信息资源; the item is the provider's kind, the entry its code, the detail theme and sector.
CATALOGUE_CLASS: Final = "3"


def catalogue_code(kind_position: int, agency_code: str, theme: str, sector: str | None, number: int) -> str:
    """Return the 政务信息资源代码 that the system gives a dataset.

    Args:
        kind_position: place of the agency's kind, from 0. agency_code: code of the provider.
        theme, sector: codes of the taxonomy. number: running number of the dataset within the agency, from 1.
    """
    entry = int(hashlib.sha256(agency_code.encode()).hexdigest(), 16) % 1000
    detail = f"{theme}{sector or ''}".upper()
    return f"{CATALOGUE_CLASS}{kind_position + 1:02d}{entry:03d}{detail}/{agency_code}-{number:06d}"
