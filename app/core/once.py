"""Idempotency keys: a unit of work that is sent twice is done once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base
from app.core.errors import Conflict
from app.core.text import _

R = TypeVar("R")


class UnitKey(Base):
    """A key that was used, with the answer its unit of work gave."""

    __tablename__ = "unit_keys"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    at: Mapped[datetime]
    answer: Mapped[Any] = mapped_column(sa.JSON, nullable=True)


def run(session: Session, key: str, work: Callable[[], R]) -> R:
    """Do `work` unless `key` was used before; then give the earlier answer.

    The answer must be plain JSON (an id, a text, None). The key is written first, in
    the same transaction: a second sender waits for it and then finds it.

    Raises:
        Conflict: the first sender's answer is not kept as plain JSON.
    """
    insert = _insert(session)(UnitKey).values(key=key, at=session.info["now"])
    fresh = insert.on_conflict_do_nothing().returning(UnitKey.key)
    if session.scalar(fresh) is None:
        answer: R = session.scalars(sa.select(UnitKey.answer).where(UnitKey.key == key)).one()
        return answer
    result = work()
    if not isinstance(result, int | str | None):
        raise Conflict(_("This cannot be repeated safely."))
    session.execute(sa.update(UnitKey).where(UnitKey.key == key).values(answer=result))
    return result


def any_before(session: Session, moment: datetime) -> bool:
    """Whether there are keys older than that."""
    return session.scalar(sa.select(UnitKey.key).where(UnitKey.at < moment).limit(1)) is not None


def forget(session: Session, moment: datetime) -> None:
    """Forget keys older than that."""
    session.execute(sa.delete(UnitKey).where(UnitKey.at < moment))


def _insert(session: Session) -> Any:
    from sqlalchemy.dialects import postgresql, sqlite  # noqa: PLC0415 - one of the two is enough

    dialect = session.get_bind().dialect.name
    return sqlite.insert if dialect == "sqlite" else postgresql.insert
