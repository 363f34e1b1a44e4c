"""Stored JSON put into an answer as text says exactly what it said."""

import json

from hypothesis import given
from hypothesis import strategies as st

from catalog.actions.ckan_read.stored import StoredPackage
from catalog.search.document import ascii_json
from portal.api.ckan import _written

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ['"', "\\", '\\"', "\\\\u4e2d", "中\\", "\u2028", "𠮷"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
PACKAGES = st.dictionaries(TEXTS, VALUES, max_size=5)


@given(PACKAGES)
def test_escaping_changes_no_word_of_it(package):
    stored = json.dumps(package, ensure_ascii=False, separators=(",", ":"))
    escaped = ascii_json(stored)
    assert escaped.isascii()
    assert json.loads(escaped) == package


@given(st.lists(PACKAGES, max_size=4), VALUES)
def test_an_answer_with_stored_datasets_is_the_answer_with_them_written_anew(packages, other):
    stored = [StoredPackage(ascii_json(json.dumps(one, ensure_ascii=False))) for one in packages]
    body = {"help": other, "result": {"results": stored, "first": stored[0] if stored else None, "sort": other}}
    plain = {"help": other, "result": {"results": packages, "first": packages[0] if packages else None, "sort": other}}
    assert json.loads(_written(body)) == plain
    assert [dict(one) for one in stored] == packages
