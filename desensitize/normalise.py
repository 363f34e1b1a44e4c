"""Bring text into one spelling before recognition, and keep the way back to the raw offsets.

Full-width and look-alike forms and radicals are folded (NFKC, one character at a time), invisible characters dropped,
any script's digits and long runs of Chinese numerals turned into ASCII digits, and escapes (JSON, percent, HTML)
resolved once.
Base64 and hexadecimal runs are decoded once beside the text. Separators inside numbers are left to the patterns:
removing them here would join neighbours that are two numbers.
"""

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from desensitize.look_alikes import RADICALS

NUMERALS = "〇零一二三四五六七八九壹贰貳叁參叄肆伍陆陸柒捌玖幺"
_NUMERAL_MAP = str.maketrans(NUMERALS, "0012345678912233345667891")
# A whole number read out: seven or more numerals in a row, single blanks or hyphens between groups allowed.
_NUMERAL_RUN = re.compile(f"[0-9{NUMERALS}](?:[ -]?[0-9{NUMERALS}]){{6,}}")
_HAS_NUMERAL = re.compile(f"[{NUMERALS}]")

# Characters that folding leaves alone; everything else goes through the table below.
_FOLDABLE = re.compile("[^\t\n\r -~\u4e00-\u9fff\u3400-\u4dbf、。《》〈〉「」『』【】〔〕“”‘’·]")
_ESCAPE = re.compile(
    r"\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[nrt\"/]|(?:%[0-9A-Fa-f]{2})+|&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[a-z]{2,6});"
)
# An escape that is escaped itself: %2531, &amp;#49;, \\u005cu0031.
_TWICE = re.compile(r"%25[0-9A-Fa-f]{2}|&amp;#?|(?i:%5c|\\u005c|\\\\)u[0-9A-Fa-f]{4}|%26(?:%23|#)")
# Only runs that are UTF-8 when read as bytes: hashes are not.
_HEX_BYTE = (
    "(?:[2-7][0-9A-Fa-f]|0[9AaDd]|[CcDd][0-9A-Fa-f][89ABab][0-9A-Fa-f]|[Ee][0-9A-Fa-f](?:[89ABab][0-9A-Fa-f]){2})"
)
HEX_TEXT = f"{_HEX_BYTE}{{6,}}"
_HEX_RUN = re.compile(f"(?<![0-9A-Za-z])(?:0[xX])?(?=[0-9A-Fa-f]{{22}}){HEX_TEXT}(?![0-9A-Za-z])")
_BASE64_RUN = re.compile("(?<![0-9A-Za-z+/_-])[0-9A-Za-z+/_-]{12,}={0,2}(?![0-9A-Za-z+/_=-])")
_BASE64_PART = re.compile("[0-9A-Za-z+]{12,}={0,2}")
_HEX_LONG = re.compile("[0-9A-Fa-f]{22}")
_UPPER, _LOWER = re.compile("[A-Z]"), re.compile("[a-z]")
_WORTH_READING = re.compile(r"[\u4e00-\u9fff]|[0-9]{6}|@|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|&#|[0-9A-Za-z+/_-]{16}")
DEEPEST = 2
"""How often a text is decoded, and what was decoded again: a form's field in a log is in base64 in a JSON text."""
_DASHES = dict.fromkeys("‐‑‒–—―−⁃﹘", "-")
# Letters of other scripts that stand in for X, the last character of an identity number.
_CROSSES = dict.fromkeys("ХхΧχ", "X")


# Strokes through and boxes around a character (1️⃣, 1̶): what they are put on is what is read.
_MARKS = re.compile("[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f]")
# ⒈ and ⑴ are digits, not a digit and a stop.
_ENUMERATED = {chr(first + at): str(at + 1) for first in (0x2474, 0x2488) for at in range(9)}


class _FoldTable(dict[str, str]):
    """Character → folded form, filled on first use."""

    def __missing__(self, char: str) -> str:
        category = unicodedata.category(char)
        if category == "Cf" or _MARKS.match(char):
            folded = ""
        elif category == "Nd":
            folded = str(unicodedata.digit(char))
        else:
            folded = unicodedata.normalize("NFKC", char)
        self[char] = folded
        return folded


_FOLD = _FoldTable({**_DASHES, **_CROSSES, **RADICALS, **_ENUMERATED})


@dataclass(frozen=True, slots=True)
class Hidden:
    """A run that held other text in base64 or hexadecimal. start, end: the run in the raw text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text in one spelling. starts, ends: raw offsets of each character, or None when nothing moved."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None
    hidden: tuple[Hidden, ...] = ()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the raw text of the piece [start, end) of this text; end is greater than start."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    """Fold, unescape and decode one text.

    text: any string, lone surrogates included. Returns the folded text with its map and the decoded runs; never raises.
    """
    hidden = hidden_runs(text)
    if _ESCAPE.search(text) is None:
        if _FOLDABLE.search(text) is None:
            return Normalised(_fold_numerals(text), hidden=hidden)
        folded = [_FOLD[char] for char in text]
        if len(set(map(len, folded)) | {1}) == 1:
            return Normalised(_fold_numerals("".join(folded)), hidden=hidden)
        return _mapped(folded, range(len(text)), range(1, len(text) + 1), hidden)
    pieces, starts, ends = _unescape(text)
    if _TWICE.search(text) is not None:
        pieces, starts, ends = _again(pieces, starts, ends)
    return _mapped([_fold_piece(piece) for piece in pieces], starts, ends, hidden)


def _again(pieces: list[str], starts: list[int], ends: list[int]) -> tuple[list[str], list[int], list[int]]:
    """Unescape what was unescaped once; offsets are those of the raw text."""
    once = "".join(pieces)
    owner = [number for number, piece in enumerate(pieces) for _ in piece]
    more, its_starts, its_ends = _unescape(once)
    return (
        more,
        [starts[owner[start]] for start in its_starts],
        [ends[owner[end - 1]] for end in its_ends],
    )


def fold(text: str) -> str:
    """The folded text alone, for words that need no way back (headers, context)."""
    return normalise(text).text


def _fold_piece(piece: str) -> str:
    return "".join(_FOLD[char] for char in piece)


def _mapped(pieces: list[str], starts: Sequence[int], ends: Sequence[int], hidden: tuple[Hidden, ...]) -> Normalised:
    map_starts: list[int] = []
    map_ends: list[int] = []
    for piece, start, end in zip(pieces, starts, ends, strict=True):
        map_starts.extend([start] * len(piece))
        map_ends.extend([end] * len(piece))
    return Normalised(_fold_numerals("".join(pieces)), map_starts, map_ends, hidden)


def _fold_numerals(text: str) -> str:
    if _HAS_NUMERAL.search(text) is None:
        return text
    return _NUMERAL_RUN.sub(_read_out, text)


def _read_out(match: re.Match[str]) -> str:
    """Digits for numerals; but one or two at the edge of written digits belong to a name or a word (张三138…)."""
    run = match.group()
    return run.translate(_NUMERAL_MAP) if _HAS_NUMERAL.search(run, 2, len(run) - 2) else run


def _unescape(text: str) -> tuple[list[str], list[int], list[int]]:
    """Split into characters and resolved escapes, each with its raw place."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def plain(start: int, end: int) -> None:
        pieces.extend(text[start:end])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    done = 0
    for match in _ESCAPE.finditer(text):
        if match.start() < done:
            continue
        plain(done, match.start())
        done = match.end()
        if match.group()[0] == "%":
            _percent(match.group(), match.start(), pieces, starts, ends)
            continue
        value, done = _escape_value(text, match)
        pieces.append(value)
        starts.append(match.start())
        ends.append(done)
    plain(done, len(text))
    return pieces, starts, ends


def _escape_value(text: str, match: re.Match[str]) -> tuple[str, int]:
    """What one escape stands for, and where it ends: a surrogate pair is two escapes."""
    token = match.group()
    if token[0] == "&":
        return html.unescape(token), match.end()
    if token[1] in 'nrt"/':
        return {"n": "\n", "r": "\r", "t": "\t", '"': '"', "/": "/"}[token[1]], match.end()
    value = int(token.removeprefix("\\u").removeprefix("\\x"), base=16)
    if 0xD800 <= value < 0xDC00:
        low = text[match.end() : match.end() + 6]
        if re.fullmatch(r"\\u[dD][c-fC-F][0-9A-Fa-f]{2}", low):
            return chr(
                0x10000 + ((value - 0xD800) << 10) + int(low.removeprefix("\\u"), base=16) - 0xDC00
            ), match.end() + 6
    return chr(value), match.end()


def _percent(token: str, start: int, pieces: list[str], starts: list[int], ends: list[int]) -> None:
    """Resolve a run of %XX as UTF-8 or GB18030; what is neither stays as it is."""
    raw = bytes.fromhex(token.replace("%", ""))
    for encoding in ("utf-8", "gb18030"):
        try:
            chars = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        place = start
        for char in chars:
            width = 3 * len(char.encode(encoding))
            pieces.append(char)
            starts.append(place)
            ends.append(place + width)
            place += width
        return
    pieces.extend(token)
    starts.extend(range(start, start + len(token)))
    ends.extend(range(start + 1, start + len(token) + 1))


def hidden_runs(text: str, *, depth: int = DEEPEST) -> tuple[Hidden, ...]:
    """What stands in base64 or hexadecimal in a raw text and can be read once decoded, or decoded again.

    depth: how often what was decoded is decoded in turn. What stands deeper in a run covers the whole run.
    """
    found = _runs_of(text)
    if depth > 1:
        for outer in tuple(found):
            plain = "".join(_unescape(outer.text)[0]) if _ESCAPE.search(outer.text) else outer.text
            found += [Hidden(one.text, outer.start, outer.end) for one in hidden_runs(plain, depth=depth - 1)]
    return tuple(found)


def _runs_of(text: str) -> list[Hidden]:
    found = []
    if _HEX_LONG.search(text) is not None:
        found += [
            Hidden(decoded, match.start(), match.end())
            for match in _HEX_RUN.finditer(text)
            if (decoded := _readable(bytes.fromhex(match.group().removeprefix("0x").removeprefix("0X"))))
        ]
    if _UPPER.search(text) is None or _LOWER.search(text) is None:
        return found
    for match in _BASE64_RUN.finditer(text):
        # A run may be a path or a list: its parts are tried when the whole says nothing.
        for part in (match, *_BASE64_PART.finditer(text, match.start(), match.end())):
            if decoded := _readable(_base64(part.group())):
                found.append(Hidden(decoded, part.start(), part.end()))
                if part is match:
                    break
    return found


def _base64(run: str) -> bytes:
    body = run.rstrip("=").translate(str.maketrans("-_", "+/"))
    # Text in base64 always mixes cases; codes, hashes and numbers do not.
    if len(body) % 4 == 1 or body.upper() == body or body.lower() == body:
        return b""
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _readable(raw: bytes) -> str:
    """The text in these bytes, or "" when they are not text that could name a person or a number."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    if not all(char.isprintable() or char in "\t\r\n" for char in text) or _WORTH_READING.search(text) is None:
        return ""
    return text
