"""Making an account and setting its password; used by the command line and the administrator's page."""

from typing import Final
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.actions.people import create_actor
from catalog.audit import record
from catalog.deps import Deps
from catalog.errors import CatalogError
from catalog.lifecycle import Role
from catalog.models import Actor
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load
from portal.accounts.models import UserAccount

MIN_PASSWORD_CHARS: Final = 12  # NIST SP 800-63B-4, 3.1.1.2 asks for length rather than mixture
_HASHER: Final = PasswordHasher()


class AccountExists(CatalogError):
    """The sign-in name is taken."""

    code = "account.exists"
    message_zh = "该登录名已被使用。"
    message_en = "The sign-in name is already in use."
    status_hint = 409


class PasswordTooShort(CatalogError):
    """The password is too short; `detail.minimum` says how long it must be."""

    code = "account.password_short"
    message_zh = "密码太短，至少12个字符。"
    message_en = "The password is too short; at least 12 characters."
    status_hint = 422


class NameMissing(CatalogError):
    """Name or sign-in name is missing."""

    code = "account.name"
    message_zh = "请填写姓名与登录名（电子邮箱）。"
    message_en = "Name and sign-in name (e-mail) are needed."
    status_hint = 422


class RoleUnknown(CatalogError):
    """No role, or one that does not exist."""

    code = "account.role"
    message_zh = "请至少选择一个角色。"
    message_en = "At least one known role is needed."
    status_hint = 422


def open_account(
    session: Session,
    *,
    actor: Actor,
    deps: Deps,
    name: str,
    email: str,
    password: str,
    roles: frozenset[str],
    agency_id: UUID | None,
) -> UserAccount:
    """Make a person known to the record and give them an account; commits.

    Args:
        session: open session.
        actor: who opens it: an administrator, or the system at the command line.
        deps: what actions are given.
        name: the person's name as pages show it.
        email: sign-in name; compared without regard to case.
        password: at least 12 characters.
        roles: names of roles (`catalog.lifecycle.Role`).
        agency_id: the agency acted for; None for the platform itself.

    Raises:
        AccountExists, PasswordTooShort, RoleUnknown, NameMissing: see there.
        CatalogError: the record refused.
    """
    email = email.strip().lower()
    if not name.strip() or "@" not in email:
        raise NameMissing
    if not roles or any(role not in set(Role) for role in roles):
        raise RoleUnknown
    if session.scalar(select(UserAccount.id).where(func.lower(UserAccount.email) == email)) is not None:
        raise AccountExists
    hashed = hash_password(password)  # before anything is written
    actor_id = create_actor(session, actor=actor, deps=deps, name=name.strip(), agency_id=agency_id, roles=roles)
    account = UserAccount(actor_id=actor_id, email=email, password=hashed, active=True, fs_uniquifier=uuid4().hex)
    session.add(account)
    session.commit()
    return account


def set_password(account: UserAccount, password: str) -> None:
    """Change the password and end every session of the account; the caller commits."""
    set_hash(account, hash_password(password))


def set_hash(account: UserAccount, hashed: str) -> None:
    """Put in the hash of a new password, end every session and open the lock; the caller commits."""
    account.password = hashed
    account.fs_uniquifier = uuid4().hex
    account.failures = 0
    account.locked_until = None


def reset_account(session: Session, account_id: UUID, *, actor: Actor, deps: Deps, password: str) -> UserAccount:
    """Give an account a new password, open its lock and switch its second factor off; audited; commits.

    For who forgot the password or lost the phone. Every session of the account ends.

    Raises:
        NotPermitted: not an administrator. NotFound: no such account. PasswordTooShort: see there.
    """
    may(actor, Verb.MANAGE_ACCOUNTS).require()
    hashed = hash_password(password)
    begin_write(session)
    account = load(session, UserAccount, account_id)
    set_hash(account, hashed)
    account.tf_primary_method = account.tf_totp_secret = None
    record(session, "reset_account", account, actor=actor, at=deps.clock())
    session.commit()
    return account


def hash_password(password: str) -> str:
    """Return the argon2id hash.

    Raises:
        PasswordTooShort: shorter than the minimum.
    """
    if len(password) < MIN_PASSWORD_CHARS:
        raise PasswordTooShort({"minimum": MIN_PASSWORD_CHARS})
    return _HASHER.hash(password)
