"""The lists of interactions and follow-ups as they are exported: whole texts, every field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.text import N_
from app.exchange.columns import Shape
from app.exchange.lists.kinds import ListColumn, Listed, ListKind, choice, day, moment, text, yes_no
from app.interactions import filter_fields, follow_up_queries, queries
from app.interactions.model import Interaction
from app.interactions.schemas import InteractionRow
from app.interactions.types import TypeField, every_field


@dataclass(frozen=True, slots=True)
class InteractionText(InteractionRow):
    """The same with its whole description, and what its type alone has."""

    body: str
    details: Mapping[str, str]


def widened(session: Session, rows: Sequence[InteractionRow]) -> list[InteractionText]:
    """The rows with their texts."""
    ids = [row.id for row in rows]
    select = sa.select(Interaction.id, Interaction.body, Interaction.details)
    found = {row.id: row for row in session.execute(select.where(Interaction.id.in_(ids)))}
    return [
        InteractionText(
            **{one.name: getattr(row, one.name) for one in fields(row)},
            body=found[row.id].body, details=found[row.id].details,
        )
        for row in rows if row.id in found
    ]  # fmt: skip


def _count(name: str, title: str) -> ListColumn:
    """A number that not every type has, which no sum is made of."""

    def cell(row: Any) -> str:
        value = getattr(row, name)
        return "" if value is None else str(value)

    return ListColumn(title, cell, Shape.TEXT, 10, on_paper=False)


def _detail(one: TypeField) -> ListColumn:
    return ListColumn(
        one.title, lambda row: row.details.get(one.key, ""), Shape.TEXT, 28, on_paper=False
    )  # fmt: skip


INTERACTIONS = ListKind(
    N_("Interactions"), N_("%s interaction"), N_("%s interactions"),
    (Permission.CUSTOMERS_READ, Permission.CUSTOMERS_EXPORT),
    Listed(queries.listing, queries.visible), filter_fields.BY_KEY,
    {
        "occurred_at": moment("occurred_at", N_("When"), on_paper=True),
        "type": choice("type", N_("Type"), filter_fields.KINDS, 12),
        "customer": text("customer", N_("Customer"), 24),
        "subject": text("subject", N_("Subject"), 32),
        "body": text("body", N_("Description"), 60),
        "staff": text("staff", N_("Staff"), 18),
        "sentiment": choice("sentiment", N_("Sentiment"), filter_fields.SENTIMENTS, 12),
        "direction": choice("direction", N_("Direction"), filter_fields.DIRECTIONS),
        "minutes": _count("minutes", N_("Minutes")),
        "satisfaction": _count("satisfaction", N_("Satisfaction")),
        **{key: _detail(one) for key, one in every_field().items() if one.in_details},
        "automatic": yes_no("automatic", N_("Automatic")),
        "follow_up_on": day("follow_up_on", N_("Follow-up due"), on_paper=False),
        "created_at": moment("created_at", N_("Written down")),
        "updated_at": moment("updated_at", N_("Last changed")),
    },
    widened=widened,
)  # fmt: skip
FOLLOW_UPS = ListKind(
    N_("Follow-ups"), N_("%s follow-up"), N_("%s follow-ups"),
    (Permission.CUSTOMERS_READ, Permission.CUSTOMERS_EXPORT),
    Listed(follow_up_queries.listing, follow_up_queries.visible), filter_fields.FOLLOW_UPS_BY_KEY,
    {
        "due_on": day("due_on", N_("Due")),
        "title": text("title", N_("What to do"), 36),
        "customer": text("customer", N_("Customer"), 28),
        "assignee": text("assignee", N_("Assigned to"), 20),
        "state": choice("state", N_("State"), filter_fields.STATES, 10),
        "is_overdue": yes_no("is_overdue", N_("Overdue")),
        "done_at": moment("done_at", N_("Done"), on_paper=True),
        "interaction": text("interaction", N_("Interaction"), 32, on_paper=False),
        "remind_at": moment("remind_at", N_("Reminder")),
        "created_at": moment("created_at", N_("Created")),
    },
)  # fmt: skip
