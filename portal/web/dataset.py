"""The page of one dataset: tabs with addresses of their own; a withdrawn one answers 410 and says why."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from catalog.actions.read import read_dataset
from catalog.actions.read_text import read_text_part
from catalog.actions.rows import read_rows
from catalog.ckan.mapping import at_site, package_json
from catalog.dcat import schema_org
from catalog.views import DatasetPage
from portal.accounts.signing import present_actor
from portal.api.ckan import site_url
from portal.extensions import record
from portal.forms import page_start
from portal.web.blueprints import pages
from portal.web.charts import Chart, charts_of
from portal.web.plot import plot_of
from portal.web.rows import read_asked
from portal.web.series import Series, series_of

PREVIEW_ROWS = 20
WIDE = {"width": 760, "height": 300, "label": 190}
NARROW = {"width": 328, "height": 230, "label": 24}
View = Callable[[DatasetPage], ResponseReturnValue]


def _page(view: View) -> Callable[[str], ResponseReturnValue]:
    """Read the dataset first; a withdrawn one shows the page that stays, whichever tab was asked for."""

    @wraps(view)
    def answer(key: str) -> ResponseReturnValue:
        page = read_dataset(record.session, key, actor=present_actor())
        if page.state == "withdrawn":
            return render_template("public/withdrawn.html", nav="pages.search", page=page), 410
        return view(page)

    return answer


def _tab(template: str, page: DatasetPage, tab: str, **more: Any) -> Response:
    body = render_template(
        f"public/{template}.html", nav="pages.search", page=page, tab=tab, key=page.slug or page.id, **more
    )
    return make_response(body)


@pages.get("/datasets/<key>")
@_page
def dataset(page: DatasetPage) -> ResponseReturnValue:
    """Tab 基本信息, with the same as data for search engines."""
    if page.outcome == "share_only":  # for departments: not for search engines
        return _tab("dataset_info", page, "dataset")
    package = at_site(package_json(page), site_url())
    return _tab("dataset_info", page, "dataset", linked=schema_org(package, site_url()))


@pages.get("/datasets/<key>/fields")
@_page
def dataset_fields(page: DatasetPage) -> ResponseReturnValue:
    """Tab 数据项."""
    return _tab("dataset_fields", page, "dataset_fields")


@pages.get("/datasets/<key>/rows")
@_page
def dataset_rows(page: DatasetPage) -> ResponseReturnValue:
    """Tab 数据预览: filter, look for words, sort, page through; read from the release's row store."""
    if page.row_store_key is None:
        return _tab("dataset_rows", page, "dataset_rows", rows=None)
    asked, start = read_asked(page, request.args), page_start(PREVIEW_ROWS)
    found = read_rows(page, asked.query(start=start, rows=PREVIEW_ROWS), deps=record.deps)
    return _tab(
        "dataset_rows",
        page,
        "dataset_rows",
        rows=found.records,
        fields=found.fields,
        shown={field.name: field for field in page.fields},
        query=asked,
        found=found.total,
        total=page.row_count,
        start=start,
        page_rows=PREVIEW_ROWS,
    )


@pages.get("/datasets/<key>/text")
@_page
def dataset_text(page: DatasetPage) -> ResponseReturnValue:
    """Tab 正文: the released text of a document."""
    part = read_text_part(page, page_start(1) + 1, deps=record.deps)
    return _tab("dataset_text", page, "dataset_text", part=part)


@pages.get("/datasets/<key>/charts")
@_page
def dataset_charts(page: DatasetPage) -> ResponseReturnValue:
    """Tab 图表: lines over time, or counts by the columns that group best, as SVG with the same numbers as tables."""
    charts: tuple[Chart, ...] = ()
    series: tuple[Series, ...] = ()
    if page.row_store_key is not None:
        series = series_of(page, deps=record.deps)
        charts = () if series else charts_of(page, deps=record.deps)
    drawn = [(one, plot_of(one, **WIDE), plot_of(one, **NARROW)) for one in series]
    return _tab("dataset_charts", page, "dataset_charts", charts=charts, series=drawn)


@pages.get("/datasets/<key>/api")
@_page
def dataset_api(page: DatasetPage) -> ResponseReturnValue:
    """Tab 接口."""
    return _tab("dataset_api", page, "dataset_api", base=request.url_root.rstrip("/"))


@pages.get("/datasets/<key>/history")
@_page
def dataset_history(page: DatasetPage) -> ResponseReturnValue:
    """Tab 更新记录."""
    return _tab("dataset_history", page, "dataset_history")
