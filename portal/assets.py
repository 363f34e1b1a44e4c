"""Browser parts: copies what npm installed into `portal/static/vendor/` and builds the icon sprite.

Run once at set-up, after `npm ci`: `python -m portal.assets`. Nothing of it is needed from the network at run time,
and no third-party code is kept in the repository. Licence texts are copied beside the files.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENDOR = ROOT / "static" / "vendor"

# package → (file inside the package, name under static/vendor)
FILES: dict[str, tuple[tuple[str, str], ...]] = {
    "htmx.org": (("dist/htmx.min.js", "htmx.min.js"), ("LICENSE", "licences/htmx.txt")),
    "tus-js-client": (("dist/tus.min.js", "tus.min.js"), ("LICENSE", "licences/tus-js-client.txt")),
    "swagger-ui-dist": (
        ("swagger-ui-bundle.js", "swagger-ui-bundle.js"),
        ("swagger-ui.css", "swagger-ui.css"),
        ("LICENSE", "licences/swagger-ui.txt"),
        ("NOTICE", "licences/swagger-ui-notice.txt"),
    ),
    "bootstrap-icons": (("LICENSE", "licences/bootstrap-icons.txt"),),
}

# The icons in use; a test compares this list with the templates.
ICONS = (
    "arrow-left-right",
    "arrow-repeat",
    "arrow-return-left",
    "bank",
    "bar-chart-line",
    "box-arrow-right",
    "briefcase",
    "check-lg",
    "clipboard-data",
    "clock",
    "credit-card",
    "currency-yen",
    "download",
    "exclamation-triangle",
    "eye-slash",
    "funnel",
    "graph-up",
    "info-circle",
    "journal-text",
    "list",
    "lock",
    "patch-check",
    "receipt",
    "safe",
    "shield-check",
    "slash-circle",
    "sort-down",
    "sort-up",
    "truck",
    "umbrella",
    "universal-access-circle",
    "upload",
    "wallet2",
    "x-lg",
)

_SVG = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class AssetsMissing(Exception):
    """The npm packages are not installed where they were looked for."""

    code = "assets.missing"

    def __init__(self, path: Path) -> None:
        super().__init__(f"not installed: {path.name}; run `npm ci` first")


def build(packages: Path, target: Path = VENDOR) -> list[Path]:
    """Copy the listed files and write the sprite.

    Args:
        packages: the `node_modules` folder.
        target: folder to fill; what was in it is replaced.

    Returns:
        The files written.

    Raises:
        AssetsMissing: a package or one of its files is not there.
    """
    written: list[Path] = []
    shutil.rmtree(target, ignore_errors=True)
    for package, files in FILES.items():
        for inside, name in files:
            source = packages / package / inside
            if not source.is_file():
                raise AssetsMissing(source)
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
            written.append(place)
    sprite = target / "icons.svg"
    sprite.write_text(build_sprite(packages / "bootstrap-icons" / "icons"), encoding="utf-8")
    return [*written, sprite]


def build_sprite(icons: Path) -> str:
    """Return one SVG document with a `<symbol>` for each icon in use, drawn in `currentColor`."""
    symbols = []
    for name in ICONS:
        source = icons / f"{name}.svg"
        match = _SVG.search(source.read_text(encoding="utf-8")) if source.is_file() else None
        if match is None:
            raise AssetsMissing(source)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{match[1].strip()}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">{"".join(symbols)}</svg>\n'


def main(arguments: list[str]) -> int:
    """Build from `node_modules` beside the package, or from the folder named first on the command line."""
    packages = Path(arguments[0]) if arguments else ROOT.parent / "node_modules"
    try:
        written = build(packages)
    except AssetsMissing as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{len(written)} files in {VENDOR}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
