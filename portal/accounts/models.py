"""UserAccount: how a person signs in, and the Actor they then are. Roles and agency belong to the Actor."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_security import RoleMixin, UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Actor, Base, utc_now
from catalog.models.base import Dated, Identified

# Five wrong passwords lock an account for a quarter of an hour (GB/T 22239-2019, 8.1.4.1 b: limit failed sign-ins).
FAILURES_ALLOWED: Final = 5
LOCK_TIME: Final = timedelta(minutes=15)


class ActorRoleName(RoleMixin):
    """A role as Flask-Security wants to see it; the row itself is `catalog.models.ActorRole`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.description = ""
        self.permissions = None


class UserAccount(Identified, Dated, UserMixin, Base):  # type: ignore[misc]  # our ids are UUIDs, the mixin says int
    """Sign-in name, password hash, second factor and lock of one person."""

    __tablename__ = "user_account"

    actor_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"), unique=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))  # argon2id
    active: Mapped[bool] = mapped_column(default=True)
    # what a session cookie holds; changed at sign-out and with the password, so that a copied cookie is worth nothing
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_sign_in_at: Mapped[datetime | None]
    tf_primary_method: Mapped[str | None] = mapped_column(String(16))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))  # encrypted under the instance's own secret
    tf_last_counter: Mapped[int | None]  # a code is good once
    actor: Mapped[Actor] = relationship(lazy="joined")

    @property
    def roles(self) -> list[ActorRoleName]:  # type: ignore[override]  # read-only: roles are the actor's
        """The actor's roles, for Flask-Security."""
        return [ActorRoleName(name) for name in sorted(self.actor.role_names)]

    @property
    def is_active(self) -> bool:
        """Whether account and actor are both in use."""
        return self.active and self.actor.is_active

    @property
    def is_shut(self) -> bool:
        """Whether too many wrong passwords have shut the account for now."""
        return self.locked_until is not None and self.locked_until > utc_now()

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        """Answer Flask-Security after a right password; the sentence is the same as for a wrong one."""
        if self.is_shut and form_error is not None:
            form_error.append("locked")
        return self.is_shut

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:
        """Count a wrong password or code; the fifth locks the account."""
        super().track_failed_authn(auth_type, tfa)
        self.failures += 1
        if self.failures >= FAILURES_ALLOWED:
            self.locked_until = utc_now() + LOCK_TIME
            self.failures = 0
