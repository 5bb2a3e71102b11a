"""What every service with a list offers: the first rows at once, then ids, rows by id, a count."""

from abc import ABC, abstractmethod
from array import array
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from app.core import query as lists
from app.core.access import Permission
from app.core.listing import HasId, ListQuery
from app.core.progress import Progress
from app.core.query import Listing, Where
from app.core.service import Service, guarded, query

R = TypeVar("R", bound=HasId)
_OFFERED = ("first", "ids", "rows", "count")


class ListService(Service, ABC, Generic[R]):
    """A service whose records are listed, to whoever has the permission `reads`."""

    def __init_subclass__(cls, *, reads: Permission, **more: Any) -> None:
        super().__init_subclass__(**more)
        for name in _OFFERED:
            setattr(cls, name, guarded(reads)(getattr(cls, name)))

    @query(Permission.SIGN_IN)
    def first(self, session: Session, asked: ListQuery, limit: int) -> list[R]:
        """The first `limit` rows, in order.

        Raises:
            NotFound: the question names a sort or filter the list does not have.
        """
        asked, within = self._asked(session, asked)
        return lists.first(session, self._listing(session), asked, within, limit)

    @query(Permission.SIGN_IN)
    def ids(self, session: Session, asked: ListQuery, progress: Progress) -> "array[int]":
        """The id of every record asked for, in order.

        Raises:
            Cancelled: a newer question took this one's place.
            NotFound: the question names a sort or filter the list does not have.
        """
        asked, within = self._asked(session, asked)
        return lists.ids(session, self._listing(session), asked, within, progress)

    @query(Permission.SIGN_IN)
    def rows(self, session: Session, ids: Sequence[int]) -> list[R]:
        """The rows with these ids, in no particular order."""
        return lists.rows(session, self._listing(session), ids, self._visible())

    @query(Permission.SIGN_IN)
    def count(self, session: Session, asked: ListQuery) -> int:
        """How many records there are, exactly.

        Raises:
            NotFound: the question names a filter the list does not have.
        """
        asked, within = self._asked(session, asked)
        return lists.count(session, self._listing(session), asked, within)

    @abstractmethod
    def _listing(self, session: Session) -> Listing[R]:
        """How the list is read."""

    def _visible(self) -> Sequence[Where]:
        """Which records there are for the actor; all of them, unless a service says otherwise."""
        return ()

    def _asked(self, session: Session, asked: ListQuery) -> tuple[ListQuery, Sequence[Where]]:  # noqa: ARG002 - for those that look something up
        """The question as it is put to the list, and which records it is put about."""
        return asked, self._visible()
