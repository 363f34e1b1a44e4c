"""UTF-16 that lost its byte order mark, as exports of databases and `iconv` write it.

Only what holds NUL bytes is looked at: no UTF-8 or GB18030 text does, so nothing else can be taken for it. Every ASCII
character has one there, always on the same side; read the wrong way round, line ends and digits are no text at all.
"""

import codecs
import re
from typing import Final

LOOK: Final = 1 << 16
"""Bytes of the beginning that are looked at."""
_ORDERS: Final = ("utf-16-le", "utf-16-be")
_TEXT: Final = re.compile("[\t\n\r\\x20-\x7e\u00a0-\u00ff\u2010-\u203b\u3000-\u3011\u4e00-\u9fff\uff01-\uff5e\uffe5]")
_ASCII: Final = re.compile("[\t\n\r\\x20-\x7e]")
_CONTROL: Final = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_SHARE: Final = 0.95
_LEAST_ASCII: Final = 0.01
_LEAST_NULS: Final = 0.3
"""Of bytes that would be UTF-8 but for their NULs: half of them are in ASCII as UTF-16, few in a damaged file."""


def unmarked_utf16(head: bytes) -> str:
    """`utf-16-le` or `utf-16-be` when the beginning of a file is such text without its mark, else an empty string."""
    head = head[:LOOK]
    if b"\0" not in head or _is_damaged(head):
        return ""
    fitting = [order for order in _ORDERS if _is_text(head, order)]
    return fitting[0] if len(fitting) == 1 else ""


def _is_damaged(head: bytes) -> bool:
    """Whether this is text of single bytes with a few NULs in it."""
    if head.count(b"\0") >= _LEAST_NULS * len(head):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _is_text(head: bytes, order: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(order)().decode(head)
    except UnicodeDecodeError:
        return False
    if not text or _CONTROL.search(text) is not None:
        return False
    return len(_TEXT.findall(text)) >= _SHARE * len(text) and len(_ASCII.findall(text)) >= max(
        1, _LEAST_ASCII * len(text)
    )
