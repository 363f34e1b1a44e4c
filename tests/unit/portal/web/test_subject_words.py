"""The desk says in words what decided theme and sector, where else it is listed, and why a column is treated so."""

from html import unescape
from typing import Any

from desensitize.plan_reasons import BY_OPERATOR
from tests.fakes.outcomes import process_outcome
from tests.fakes.site import Site
from tests.unit.catalog.conftest import Desk


def told() -> dict[str, Any]:
    outcome = process_outcome()
    outcome["decision"] |= {
        "sector_words": [
            {"code": "FIN", "word": "JRJ", "place": "agency", "weight": 3.5},
            {"code": "LOAN", "word": "小额贷款", "place": "title", "weight": 4.8},
        ],
        "also_sectors": ["BANK", "FISC"],
    }
    outcome["plan"]["columns"][1] |= {"operator": "drop", "reason": BY_OPERATOR["drop"]}
    return outcome


def page(site: Site, version: object, *, english: bool = False) -> str:
    window = site.window("uploader")
    if english:
        window.get("/language/en?next=/help")
    return unescape(window.get(f"/workspace/versions/{version}").get_data(as_text=True))


def test_a_kind_of_agency_is_named_and_never_a_code(site: Site, desk: Desk) -> None:
    version = desk.processed(outcome=told())
    chinese, english = page(site, version), page(site, version, english=True)
    assert "“地方金融监督管理局”（报送单位，金融）" in chinese
    assert "Local financial regulator" in english
    assert "JRJ" not in chinese + english


def test_where_else_it_is_listed_is_told_by_name(site: Site, desk: Desk) -> None:
    version = desk.processed(outcome=told())
    assert "同时列入：银行业、财政" in page(site, version)
    english = page(site, version, english=True)
    assert "Also listed under: Banking" in english
    assert "Public finance" in english


def test_the_reason_of_a_column_is_in_the_page_s_language(site: Site, desk: Desk) -> None:
    version = desk.processed(outcome=told())
    assert "整列删除。" in page(site, version)
    english = page(site, version, english=True)
    assert "The whole column is dropped." in english
    assert "整列删除" not in english
