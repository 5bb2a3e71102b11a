"""A set of data with payments by the million, and subscriptions that are billed each month.

The demo's first customers have their bills and payments; each of the others gets payments by
SQL, received and unapplied but for a few, and a subscription. A hundred thousand customers
make five million payments, and a month of a hundred thousand bills.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.model import CustomerBalance
from app.catalogue.model import Plan, PlanTerms
from app.catalogue.terms import Cycle
from app.core import bulk, numbers
from app.core.access import SYSTEM, Actor
from app.core.changes import Changes
from app.core.engine import Database
from app.customers.following import found_by
from app.customers.model import Customer
from app.demo.founding import open_demo
from app.demo.service import BASE
from app.invoices.queries import today
from app.payments.model import Payment
from app.payments.schemas import PaymentState
from app.subscriptions import rules, spans
from app.subscriptions.model import Subscription, SubscriptionSpan
from app.subscriptions.schemas import SubscriptionStatus
from tests.bench import functions

# Payments a customer has, and how many customers there are to one subscription.
EACH, PER_SUBSCRIPTION = 50, 1
_WORTH_REBUILDING = 10_000
_CHUNK = 5000
# The payments' numbers begin beyond those of the demo.
_FIRST = 10_000_000
_SPREAD_DAYS = 1800
_DAY_BEFORE = {
    "sqlite": "date('{day}', '-' || ({days}) || ' days')",
    "postgresql": "DATE '{day}' - CAST({days} AS integer)",
}


def open_owed(db: Database, changes: Changes, customers: int) -> Actor:
    """The demo's administrator; payments and subscriptions are made first, unless there are any.

    Throw a file away whose making broke off.
    """
    actor = open_demo(db, changes, customers, each=0)
    with db.reading(SYSTEM) as session:
        is_filled = session.scalar(sa.select(Subscription.id).limit(1)) is not None
    if not is_filled:
        filler = replace(SYSTEM, vault=actor.vault)
        with functions.hasty(db), db.transaction(filler) as session:
            fill(session)
    return actor


def fill(session: Session) -> None:
    """Let everybody pay, and some subscribe, whom the demo has not billed."""
    connection = session.connection()
    functions.teach(connection)
    many = session.scalar(sa.select(sa.func.max(Customer.id))) or 0
    billed = session.scalar(sa.select(sa.func.max(CustomerBalance.customer_id))) or 0
    with ExitStack() as filling:
        for entity in (Customer, Payment):
            rebuild = many >= _WORTH_REBUILDING
            filling.enter_context(bulk.loading(session, entity, rebuild=rebuild))
        connection.execute(sa.text(_payments(connection, billed)))
        _balance(connection, billed)
        _subscribe(session, billed)
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(
            "SELECT setval(pg_get_serial_sequence('payments', 'id'), "
            "(SELECT max(id) FROM payments))"
        )


def _payments(connection: sa.Connection, billed: int) -> str:
    """So many payments of every customer after the one with that id."""
    id_ = f"CAST({_FIRST} + (w.id - {billed}) * {EACH} + c.n AS bigint)"
    amount, number = f"(1000 + ({id_}) * 7919 % 250000)", f"CAST({id_} AS text)"
    state = (
        f"CASE ({id_}) % 50 WHEN 0 THEN '{PaymentState.FAILED}' "
        f"WHEN 7 THEN '{PaymentState.PENDING}' ELSE '{PaymentState.SUCCEEDED}' END"
    )
    day = _DAY_BEFORE[connection.dialect.name].format(
        day=BASE.date(), days=f"({id_}) * 31 % {_SPREAD_DAYS}"
    )
    method = f"CASE ({id_}) % 3 WHEN 0 THEN 'Card' WHEN 1 THEN 'PayPal' ELSE 'Bank transfer' END"
    own = f"'pay-' || {number} || chr(10) || {number} || chr(10) || lower({method})"
    found = " || ".join(
        f"' ' || coalesce(w.{name}, '')" for name in ("name_key", "email_norm", "client_key")
    )
    digits = f"md5('p' || {number})"
    values = {
        "id": id_,
        "uid": f"substr({digits}, 1, 8) || '-0000-4000-8000-' || substr({digits}, 9, 12)",
        "number": f"'PAY-' || {number}",
        "customer_id": "w.id",
        "state": state,
        "received_on": day,
        "method": method,
        "amount_minor": amount,
        "currency": "'EUR'",
        "unapplied_minor": amount,
        "base_minor": f"CASE WHEN ({id_}) % 50 IN (0, 7) THEN 0 ELSE {amount} END",
        "method_key": f"lower({method})",
        "customer_key": "w.name_key",
        "own_text": own,
        "search_text": f"{own} || {found}",
        "created_at": "w.created_at",
        "created_by": "'Customer Desk'",
        "updated_at": "w.updated_at",
        "updated_by": "'Customer Desk'",
    }
    values = {
        name: values.get(name, _literal(value)) for name, value in bulk.blank(Payment).items()
    }
    copies = " UNION ALL ".join(f"SELECT {n} AS n" for n in range(EACH))
    return (
        f"INSERT INTO payments ({', '.join(values)}) SELECT {', '.join(values.values())} "
        f"FROM customers AS w CROSS JOIN ({copies}) AS c WHERE w.id > {billed}"
    )


def _balance(connection: sa.Connection, billed: int) -> None:
    """What customers have paid and not used; what that is in the organization's currency."""
    connection.exec_driver_sql(
        "INSERT INTO customer_balances (customer_id, currency, revenue_minor, outstanding_minor, "
        "credit_minor, open_invoices, last_payment_on) SELECT customer_id, 'EUR', "
        "sum(amount_minor), 0, sum(amount_minor), 0, max(received_on) FROM payments "
        f"WHERE customer_id > {billed} AND state = '{PaymentState.SUCCEEDED}' "
        "GROUP BY customer_id ORDER BY customer_id"
    )
    connection.exec_driver_sql(
        "UPDATE customers SET revenue_minor = b.revenue_minor FROM customer_balances AS b "
        f"WHERE b.customer_id = customers.id AND customers.id > {billed}"
    )


def _subscribe(session: Session, billed: int) -> None:
    """A monthly subscription for one customer in so many, billed from this month on."""
    plan, terms = session.execute(
        sa.select(Plan, PlanTerms)
        .join(PlanTerms, PlanTerms.id == Plan.terms_id)
        .where(Plan.monthly_minor.is_not(None))
        .order_by(Plan.id)
        .limit(1)
    ).one()
    session.expunge_all()
    table = bulk.table_of(Customer)
    chosen = sa.select(table).where(
        table.c.id > billed, table.c.id % PER_SUBSCRIPTION == 0, table.c.deleted_at.is_(None)
    )
    last = billed
    while rows := session.execute(
        chosen.where(table.c.id > last).order_by(table.c.id).limit(_CHUNK)
    ).all():
        last = rows[-1].id
        made = list(_subscriptions(session, rows, plan, terms))
        bulk.insert(session, Subscription, made)
        _write_spans(session, made)
        for name in ("subscriptions", "active_subscriptions"):
            session.execute(
                sa.update(table).where(table.c.id.in_([row.id for row in rows])).values({name: 1})
            )


def _subscriptions(
    session: Session, rows: Any, plan: Plan, terms: PlanTerms
) -> Iterator[dict[str, Any]]:
    month, now = today(session).replace(day=1), session.info["now"]
    codes = numbers.take(session, "subscriptions", len(rows))
    keys = bulk.next_ids(session, Subscription, len(rows))
    for row, code, key in zip(rows, codes, keys, strict=True):
        begun: date = month + timedelta(days=row.id // PER_SUBSCRIPTION % 28)
        start, end = rules.period_after(begun, Cycle.MONTHLY, begun)
        found = SimpleNamespace(
            id=key, uid=str(UUID(int=key, version=4)), number=code, customer_id=row.id,
            plan_id=plan.id, terms_id=terms.id, cycle=Cycle.MONTHLY, quantity=1,
            price_minor=terms.monthly_minor, currency=terms.currency,
            status=SubscriptionStatus.ACTIVE, started_on=begun, anchor_on=begun,
            period_start=start, period_end=end, trial_ends_on=None, renews=True,
            cancel_at_period_end=False, product_key=plan.product_key, plan_key=plan.name_key,
            created_at=now, updated_at=now, customer_key=row.name_key,
        )  # fmt: skip
        rules.derive(cast("Subscription", found))
        found.search_text = found_by(found.own_text, row)
        yield bulk.blank(Subscription) | vars(found)


def _write_spans(session: Session, made: list[dict[str, Any]]) -> None:
    known = (cast("Subscription", SimpleNamespace(**one)) for one in made)
    written = [span for one in known for span in spans.new(one)]
    ids = bulk.next_ids(session, SubscriptionSpan, len(written))
    names, now = spans.Span.__slots__, session.info["now"]
    bulk.insert(
        session,
        SubscriptionSpan,
        [
            {**{name: getattr(span, name) for name in names}, "id": key, "written_at": now}
            for span, key in zip(written, ids, strict=True)
        ],
    )


def _literal(value: object) -> str:
    """A column's default as SQL writes it."""
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else f"'{value}'"
