"""Gathers what is to be billed up to a day: charges of subscriptions, usage, and orders."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.catalogue.queries import terms_of
from app.catalogue.terms import Terms
from app.core import bulk
from app.core.access import Actor
from app.core.batch import among
from app.core.progress import Progress
from app.customers import queries as customers
from app.customers.model import Customer
from app.invoices import claims, given_back
from app.invoices.charges import Charge, Claim, charges, open_of
from app.invoices.usage_charges import Used, usage
from app.orders.model import Order, OrderLine
from app.orders.schemas import OrderStatus
from app.subscriptions.model import Subscription, SubscriptionSpan, UsageRecord
from app.subscriptions.spans import Span, as_span

CHUNK = 1000
_DROPPED = (OrderStatus.CANCELLED, OrderStatus.REFUNDED)
Spans = Mapping[int, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class OrderPart:
    """An order that is on no invoice yet, with its lines."""

    id: int
    version: int
    number: str
    customer_id: int
    currency: str
    lines: tuple[OrderLine, ...]


@dataclass(slots=True)
class Gathered:
    """What is to be billed for one customer, whoever pays it."""

    charges: list[Charge] = field(default_factory=list)
    orders: list[OrderPart] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """What to gather: all that is due up to and including a day.

    `whose` are customers, None is everybody the actor sees. `claimed` is what counts as
    billed beside what is; `spans` take the place of what is written of subscriptions.
    """

    actor: Actor
    until: date
    whose: Collection[int] | None = None
    claimed: Mapping[int, Mapping[str, Claim]] = field(default_factory=dict)
    orders_claimed: Collection[int] = ()
    spans: Spans = field(default_factory=dict)


class Names:
    """What plans are called on invoices, and their terms; read once for each."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._terms: dict[int, Terms] = {}
        self._plans: dict[int, tuple[str, str]] = {
            row.id: (row.product, row.plan)
            for row in session.execute(
                sa.select(Plan.id, Product.name.label("product"), Plan.name.label("plan")).join(
                    Product, Product.id == Plan.product_id
                )
            )
        }

    def terms(self, terms_id: int) -> Terms:
        """One version of a plan's terms."""
        if terms_id not in self._terms:
            self._terms[terms_id] = terms_of(self._session, terms_id)
        return self._terms[terms_id]

    def plan(self, plan_id: int) -> str:
        """A plan with its product; blank where it is not known which."""
        return ", ".join(self._plans.get(plan_id, ()))


def gather(
    session: Session, wanted: Wanted, names: Names, progress: Progress
) -> dict[int, Gathered]:
    """What is to be billed, by customer.

    Raises:
        Cancelled: `progress` was.
    """
    found: dict[int, Gathered] = defaultdict(Gathered)
    total, done = None, 0
    if wanted.whose is None:
        total = session.scalar(sa.select(sa.func.count()).select_from(Subscription))
    for chunk in _subscriptions(session, wanted):
        spans, used = _spans(session, wanted, list(chunk)), _used(session, wanted, list(chunk))
        claimed = claims.of_subscriptions(session, list(chunk))
        given = given_back.of_subscriptions(session, list(chunk))
        for one, customer_id in chunk.items():
            due = charges(spans.get(one, ()), wanted.until)
            if one in used:
                due += usage(spans.get(one, ()), used[one], names.terms, wanted.until)
            billed = wanted.claimed.get(one, claimed.get(one, {}))
            still: Sequence[Charge] = open_of(due, billed)
            if one in given:
                still = given_back.less(still, given[one], due)
            if still:
                found[customer_id].charges += still
        done += len(chunk)
        progress.report(done, total)
    for order in _orders(session, wanted):
        found[order.customer_id].orders.append(order)
    return found


def _subscriptions(session: Session, wanted: Wanted) -> Iterator[dict[int, int]]:
    """The subscriptions to look at, in order, with their customers; some at a time."""
    last = 0
    while True:
        chunk = (
            sa.select(Subscription.id, Subscription.customer_id)
            .where(Subscription.id > last, *_within(session, wanted, Subscription.customer_id))
            .order_by(Subscription.id)
            .limit(CHUNK)
        )
        rows = session.execute(chunk).all()
        if not rows:
            return
        last = rows[-1].id
        yield {row.id: row.customer_id for row in rows}


def _within(
    session: Session, wanted: Wanted, column: sa.orm.InstrumentedAttribute[int]
) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if scope := customers.visible(wanted.actor):
        found.append(column.in_(sa.select(Customer.id).where(*scope)))
    if wanted.whose is not None:
        found.append(among(session, column, sorted(wanted.whose)))
    return found


def _spans(session: Session, wanted: Wanted, ids: Sequence[int]) -> dict[int, tuple[Span, ...]]:
    table = bulk.table_of(SubscriptionSpan)
    rows = session.execute(
        sa.select(table)
        .where(among(session, table.c.subscription_id, ids))
        .order_by(table.c.subscription_id, table.c.id)
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for row in rows:
        found[row.subscription_id].append(as_span(row))
    stored = {one: tuple(spans) for one, spans in found.items()}
    return stored | {one: wanted.spans[one] for one in ids if one in wanted.spans}


def _used(session: Session, wanted: Wanted, ids: Sequence[int]) -> dict[int, list[Used]]:
    table = bulk.table_of(UsageRecord)
    rows = session.execute(
        sa.select(table.c.subscription_id, table.c.used_on, table.c.metric, table.c.quantity)
        .where(among(session, table.c.subscription_id, ids), table.c.used_on <= wanted.until)
        .order_by(table.c.subscription_id, table.c.used_on, table.c.id)
    )
    found: dict[int, list[Used]] = defaultdict(list)
    for one, used_on, metric, quantity in rows:
        found[one].append(Used(used_on, metric, quantity))
    return found


def _orders(session: Session, wanted: Wanted) -> Iterator[OrderPart]:
    """Orders on no invoice yet, in order."""
    rows = session.scalars(
        sa.select(Order)
        .where(
            Order.invoice_id.is_(None),
            Order.status.not_in(_DROPPED),
            Order.ordered_on <= wanted.until,
            *_within(session, wanted, Order.customer_id),
        )
        .order_by(Order.id)
    ).all()
    taken = set(wanted.orders_claimed)
    for start in range(0, len(rows), CHUNK):
        chunk = [order for order in rows[start : start + CHUNK] if order.id not in taken]
        lines: dict[int, list[OrderLine]] = defaultdict(list)
        ids = [order.id for order in chunk]
        for line in session.scalars(
            sa.select(OrderLine)
            .where(among(session, OrderLine.order_id, ids))
            .order_by(OrderLine.order_id, OrderLine.position, OrderLine.id)
        ):
            lines[line.order_id].append(line)
        for order in chunk:
            if found := lines.get(order.id):
                yield OrderPart(
                    order.id, order.version, order.number, order.customer_id, order.currency,
                    tuple(found),
                )  # fmt: skip
