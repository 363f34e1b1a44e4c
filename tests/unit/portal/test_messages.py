"""Words that people read go through gettext, and every one of them has an English translation that fits."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from portal import messages
from portal.record_words import english_words, labels

PORTAL = Path(messages.__file__).parent
HAN = re.compile(r"[\u4e00-\u9fff]")
FIELD = re.compile(r"%\(\w+\)s|\{\w+\}|%%")
CALL = re.compile(r"""_\((['"]).*?\1""")
# module or folder → why its Chinese is not a message
SPEAKS_CHINESE = {
    "cli/": "the operators' command line",
    "demo/": "invented data and its report",
    "api/": "descriptions inside the OpenAPI document",
    "doctor.py": "a report of the operators' command line",
    "health.py": "sentences of the health report, under message_zh",
    "ckan_health.py": "the same",
    "language.py": "the languages' own names",
    "reference.py": "the heading of the reference page, which has both languages",
    "accounts/second_factor.py": "the site's name in an authenticator app, beside its messages",
    "settings.py": "sentences of the command line, under message_zh",
    "database.py": "a sentence of the command line, under message_zh",
    "migrations/": "a sentence of the command line",
    "jobs/": "sentences of the command line and of errors that have both languages",
    "web/periods.py": "spellings of dates that are read in data",
    "uploads/form.py": "the stored value of an update cycle",
}
# words inside template expressions that are compared or cut, not shown
COMPARED = {"文中个人信息", "不定期"}


@pytest.fixture(scope="module")
def english() -> Catalog:
    return messages.read()


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """String constants with Chinese in them that are not documentation, messages, or an error's own two sentences."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if _is_documentation(node) or _is_message(node) or _is_sentence_of_error(node):
            skipped |= {id(one) for one in ast.walk(node)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped
        if is_text and HAN.search(node.value):
            yield node


def _is_documentation(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_message(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in messages.KEYWORDS


def _is_sentence_of_error(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "message_zh" for one in node.targets)


def test_python_says_nothing_in_chinese_outside_gettext() -> None:
    found = []
    for path in sorted(PORTAL.rglob("*.py")):
        name = path.relative_to(PORTAL).as_posix()
        if not name.startswith(tuple(SPEAKS_CHINESE)):
            found += [f"{name}:{one.lineno} {one.value}" for one in strings(ast.parse(path.read_text("utf-8")))]
    assert found == []


def test_every_exception_to_it_is_still_needed() -> None:
    for name in SPEAKS_CHINESE:
        paths = [PORTAL / name] if name.endswith(".py") else sorted((PORTAL / name).rglob("*.py"))
        assert any(HAN.search(path.read_text("utf-8")) for path in paths), name


@pytest.mark.parametrize("path", sorted((PORTAL / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_templates_say_nothing_in_chinese_outside_gettext(path: Path) -> None:
    text = re.sub(r"{#.*?#}", "", path.read_text("utf-8"), flags=re.DOTALL)
    rest = CALL.sub("", text)
    quoted = set(re.findall(r"'([^'\n]*[\u4e00-\u9fff][^'\n]*)'", rest))
    assert quoted <= COMPARED
    assert not HAN.search(re.sub("|".join(COMPARED), "", rest))
    assert not re.search("[，。：；、（）]", re.sub(r"join\('[、，]'\)", "", rest)), "punctuation is a message too"


def test_every_message_is_translated(english: Catalog) -> None:
    wanted = list(messages.messages())
    assert len(wanted) > 700
    missing = [one for one in wanted if english.get(one) is None or not english.get(one).string]
    assert missing == [], "run: python -m portal.messages, then translate"
    assert {one.id for one in english if one.id} <= set(wanted), "run: python -m portal.messages"
    assert [one.id for one in english if one.id and one.fuzzy] == []


def test_translations_keep_every_value_and_hold_no_chinese(english: Catalog) -> None:
    for one in english:
        if not one.id:
            continue
        assert set(FIELD.findall(one.string)) == set(FIELD.findall(one.id))
        quotes = re.sub(r"“[^”]*”", "", one.string)  # what to type into a search box stays Chinese
        assert not HAN.search(quotes), one.string


def test_labels_of_the_record_have_english_words(english: Catalog) -> None:
    known = english_words()
    assert known["银行业"] == "Banking"
    assert [one for one in labels() if one not in known and not english.get(one)] == []
    assert not [word for word in known.values() if HAN.search(word)]
