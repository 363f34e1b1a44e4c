"""The person a sign-in name belongs to, for those who give somebody a right."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.errors import InvalidField
from portal.accounts.models import UserAccount


def person_of(session: Session, email: str) -> UUID | None:
    """Return the actor behind a sign-in name, None when no name was typed.

    Raises:
        InvalidField: nobody has it, or the account is switched off.
    """
    if not email.strip():
        return None
    query = select(UserAccount).where(func.lower(UserAccount.email) == email.strip().lower())
    account = session.scalars(query).one_or_none()
    if account is None or not account.is_active:
        raise InvalidField({"field": "person"})
    return account.actor_id
