"""What happened by itself is written down once: orders, and messages to customers."""

from datetime import UTC, date, datetime

import sqlalchemy as sa

from app.core.listing import Condition, ListQuery, Op
from app.core.service import Receipt
from app.customers.drafts import CompanyDraft
from app.interactions import automatic
from app.interactions.drafts import draft_of
from app.interactions.model import Interaction
from app.interactions.schemas import Direction, InteractionType
from app.orders.schemas import OrderStatus
from tests.app.interactions.conftest import NOON
from tests.app.orders.conftest import order, rates

__all__ = ["order", "rates"]
T = InteractionType


def told(services, **conditions):
    asked = tuple(Condition(key, Op.IN, (value,)) for key, value in conditions.items())
    rows = services.interactions.first(ListQuery(conditions=asked, sort="created_at"), 50)
    return [(row.type, row.direction, row.subject, row.occurred_at) for row in rows]


def test_orders_and_their_messages_are_noted_once(services, jane, john, order, acting):
    one = order(ordered_on=date(2026, 11, 2))
    then = datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert told(services) == [(T.PURCHASE, Direction.INBOUND, "Order ORD-000001 placed", then)]
    assert services.customers.show(jane).last_activity_at == then
    helper = acting("Operator")
    for status in (OrderStatus.PROCESSING, OrderStatus.SHIPPED, OrderStatus.DELIVERED):
        assert helper.orders.update_status([one], status).done == (one,)
    assert told(services)[1:] == [
        (T.EMAIL, Direction.OUTBOUND, "Order shipped ORD-000001", NOON),
        (T.PURCHASE, Direction.OUTBOUND, "Order ORD-000001 delivered", NOON),
        (T.EMAIL, Direction.OUTBOUND, "Order delivered ORD-000001", NOON),
    ]
    for status in (OrderStatus.SHIPPED, OrderStatus.DELIVERED):
        services.orders.correct(one, status, None, "It was")
    two = order(ordered_on=NOON.date())
    services.orders.cancel([two], "Changed their mind")
    assert len(told(services, customer_id=jane)) == 6
    assert told(services, customer_id=john) == []
    shown = services.interactions.show(6)
    assert (shown.subject, shown.body) == ("Order ORD-000002 cancelled", "Changed their mind")
    assert (shown.automatic, shown.staff, shown.source) == (True, "Ada Admin", "order:2:cancelled")
    assert services.interactions.show(1).body == "1 item, 23.68 EUR in total"

    # What happened stays; a word may be added by who may correct.
    outcome = services.interactions.remove([6])
    assert "is automatic and says what happened" in outcome.refused[0][1]
    assert "wrote this down" in helper.interactions.remove([6]).refused[0][1]
    base = draft_of(shown)
    assert services.interactions.edit(6, 1, base, base) == 1


def test_a_message_is_noted_with_what_caused_it_and_undone_with_it(services, desk_db, admin):
    receipt = Receipt()
    draft = CompanyDraft("Acme", address_line1="Weg 1", country="CH", admin_first_name="Zoë",
                         admin_last_name="Ng", admin_email="zoe@acme.example",
                         admin_password="Correct-horse-9")  # fmt: skip
    made = services.customers.noting(receipt).create_company(draft)
    assert told(services) == [(T.EMAIL, Direction.OUTBOUND, "Welcome message", NOON)]
    shown = services.interactions.show(1)
    assert (shown.body, shown.customer) == ("Message to zoe@acme.example", "Acme")
    assert services.customers.show(made.customer_id).last_activity_at is None
    assert services.undo.undo(receipt.command).rows == 1
    assert told(services) == []
    services.undo.redo(receipt.command)
    assert services.interactions.show(1) == shown

    with desk_db.transaction(admin, "test") as session:
        for _each in range(2):
            automatic.note(
                session, made.customer_id, T.SUPPORT, "Ticket 7 opened", source="ticket:7", at=NOON
            )
        session.flush()
        assert session.scalar(sa.select(sa.func.count()).select_from(Interaction)) == 2
