"""What officers do: queue, review sheet, verdicts, withdrawal."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from marshmallow import Schema, fields, validate

from catalog.actions.approve import approve
from catalog.actions.override import looser, stricter
from catalog.actions.review import list_queue, show_review
from catalog.actions.send_back import send_back
from catalog.actions.withdraw import withdraw
from catalog.views import Binding, Judged, QueueRow, ReviewSheet, Withdrawn
from portal.accounts.tokens import Scope
from portal.api.base import Asked, PageQuery, blueprint
from portal.api.identity import require_caller
from portal.api.shapes import schema_of
from portal.extensions import record

review = blueprint("review", "审核与撤回")
_REASON = validate.Length(1, 2000)


class QueuePage(Schema):
    """A page of the queue."""

    total = fields.Integer(required=True)
    items = fields.List(fields.Nested(schema_of(QueueRow)), required=True)


class BindingAsked(Asked):
    """What the reviewer saw: from the review sheet, given back unchanged."""

    typed_hash = fields.String(required=True, validate=validate.Length(max=64))
    edition_id = fields.String(required=True, validate=validate.Length(max=64))
    decision_id = fields.UUID(required=True)
    plan_id = fields.UUID(required=True)


class ApproveAsked(Asked):
    """An approval."""

    binding = fields.Nested(BindingAsked, required=True)
    comment = fields.String(load_default="", validate=validate.Length(max=2000))
    answered = fields.List(fields.String(), load_default=list)


class CommentAsked(Asked):
    """A remark on one column."""

    column = fields.String(required=True, validate=validate.Length(max=255))
    text = fields.String(required=True, validate=_REASON)


class SendBackAsked(Asked):
    """Back to the agency."""

    reason = fields.String(required=True, validate=_REASON)
    comments = fields.List(fields.Nested(CommentAsked), load_default=list)


class OverrideAsked(Asked):
    """Another outcome, with a written reason."""

    release = fields.String(
        required=True, validate=validate.OneOf(["open", "open_after_masking", "conditional", "share_only"])
    )
    reason = fields.String(required=True, validate=_REASON)


class WithdrawAsked(Asked):
    """A withdrawal."""

    reason = fields.String(required=True, validate=_REASON)
    clause = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=16))
    replaced_by = fields.UUID(load_default=None, allow_none=True)


@review.route("/reviews")
class Reviews(MethodView):
    """What waits for a second person."""

    @review.arguments(PageQuery, location="query")
    @review.response(200, QueuePage)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """待审核。"""
        total, items = list_queue(
            record.session, actor=require_caller(Scope.REVIEW), start=asked["start"], rows=asked["rows"]
        )
        return {"total": total, "items": items}


@review.route("/reviews/<uuid:version_id>")
class Review(MethodView):
    """What leaves, what stays, why."""

    @review.response(200, schema_of(ReviewSheet))
    def get(self, version_id: UUID) -> ReviewSheet:
        """审核单。"""
        return show_review(record.session, version_id, actor=require_caller(Scope.REVIEW))


@review.route("/reviews/<uuid:version_id>/approve")
class Approve(MethodView):
    """Approve exactly what was seen."""

    @review.arguments(ApproveAsked)
    @review.response(200, schema_of(Judged))
    def post(self, asked: dict[str, Any], version_id: UUID) -> Judged:
        """审核通过；与审核单所见不一致时拒绝。"""
        return approve(
            record.session,
            version_id,
            actor=require_caller(Scope.REVIEW),
            deps=record.deps,
            binding=Binding(**asked["binding"]),
            comment=asked["comment"],
            answered=frozenset(asked["answered"]),
        )


@review.route("/reviews/<uuid:version_id>/send-back")
class SendBack(MethodView):
    """Send back with remarks on columns."""

    @review.arguments(SendBackAsked)
    @review.response(200, schema_of(Judged))
    def post(self, asked: dict[str, Any], version_id: UUID) -> Judged:
        """退回并说明。"""
        return send_back(
            record.session,
            version_id,
            actor=require_caller(Scope.REVIEW),
            deps=record.deps,
            reason=asked["reason"],
            comments=tuple((one["column"], one["text"]) for one in asked["comments"]),
        )


@review.route("/reviews/<uuid:version_id>/stricter")
class Stricter(MethodView):
    """A stricter outcome."""

    @review.arguments(OverrideAsked)
    @review.response(200, schema_of(Judged))
    def post(self, asked: dict[str, Any], version_id: UUID) -> Judged:
        """从严。"""
        return stricter(record.session, version_id, actor=require_caller(Scope.REVIEW), deps=record.deps, **asked)


@review.route("/reviews/<uuid:version_id>/looser")
class Looser(MethodView):
    """A looser outcome, never below a refusal."""

    @review.arguments(OverrideAsked)
    @review.response(200, schema_of(Judged))
    def post(self, asked: dict[str, Any], version_id: UUID) -> Judged:
        """从宽，须写明不少于 20 字的理由。"""
        return looser(record.session, version_id, actor=require_caller(Scope.REVIEW), deps=record.deps, **asked)


@review.route("/releases/<uuid:release_id>/withdraw")
class Withdraw(MethodView):
    """Take a release down everywhere."""

    @review.arguments(WithdrawAsked)
    @review.response(202, schema_of(Withdrawn))
    def post(self, asked: dict[str, Any], release_id: UUID) -> Withdrawn:
        """撤回发布。"""
        return withdraw(record.session, release_id, actor=require_caller(Scope.REVIEW), deps=record.deps, **asked)
