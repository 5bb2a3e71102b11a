"""Use cases on the timeline of a customer: everything that happened with it, in one list."""

from array import array
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.errors import NotFound
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.core.service import Service, query
from app.core.text import _
from app.customers.model import Customer
from app.customers.queries import visible
from app.organization.service import current
from app.timeline import queries
from app.timeline.queries import Question
from app.timeline.schemas import TimelineRow


class TimelineService(Service):
    """Whoever sees a customer sees its timeline, but for what their role may not read."""

    @query(Permission.CUSTOMERS_READ)
    def first(
        self, session: Session, customer_id: int, asked: ListQuery, limit: int
    ) -> list[TimelineRow]:
        """The first entries, in order: the newest, unless `asked` sorts them upwards.

        Raises:
            Invalid: a filter's value does not fit it.
            NotFound: the customer is not there, or not for this actor to see; or the
                question names a sort or filter the timeline does not have.
        """
        question = self._asked(session, customer_id, asked)
        found = queries.first(session, self.actor, question, limit)
        rows = queries.rows(session, self.actor, customer_id, found, question.zone)
        by_id = {row.id: row for row in rows}
        return [by_id[one] for one in found if one in by_id]

    @query(Permission.CUSTOMERS_READ)
    def ids(
        self, session: Session, customer_id: int, asked: ListQuery, progress: Progress
    ) -> "array[int]":
        """The id of every entry asked for, in order.

        Raises:
            Cancelled: a newer question took this one's place.
            Invalid: a filter's value does not fit it.
            NotFound: as for `first`.
        """
        question = self._asked(session, customer_id, asked)
        return queries.ids(session, self.actor, question, progress)

    @query(Permission.CUSTOMERS_READ)
    def rows(self, session: Session, customer_id: int, ids: Sequence[int]) -> list[TimelineRow]:
        """The entries with these ids, in no particular order.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        self._refuse(session, customer_id)
        zone = current(session).time_zone
        return list(queries.rows(session, self.actor, customer_id, ids, zone))

    @query(Permission.CUSTOMERS_READ)
    def count(self, session: Session, customer_id: int, asked: ListQuery) -> int:
        """How many entries there are, exactly.

        Raises:
            Invalid: a filter's value does not fit it.
            NotFound: as for `first`.
        """
        return queries.count(session, self.actor, self._asked(session, customer_id, asked))

    def _asked(self, session: Session, customer_id: int, asked: ListQuery) -> Question:
        self._refuse(session, customer_id)
        return Question(customer_id, asked, current(session).time_zone, session.info["now"])

    def _refuse(self, session: Session, customer_id: int) -> None:
        there = sa.select(Customer.id).where(Customer.id == customer_id, *visible(self.actor))
        if session.scalar(there) is None:
            raise NotFound(_("That customer no longer exists, or is not yours to see."))
