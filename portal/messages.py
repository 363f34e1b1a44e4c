"""Collects every message of pages, programs and the record into `translations/en.po`, keeping what is translated.

`python -m portal.messages` after words were added: it adds what is new without a translation, drops what is gone, and
says how many are left to translate. A test fails while any is.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from portal.language import TRANSLATIONS
from portal.record_words import english_words, labels

ROOT: Final = Path(__file__).resolve().parent
ENGLISH: Final = TRANSLATIONS / "en.po"
METHODS: Final = [("templates/**.html", "jinja2"), ("**.py", "python")]
_HEADER: Final[dict[str, Any]] = {
    "header_comment": "# English messages of the portal, kept by `python -m portal.messages`.",
    "creation_date": datetime(2026, 11, 23, tzinfo=UTC),
    "revision_date": datetime(2026, 11, 23, tzinfo=UTC),
    "last_translator": "-",
    "language_team": "-",
    "msgid_bugs_address": "-",
    "version": "1",
}
KEYWORDS: Final = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "noted": None, "translated": None}


def messages() -> Iterator[str]:
    """Yield every message once, in the order of files, then the record's labels."""
    found = extract_from_dir(ROOT, METHODS, keywords=KEYWORDS, comment_tags=())
    texts = [message for _, _, message, _, _ in sorted(found, key=lambda one: (one[0], one[1]))]
    known = english_words()
    yield from dict.fromkeys([*map(str, texts), *(one for one in labels() if one not in known)])


def read(path: Path = ENGLISH) -> Catalog:
    """Read the catalogue of English messages."""
    with path.open("rb") as source:
        return read_po(source, locale="en")


def update(path: Path = ENGLISH) -> list[str]:
    """Bring the catalogue up to the code; return the messages without a translation."""
    before = {message.id: message.string for message in read(path)} if path.is_file() else {}
    after = Catalog(locale="en", project="portal", charset="utf-8", fuzzy=False, **_HEADER)
    missing = []
    for text in messages():
        after.add(text, before.get(text) or "")
        if not before.get(text):
            missing.append(text)
    with path.open("wb") as target:
        write_po(target, after, width=0, omit_header=False)
    return missing


def main() -> int:
    """Update the catalogue and print what is left to translate."""
    missing = update()
    sys.stdout.write("".join(f"{text}\n" for text in missing) + f"{len(missing)} left to translate\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
