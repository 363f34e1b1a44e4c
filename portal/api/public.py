"""What anybody may read: datasets, rows, files, agencies, themes."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from catalog.actions.agencies import list_agencies, show_agency
from catalog.actions.read import find_file, home, read_dataset
from catalog.actions.rows import RowPage, RowQuery, read_rows
from catalog.actions.search import search_datasets
from catalog.search import SearchQuery
from catalog.search.query import Sort
from catalog.views import AgencyView, DatasetPage, HomePage, SearchPage
from portal.api.base import PageQuery, Query, blueprint
from portal.api.identity import caller
from portal.api.shapes import schema_of
from portal.extensions import record
from portal.files import send_file_view

public = blueprint("public", "检索与读取公开数据")
FACETS = ("theme", "sector", "agency", "agency_kind", "opening", "resource_kind", "update_cycle", "format", "year")


class SearchArguments(PageQuery):
    """Search words, filters (repeat a parameter for several values), order and page."""

    q = fields.String(load_default="", validate=validate.Length(max=200))
    sort = fields.String(load_default="relevance", validate=validate.OneOf([one.value for one in Sort]))
    literal = fields.Boolean(load_default=False)
    theme = fields.List(fields.String())
    sector = fields.List(fields.String())
    agency = fields.List(fields.String())
    agency_kind = fields.List(fields.String())
    opening = fields.List(fields.String())
    resource_kind = fields.List(fields.String())
    update_cycle = fields.List(fields.String())
    format = fields.List(fields.String())
    year = fields.List(fields.String())


class RowArguments(Query):
    """Rows of a release: `filters` is a JSON object {field: value | [values] | {"gte": …, "lt": …}}."""

    start = fields.Integer(load_default=0, validate=validate.Range(0, 100_000_000))
    rows = fields.Integer(load_default=100, validate=validate.Range(0, 10_000))
    q = fields.String(load_default="", validate=validate.Length(max=200))
    sort = fields.String(load_default="", validate=validate.Length(max=200))
    filters = fields.String(load_default="", validate=validate.Length(max=8000))
    fields_ = fields.List(fields.String(), data_key="fields", attribute="fields")
    release = fields.UUID(load_default=None, allow_none=True)


class FieldShape(Schema):
    """A column of the rows."""

    name = fields.String(required=True)
    type = fields.String(required=True)
    unit = fields.String()


class RowPageShape(Schema):
    """A page of rows; cells are exact text, so that no digit of a number is lost."""

    release_id = fields.UUID(required=True)
    total = fields.Integer(required=True)
    fields_ = fields.List(fields.Nested(FieldShape), data_key="fields", attribute="fields", required=True)
    records = fields.List(fields.Dict(), required=True)


@public.route("/")
class Root(MethodView):
    """Counts, sectors, themes and the newest datasets."""

    @public.response(200, schema_of(HomePage))
    def get(self) -> HomePage:
        """平台概况：主题、行业与数量。"""
        return home(record.session, actor=caller())


@public.route("/datasets")
class Datasets(MethodView):
    """Released datasets."""

    @public.arguments(SearchArguments, location="query")
    @public.response(200, schema_of(SearchPage))
    def get(self, asked: dict[str, Any]) -> SearchPage:
        """检索数据集。"""
        query = SearchQuery(
            text=asked["q"],
            filters={name: tuple(asked[name]) for name in FACETS if asked.get(name)},
            sort=Sort(asked["sort"]),
            start=asked["start"],
            rows=asked["rows"],
            facets=FACETS,
            is_literal=asked["literal"],
        )
        return search_datasets(record.session, query, deps=record.deps, actor=caller())


@public.route("/datasets/<string:key>")
class Dataset(MethodView):
    """One dataset, by id or slug."""

    @public.response(200, schema_of(DatasetPage))
    @public.alt_response(410, schema=schema_of(DatasetPage), description="已撤回；仍给出时间、单位与理由")
    def get(self, key: str) -> Any:
        """读取数据集的元数据、数据项、文件与更新记录。"""
        page = read_dataset(record.session, key, actor=caller())
        if page.state == "withdrawn":
            return page, HTTPStatus.GONE
        tag = f"{page.release_id}-{page.modified_at.timestamp():.6f}"
        if tag in request.if_none_match:
            return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": f'"{tag}"'})
        return page, {"ETag": f'"{tag}"'}


@public.route("/datasets/<string:key>/rows")
class Rows(MethodView):
    """Released rows, from the row store."""

    @public.arguments(RowArguments, location="query")
    @public.response(200, RowPageShape)
    def get(self, asked: dict[str, Any], key: str) -> RowPage:
        """读取数据行：筛选、排序、分页。"""
        page = read_dataset(record.session, key, actor=caller())
        query = RowQuery.from_text(
            filters=asked["filters"],
            text=asked["q"],
            sort=asked["sort"],
            start=asked["start"],
            rows=asked["rows"],
            fields=tuple(asked.get("fields") or ()),
        )
        return read_rows(page, query, deps=record.deps, release_id=asked["release"])


@public.route("/resources/<uuid:resource_id>/file")
class ResourceFile(MethodView):
    """The released file of a resource."""

    @public.response(200)
    def get(self, resource_id: UUID) -> Response:
        """下载文件（支持断点续传与校验值）。"""
        view = find_file(record.session, resource_id, actor=caller())
        return send_file_view(view, deps=record.deps)


@public.route("/agencies")
class Agencies(MethodView):
    """Providers of data."""

    @public.response(200, schema_of(AgencyView)(many=True))
    def get(self) -> list[AgencyView]:
        """数源单位。"""
        return list(list_agencies(record.session))


@public.route("/agencies/<string:slug>")
class Agency(MethodView):
    """One provider."""

    @public.response(200, schema_of(AgencyView))
    def get(self, slug: str) -> AgencyView:
        """一个数源单位，含曾用名。"""
        return show_agency(record.session, slug)
