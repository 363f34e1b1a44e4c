"""What commands that act on the record share: an open session and the person on whose behalf they act."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.deps import Deps
from catalog.errors import CatalogError
from catalog.models import Actor
from portal.settings import Settings, load_settings

as_user = click.option("--as", "as_user", required=True, metavar="登录名", help="以谁的身份办理（登录名）。")


class UnknownUserError(CatalogError):
    """No account of that sign-in name, or it is switched off."""

    code = "account.unknown"
    message_zh = "没有这个登录名，或账号已停用。可用 portal user list 查看。"
    message_en = "No such account, or it is switched off; see `portal user list`."
    status_hint = 404


@dataclass(frozen=True, slots=True)
class Door:
    """An open record."""

    settings: Settings
    deps: Deps
    session: Session


@contextlib.contextmanager
def open_record(home: Path) -> Iterator[Door]:
    """Open the instance's record for one command."""
    from portal.wiring import build_deps

    settings = load_settings(home)
    deps = build_deps(settings)
    if deps.sessions is None:
        raise RuntimeError("the command line needs the database")
    with deps.sessions() as session:
        yield Door(settings, deps, session)


def find_person(session: Session, email: str) -> Actor:
    """The actor behind a sign-in name.

    Whoever may run commands on the instance's folder holds its keys, so no password is asked; roles, agency and the
    rule of two people apply as everywhere.

    Raises:
        UnknownUserError.
    """
    from portal.accounts.models import UserAccount

    query = select(UserAccount).where(func.lower(UserAccount.email) == email.strip().lower())
    account = session.scalars(query).one_or_none()
    if account is None or not account.is_active:
        raise UnknownUserError
    return account.actor
