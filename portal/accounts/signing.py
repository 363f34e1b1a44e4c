"""Signing in and out: Flask-Security bound to our accounts, one sentence for every failure, and codes good once."""

from datetime import timedelta
from typing import Any, Final, cast

from flask import Flask, Response, abort, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, user_logged_in, user_logged_out
from flask_security import LoginForm, Security, SQLAlchemyUserDatastore, hash_password
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import DataRequired, Length

from catalog.errors import SignInNeeded
from catalog.models import Actor, utc_now
from portal.accounts.models import ActorRoleName, UserAccount
from portal.accounts.second_factor import CodeForm, CodeOnce, close_unused, configure_second_factor
from portal.extensions import Record, is_api, record
from portal.language import noted
from portal.settings import Settings

SESSION_SECONDS: Final = 8 * 3600
GENERIC_FAILURE: Final = noted("登录名或密码不正确。连续输错五次，账号锁定十五分钟。")


class SignInForm(LoginForm):
    """Name and password. An unknown name, a wrong password and a locked account read the same."""

    email = EmailField(_l("登录名（电子邮箱）"), [DataRequired(_l("请填写登录名")), Length(max=255)])
    password = PasswordField(_l("密码"), [DataRequired(_l("请填写密码")), Length(max=200)])
    remember = BooleanField(_l("在这台电脑上保持登录"))

    def validate(self, **kwargs: Any) -> bool:
        """Check the password unless the account is shut; count what failed."""
        datastore = self._datastore()
        account = datastore.find_account(self.email.data) if self.email.data else None
        if account is not None and account.is_shut:
            hash_password(self.password.data or "-")  # the same time as a real check
            self.password.errors = [_(GENERIC_FAILURE)]
            return False
        is_right: bool = super().validate(**kwargs)
        if not is_right:
            record.session.commit()  # the failure is counted even though nobody signed in
        return is_right

    @staticmethod
    def _datastore() -> "AccountStore":
        from flask_security.proxies import _datastore

        return cast("AccountStore", _datastore)


class AccountStore(SQLAlchemyUserDatastore):
    """Accounts in the session of the request; roles are those of the actor, so none are looked up here."""

    def __init__(self, record: Record) -> None:
        super().__init__(record, UserAccount, ActorRoleName)

    def find_account(self, email: str) -> UserAccount | None:
        """Return the account of a sign-in name, compared without regard to case."""
        return cast("UserAccount | None", self.find_user(case_insensitive=True, email=email.strip()))

    def find_role(self, role: str) -> ActorRoleName:
        """Return the name as Flask-Security wants it."""
        return ActorRoleName(role)


def init_signing(app: Flask, settings: Settings) -> None:
    """Set Flask-Security up on our accounts."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the scheme's name
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_MSG_GENERIC_AUTHN_FAILED=(_l(GENERIC_FAILURE), "error"),
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"email": {"mapper": str.strip, "case_insensitive": True}}],
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_CSRF=True,
        SECURITY_POST_LOGIN_VIEW="/workspace",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_FRESHNESS=timedelta(-1),  # no second asking for the password
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_REDIRECT_ALLOW_SUBDOMAINS=False,
        SECURITY_STATIC_FOLDER=None,
        PERMANENT_SESSION_LIFETIME=SESSION_SECONDS,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=app.config["SESSION_COOKIE_SECURE"],
        REMEMBER_COOKIE_DURATION=SESSION_SECONDS,
    )
    configure_second_factor(app, settings)
    store = AccountStore(record)
    security = Security(app, store, login_form=SignInForm, two_factor_verify_code_form=CodeForm, totp_cls=CodeOnce)
    close_unused(app)
    security.unauthn_handler(_ask_to_sign_in)
    security.login_context_processor(lambda: {"generic_failure": _(GENERIC_FAILURE)})
    user_logged_in.connect(_note_sign_in, app, weak=False)

    def kill_copies(sender: Flask, user: UserAccount, **_: Any) -> None:
        """A cookie copied before sign-out is worth nothing after it."""
        del sender
        store.set_uniquifier(user)
        record.session.commit()

    user_logged_out.connect(kill_copies, app, weak=False)


def _note_sign_in(sender: Flask, user: UserAccount, **_: Any) -> None:
    del sender
    user.failures = 0
    user.locked_until = None
    user.last_sign_in_at = utc_now()


def _ask_to_sign_in(mechanisms: list[str], headers: dict[str, str] | None = None) -> Response:
    del mechanisms, headers
    if is_api():
        abort(401)
    return make_response(redirect(url_for("security.login", next=request.full_path.rstrip("?"))))


def present_actor() -> Actor | None:
    """Return who is signed in, or None for a visitor."""
    if not current_user.is_authenticated or not current_user.is_active:
        return None
    actor: Actor = current_user.actor
    return actor


def require_actor() -> Actor:
    """Return who is signed in.

    Raises:
        SignInNeeded: nobody is.
    """
    actor = present_actor()
    if actor is None:
        raise SignInNeeded
    return actor
