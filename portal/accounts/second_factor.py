"""The second factor: a code from an authenticator app, good once, counted and locked like passwords.

Each person switches it on for themselves. The secret is kept encrypted under the instance's own secret.
"""

from typing import Any, Final

from flask import Flask, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security.forms import TwoFactorVerifyCodeForm
from flask_security.totp import Totp
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from portal.extensions import record
from portal.language import noted
from portal.settings import Settings

WRONG_CODE: Final = noted("验证码不正确或已用过。请等下一个验证码；连续输错五次，账号锁定十五分钟。")


class CodeOnce(Totp):
    """Second factor whose code is refused when it comes again (RFC 6238, 5.2)."""

    def get_last_counter(self, user: Any) -> Any:
        """Return the counter of the last code that was accepted."""
        return user.tf_last_counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Keep the counter of the code just accepted."""
        user.tf_last_counter = tmatch.counter


class CodeForm(TwoFactorVerifyCodeForm):
    """The code. A locked account is told the same as a wrong code, and failures are kept."""

    code = StringField(_l("验证码"), [DataRequired(_l("请填写验证码")), Length(max=12)])

    def validate(self, **kwargs: Any) -> bool:
        """Check the code unless the account is shut; count what failed."""
        user: Any = self.user
        if user is not None and user.is_shut:
            self.code.errors = [_(WRONG_CODE)]
            return False
        is_right: bool = super().validate(**kwargs)
        if not is_right:
            record.session.commit()  # the failure is counted even though nobody signed in
        return is_right


def configure_second_factor(app: Flask, settings: Settings) -> None:
    """Set what Flask-Security asks for before it starts."""
    app.config.update(
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_TWO_FACTOR_ALWAYS_VALIDATE=True,
        SECURITY_TWO_FACTOR_SETUP_URL="/two-step",
        SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL="/two-step/code",  # noqa: S106 - an address
        SECURITY_TWO_FACTOR_RESCUE_URL="/two-step/rescue",
        SECURITY_MSG_TWO_FACTOR_INVALID_TOKEN=(_l(WRONG_CODE), "error"),
        SECURITY_TOTP_SECRETS={"1": settings.totp_secret},
        SECURITY_TOTP_ISSUER="政府金融数据开放平台",
    )


def close_unused(app: Flask) -> None:
    """Answer "not found" where Flask-Security would send mail or offer other methods; an administrator helps."""

    def nothing_here(**_: Any) -> ResponseReturnValue:
        abort(404)

    for endpoint in ("two_factor_rescue", "tf_select"):
        app.view_functions[f"security.{endpoint}"] = nothing_here
