"""Makes what was said with demo customers, and what was promised them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import bulk
from app.core.db import Base
from app.core.folding import sort_key
from app.core.money import Money
from app.customers.following import found_by
from app.customers.model import Customer
from app.demo.story import Days, between
from app.demo.talk_phrases import DROPPED, RESULTS, TALKS, TURNS, Talk
from app.interactions.deriving import follow_up_text, interaction_text
from app.interactions.model import FollowUp, Interaction
from app.interactions.schemas import Direction, FollowUpState, InteractionType
from app.orders.model import Order
from app.orders.schemas import OrderStatus
from app.staff.model import StaffUser

SEED = 20261104
# Of so many customers something was written down; more would only make a large demo slower.
MOST_CUSTOMERS = 20_000
_SHARE, _MOST, _LATELY = 0.45, 4, timedelta(days=30)
# From when on promises may be open still, and how far from today those are due.
_OPEN = timedelta(days=45)
_DUE = (-6, 0, 3, 1, -2, 9, 0, 6, -1, 14, 2, 21)
_MORNING, _DAY = time(9), timedelta(days=1)
Rows = list[dict[str, Any]]
# What an order leaves behind by how far it has come, beside that it was placed.
_ENDS = {OrderStatus.DELIVERED: "delivered", OrderStatus.CANCELLED: "cancelled"}


class Talks:
    """Writes down contacts with one customer after the other, the same on every run."""

    def __init__(self, session: Session, days: Days) -> None:
        self._rng = Random(SEED)  # noqa: S311 - nothing to keep secret
        self._days, self._asked, self._turn, self._open = days, 0, 0, 0
        named = session.execute(sa.select(StaffUser.id, StaffUser.name).order_by(StaffUser.id))
        self._staff = {row.id: row.name for row in named}
        self._first = min(self._staff)
        # Whoever sees every customer.
        self._helper = next(
            (key for key, name in self._staff.items() if name == "Olga Petrova"), self._first
        )

    def rows_of(
        self,
        session: Session,
        customers: Sequence[dict[str, Any]],
        ordered: Sequence[tuple[type[Base], Rows]],
    ) -> Iterator[tuple[type[Base], Rows]]:
        """What was said with these customers, and what of it they ordered themselves.

        Their own rows learn when they were last in touch.
        """
        known = {row["id"]: row for row in customers}
        orders = [row for entity, rows in ordered if entity is Order for row in rows]
        found = [one for order in orders for one in self._of_order(order)]
        talks = [one for customer in customers for one in self._of(customer)]
        found += [values for values, _talk in talks]
        found.sort(key=lambda values: values["occurred_at"])
        for values, key in zip(found, bulk.next_ids(session, Interaction, len(found)), strict=True):
            values["id"] = key
        yield Interaction, [self._interaction(one, known[one["customer_id"]]) for one in found]
        promised = [self._promised(values, talk) for values, talk in talks if self._keeps(talk)]
        for values, key in zip(
            promised, bulk.next_ids(session, FollowUp, len(promised)), strict=True
        ):
            values["id"] = key
        yield FollowUp, [self._follow_up(one, known[one["customer_id"]]) for one in promised]

    def _of(self, customer: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Talk]]:
        self._asked += 1
        rng, base = self._rng, self._days.base
        if self._asked > MOST_CUSTOMERS or customer["deleted_at"] or rng.random() > _SHARE:
            return
        for _one in range(rng.randint(1, _MOST)):
            kind = TURNS[self._turn % len(TURNS)]
            self._turn += 1
            talk = TALKS[kind][rng.randrange(len(TALKS[kind]))]
            months = 1 if rng.random() < 0.5 else 12  # noqa: PLR2004 - a share
            at = between(rng, max(customer["created_at"], base - months * _LATELY), base)
            if customer["last_activity_at"] is None or customer["last_activity_at"] < at:
                customer["last_activity_at"] = at
            yield self._values(customer, kind, talk, at), talk

    def _values(
        self, customer: Mapping[str, Any], kind: InteractionType, talk: Talk, at: datetime
    ) -> dict[str, Any]:
        owner = customer["owner_id"]
        support = kind in {InteractionType.SUPPORT, InteractionType.INQUIRY}
        return {
            "customer_id": customer["id"], "type": kind, "direction": talk.direction,
            "subject": talk.subject, "body": talk.body, "occurred_at": at,
            "minutes": talk.minutes and talk.minutes + self._rng.randint(-4, 6),
            "sentiment": talk.sentiment, "satisfaction": talk.satisfaction,
            "details": dict(talk.details),
            "staff_id": self._helper if support or owner is None else owner,
            "automatic": False, "source": "",
        }  # fmt: skip

    def _of_order(self, order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        number, status = order["number"], order["status"]
        total = Money(order["total_minor"], order["currency"])
        lines = f"{order['items']} item" + ("" if order["items"] == 1 else "s")
        said = f"{lines}, {total.amount} {total.currency} in total"
        yield self._automatic(order, f"Order {number} placed", "placed", order["created_at"], said)
        end = _ENDS.get(status)
        if end is None:
            return
        at = order["created_at"] + 2 * _DAY
        if order["delivered_on"] is not None:
            at = datetime.combine(order["delivered_on"], time(12), UTC)
        at = max(order["created_at"], min(at, self._before(order["id"])))
        yield self._automatic(order, f"Order {number} {end}", end, at, "")

    def _before(self, number: int) -> datetime:
        """Some working hour of the last day there was."""
        return self._days.base - timedelta(minutes=7 * 60 + number * 37 % 600)

    @staticmethod
    def _automatic(
        order: Mapping[str, Any], subject: str, step: str, at: datetime, body: str
    ) -> dict[str, Any]:
        direction = {"placed": Direction.INBOUND, "delivered": Direction.OUTBOUND}.get(step)
        return {
            "customer_id": order["customer_id"], "type": InteractionType.PURCHASE,
            "direction": direction, "subject": subject, "body": body, "occurred_at": at,
            "minutes": None, "sentiment": None, "satisfaction": None, "details": {},
            "staff_id": None, "automatic": True, "source": f"order:{order['id']}:{step}",
            "by": order["created_by"],
        }  # fmt: skip

    def _interaction(self, values: dict[str, Any], customer: dict[str, Any]) -> dict[str, Any]:
        who = values.pop("by", None) or self._staff[values["staff_id"]]
        text = interaction_text(values["subject"], values["body"], values["details"])
        return bulk.blank(Interaction) | values | {
            "subject_key": sort_key(values["subject"]),
            "staff_key": sort_key(self._staff.get(values["staff_id"], "")),
            **_followed(text, customer), **_stamps(values["occurred_at"], who),
        }  # fmt: skip

    def _keeps(self, talk: Talk) -> bool:
        return bool(talk.promise) and self._rng.random() < 0.6  # noqa: PLR2004 - a share

    def _promised(self, values: Mapping[str, Any], talk: Talk) -> dict[str, Any]:
        """What followed from a contact: kept long ago, dropped, or still to be done."""
        rng, at = self._rng, values["occurred_at"]
        made = {
            "customer_id": values["customer_id"], "interaction_id": values["id"],
            "title": talk.promise, "note": "", "assignee_id": values["staff_id"], "since": at,
            "due_on": (at + rng.randint(2, 10) * _DAY).date(), "state": FollowUpState.DONE,
        }  # fmt: skip
        if at > self._days.base - _OPEN and rng.random() < 0.75:  # noqa: PLR2004 - a share
            return made | self._waiting(values["staff_id"])
        dropped = rng.random() < 0.12  # noqa: PLR2004 - a share
        words = DROPPED if dropped else RESULTS
        return made | {
            "state": FollowUpState.DROPPED if dropped else FollowUpState.DONE,
            "done_at": min(at + rng.randint(1, 12) * _DAY, self._days.base),
            "done_by": self._staff[values["staff_id"]],
            "result": words[rng.randrange(len(words))],
        }

    def _waiting(self, staff_id: int) -> dict[str, Any]:
        """One that is open: due about today; now and then it is the first person's here."""
        today = self._days.now.date()
        due = today + _DUE[self._open % len(_DUE)] * _DAY
        self._open += 1
        remind = datetime.combine(due, _MORNING, UTC)
        past = remind <= self._days.now
        return {
            "state": FollowUpState.OPEN,
            "due_on": due,
            "assignee_id": self._first if self._open % 5 in {1, 3} else staff_id,
            # Nobody is told at the first start of what was due before it.
            "remind_at": None if due == today else remind,
            "reminded_at": remind if past and due != today else None,
        }

    def _follow_up(self, values: dict[str, Any], customer: dict[str, Any]) -> dict[str, Any]:
        made = bulk.blank(FollowUp) | values
        since, who = made.pop("since"), self._staff[made["assignee_id"]]
        text = follow_up_text(made["title"], made["note"], made["result"])
        return made | {
            "title_key": sort_key(made["title"]), "assignee_key": sort_key(who),
            **_followed(text, customer), **_stamps(since, who),
        }  # fmt: skip


def _followed(text: str, customer: Mapping[str, Any]) -> dict[str, Any]:
    whose = cast("Customer", SimpleNamespace(**customer))
    return {
        "own_text": text,
        "customer_key": customer["name_key"],
        "search_text": found_by(text, whose),
    }


def _stamps(at: datetime, who: str) -> dict[str, Any]:
    return {"created_at": at, "updated_at": at, "created_by": who, "updated_by": who}
