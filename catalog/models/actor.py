"""Actor: who did it. A person, an access token or the system itself; audit, approvals and grants point here."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.lifecycle import Role
from catalog.models.base import Base, Dated, Identified

__all__ = ["Actor", "ActorKind", "ActorRole", "Role"]


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    TOKEN = "token"  # noqa: S105 - a kind, not a secret
    SYSTEM = "system"


class Actor(Identified, Dated, Base):
    """A person, token or system that acts, with the agency it acts for (none: the platform itself)."""

    __tablename__ = "actor"

    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(100))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    roles: Mapped[list["ActorRole"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def role_names(self) -> frozenset[str]:
        """Return the names of this actor's roles."""
        return frozenset(row.role for row in self.roles)


class ActorRole(Identified, Base):
    """One role of one actor."""

    __tablename__ = "actor_role"
    __table_args__ = (UniqueConstraint("actor_id", "role"),)

    actor_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(16))
