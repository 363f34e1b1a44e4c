"""Every setting and every error code is documented, and the pages say what the code says."""

import re

import pytest

from portal.reference import DOCS, PAGES, error_classes
from portal.settings import Settings


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_what_the_code_says(name):
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run: python -m portal.reference"


def test_every_setting_has_a_meaning():
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert f"`PORTAL_{name.upper()}`" in page


def test_error_codes_are_words_with_dots_and_speak_both_languages():
    classes = list(error_classes())
    assert len(classes) > 60
    for one in classes:
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", one.code), one
        zh = getattr(one, "message_zh", None)
        assert zh is None or isinstance(zh, property) or re.search(r"[\u4e00-\u9fff]", str(zh)) or not zh, one
