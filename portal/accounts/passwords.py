"""Checking a password outside the sign-in page: the same lock, the same time, the same answer for every failure."""

from functools import cache
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.models import utc_now
from portal.accounts.models import UserAccount

_HASHER = PasswordHasher()


@cache
def _nobody() -> str:
    """Return a hash of nothing anybody has: an unknown name costs the time of a known one."""
    return _HASHER.hash(token_urlsafe())


def verify_password(kept: str, password: str) -> bool:
    """Tell whether `password` is the one of which `kept` is the argon2 hash."""
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def check_password(session: Session, email: str, password: str) -> UserAccount | None:
    """Return the account when the password is right and the account open; else count the failure and return None.

    The caller commits in either case, so that failures are counted.

    """
    account = session.scalar(select(UserAccount).where(func.lower(UserAccount.email) == email.strip().lower()))
    is_right = verify_password(account.password if account and account.password else _nobody(), password)
    if account is None or account.is_shut or not account.is_active:
        return None
    if not is_right:
        account.track_failed_authn("password")
        return None
    if account.tf_primary_method is not None:
        return None  # an account with a second factor makes its tokens on the account page, after both
    account.failures = 0
    account.locked_until = None
    account.last_sign_in_at = utc_now()
    return account
