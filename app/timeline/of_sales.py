"""The parts of a timeline about what a customer has, owes and pays."""

from typing import Any

import sqlalchemy as sa

from app.catalogue.model import Plan, Product
from app.core.access import Permission
from app.core.concerns import AuditConcern
from app.core.text import ngettext
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceKind
from app.licensing.model import Activation, License
from app.licensing.telling import Became
from app.orders.model import Order
from app.payments.model import Payment
from app.payments.schemas import PaymentState
from app.subscriptions.model import Subscription
from app.timeline.parts import Entry, Moment, Part, amount, moment, until
from app.timeline.schemas import Event, Opens

L, V, S, O, N, P = License, Activation, Subscription, Order, Invoice, Payment  # noqa: E741 - as short as elsewhere
_LICENSES, _BILLING = Permission.LICENSES_READ, Permission.BILLING_READ


def _licensed(row: Any) -> Entry:
    detail = (f"…{row.key_tail}", row.plan or "", until(row.expires_on))
    return Entry(row.created_at, Event.LICENSED, row.created_by, Opens.LICENSE, row.key,
                 row.product, detail)  # fmt: skip


def _activated(row: Any) -> Entry:
    return Entry(row.activated_at, Event.ACTIVATED, row.created_by, Opens.LICENSE,
                 row.license_id, row.label or row.identifier, (_on(row),))  # fmt: skip


def _deactivated(row: Any) -> Entry:
    detail = (_on(row), row.ended_why or "")
    return Entry(row.ended_at, Event.DEACTIVATED, row.ended_by, Opens.LICENSE,
                 row.license_id, row.label or row.identifier, detail)  # fmt: skip


def _on(row: Any) -> str:
    """The license an activation is of."""
    return f"{row.product} …{row.key_tail}"


def _subscribed(row: Any) -> Entry:
    at, timed = moment(row.started_on, row.created_at)
    detail = (row.number, amount(row.price_minor * row.quantity, row.currency))
    return Entry(at, Event.SUBSCRIBED, row.created_by, Opens.SUBSCRIPTION, row.key,
                 _subscription(row), detail, timed)  # fmt: skip


def _ended(row: Any) -> Entry:
    detail = (row.number, row.cancel_reason or "")
    return Entry(row.ended_at, Event.SUBSCRIPTION_ENDED, row.updated_by, Opens.SUBSCRIPTION,
                 row.key, _subscription(row), detail)  # fmt: skip


def _subscription(row: Any) -> str:
    return f"{row.product}, {row.plan}"


def _ordered(row: Any) -> Entry:
    at, timed = moment(row.ordered_on, row.created_at)
    items = ngettext("%d item", "%d items", row.items) % row.items
    detail = (items, amount(row.total_minor, row.currency))
    return Entry(at, Event.ORDERED, row.created_by, Opens.ORDER, row.key, row.number, detail,
                 timed)  # fmt: skip


def _invoiced(row: Any) -> Entry:
    at, timed = moment(row.issued_on, row.issued_at)
    event = Event.INVOICED if row.kind is InvoiceKind.INVOICE else Event.CREDITED
    detail = (amount(row.total_minor, row.currency), row.reference or "")
    return Entry(at, event, row.created_by, Opens.INVOICE, row.key, row.number or "", detail,
                 timed, row.automatic)  # fmt: skip


_PAID = {
    PaymentState.SUCCEEDED: Event.PAID,
    PaymentState.REFUNDED: Event.PAID,
    PaymentState.PENDING: Event.PAYMENT_ANNOUNCED,
    PaymentState.FAILED: Event.PAYMENT_FAILED,
}


def _paid(row: Any) -> Entry:
    at, timed = moment(row.received_on, row.created_at)
    paid = amount(row.amount_minor, row.currency)
    detail = (paid, *(one or "" for one in (row.method, row.reference, row.failure)))
    return Entry(at, _PAID[row.state], row.created_by, Opens.PAYMENT, row.key, row.number,
                 detail, timed)  # fmt: skip


# How a license came that was not made for the customer: that is told instead.
_CAME = (
    sa.select(AuditConcern.entity_id)
    .where(
        AuditConcern.entity_id == L.id, AuditConcern.entity == "licenses",
        AuditConcern.customer_id == L.customer_id,
        AuditConcern.what.in_((Became.ASSIGNED.value, Became.GIVEN.value)),
    )
    .limit(1).correlate(L).scalar_subquery()
)  # fmt: skip
_LICENSE = (
    sa.select(L.id.label("key"), L.created_at, L.created_by, L.key_tail, L.expires_on,
              Product.name.label("product"), Plan.name.label("plan"))
    .join(Product, Product.id == L.product_id)
    .outerjoin(Plan, Plan.id == L.plan_id)
)  # fmt: skip
_ACTIVATION = sa.select(
    V.id.label("key"), V.license_id, V.activated_at, V.ended_at, V.ended_by, V.ended_why,
    V.created_by, V.label, V.identifier, V.key_tail, Product.name.label("product"),
).join(Product, Product.id == V.product_id)  # fmt: skip
_SUBSCRIPTION = (
    sa.select(S.id.label("key"), S.number, S.started_on, S.created_at, S.created_by, S.ended_at,
              S.updated_by, S.cancel_reason, S.price_minor, S.quantity, S.currency,
              Product.name.label("product"), Plan.name.label("plan"))
    .join(Plan, Plan.id == S.plan_id)
    .join(Product, Product.id == Plan.product_id)
)  # fmt: skip
_ORDER = sa.select(
    O.id.label("key"), O.number, O.ordered_on, O.created_at, O.created_by, O.items,
    O.total_minor, O.currency,
)  # fmt: skip
_INVOICE = sa.select(
    N.id.label("key"), N.number, N.kind, N.issued_on, N.issued_at, N.created_by, N.total_minor,
    N.currency, N.reference, N.automatic,
)  # fmt: skip
_PAYMENT = sa.select(
    P.id.label("key"), P.number, P.state, P.received_on, P.created_at, P.created_by,
    P.amount_minor, P.currency, P.method, P.reference, P.failure,
)  # fmt: skip
PARTS = (
    Part(
        7, _LICENSES, L.id, L.customer_id, L.created_at, {Event.LICENSED: None},
        _LICENSE, _licensed, L, where=(_CAME.is_(None),), searched=(L.own_text,), who=L.created_by,
    ),
    Part(
        8, _LICENSES, V.id, V.customer_id, V.activated_at, {Event.ACTIVATED: None},
        _ACTIVATION, _activated, V, searched=(V.own_text,), who=V.created_by,
    ),
    Part(
        9, _LICENSES, V.id, V.customer_id, V.ended_at, {Event.DEACTIVATED: None},
        _ACTIVATION, _deactivated, V, where=(V.ended_at.is_not(None),),
        searched=(V.own_text,), who=V.ended_by,
    ),
    Part(
        10, _LICENSES, S.id, S.customer_id, Moment(S.started_on, S.created_at),
        {Event.SUBSCRIBED: None}, _SUBSCRIPTION, _subscribed, S, S.started_on,
        searched=(S.own_text,), who=S.created_by,
    ),
    Part(
        11, _LICENSES, S.id, S.customer_id, S.ended_at, {Event.SUBSCRIPTION_ENDED: None},
        _SUBSCRIPTION, _ended, S, where=(S.ended_at.is_not(None),), searched=(S.own_text,),
        who=S.updated_by,
    ),
    Part(
        12, Permission.ORDERS_READ, O.id, O.customer_id, Moment(O.ordered_on, O.created_at),
        {Event.ORDERED: None}, _ORDER, _ordered, O, O.ordered_on, searched=(O.own_text,),
        who=O.created_by,
    ),
    Part(
        13, _BILLING, N.id, N.customer_id, Moment(N.issued_on, N.issued_at),
        {Event.INVOICED: N.kind == InvoiceKind.INVOICE,
         Event.CREDITED: N.kind == InvoiceKind.CREDIT_NOTE},
        _INVOICE, _invoiced, N, N.issued_on, where=(N.issued_on.is_not(None),),
        searched=(N.own_text,), who=N.created_by,
    ),
    Part(
        14, _BILLING, P.id, P.customer_id, Moment(P.received_on, P.created_at),
        {event: P.state.in_([state for state, said in _PAID.items() if said is event])
         for event in dict.fromkeys(_PAID.values())},
        _PAYMENT, _paid, P, P.received_on, searched=(P.own_text,), who=P.created_by,
    ),
)  # fmt: skip
