"""Compound surnames, which a partial mask leaves whole (欧阳**, not 欧***)."""

from functools import cache
from importlib.resources import files


@cache
def compound_surnames() -> tuple[str, ...]:
    """Surnames of two characters from the package's surname list, section `[compound]`."""
    names: list[str] = []
    section = ""
    for line in files("desensitize").joinpath("data/surnames.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif section == "compound" and not line.startswith("#"):
            names += line.split()
    return tuple(name for name in names if len(name) == 2)
