"""The datasets and tables that CKAN's own tests of its read actions make for themselves, as datasets of the portal."""

import polars as pl

from catalog.ckan.client import CkanClient
from tests.contract.content import Sample

EVENTS = pl.DataFrame(
    {
        "id": ["0", "1", "2", "3", "4", "5"],
        "date": ["2011-01-01", "2011-02-02", "2011-03-03", "2011-04-04", "2011-05-04", "2011-06-02"],
        "x": ["1", "2", "3", "4", "5", "6"],
        "y": ["2", "4", "6", "8", "10", "12"],
        "z": ["3", "24", "9", "6", "15", "18"],
        "country": ["DE", "UK", "US", "UK", "UK", "DE"],
        "title": ["first 99", "second", "third", "fourth", "fifth", "sixth 53.56"],
        "lat": ["52.56", "54.97", "40.00", "57.27", "51.58", "51.04"],
        "lon": ["13.40", "-1.60", "-75.5", "-6.20", "0", "7.9"],
    }
)
BRAZIL = pl.DataFrame({"from": ["Brazil", "Brazil"], "to": ["Brazil", "Italy"], "num": ["2", "22"]})
BOOKS = pl.DataFrame(
    {
        "bük": ["annakarenina", "warandpeace"],
        "author": ["tolstoy", "tolstoy"],
        "published": ["2005-03-01", None],
        "rating with %": ["60%", "99%"],
        "bo%ok": ["El Nino", "x"],
    }
)
COURSES = pl.DataFrame(
    {"course": ["salad", "appetizer", "main", "dessert"], "special": ["false", "false", "true", "false"]}
)
NUMBERS = pl.DataFrame({"num": ["5", "7", "9", "1", "10"]})
NULLS = pl.DataFrame(
    {
        "num": ["10", "9", "9", None],
        "dt": ["2020-01-01", "2020-01-02", "2020-01-01", None],
        "txt": ["aaab", "aaab", "aaac", None],
    }
)
YEARS = pl.DataFrame({"the year": ["2014", "2013"]})
VALUES = pl.DataFrame({"val": ["foo", "foo", "foo", "foo", "foo", "bar"]})
NAMES = pl.DataFrame(
    {
        "278bad_name": ["example"],
        "xmlbad_name": ["example 0"],
        "bad name": ["example 1"],
        "bad_(name)": ["example 2"],
        ".bad_name": ["example 3"],
        "-bad_name": ["example 4"],
    }
)
MIXED = pl.DataFrame(
    {
        "名称": [
            "东湖农村商业银行",
            "北麓村镇银行 Beilu Bank",
            "Running shoes, Ltd.",
            "a-b c_d",
            "O'Neil & Sons (2024)",
            "邮编 100-200",
            "1,234.50",
        ],
        "备注": ["贷款利率 3.85%", "rates ranged 3.85-4.20", "runner ran", "UPPER lower", "“引号”", "", "N/A"],
    }
)
SAMPLES = (
    Sample("A Wonderful Story", ("russian", "tolstoy"), "FIN", "BANK", "shared notes here", EVENTS),
    Sample("Some public stuff", ("Flexible. ア",), "FISC", None, "shared", BRAZIL),
    Sample("Some random stuff", ("country-sweden", "format-pdf"), "TAX", None, "shared", BOOKS),
    Sample("Government Expenditure", ("todo split", "capitals"), "FISC", None, "按区县统计", COURSES),
    Sample("Government Extra Expenditure", ("surprise.",), "FISC", None, "rivers run deep", NUMBERS),
    Sample("Rivers", ("todo split",), "ECON", None, "Lakes and rivers", NULLS),
    Sample("Lakes", ("Flexible. ア",), "ECON", None, "test-spatial barrow", YEARS),
    Sample("Anna Karenina", ("russian", "tolstoy"), "ECON", None, "A Novel By Tolstoy", VALUES),
    Sample("Warandpeace", ("russian",), "ECON", None, "Crédit agricole naïve café", NAMES),
    Sample("2023年 banks' balance-sheet v2.0 (final)", ("balance sheet",), "FIN", "INS", "GDP growth 5.2%", MIXED),
)
TABLES = ("events", "brazil", "books", "courses", "numbers", "nulls", "years", "values", "names", "mixed")


def names(client: CkanClient) -> dict[str, str]:
    """Return what the `$` words of these probes stand for."""
    packages = {one["title"]: one for one in client.read("package_search", rows=100)["results"]}
    found = {"story": packages["A Wonderful Story"]["name"], "org_id": packages["Rivers"]["owner_org"]}
    for sample, table in zip(SAMPLES, TABLES, strict=True):
        found[table] = next(one["id"] for one in packages[sample.title]["resources"] if one["datastore_active"])
    return found
