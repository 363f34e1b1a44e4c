"""Reference pages made from the code: settings and error codes. `python -m portal.reference` writes them.

A test compares the pages with the code, so neither can be forgotten.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic_core import PydanticUndefined

DOCS: Final = Path(__file__).parent / "docs"
ROOMS: Final = ("catalog", "classifiers", "desensitize", "portal")
_BASES: Final = frozenset({"Exception", "CatalogError"})


def error_classes() -> Iterator[type[Exception]]:
    """Yield every error class of the product that has a stable code, in the order of its code."""
    found: dict[tuple[str, str], type[Exception]] = {}
    for room in ROOMS:
        package = importlib.import_module(room)
        for info in pkgutil.walk_packages(package.__path__, f"{room}."):
            if info.name.endswith("__main__") or ".versions." in info.name or info.name.endswith("migrations.env"):
                continue
            module = importlib.import_module(info.name)
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, Exception) and value.__module__ == info.name:
                    code = getattr(value, "code", None)
                    if isinstance(code, str):
                        found[code, value.__name__] = value
    yield from (found[key] for key in sorted(found))


def errors_page() -> str:
    """Return the page of error codes."""
    lines = [
        "# Error codes",
        "",
        "Made from the code by `python -m portal.reference`. Codes are stable; sentences may be improved.",
        "",
        "| code | 中文 | English | meaning |",
        "|---|---|---|---|",
    ]
    for one in error_classes():
        meaning = (one.__doc__ or "").strip().split("\n")[0]
        zh, en = (str(getattr(one, name, "") or "") for name in ("message_zh", "message_en"))
        lines.append(f"| `{vars(one).get('code', getattr(one, 'code', ''))}` | {zh} | {en} | {meaning} |")
    return "\n".join(dict.fromkeys(lines[:4])) + "\n\n" + "\n".join(dict.fromkeys(lines[4:])) + "\n"


def settings_page() -> str:
    """Return the page of settings."""
    from portal.settings import Settings

    lines = [
        "# Settings",
        "",
        "Made from the code by `python -m portal.reference`. Each comes from the environment, else from `portal.env`",
        "in the instance folder, else from its default. Secrets have no default; `portal init` makes them.",
        "",
        "| name | default | meaning |",
        "|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        lines.append(f"| `PORTAL_{name.upper()}` | {_default(field.default)} | {field.description or ''} |")
    return "\n".join(lines) + "\n"


def _default(value: Any) -> str:
    if value is PydanticUndefined:
        return "made by `portal init`"
    return f"`{value}`" if value not in ("", None) else "–"


PAGES: Final = {"errors.md": errors_page, "settings.md": settings_page}


def main() -> None:
    """Write the pages."""
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
