"""Filters of rows as a CKAN 2.12 joins them and says them again, and the names its XML gives to columns."""

import pytest

from catalog.actions.ckan_read import ActionValidationError
from catalog.actions.ckan_read.datastore import separated
from catalog.actions.ckan_read.dump import element_names
from catalog.actions.ckan_read.row_filters import RowFilters
from catalog.actions.ckan_read.row_query import read_question
from catalog.fields import Field, FieldType
from catalog.rowstore.query import And, Eq, In, Or, Range

FIELDS = tuple(
    Field(name, kind)
    for name, kind in (("x", FieldType.INTEGER), ("t", FieldType.TEXT), ("d", FieldType.DATE), ("$n", FieldType.NUMBER))
)


def read(asked):
    filters = RowFilters({one.name: one for one in FIELDS})
    found = filters.read(asked)
    filters.check()
    return found


def op(name, field, value):
    return {"op": name, "field": field, "value": value}


LT, GT, ONE, B = op("lt", "x", 3), op("gt", "x", 1), op("eq", "x", 1), op("eq", "t", "b")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"x": 1}, ONE),
        ({"x": {"gt": 1, "lt": 3}}, op("$and", None, [GT, LT])),
        ({"x": {"gt": 1, "lt": 3}, "t": "b"}, op("$and", None, [op("$and", None, [GT, LT]), B])),
        ({"$and": [{"x": 1}, {"t": "b"}]}, op("$and", None, [ONE, B])),
        ({"$and": [{"$and": [{"x": 1}, {"t": "b"}]}, {"x": {"lt": 3}}]}, op("$and", None, [ONE, B, LT])),
        ({"$or": [{"x": 1}]}, op("$or", None, [ONE])),
        ({"$or": [{"$or": [{"x": 1}, {"t": "b"}]}, {"x": {"lt": 3}}]}, op("$or", None, [ONE, B, LT])),
        ([{"x": 1, "t": "b"}, {"x": {"gt": 1}}], op("$or", None, [op("$and", None, [ONE, B]), GT])),
        ({"x": [{"lt": 3}, 1]}, op("$or", None, [LT, op("in", "x", [1])])),
        ({"$or": [], "x": 1}, ONE),
        ({"$$n": 2.5}, op("eq", "$n", 2.5)),
    ],
)
def test_filters_are_said_again_as_ckan_says_them(asked, shown):
    assert read(asked)[1] == shown


@pytest.mark.parametrize(
    ("asked", "condition"),
    [
        ({"x": 7.0}, Eq("x", "7")),
        ({"x": [1, "2", None]}, In("x", ("1", "2"))),
        ({"x": None}, Or(())),
        ({"t": True}, Eq("t", "True")),
        ({"t": {"in": "ab"}}, In("t", ("a", "b"))),
        ({"d": {"gte": "2011-1-2"}}, Range("d", ge="2011-01-02")),
        ({"$and": [{"x": 1}, {"t": "b"}]}, And((Eq("x", "1"), Eq("t", "b")))),
    ],
)
def test_values_are_compared_as_their_columns_are(asked, condition):
    assert read(asked)[0] == condition


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"nope": 1, "also": 2}, {"filters": ["Unknown field: nope", "Unknown field: also"]}),
        ({"$not": [{"x": 1}]}, {"filters": ["Unknown operators (must be one of $or, $and): $not"]}),
        ({"x": "abc"}, {"query": ["Invalid query"]}),
        ({"x": {"near": 1}, "d": "abc"}, {"filters": ["Unknown filter operation: x near"]}),
        ({"$or": []}, {"filters": ['invalid value "$or"']}),
        ("text", {"filters": ["Filters must be defined as a dict or a list of dicts"]}),
    ],
)
def test_what_is_refused(asked, error):
    with pytest.raises(ActionValidationError) as refused:
        read(asked)
    assert refused.value.body == error | {"__type": "Validation Error"}


@pytest.mark.parametrize(
    ("params", "key"),
    [
        ({"filters": {"x": "abc"}, "fields": ["nope"], "sort": "nope"}, "fields"),
        ({"filters": {"x": "abc"}, "sort": "nope"}, "sort"),
        ({"filters": {"x": "abc", "nope": 1}, "fields": ["nope"]}, "filters"),
        ({"filters": {"x": "abc"}}, "query"),
        ({"fields": ["t"], "sort": "x", "distinct": True}, "query"),
    ],
)
def test_of_several_faults_the_one_a_ckan_finds_first_is_told(params, key):
    with pytest.raises(ActionValidationError) as refused:
        read_question(FIELDS, params)
    assert key in refused.value.body


def test_xml_names_of_columns():
    columns = ["278bad_name", "xmlbad_name", "bad name", "bad_(name)", "-bad_name", "年份", "2024", "%"]
    assert element_names(columns) == [
        *("bad_name", "bad_name_0", "bad_name_1", "bad_name_2", "bad_name_3"),
        *("年份", "value", "value_0"),
    ]


def test_lines_are_quoted_as_postgresql_quotes_them():
    assert separated(["a", None, "", 'b"c', "d,e", "f\ng", 1.5], ",") == 'a,,"","b""c","d,e","f\ng",1.5\n'
    assert separated(["a\tb", "c,d"], "\t") == '"a\tb"\tc,d\n'
