"""ApiToken 访问令牌: a random secret of which only a hash is kept, with scopes and an end.

Source: OWASP ASVS 5.0, 7.2 and 9.1: at least 128 bits of randomness, stored hashed, revocable, expiring.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from catalog.models import Actor, Base, utc_now
from catalog.models.base import Dated, Identified

PREFIX: Final = "fodp_"  # lets secret scanners find a token that was committed somewhere
MAX_DAYS: Final = 365
TOUCH: Final = timedelta(minutes=10)  # how often the time of last use is written


class Scope(StrEnum):
    """What a token may do; its actor's roles bound it further."""

    READ = "read"
    UPLOAD = "upload"
    REVIEW = "review"
    ADMIN = "admin"


class ApiToken(Identified, Dated, Base):
    """One token of one account's actor."""

    __tablename__ = "api_token"

    actor_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    hash: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256: the secret has 256 bits, so no salt is needed
    scopes: Mapped[list[str]]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    actor: Mapped[Actor] = relationship(lazy="joined")


def issue_token(
    session: Session, *, actor: Actor, name: str, scopes: tuple[str, ...], days: int
) -> tuple[ApiToken, str]:
    """Make a token for `actor`; the caller commits.

    Args:
        session: open session.
        actor: whose it is.
        name: what its owner calls it.
        scopes: names of `Scope`.
        days: how long it is good, 1 to 365.

    Returns:
        The row and the secret, which is shown once and kept nowhere.

    """
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        actor=actor,
        name=name,
        hash=_hash(secret),
        scopes=sorted(set(scopes)),
        expires_at=utc_now() + timedelta(days=max(1, min(days, MAX_DAYS))),
    )
    session.add(row)
    session.flush()
    return row, secret


def find_token(session: Session, secret: str) -> ApiToken | None:
    """Return the token whose secret this is, if it is in force and its actor active."""
    if not secret.startswith(PREFIX):
        return None
    row = session.scalar(select(ApiToken).where(ApiToken.hash == _hash(secret)))
    if row is None or row.revoked_at is not None or row.expires_at <= utc_now() or not row.actor.is_active:
        return None
    return row


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
