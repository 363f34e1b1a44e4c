"""Theme and sector put right by programs; what an edition of the list changed, and what waits for a person."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from marshmallow import Schema, fields, validate

from catalog.actions.edition_results import (
    MAX_ROWS,
    ChangeView,
    count_waiting,
    judge_by_edition,
    keep_as_is,
    list_waiting,
)
from catalog.actions.sector_examples import Corrected, SectorChoices, correct_sector, list_examples, sector_choices
from catalog.errors import NotFound
from catalog.views import Choice
from portal.accounts.tokens import Scope
from portal.api.admin import admin
from portal.api.base import Asked, PageQuery
from portal.api.desk import desk
from portal.api.identity import require_caller
from portal.api.review import review
from portal.api.shapes import schema_of
from portal.extensions import record


class SubjectAsked(Asked):
    """A sector of finance, or a theme other than finance, by its code."""

    code = fields.String(required=True, validate=validate.Length(1, 8))


class SettleAsked(Asked):
    """What to do with a change: keep (with a reason) or judge the dataset anew."""

    decision = fields.String(required=True, validate=validate.OneOf(["keep", "again"]))
    reason = fields.String(load_default="", validate=validate.Length(max=500))


class WaitingQuery(PageQuery):
    """A page of the changes that wait; `start` counts from 0."""

    rows = fields.Integer(load_default=100, validate=validate.Range(1, MAX_ROWS))


class WaitingPage(Schema):
    """How many changes wait, and a page of them."""

    total = fields.Integer(required=True)
    items = fields.List(fields.Nested(schema_of(ChangeView)), required=True)


class ExampleSubject(Schema):
    """Theme and sector."""

    theme = fields.String(allow_none=True)
    sector = fields.String(allow_none=True)


class ExampleShape(Schema):
    """A correction that was kept: shape of the dataset and codes, no value."""

    at = fields.AwareDateTime(required=True)
    agency = fields.String(required=True)
    title = fields.String(required=True)
    columns = fields.List(fields.String(), required=True)
    words = fields.List(fields.Dict(keys=fields.String(), values=fields.String()), required=True)
    before = fields.Nested(ExampleSubject, required=True)
    after = fields.Nested(ExampleSubject, required=True)
    by = fields.String(required=True)


@desk.route("/versions/<uuid:version_id>/subject")
class Subject(MethodView):
    """Theme and sector of one version."""

    @desk.response(200, schema_of(SectorChoices))
    def get(self, version_id: UUID) -> SectorChoices:
        """可选的主题与行业，最可能的在前。"""
        found = sector_choices(record.session, version_id, actor=require_caller(Scope.READ))
        if found is None:
            raise NotFound
        return found

    @desk.arguments(SubjectAsked)
    @desk.response(200, schema_of(Corrected))
    def put(self, asked: dict[str, Any], version_id: UUID) -> Corrected:
        """更正主题或行业；留作先例，已发布的随之更新。"""
        caller = require_caller(Scope.UPLOAD)
        return correct_sector(record.session, version_id, actor=caller, deps=record.deps, code=asked["code"])


@admin.route("/sector-examples")
class SectorExamples(MethodView):
    """Corrections that were kept."""

    @admin.response(200, ExampleShape(many=True))
    def get(self) -> list[dict[str, Any]]:
        """主题与行业的更正先例。"""
        return list_examples(record.session, actor=require_caller(Scope.ADMIN))


@review.route("/edition-changes")
class EditionChanges(MethodView):
    """What became looser under a new edition."""

    @review.arguments(WaitingQuery, location="query")
    @review.response(200, WaitingPage)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """新版清单从宽、等人处理的数据集。"""
        caller = require_caller(Scope.REVIEW)
        items = list_waiting(record.session, actor=caller, start=asked["start"], rows=asked["rows"])
        return {"total": count_waiting(record.session, actor=caller), "items": items}


@review.route("/edition-changes/<uuid:change_id>")
class EditionChange(MethodView):
    """One of them."""

    @review.arguments(SettleAsked)
    @review.response(200, schema_of(Choice))
    def post(self, asked: dict[str, Any], change_id: UUID) -> Choice:
        """维持现状（须写理由），或撤下后按现行清单重新定级。"""
        caller = require_caller(Scope.REVIEW)
        if asked["decision"] == "again":
            judge_by_edition(record.session, change_id, actor=caller, deps=record.deps)
            return Choice("rejudged", "已撤下，重新定级")
        keep_as_is(record.session, change_id, actor=caller, deps=record.deps, reason=asked["reason"])
        return Choice("kept", "维持现状")
