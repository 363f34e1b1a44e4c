"""Who may read the rows that departments share: given, listed and ended by officers."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from marshmallow import fields, validate

from catalog.actions.grants import MAX_DAYS, grant_access, list_grants, revoke_grant
from catalog.views.grants import GrantsPage, GrantView
from portal.accounts.grantee import person_of
from portal.accounts.tokens import Scope
from portal.api.base import Asked
from portal.api.identity import require_caller
from portal.api.review import review
from portal.api.shapes import schema_of
from portal.extensions import record


class GrantAsked(Asked):
    """To whom, what for, how long: an agency by its slug, or a person by sign-in name."""

    agency = fields.String(load_default="", validate=validate.Length(max=100))
    person = fields.String(load_default="", validate=validate.Length(max=200))
    purpose = fields.String(required=True, validate=validate.Length(1, 2000))
    legal_basis = fields.String(load_default="", validate=validate.Length(max=200))
    days = fields.Integer(required=True, validate=validate.Range(1, MAX_DAYS))


@review.route("/datasets/<uuid:dataset_id>/grants")
class Grants(MethodView):
    """Grants of one dataset."""

    @review.response(200, schema_of(GrantsPage))
    def get(self, dataset_id: UUID) -> GrantsPage:
        """数据集的共享授权。"""
        actor = require_caller(Scope.REVIEW)
        return list_grants(record.session, dataset_id, actor=actor, deps=record.deps)

    @review.arguments(GrantAsked)
    @review.response(201, schema_of(GrantView))
    def post(self, asked: dict[str, Any], dataset_id: UUID) -> GrantView:
        """授权一个单位或人员读取数据行。"""
        actor = require_caller(Scope.REVIEW)
        person = asked.pop("person")
        return grant_access(
            record.session,
            dataset_id,
            actor=actor,
            deps=record.deps,
            person_id=person_of(record.session, person),
            **asked,
        )


@review.route("/grants/<uuid:grant_id>")
class Grant(MethodView):
    """One grant."""

    @review.response(204)
    def delete(self, grant_id: UUID) -> None:
        """收回授权，立即生效。"""
        revoke_grant(record.session, grant_id, actor=require_caller(Scope.REVIEW), deps=record.deps)
