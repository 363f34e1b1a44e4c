"""Who calls the API: the bearer of a token, or the person signed in in this browser."""

from flask import g, request

from catalog.errors import CatalogError, SignInNeeded
from catalog.models import Actor
from portal.accounts.signing import present_actor
from portal.accounts.tokens import Scope, find_token
from portal.extensions import record


class TokenRefused(CatalogError):
    """The token is unknown, expired, revoked, or its owner inactive: one answer for all."""

    code = "token.refused"
    message_zh = "访问令牌无效或已过期。"
    message_en = "The access token is not valid or has expired."
    status_hint = 401


class ScopeMissing(CatalogError):
    """The token's scopes do not include this; `detail.scope` names what is needed."""

    code = "token.scope"
    message_zh = "该访问令牌的范围不包含此操作。"
    message_en = "The token's scopes do not include this."
    status_hint = 403


def caller(scope: Scope = Scope.READ) -> Actor | None:
    """Return who calls, or None for a visitor.

    A request with an `Authorization` header never falls back to the session: its authority is the token's alone.

    Args:
        scope: what the token must allow.

    Raises:
        TokenRefused: the header holds no token in force.
        ScopeMissing: the token may not do this.

    """
    header = request.headers.get("Authorization", "").strip()
    if not header:
        return present_actor()
    if "api_token" not in g:
        g.api_token = find_token(record.session, header.removeprefix("Bearer ").strip())
    if g.api_token is None:
        raise TokenRefused
    if scope not in g.api_token.scopes:
        raise ScopeMissing({"scope": scope.value})
    actor: Actor = g.api_token.actor
    return actor


def require_caller(scope: Scope) -> Actor:
    """Return who calls.

    Raises:
        SignInNeeded: a visitor.
        TokenRefused, ScopeMissing: see `caller`.

    """
    actor = caller(scope)
    if actor is None:
        raise SignInNeeded
    return actor
