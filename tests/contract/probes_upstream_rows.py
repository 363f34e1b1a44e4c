"""CKAN's own tests of the DataStore, one by one, as requests: file of that test-suite → requests."""

from typing import Any, Final

from tests.contract.probes import Probe, get, post


def _rows(table: str, **more: Any) -> Probe:
    return post("datastore_search", resource_id=f"${table}", **more)


_WORDS: Final = [
    "DE",
    "de",
    "UK",
    "4",
    "99",
    "53.56",
    "52.56",
    "2011-01-01",
    "2011",
    "first",
    "firs",
    "third fourth",
    '"{}"',
    "2",
    "10",
    "-75.5",
    "75.5",
    "40",
    "40.00",
    "0",
    "seconds",
    "sixth",
    "fift",
]
_SYNTAX: Final = [
    "DE | UK",
    "DE & first",
    "DE & !first",
    "!DE",
    "(DE | US) & !third",
    "fir:*",
    "'first 99'",
    "first <-> 99",
    "fir:* | 4",
    "2011",
    "second |",
    " ",
    "UK & (fourth | fifth)",
    "first second",
    "& first",
    "!(DE | UK)",
    "fir:*A & DE",
]
_MIXED: Final = [
    "bank",
    "Bank",
    "beilu",
    "Beil",
    "3.85",
    "3.85%",
    "4.20",
    "run",
    "running",
    "ran",
    "ranged",
    "range",
    "c_d",
    "a-b",
    "b",
    "O'Neil",
    "neil",
    "oneil",
    "sons",
    "2024",
    "(2024)",
    "100-200",
    "100",
    "200",
    "1,234.50",
    "1234.50",
    "234.50",
    "shoes",
    "shoe",
    "N/A",
    "upper LOWER",
    "ltd",
    "Ltd.",
    "“引号”",
    "the",
    "of",
    "&",
    "!",
    "(",
    "''",
    "\\",
    "a:b",
]

SEARCH: Final = [
    *(_rows("events", q=q) for q in _WORDS),
    *(_rows("events", q=q, plain="False") for q in _SYNTAX),
    *(_rows("events", q={"title": q}, plain=False) for q in _SYNTAX),
    *(_rows("mixed", q=q) for q in _MIXED),
    *(_rows("mixed", q={"名称": q}) for q in _MIXED),
    *(_rows("mixed", q="run the", language=language) for language in ("simple", "english", "nope")),
    _rows("brazil", fields="from, rank from", q={"from": "Brazil"}),
    _rows("brazil", q="Brazil"),
    _rows("brazil", full_text="Brazil"),
    _rows("brazil", full_text="Brazil", q="Brazil"),
    _rows("brazil", full_text="Brazil", q="Brazil", fields="to"),
    _rows("brazil", full_text="Brazil", q="Brazil", fields=["to", "rank"]),
    _rows("brazil", full_text="Italy", q={"from": "Brazil"}),
    _rows("brazil", q={"from": "Brazil", "to": "Italy"}),
    _rows("brazil", q="Italy", full_text="nothere"),
    _rows("brazil", q={"from": "Brazil"}, fields=["to", "rank from"], sort="rank from"),
    _rows("brazil", q="Brazil", sort="rank desc, to"),
    _rows("years", fields="the year", sort="the year", filters={"the year": 2013}, q={"the year": "2013"}),
    *(_rows("years", include_total=one) for one in (True, False)),
    *(_rows("years", limit=one) for one in (1, "bad", -1)),
    _rows("books", filters={"bo%ok": "El Nino"}),
    _rows("books", filters={"rating with %": "60%"}),
    _rows("books", sort="rating with % desc"),
    *(
        _rows("nulls", sort=sort, records_format=form)
        for sort in (
            "num nulls last, dt nulls last",
            "txt nulls first, num nulls last",
            "num asc nulls last",
            "dt desc",
        )
        for form in ("objects", "lists")
    ),
    *(_rows("nulls", sort=[sort]) for sort in ("num desc nulls last", "num desc nulls first")),
    _rows("books"),
    get("datastore_search", id="$books"),
    _rows("books", fields=[{"id": "bad"}]),
    *(_rows("books", fields=one) for one in (["bük"], "bük, author", ["invalid-column-name"])),
    _rows("books", fields=["author"], distinct=True),
    *(_rows("books", filters={"bük": one}) for one in ("annakarenina", ["annakarenina", "warandpeace"], 25, "37")),
    get("datastore_search", resource_id="$books", filters={"bük": "annakarenina"}),
    *(_rows("books", sort=one) for one in ("bük asc, author desc", ["bük desc", '"author" asc'], "füü asc")),
    *(_rows("books", **more) for more in ({"limit": 1, "offset": 1}, {"offset": "bad"}, {"offset": -1})),
    *(_rows("books", q=q) for q in ("annakarenina", "tolstoy", {"bük": "annakarenina"}, '{"bük": "annakarenina"}')),
    _rows("books", plain=True, q="tolstoy annakarenina"),
    *(_rows("books", q=q) for q in ({"invalid_field_name": "value"}, {"author": ["invalid", "value"]})),
    *(_rows("books", filters=one) for one in ("the-filter", {"invalid-column-name": "value"})),
    *(
        _rows("nulls", records_format=form, **more)
        for form in ("objects", "lists", "csv", "tsv")
        for more in (
            {"sort": "num, dt"},
            {"sort": "txt, num"},
            {"limit": 2, "include_next_page": True},
            {"sort": "_id desc", "limit": 3, "include_next_page": True},
            {"fields": "dt, num, txt"},
            {"fields": "dt", "q": "aaac"},
            {"fields": "dt, num, txt", "filters": {"txt": "aaab"}},
        )
    ),
    _rows("events", records_format="csv"),
    _rows("events", records_format="tsv", fields="lat,lon"),
    *(
        _rows("numbers", filters={"num": one})
        for one in ({"gt": 5, "lt": 9}, {"gte": 5, "lte": 9}, [{"lte": 1}, 7, {"gte": 10}], "7", 7.0, 7.5)
    ),
    _rows("courses", filters={"$or": [{"course": "appetizer", "special": "false"}, {"special": "true"}]}),
    _rows("courses", filters=[{"course": "appetizer", "special": "false"}, {"special": "true"}]),
    _rows("courses", filters={"special": "false", "$or": [{"course": "appetizer"}, {"_id": {"gt": 2}}]}),
    _rows("courses", filters={"special": True}),
    *(_rows("values", fields=["val"], distinct=True, limit=limit, sort="val") for limit in (2, 1, 3, None)),
    _rows("values", fields=["val"], distinct=True, sort="_id"),
]
INFO: Final = [
    *(post("datastore_info", **{name: "$brazil"}) for name in ("resource_id", "id")),
    post("datastore_info", id="$brazil", include_meta=False, include_fields_schema=False),
    post("datastore_info", id="testalias1"),
    get("datastore_info", id="$events"),
]
DUMP: Final = [
    *(
        Probe(f"/datastore/dump/${table}", {"format": form})
        for table in ("books", "names", "nulls", "events", "mixed")
        for form in ("csv", "tsv", "json", "xml")
    ),
    *(
        Probe("/datastore/dump/$books", params)
        for params in (
            {"q": "warandpeace", "fields": "bük,author"},
            {"limit": "1"},
            {"q": "tolstoy", "format": "csv"},
            {"q": "tolstoy", "format": "json"},
            {"q": "tolstoy", "format": "xml"},
            {"q": "tolstoy", "fields": "author,rank", "format": "json"},
            {"fields": "author,_id", "format": "xml"},
        )
    ),
    Probe("/datastore/dump/does-not-exist"),
    *(
        Probe("/datastore/dump/$values", params)
        for params in (
            {"limit": "5"},
            {"limit": "5", "offset": "3", "sort": "val desc, _id"},
            {"distinct": "true", "fields": "val", "sort": "val"},
            {"distinct": "true", "fields": "val", "sort": "val desc", "format": "json"},
            {"distinct": "true", "fields": "val", "sort": "val", "limit": "1", "offset": "1", "format": "xml"},
        )
    ),
]
DATASTORE: Final = {
    "ckanext/datastore/tests/test_search.py": SEARCH,
    "ckanext/datastore/tests/test_info.py": INFO,
    "ckanext/datastore/tests/test_dump.py": DUMP,
}
