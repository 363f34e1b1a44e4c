"""Public home: search box, finance sectors with counts, fiscal, tax and economy apart, newest releases, agencies."""

from collections import Counter

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from catalog.actions.agencies import list_agencies
from catalog.actions.read import home as read_home
from portal.accounts.signing import present_actor
from portal.extensions import record
from portal.language import COOKIE, noted
from portal.web.blueprints import pages

CHOICE_SECONDS = 365 * 24 * 3600
# searched for in Chinese, in whatever language they are shown
HOT_WORDS = (
    noted("小额贷款"),
    noted("融资担保"),
    noted("欠税公告"),
    noted("金融许可证"),
    noted("行政处罚"),
    noted("上市公司"),
    noted("保费收入"),
)
TILE_WORDS = {
    "BANK": (noted("金融许可证"), noted("营业网点"), noted("存贷款"), noted("行政处罚")),
    "INS": (noted("保费收入"), noted("分支机构"), noted("农业保险"), noted("行政处罚")),
    "SEC": (noted("上市公司"), noted("私募基金"), noted("辅导备案"), noted("区域股权")),
    "FISC": (noted("政府债务"), noted("政府采购"), noted("补贴发放")),
    "TAX": (noted("欠税公告"), noted("纳税信用"), noted("税收收入")),
    "ECON": (noted("地区生产总值"), noted("外商投资"), noted("消费价格")),
}
_FIRST = ("BANK", "INS", "SEC")  # banking, insurance and securities stand first


@pages.get("/")
def home() -> ResponseReturnValue:
    """Show the home page."""
    page = read_home(record.session, actor=present_actor())
    agencies = list_agencies(record.session)
    counts: Counter[tuple[str, str]] = Counter()
    for agency in agencies:
        counts[agency.kind_code, agency.kind_name] += agency.dataset_count
    finance = [tile for tile in page.sectors if tile.theme_code == "FIN"]
    return render_template(
        "public/home.html",
        nav="pages.home",
        page=page,
        first=[tile for code in _FIRST for tile in finance if tile.code == code],
        others=[tile for tile in finance if tile.code not in _FIRST],
        finance_total=next((tile.count for tile in page.themes if tile.code == "FIN"), 0),
        themes=[tile for tile in page.themes if tile.code in ("FISC", "TAX", "ECON")],
        kinds=sorted(counts.items(), key=lambda item: -item[1]),
        agency_total=len(agencies),
        hot_words=HOT_WORDS,
        tile_words=TILE_WORDS,
    )


@pages.get("/view/<any(large, standard):mode>")
def choose_view(mode: str) -> ResponseReturnValue:
    """Switch large type on or off, and go back to the page it was asked from."""
    return _remember("view", mode)


@pages.get("/language/<any('zh-CN', en):tag>")
def choose_language(tag: str) -> ResponseReturnValue:
    """Switch to Chinese or English, and go back to the page it was asked from."""
    return _remember(COOKIE, tag)


def _remember(name: str, value: str) -> ResponseReturnValue:
    """Set a visitor's choice for a year and go back, never to another site."""
    target = request.args.get("next", "/")
    is_local = target.startswith("/") and not target.startswith(("//", "/\\"))
    response = make_response(redirect(target if is_local else "/"))
    response.set_cookie(name, value, max_age=CHOICE_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure)
    return response
