"""Administration: agencies, audit log, gate log, editions of the negative list, access tokens."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from marshmallow import Schema, fields, validate
from sqlalchemy import select

from catalog.actions.agencies import create_agency, merge_agency, rename_agency
from catalog.actions.audit_log import list_events, list_gate, verify_log
from catalog.actions.editions import list_editions
from catalog.errors import NotFound
from catalog.models import utc_now
from catalog.views import AgencyView, AuditRow, EditionView, GateRow, Merged
from portal.accounts.passwords import check_password
from portal.accounts.tokens import MAX_DAYS, ApiToken, Scope, issue_token
from portal.api.base import Asked, PageQuery, blueprint
from portal.api.identity import TokenRefused, require_caller
from portal.api.shapes import schema_of
from portal.extensions import limiter, record

admin = blueprint("admin", "管理")


class AgencyAsked(Asked):
    """A new agency."""

    slug = fields.String(required=True, validate=validate.Regexp(r"[a-z0-9][a-z0-9-]{1,98}\Z"))
    code = fields.String(required=True, validate=validate.Length(1, 32))
    kind_code = fields.String(required=True, validate=validate.Length(1, 8))
    name = fields.String(required=True, validate=validate.Length(2, 120))
    description = fields.String(load_default="", validate=validate.Length(max=2000))


class NameAsked(Asked):
    """A new name and the day it is in force from."""

    name = fields.String(required=True, validate=validate.Length(2, 120))
    valid_from = fields.Date(required=True)


class AuditArguments(PageQuery):
    """Which events."""

    object_id = fields.String(load_default=None, validate=validate.Length(max=64))
    verb = fields.String(load_default=None, validate=validate.Length(max=40))


class AuditPage(Schema):
    """A page of events."""

    total = fields.Integer(required=True)
    items = fields.List(fields.Nested(schema_of(AuditRow)), required=True)


class TokenAsked(Asked):
    """Sign-in name and password, and what the token is for."""

    email = fields.String(required=True, validate=validate.Length(3, 255))
    password = fields.String(required=True, validate=validate.Length(1, 200), load_only=True)
    name = fields.String(load_default="API", validate=validate.Length(1, 80))
    scopes = fields.List(
        fields.String(validate=validate.OneOf([one.value for one in Scope])), load_default=lambda: [Scope.READ.value]
    )
    days = fields.Integer(load_default=30, validate=validate.Range(1, MAX_DAYS))


class TokenShape(Schema):
    """A token; `token` itself only in the answer that made it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    scopes = fields.List(fields.String(), required=True)
    expires_at = fields.AwareDateTime(required=True)
    created_at = fields.AwareDateTime(required=True)
    token = fields.String()


@admin.route("/tokens")
class Tokens(MethodView):
    """Access tokens."""

    @limiter.limit("20 per minute")
    @admin.arguments(TokenAsked)
    @admin.response(201, TokenShape)
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """用登录名和密码换取令牌；明文只在这一次答复里出现。"""
        account = check_password(record.session, asked["email"], asked["password"])
        if account is None:
            record.session.commit()  # the failure counts towards the lock
            raise TokenRefused
        row, secret = issue_token(
            record.session, actor=account.actor, name=asked["name"], scopes=tuple(asked["scopes"]), days=asked["days"]
        )
        record.session.commit()
        return {
            "id": row.id,
            "name": row.name,
            "scopes": row.scopes,
            "expires_at": row.expires_at,
            "created_at": row.created_at,
            "token": secret,
        }

    @admin.response(200, TokenShape(many=True))
    def get(self) -> list[ApiToken]:
        """自己的令牌。"""
        actor = require_caller(Scope.READ)
        rows = select(ApiToken).where(ApiToken.actor_id == actor.id, ApiToken.revoked_at.is_(None))
        return list(record.session.scalars(rows.order_by(ApiToken.created_at)))


@admin.route("/tokens/<uuid:token_id>")
class Token(MethodView):
    """One token."""

    @admin.response(204)
    def delete(self, token_id: UUID) -> None:
        """作废令牌。"""
        actor = require_caller(Scope.READ)
        row = record.session.get(ApiToken, token_id)
        if row is None or row.actor_id != actor.id:
            raise NotFound
        row.revoked_at = row.revoked_at or utc_now()
        record.session.commit()


@admin.route("/agencies", endpoint="new_agency")
class NewAgency(MethodView):
    """A new provider."""

    @admin.arguments(AgencyAsked)
    @admin.response(201, schema_of(AgencyView))
    def post(self, asked: dict[str, Any]) -> AgencyView:
        """新增数源单位。"""
        return create_agency(record.session, actor=require_caller(Scope.ADMIN), deps=record.deps, **asked)


@admin.route("/agencies/<uuid:agency_id>/name")
class AgencyName(MethodView):
    """A dated name."""

    @admin.arguments(NameAsked)
    @admin.response(200, schema_of(AgencyView))
    def put(self, asked: dict[str, Any], agency_id: UUID) -> AgencyView:
        """更名；旧名保留，仍可检索。"""
        return rename_agency(record.session, agency_id, actor=require_caller(Scope.ADMIN), deps=record.deps, **asked)


class MergeAsked(Asked):
    """The agency that goes on, and the day from which it does."""

    into = fields.UUID(required=True)
    valid_from = fields.Date(required=True)


@admin.route("/agencies/<uuid:agency_id>/merge")
class AgencyMerge(MethodView):
    """Two agencies become one."""

    @admin.arguments(MergeAsked)
    @admin.response(200, schema_of(Merged))
    def post(self, asked: dict[str, Any], agency_id: UUID) -> Merged:
        """并入另一个单位：数据集和人员移交，编号、网址与旧名不变。"""
        return merge_agency(record.session, agency_id, actor=require_caller(Scope.ADMIN), deps=record.deps, **asked)


@admin.route("/audit")
class Audit(MethodView):
    """The audit log."""

    @admin.arguments(AuditArguments, location="query")
    @admin.response(200, AuditPage)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """审计日志。"""
        total, items = list_events(record.session, actor=require_caller(Scope.ADMIN), **asked)
        return {"total": total, "items": items}


@admin.route("/audit/verify")
class AuditVerify(MethodView):
    """The chain of hashes."""

    @admin.response(200)
    def post(self) -> dict[str, int]:
        """校验审计链。"""
        return {"verified": verify_log(record.session, actor=require_caller(Scope.ADMIN))}


@admin.route("/gate")
class Gate(MethodView):
    """Refused uploads, as the secrecy officer may see them."""

    @admin.response(200, schema_of(GateRow)(many=True))
    def get(self) -> list[GateRow]:
        """拒收记录（仅保密员）。"""
        return list(list_gate(record.session, actor=require_caller(Scope.READ)))


@admin.route("/editions")
class Editions(MethodView):
    """Editions of the negative list."""

    @admin.response(200, schema_of(EditionView)(many=True))
    def get(self) -> list[EditionView]:
        """负面清单各版次。"""
        return list(list_editions(record.session, deps=record.deps))
