"""How a writing action begins: in a transaction that may write, on rows read anew and locked.

On SQLite a transaction that began by reading is refused when it turns to writing after another writer's commit;
`BEGIN IMMEDIATE` waits for its turn instead. On PostgreSQL the row's lock does the same.
"""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.errors import NotFound
from catalog.models.base import Base

Row = TypeVar("Row", bound=Base)


def begin_write(session: Session) -> None:
    """Start the action's own write transaction; what was pending in the session is committed first."""
    session.commit()
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


def load(session: Session, model: type[Row], key: UUID, *, is_locked: bool = False) -> Row:
    """Return the row with this id as it is now, not as the session remembers it.

    Args:
        session: an open session.
        model: class with an `id` column.
        key: the id.
        is_locked: hold the row against other writers until the transaction ends.

    Raises:
        NotFound: there is none.
    """
    query = select(model).where(model.__table__.c.id == key).execution_options(populate_existing=True)
    if is_locked:
        query = query.with_for_update(of=model, key_share=True)  # others may still point at the row
    row = session.scalars(query).unique().one_or_none()
    if row is None:
        raise NotFound
    return row
