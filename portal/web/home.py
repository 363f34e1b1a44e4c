"""Public home: search box, finance sectors with counts, fiscal, tax and economy apart, newest releases, agencies."""

from collections import Counter

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from catalog.actions.agencies import list_agencies
from catalog.actions.read import home as read_home
from portal.accounts.signing import present_actor
from portal.extensions import record
from portal.web.blueprints import pages

LARGE_SECONDS = 365 * 24 * 3600
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
    )


@pages.get("/view/<any(large, standard):mode>")
def choose_view(mode: str) -> ResponseReturnValue:
    """Switch large type on or off, and go back to the page it was asked from."""
    target = request.args.get("next", "/")
    is_local = target.startswith("/") and not target.startswith(("//", "/\\"))
    response = make_response(redirect(target if is_local else "/"))
    response.set_cookie("view", mode, max_age=LARGE_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure)
    return response
