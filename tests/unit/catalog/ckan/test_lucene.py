import pytest

from catalog.ckan.lucene import Between, Clauses, SyntaxRefused, Term, parse_lucene


def must(*nodes):
    return Clauses(must=nodes)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("贷款", must(Term(None, "贷款"))),
        ("a b", must(Term(None, "a"), Term(None, "b"))),
        ("a AND b", must(Term(None, "a"), Term(None, "b"))),
        ("a OR b", Clauses(should=(Term(None, "a"), Term(None, "b")))),
        ("a || b", Clauses(should=(Term(None, "a"), Term(None, "b")))),
        ("-a", Clauses(must_not=(Term(None, "a"),))),
        ("a NOT b", Clauses(must=(Term(None, "a"),), must_not=(Term(None, "b"),))),
        ("title:利率", must(Term("title", "利率"))),
        ('tags:"小额 贷款"~2', must(Term("tags", "小额 贷款", is_phrase=True, is_loose=True))),
        ("name:foo-bar^4", must(Term("name", "foo-bar"))),
        ("title:小额*", must(Term("title", "小额*", has_wildcard=True))),
        ("tags:(a OR b)", must(Clauses(should=(Term("tags", "a"), Term("tags", "b"))))),
        (r"url:http\://x", must(Term("url", "http://x"))),
        ("d:[2026-01-01 TO *]", must(Between("d", "2026-01-01", None, (True, True)))),
        ("d:{a TO b]", must(Between("d", "a", "b", (False, True)))),
        ("+state:(active) -x:y", Clauses(must=(must(Term("state", "active")),), must_not=(Term("x", "y"),))),
    ],
)
def test_trees(text, tree):
    assert parse_lucene(text) == tree


@pytest.mark.parametrize("text", ["title:(", "a AND", "(a", "a)", '"a', "title:", "[a TO b", "OR a", "()", "d:[a b]"])
def test_what_is_no_query_is_refused(text):
    with pytest.raises(SyntaxRefused):
        parse_lucene(text)


def test_depth_and_length_are_bounded():
    with pytest.raises(SyntaxRefused):
        parse_lucene("(" * 200 + "a" + ")" * 200)
    with pytest.raises(SyntaxRefused):
        parse_lucene("a " * 10_000)
