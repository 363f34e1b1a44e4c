"""How pages write numbers, sizes, times and labels; registered as Jinja filters and globals."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Flask, url_for
from markupsafe import Markup, escape

from catalog.models import utc_now
from portal.language import is_english, noted, translated

CHINA: Final = timezone(timedelta(hours=8), "CST")  # one time zone for the whole country
MISSING: Final = "–"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STATIC: Final = Path(__file__).resolve().parent / "static"

# public outcome → words of the badge
OUTCOMES: Final[Mapping[str, str]] = {
    "open": noted("无条件开放"),
    "open_after_masking": noted("脱敏后开放"),
    "conditional": noted("依申请开放"),
    "share_only": noted("仅部门共享"),
    "refuse": noted("拒收"),
}
TIERS: Final[Mapping[str, str]] = {"public": noted("公开"), "internal": noted("内部"), "classified": noted("涉密")}
OPERATORS: Final[Mapping[str, str]] = {
    "keep": noted("原样"),
    "mask": noted("掩码"),
    "hash": noted("散列"),
    "pseudonymise": noted("假名化"),
    "generalise": noted("泛化"),
    "bucket": noted("分档"),
    "redact": noted("遮蔽"),
    "drop": noted("删除"),
    "suppress": noted("抑制"),
}
FORMATS: Final[Mapping[str, str]] = {
    "csv": "CSV",
    "xlsx": "XLSX",
    "json": "JSON",
    "jsonl": "JSONL",
    "parquet": "Parquet",
    "txt": "TXT",
    "text": "TXT",
}
SECTOR_ICONS: Final[Mapping[str, str]] = {
    "BANK": "bank",
    "INS": "umbrella",
    "SEC": "graph-up",
    "LOAN": "wallet2",
    "GUAR": "patch-check",
    "LEASE": "truck",
    "TRUST": "briefcase",
    "PAY": "credit-card",
    "CREDIT": "clipboard-data",
    "MACRO": "currency-yen",
    "EXCH": "arrow-left-right",
    "GEN": "shield-check",
    "FISC": "safe",
    "TAX": "receipt",
    "ECON": "bar-chart-line",
}


def number(value: float | None) -> str:
    """Write a count or amount: thousands with commas, a true minus, – when missing."""
    return MISSING if value is None else f"{value:,}".replace("-", "−")


def amount(cell: str | None, unit: str) -> str:
    """Write a released number: thousands with commas when it has a unit (years and codes have none), a true minus."""
    if not cell:
        return MISSING
    sign, digits = ("−", cell[1:]) if cell.startswith("-") else ("", cell)
    whole, point, rest = digits.partition(".")
    return f"{sign}{int(whole):,}{point}{rest}" if unit and whole.isdigit() else sign + digits


def filesize(value: int | None) -> str:
    """Write a number of bytes as B, KB or MB (of 1,024)."""
    if value is None:
        return MISSING
    if value < 1024:
        return f"{value} B"
    if value < 1 << 20:
        return f"{value / 1024:,.0f} KB"
    return f"{value / (1 << 20):,.1f}".removesuffix(".0") + " MB"


def duration(seconds: float | None) -> str:
    """Write a span of time: 0.3 秒, 1 分 12 秒, 2 小时 5 分; in English 0.3 s, 1 min 12 s, 2 h 5 min."""
    if seconds is None:
        return MISSING
    if seconds < 10:
        return translated("%(s)s 秒", s=f"{seconds:.1f}")
    whole = round(seconds)
    if whole < 60:
        return translated("%(s)s 秒", s=whole)
    if whole < 3600:
        return translated("%(m)s 分 %(s)s 秒", m=whole // 60, s=whole % 60)
    return translated("%(h)s 小时 %(m)s 分", h=whole // 3600, m=whole % 3600 // 60)


def day(value: datetime | date | str | None) -> str:
    """Write a date as 2026-11-20 (in English 20 Nov 2026), in China's time."""
    return _written(value, "")


def minute(value: datetime | str | None) -> str:
    """Write a moment as 2026-11-20 10:42 (in English 20 Nov 2026 10:42), in China's time."""
    return _written(value, " %H:%M")


def second(value: datetime | str | None) -> str:
    """Write a moment as 2026-11-20 10:42:16 (in English 20 Nov 2026 10:42:16), in China's time."""
    return _written(value, " %H:%M:%S")


def _written(value: datetime | date | str | None, clock: str) -> str:
    moment = _local(value)
    if moment is None:
        return MISSING
    if is_english():
        return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}{moment.strftime(clock)}"
    return moment.strftime(f"%Y-%m-%d{clock}")


def _local(value: datetime | date | str | None) -> datetime | date | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(CHINA)
    return value


@lru_cache(maxsize=256)
def _version(path: Path, changed: int) -> str:
    del changed
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a static file with its content's hash, so that caches may keep it for ever."""
    path = STATIC / name
    if not path.is_file():
        return url_for("static", filename=name)
    return url_for("static", filename=name, v=_version(path, path.stat().st_mtime_ns))


def icon(name: str) -> Markup:
    """Return an icon of the sprite; the word beside it is the label."""
    address = escape(asset("vendor/icons.svg"))
    return Markup('<svg class="ic" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>').format(
        address, name
    )


def hits(value: str, words: str) -> Markup:
    """Mark where the words that were looked for stand in a text."""
    found = Markup("")
    wanted = [re.escape(word) for word in words.split() if word]
    if not wanted:
        return escape(value)
    place = 0
    for match in re.finditer("|".join(wanted), value, re.IGNORECASE):
        found += escape(value[place : match.start()]) + Markup("<mark>{}</mark>").format(match[0])
        place = match.end()
    return found + escape(value[place:])


def _word(table: Mapping[str, str], code: object) -> str:
    """Return a code's label in the page's language; an unknown code as it is."""
    known = table.get(str(code))
    return translated(known) if known else str(code)


def init_formatting(app: Flask) -> None:
    """Register filters and globals."""
    app.jinja_env.filters.update(
        number=number,
        amount=amount,
        filesize=filesize,
        duration=duration,
        day=day,
        minute=minute,
        second=second,
        hits=hits,
        outcome=lambda code: _word(OUTCOMES, code),
        format_name=lambda code: FORMATS.get(str(code).lower(), str(code).upper()),
        tier_name=lambda code: _word(TIERS, code),
        operator=lambda code: _word(OPERATORS, code),
    )
    app.jinja_env.globals.update(i=icon, asset=asset, sector_icons=SECTOR_ICONS, MISSING=MISSING, now=utc_now)
