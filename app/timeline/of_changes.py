"""The parts of a timeline about what became of licenses, subscriptions, orders and money."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.catalogue.model import Plan, Product
from app.core.access import Permission
from app.core.money import Money
from app.core.text import N_, _
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceKind, InvoiceState
from app.licensing.filter_fields import CYCLES
from app.licensing.model import License
from app.licensing.telling import Became as L
from app.orders.model import Order, OrderChange
from app.orders.schemas import ChangeKind, OrderStatus
from app.payments.model import Payment, Refund
from app.payments.telling import Returned
from app.subscriptions.model import Subscription
from app.subscriptions.telling import Became as S
from app.timeline.parts import Entry, Part, amount, until
from app.timeline.schemas import Event, Opens, Said
from app.timeline.trail import A, C, Told, changes_of, told, who

_LICENSES, _BILLING = Permission.LICENSES_READ, Permission.BILLING_READ
_CYCLES = {cycle.value: words for cycle, words in CYCLES}
_LICENSE_EVENTS = {became: Event(f"license_{became}") for became in L}
_SUBSCRIPTION_EVENTS = {became: Event(f"subscription_{became}") for became in S}
_ORDER_EVENTS = {
    OrderStatus.PENDING: Event.ORDER_PENDING,
    OrderStatus.PROCESSING: Event.ORDER_PROCESSING,
    OrderStatus.SHIPPED: Event.ORDER_SHIPPED,
    OrderStatus.REFUNDED: Event.ORDER_REFUNDED,
}
_INVOICE_EVENTS = {
    InvoiceState.VOID: Event.INVOICE_VOIDED,
    InvoiceState.WRITTEN_OFF: Event.INVOICE_WRITTEN_OFF,
}
_REFUND_EVENTS = {Returned.PAYMENT: Event.REFUNDED, Returned.CREDIT: Event.PAID_OUT}


def _entry(
    found: Told, events: Mapping[Any, Event], opens: Opens, about: str, *details: str | Said
) -> Entry:
    row = found.row
    detail = (*details, found.reason)
    return Entry(row.at, events[row.what], row.who, opens, row.entity_id, about, detail)


def _license(found: Told) -> Entry:
    tail = f"…{found.row.key_tail}"
    return _entry(
        found, _LICENSE_EVENTS, Opens.LICENSE, found.row.product, tail, _of_license(found),
        found.new("state_reason"),
    )  # fmt: skip


def _of_license(found: Told) -> str | Said:
    """What else is to be known of what became of a license."""
    match found.row.what:
        case L.PLAN:
            return found.moved("plan_id")
        case L.ROTATED if old := found.fields.get("key_tail"):
            return _("was …%s") % str(old[0])
        case L.EXTENDED | L.SHORTENED:
            end = found.new("expires_on")
            return until(date.fromisoformat(end)) if end else _("for good")
        case L.GIVEN if name := found.name("customer_id", 0):
            return _("from %s") % name
        case L.MOVED if name := found.name("customer_id", 1):
            return _("to %s") % name
    return ""


def _subscription(found: Told) -> Entry:
    row = found.row
    return _entry(
        found, _SUBSCRIPTION_EVENTS, Opens.SUBSCRIPTION, row.product, row.number,
        *_of_subscription(found),
    )  # fmt: skip


def _of_subscription(found: Told) -> tuple[str | Said, ...]:
    """What else is to be known of what became of a subscription."""
    match found.row.what:
        case S.CHANGED:
            return found.moved("plan_id"), *_offer(found)
        case S.BEGUN | S.RENEWED | S.RESUMED if end := found.new("period_end"):
            # Periods run up to that day, and people speak of the last one.
            return (until(date.fromisoformat(end) - timedelta(days=1)),)
        case S.ENDING:
            return (found.new("cancel_reason"),)
    return ()


_QUANTITY = N_("%(old)s → %(new)s units")


def _offer(found: Told) -> tuple[str | Said, ...]:
    cycle, units = found.new("cycle"), found.fields.get("quantity")
    price, currency = found.fields.get("price_minor"), found.row.currency
    return (
        _(_CYCLES[cycle]) if cycle in _CYCLES else "",
        _(_QUANTITY) % {"old": units[0], "new": units[1]} if units else "",
        Said("%s → %s", tuple(Money(one, currency) for one in price)) if price else "",
    )


def _order(found: Told) -> Entry:
    row = found.row
    sent = (row.carrier, row.tracking_number) if row.what == OrderStatus.SHIPPED else ()
    return _entry(found, _ORDER_EVENTS, Opens.ORDER, row.number, *sent, row.note or "")


def _invoice(found: Told) -> Entry:
    row = found.row
    called = _called(row.kind) % (row.number or "")
    total = amount(row.total_minor, row.currency)
    return _entry(found, _INVOICE_EVENTS, Opens.INVOICE, called, total, found.new("reason"))


def _called(kind: InvoiceKind) -> str:
    return _("Invoice %s") if kind is InvoiceKind.INVOICE else _("Credit note %s")


def _refund(found: Told) -> Entry:
    row, is_payment = found.row, found.row.payment_id is not None
    number, currency = (row.payment, row.paid_in) if is_payment else (row.credit, row.credited_in)
    detail = (amount(row.amount_minor, currency), row.reason or "", row.reference or "")
    opens = (Opens.PAYMENT, row.payment_id) if is_payment else (Opens.INVOICE, row.credit_id)
    return Entry(row.at, _REFUND_EVENTS[row.what], row.who, *opens, number or "", detail)


def _in(of: Any, *columns: Any) -> tuple[Any, ...]:
    """Texts of the row that was changed, where a word is looked for."""
    one = sa.select(*columns).where(of.id == C.entity_id).correlate(C)
    return tuple(one.with_only_columns(column).scalar_subquery() for column in columns)


def _events(events: Mapping[Any, Event]) -> dict[Event, Any]:
    return {event: C.what == what.value for what, event in events.items()}


_PRODUCT = Product.name.label("product")
_NOTE = (
    sa.select(OrderChange.note)
    .where(
        OrderChange.order_id == C.entity_id, OrderChange.at == C.at, OrderChange.new == C.what,
        OrderChange.kind == ChangeKind.STATUS,
    )
    .limit(1).correlate(C).scalar_subquery().label("note")
)  # fmt: skip
_OF_LICENSE = changes_of(License, License.key_tail, _PRODUCT).join(
    Product, Product.id == License.product_id
)
_OF_SUBSCRIPTION = (
    changes_of(Subscription, Subscription.number, Subscription.currency, _PRODUCT)
    .join(Plan, Plan.id == Subscription.plan_id)
    .join(Product, Product.id == Plan.product_id)
)
_OF_ORDER = changes_of(Order, Order.number, Order.carrier, Order.tracking_number, _NOTE)
_OF_INVOICE = changes_of(
    Invoice, Invoice.number, Invoice.kind, Invoice.total_minor, Invoice.currency
)
_OF_REFUND = (
    changes_of(
        Refund, Refund.payment_id, Refund.credit_id, Refund.amount_minor, Refund.reason,
        Refund.reference, Payment.number.label("payment"), Payment.currency.label("paid_in"),
        Invoice.number.label("credit"), Invoice.currency.label("credited_in"),
    )
    .outerjoin(Payment, Payment.id == Refund.payment_id)
    .outerjoin(Invoice, Invoice.id == Refund.credit_id)
)  # fmt: skip
_CHANGE = partial(
    Part, key=C.seq, whose=C.customer_id, at=C.at, source=C, who=who(), known_by=A.seq, told=told
)
PARTS = (
    _CHANGE(
        19, _LICENSES, events=_events(_LICENSE_EVENTS), select=_OF_LICENSE, build=_license,
        where=(C.entity == "licenses",),
        searched=_in(License, License.product_key, sa.func.lower(License.key_tail)),
    ),
    _CHANGE(
        20, _LICENSES, events=_events(_SUBSCRIPTION_EVENTS), select=_OF_SUBSCRIPTION,
        build=_subscription, where=(C.entity == "subscriptions",),
        searched=_in(Subscription, Subscription.own_text, Subscription.product_key,
                     Subscription.plan_key),
    ),
    _CHANGE(
        21, Permission.ORDERS_READ, events=_events(_ORDER_EVENTS), select=_OF_ORDER,
        build=_order, where=(C.entity == "orders",), searched=_in(Order, Order.own_text),
    ),
    _CHANGE(
        22, _BILLING, events=_events(_INVOICE_EVENTS), select=_OF_INVOICE, build=_invoice,
        where=(C.entity == "invoices",), searched=_in(Invoice, Invoice.own_text),
    ),
    _CHANGE(
        23, _BILLING, events=_events(_REFUND_EVENTS), select=_OF_REFUND, build=_refund,
        where=(C.entity == "refunds",),
        searched=_in(Refund, sa.func.lower(Refund.reason), sa.func.lower(Refund.reference)),
    ),
)  # fmt: skip
