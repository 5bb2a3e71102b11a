"""No list of the program reads or sorts a whole table for its order: both planners are asked.

Lists without an entry here read what is short by its nature (staff, teams, saved views,
presets) or one record's own (its history, its files).
"""

import pytest
import sqlalchemy as sa

from app.catalogue import listings
from app.core import query
from app.core.listing import Condition, ListQuery, Op
from app.customers import queries as customers
from app.customers.schemas import Status
from app.domains import queries as domains
from app.domains.schemas import DomainState
from app.interactions import follow_up_queries as follow_ups
from app.interactions import queries as interactions
from app.interactions.schemas import Direction, FollowUpState, InteractionType, Sentiment
from app.invoices import queries as invoices
from app.invoices.schemas import InvoiceStatus
from app.licensing import activations_queries as activations
from app.licensing import queries as licenses
from app.licensing.schemas import ActivationState, LicenseStatus
from app.orders import queries as orders
from app.orders.schemas import OrderPayment, OrderStatus
from app.organization.service import current
from app.payments import queries as payments
from app.payments.schemas import PaymentState
from app.subscriptions import queries as subscriptions
from app.subscriptions.schemas import SubscriptionStatus

# How each list is made, and conditions an index must answer: equal and coming days.
LISTS = {
    "customers": (
        customers.listing,
        (("status", (Status.BLOCKED,)), ("owner_id", (1,)), ("tags", (1,))),
    ),
    "licenses": (
        licenses.listing,
        (("status", (LicenseStatus.GRACE,)), ("product_id", (1,)), ("customer_id", (1,))),
    ),
    "activations": (
        activations.listing,
        (("state", (ActivationState.BLOCKED,)), ("license_id", (1,)), ("customer_id", (1,))),
    ),
    "subscriptions": (
        subscriptions.listing,
        (("status", (SubscriptionStatus.PAUSED,)), ("plan_id", (1,)), ("customer_id", (1,))),
    ),
    "domains": (domains.listing, (("state", (DomainState.SUSPENDED,)), ("customer_id", (1,)))),
    "orders": (
        orders.listing,
        (
            ("status", (OrderStatus.SHIPPED,)),
            ("payment_status", (OrderPayment.FAILED,)),
            ("customer_id", (1,)),
        ),
    ),
    "invoices": (
        invoices.listing,
        (("status", (InvoiceStatus.OVERDUE,)), ("customer_id", (1,)), ("run_id", (1,))),
    ),
    "payments": (
        payments.listing,
        (("state", (PaymentState.FAILED,)), ("customer_id", (1,))),
    ),
    "interactions": (
        interactions.listing,
        (
            ("type", (InteractionType.CALL,)),
            ("sentiment", (Sentiment.NEGATIVE,)),
            ("direction", (Direction.INBOUND,)),
            ("staff_id", (1,)),
            ("customer_id", (1,)),
        ),
    ),
    "follow_ups": (
        follow_ups.listing,
        (
            ("state", (FollowUpState.OPEN,)),
            ("assignee_id", (1,)),
            ("customer_id", (1,)),
            ("interaction_id", (1,)),
        ),
    ),
    "products": (listings.products, ()),
    "plans": (listings.plans, (("product_id", (1,)),)),
}
WHOLE = ("SCAN ", "TEMP B-TREE", "Seq Scan", "Sort")
# On SQLite "SCAN … USING INDEX" walks the index in its order: what is wanted.
WALKS = ("USING INDEX", "USING COVERING INDEX")


def plan(session, statement) -> list[str]:
    compiled = statement.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    if session.get_bind().dialect.name == "sqlite":
        return [row[3] for row in session.execute(sa.text(f"EXPLAIN QUERY PLAN {compiled}"))]
    # A small table is quicker read whole; what matters is that a large one need not be.
    for setting in ("seqscan", "bitmapscan", "sort"):
        session.execute(sa.text(f"SET LOCAL enable_{setting} = off"))
    return list(session.scalars(sa.text(f"EXPLAIN {compiled}")))


def whole(lines) -> list[str]:
    """The lines of a plan that read or sort a whole table."""
    return [
        line
        for line in lines
        if any(word in line for word in WHOLE) and not any(walk in line for walk in WALKS)
    ]


@pytest.mark.parametrize("name", LISTS)
def test_every_order_is_read_from_an_index(desk_db, admin, name):
    make, _conditions = LISTS[name]
    with desk_db.reading(admin) as session:
        listing = make(current(session), session.info["now"])
        for sort in listing.sorts:
            for descending in (False, True):
                asked = ListQuery(sort=sort, descending=descending)
                for statement in next(query.attempts(session, listing, asked, (), 100)):
                    for limited in (statement, statement.limit(100)):
                        assert whole(plan(session, limited)) == [], asked


@pytest.mark.parametrize("name", LISTS)
def test_common_filters_are_answered_by_an_index(desk_db, admin, name):
    make, conditions = LISTS[name]
    with desk_db.reading(admin) as session:
        listing = make(current(session), session.info["now"])
        for key, values in conditions:
            where = listing.filters[key](Condition(key, Op.IN, values))
            extra = [held for other, held in listing.without.items() if other != key]
            found = plan(session, sa.select(listing.key).where(where, *extra))
            assert whole(found) == [], (key, found)
            assert any("SEARCH" in line or "Index" in line for line in found), (key, found)


@pytest.mark.parametrize("name", LISTS)
def test_rows_are_fetched_by_key(desk_db, admin, name):
    make, _conditions = LISTS[name]
    with desk_db.reading(admin) as session:
        listing = make(current(session), session.info["now"])
        found = plan(session, listing.select.where(listing.key.in_([1, 2, 3])))
        assert whole(found) == [], found
