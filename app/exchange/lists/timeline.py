"""The timeline of a customer as it is exported."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.errors import NotFound
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.core.text import N_, _
from app.customers.model import Customer
from app.customers.queries import visible
from app.exchange.columns import Shape
from app.exchange.lists.kinds import ListColumn, ListKind, choice, day, text, yes_no
from app.organization.service import current
from app.timeline import filter_fields, queries
from app.timeline.queries import Question
from app.timeline.schemas import TimelineRow
from app.timeline.words import GROUPS


@dataclass(frozen=True, slots=True)
class TimelineOf:
    """What happened with one customer, as far as the actor may read of it."""

    customer_id: int

    def ids(
        self, session: Session, actor: Actor, asked: ListQuery, progress: Progress
    ) -> Sequence[int]:
        """As `Source.ids`, the newest first."""
        return queries.ids(session, actor, self._question(session, actor, asked), progress)

    def rows(self, session: Session, actor: Actor, ids: Sequence[int]) -> Sequence[Any]:
        """As `Source.rows`."""
        zone = current(session).time_zone
        return list(queries.rows(session, actor, self.customer_id, ids, zone))

    def count(self, session: Session, actor: Actor, asked: ListQuery) -> int:
        """As `Source.count`."""
        return queries.count(session, actor, self._question(session, actor, asked))

    def _question(self, session: Session, actor: Actor, asked: ListQuery) -> Question:
        mine = sa.select(Customer.id).where(Customer.id == self.customer_id, *visible(actor))
        if session.scalar(mine) is None:
            raise NotFound(_("That customer no longer exists, or is not yours to see."))
        return Question(self.customer_id, asked, current(session).time_zone, session.info["now"])


def _clock(row: TimelineRow) -> Any:
    """The moment, of what has more than a day."""
    return row.at if row.timed else None


def of_customer(customer_id: int) -> ListKind:
    """The list of what happened with a customer."""
    return ListKind(
        N_("Timeline"), N_("%s entry"), N_("%s entries"),
        (Permission.CUSTOMERS_READ, Permission.CUSTOMERS_EXPORT),
        TimelineOf(customer_id), filter_fields.BY_KEY, COLUMNS,
    )  # fmt: skip


COLUMNS = {
    "day": day("day", N_("Day")),
    "at": ListColumn(N_("Time"), _clock, Shape.MOMENT, 20, on_paper=False),
    "group": choice("group", N_("Kind"), tuple(GROUPS.items()), 16),
    "text": text("text", N_("What happened"), 40),
    "detail": text("detail", N_("Details"), 40),
    "who": text("who", N_("Who"), 18),
    "automatic": yes_no("automatic", N_("Automatic")),
}
