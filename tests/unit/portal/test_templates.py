"""Templates, styles and scripts: nothing inline, colours only as tokens, full-width punctuation, strings for gettext."""

import re
from pathlib import Path

import pytest

from portal.assets import FILES, ICONS, AssetsMissing, build

ROOT = Path(__file__).parents[3] / "portal"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
HAN = r"[\u4e00-\u9fff]"
JINJA = re.compile(r"{#.*?#}|{{.*?}}|{%.*?%}", re.DOTALL)


def test_there_is_something_to_look_at() -> None:
    assert len(TEMPLATES) > 25
    assert len(STYLES) > 8
    assert len(SCRIPTS) >= 3


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_inline(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", text)
    # a data block is no script: browsers run nothing of it, so the policy has nothing to forbid
    assert not re.search(r'<script(?![^>]*\ssrc=)(?! type="application/ld\+json">{{ \w+ \| tojson }}</script>)', text)
    assert "|safe" not in text.replace(" ", "")


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLES, *SCRIPTS], ids=lambda path: path.name)
def test_colours_are_tokens(path: Path) -> None:
    if path.name == "tokens.css":
        return
    text = re.sub(r'href="[^"]*"|&#\d+;', "", path.read_text("utf-8"))
    assert not re.search(r"#(?:[0-9a-fA-F]{3}){1,2}\b(?![-\w])|\brgba?\(|\bhsla?\(", text)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_name_only_tokens_that_exist(path: Path) -> None:
    tokens = set(re.findall(r"(--[\w-]+)\s*:", (ROOT / "static" / "css" / "tokens.css").read_text("utf-8")))
    used = set(re.findall(r"var\((--[\w-]+)", path.read_text("utf-8")))
    assert used <= tokens
    assert "gradient(" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_chinese_punctuation_is_full_width(path: Path) -> None:
    text = path.read_text("utf-8")
    strings = re.findall(r"_\('([^']*)'", text)
    for one in [*strings, JINJA.sub("", text)]:
        assert not re.search(HAN + r"[,;:!?()]", one), one
        assert not re.search(r"[,;!?()]" + HAN, one), one


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_chinese_goes_through_gettext(path: Path) -> None:
    assert not re.search(HAN, JINJA.sub("", path.read_text("utf-8")))


def test_the_sprite_holds_what_the_pages_use() -> None:
    used: set[str] = set()
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        used |= set(re.findall(r"\bi\('([a-z0-9-]+)'\)", text))
    used |= {"check-lg", "clock", "exclamation-triangle", "slash-circle", "arrow-repeat", "x-lg", "info-circle"}
    assert used <= set(ICONS)
    assert list(ICONS) == sorted(ICONS)


def test_the_build_copies_files_licences_and_only_listed_icons(tmp_path: Path) -> None:
    packages, target = tmp_path / "node_modules", tmp_path / "vendor"
    for package, files in FILES.items():
        for inside, _ in files:
            place = packages / package / inside
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(f"{package} {inside}", "utf-8")
    icons = packages / "bootstrap-icons" / "icons"
    icons.mkdir()
    for name in (*ICONS, "not-used"):
        (icons / f"{name}.svg").write_text(f'<svg class="bi"><path d="M0 {len(name)}"/></svg>', "utf-8")
    written = build(packages, target)
    assert (target / "htmx.min.js").read_text("utf-8") == "htmx.org dist/htmx.min.js"
    assert len(list((target / "licences").iterdir())) >= 4
    sprite = (target / "icons.svg").read_text("utf-8")
    assert sprite.count("<symbol") == len(ICONS)
    assert "not-used" not in sprite
    assert len(written) == sum(len(files) for files in FILES.values()) + 1
    (icons / f"{ICONS[0]}.svg").unlink()
    with pytest.raises(AssetsMissing):
        build(packages, target)


def test_the_lock_file_names_no_host_and_runs_no_script() -> None:
    project = ROOT.parent
    lock = (project / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 10
    settings = (project / ".npmrc").read_text("utf-8").splitlines()
    assert "ignore-scripts=true" in settings
    assert "omit-lockfile-registry-resolved=true" in settings
