"""Descriptions: read one with its ETag, put it right with PATCH and If-Match; corrections of what is public."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import request
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from catalog.actions.correct import accept_correction, reject_correction, show_correction
from catalog.actions.corrections import list_corrections
from catalog.actions.describe import describe
from catalog.actions.description import show_description
from catalog.errors import CatalogError, DescriptionStale
from catalog.metadata import ColumnText, Description
from catalog.taxonomy import LICENCE_NAMES, UPDATE_CYCLES
from catalog.views import CorrectionRow, CorrectionSheet, Described, DescriptionSheet, DescriptionView
from portal.accounts.tokens import Scope
from portal.api.base import Asked, PageQuery
from portal.api.desk import desk
from portal.api.identity import require_caller
from portal.api.review import review
from portal.api.shapes import schema_of
from portal.extensions import record


class IfMatchNeeded(CatalogError):
    """A change names what it changes: without If-Match two people would overwrite each other."""

    code = "describe.if_match"
    message_zh = "请在 If-Match 头里带上读取说明时得到的 ETag。"
    message_en = "Send the ETag of the description you read in If-Match."
    status_hint = 428


class ColumnAsked(Asked):
    """One line of the dictionary; what is not given stays."""

    name = fields.String(required=True, validate=validate.Length(1, 255))
    title = fields.String(validate=validate.Length(max=100))
    unit = fields.String(validate=validate.Length(max=20))
    meaning = fields.String(validate=validate.Length(max=500))


class DescriptionAsked(Asked):
    """Fields to change; what is not given stays."""

    title = fields.String(validate=validate.Length(1, 200))
    summary = fields.String(validate=validate.Length(max=4000))
    tags = fields.List(fields.String(validate=validate.Length(1, 40)), validate=validate.Length(max=20))
    update_cycle = fields.String(validate=validate.OneOf(UPDATE_CYCLES))
    sharing_condition = fields.String(validate=validate.Length(max=400))
    sharing_way = fields.String(validate=validate.Length(max=400))
    opening_condition = fields.String(validate=validate.Length(max=400))
    related_resource_code = fields.String(validate=validate.Length(max=60))
    licence = fields.String(validate=validate.OneOf(list(LICENCE_NAMES)))
    columns = fields.List(fields.Nested(ColumnAsked), validate=validate.Length(max=2000))


class CorrectionPage(Schema):
    """A page of corrections."""

    total = fields.Integer(required=True)
    items = fields.List(fields.Nested(schema_of(CorrectionRow)), required=True)


class AcceptAsked(Asked):
    """What the reviewer saw: `tag` of the correction's sheet."""

    tag = fields.String(required=True, validate=validate.Length(1, 64))


class RejectAsked(Asked):
    """Why not."""

    reason = fields.String(required=True, validate=validate.Length(1, 2000))


_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string"},
    "description": "读取说明时得到的 ETag",
}


@desk.route("/versions/<uuid:version_id>/description")
class VersionDescription(MethodView):
    """Title, dictionary and the rest of the catalogue entry of one version."""

    @desk.response(200, schema_of(DescriptionSheet))
    def get(self, version_id: UUID) -> tuple[DescriptionSheet, dict[str, str]]:
        """读取标题、摘要、数据项说明等；ETag 用于修改。"""
        sheet = show_description(record.session, version_id, actor=require_caller(Scope.READ))
        return sheet, {"ETag": f'"{sheet.tag}"'}

    @desk.arguments(DescriptionAsked)
    @desk.response(202, schema_of(Described))
    @desk.alt_response(412, description="读取之后已被他人修改")
    @desk.alt_response(428, description="缺少 If-Match")
    @desk.doc(parameters=[_IF_MATCH])
    def patch(self, asked: dict[str, Any], version_id: UUID) -> Described:
        """修改说明：未公开的重新检查和定级；已公开的成为更正，检查后由另一位审核员确认。"""
        actor = require_caller(Scope.UPLOAD)
        sheet = show_description(record.session, version_id, actor=actor)
        wanted = merged(sheet.now, asked)
        tag = sheet.tag if sheet.tag in request.if_match else ""
        try:
            return describe(record.session, version_id, wanted, actor=actor, deps=record.deps, tag=tag)
        except DescriptionStale:  # after the question whether this person may at all
            if request.if_match:
                raise
            raise IfMatchNeeded from None


def merged(now: DescriptionView, asked: dict[str, Any]) -> Description:
    """Return the description with what was asked in it; everything else stays as it is.

    Args:
        now: as it stands. asked: fields of `DescriptionAsked`; columns nobody has are left for the action to refuse.
    """
    names = [name for name in DescriptionView.__slots__ if name != "columns"]
    plain = {name: asked.get(name, getattr(now, name)) for name in names}
    said = {one["name"]: one for one in asked.get("columns", ())}
    known = [ColumnText(one.name, one.title, one.unit, one.meaning) for one in now.columns]
    columns = [replace(one, **said.pop(one.name, {})) for one in known]
    unknown = [ColumnText(**one) for one in said.values()]
    return Description(**{**plain, "tags": tuple(plain["tags"])}, columns=(*columns, *unknown))


@review.route("/corrections")
class Corrections(MethodView):
    """Corrections of what is public that wait for a second person."""

    @review.arguments(PageQuery, location="query")
    @review.response(200, CorrectionPage)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """待审核的更正。"""
        total, items = list_corrections(
            record.session, actor=require_caller(Scope.REVIEW), start=asked["start"], rows=asked["rows"]
        )
        return {"total": total, "items": items}


@review.route("/corrections/<uuid:correction_id>")
class Correction(MethodView):
    """One correction, word for word."""

    @review.response(200, schema_of(CorrectionSheet))
    def get(self, correction_id: UUID) -> CorrectionSheet:
        """一份更正：现在公开的与更正后的文字。"""
        return show_correction(record.session, correction_id, actor=require_caller(Scope.READ))


@review.route("/corrections/<uuid:correction_id>/accept")
class AcceptCorrection(MethodView):
    """A second person puts it in force."""

    @review.arguments(AcceptAsked)
    @review.response(200, schema_of(CorrectionRow))
    def post(self, asked: dict[str, Any], correction_id: UUID) -> CorrectionRow:
        """同意更正；公开页面、检索、接口随即更新，CKAN 稍后同步。"""
        actor = require_caller(Scope.REVIEW)
        return accept_correction(record.session, correction_id, actor=actor, deps=record.deps, tag=asked["tag"])


@review.route("/corrections/<uuid:correction_id>/reject")
class RejectCorrection(MethodView):
    """Or turns it down."""

    @review.arguments(RejectAsked)
    @review.response(200, schema_of(CorrectionRow))
    def post(self, asked: dict[str, Any], correction_id: UUID) -> CorrectionRow:
        """不同意更正，写明理由。"""
        actor = require_caller(Scope.REVIEW)
        return reject_correction(record.session, correction_id, actor=actor, deps=record.deps, reason=asked["reason"])
