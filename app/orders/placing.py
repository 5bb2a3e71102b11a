"""Places orders, and saves edits of them: what others changed meanwhile stays, or is asked about.

An order's lines are replaced as a whole: two people's edits of them are not mixed.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.core.access import Actor, Permission
from app.core.errors import Clash, Conflict, DeskError, Invalid, Stale
from app.core.merging import three_way
from app.core.numbers import take
from app.core.text import _
from app.customers import creation
from app.customers import queries as customers
from app.customers.following import follow
from app.customers.history import title
from app.customers.model import Customer
from app.customers.stale import refuse_deleted
from app.orders import counters, moving, noting, rules
from app.orders.detail import address, facts_of
from app.orders.drafts import LineDraft, OrderDraft, within
from app.orders.model import Order, OrderLine
from app.orders.queries import get, lines_of
from app.orders.schemas import CLOSED, ChangeKind, Ordered, OrderStatus
from app.orders.taxing import billing_address, own_address, taxing
from app.orders.totals import Totals, reckon
from app.organization.service import current
from app.subscriptions.due import today

_PLAIN = (
    "ordered_on", "expected_on", "payment_method", "tracking_number", "carrier",
    "instructions", "notes",
)  # fmt: skip
# What the money of an order follows from.
_PRICED = ("items", "billing_address", "ordered_on", "currency")
_EDITABLE = ("currency", "items", *_PLAIN, "shipping_address", "billing_address")


def place(session: Session, actor: Actor, draft: OrderDraft) -> Ordered:
    """Add an order, and its customer where it is a new one.

    Raises:
        Conflict: the customer is deleted.
        Invalid: the draft has problems, keyed by field.
        NotFound: the customer is not there, or not for this actor to see.
    """
    draft = _completed(session, draft)
    draft.checked()
    customer, created = _customer(session, actor, draft)
    draft = replace(
        draft,
        shipping_address=draft.shipping_address or own_address(customer),
        billing_address=draft.billing_address or billing_address(session, customer),
    )
    totals, by = _reckoned(session, draft, customer.id)
    found = Order(
        uid=str(uuid4()),
        number=take(session, "orders")[0],
        customer_id=customer.id,
        status=OrderStatus.PENDING,
        rounding=by,
        currency=draft.currency,
    )
    _fill(found, draft)
    _sum_up(found, totals)
    rules.derive(found)
    follow(found, customer)
    session.add(found)
    session.flush()
    session.add_all(_lines(found, draft.items, totals))
    moving.note(session, found, ChangeKind.STATUS, "", found.status.value)
    noting.placed(session, found)
    session.flush()
    counters.recount(session, [customer.id])
    return Ordered(found.id, found.number, customer.id, created)


def edit(
    session: Session,
    actor: Actor,
    order_id: int,
    version: int,
    base: OrderDraft | None,
    mine: OrderDraft,
) -> int:
    """Save what changed from base to mine; the new version.

    Raises:
        Conflict: others changed it since `version` and there is no base, or what is to be
            changed is on an invoice.
        Invalid: the changes have problems, keyed by field.
        NotFound: it is not there, or not for this actor to see.
        Stale: others changed the same fields since; nothing was saved.
    """
    found = get(session, actor, order_id, lock=True)
    stored = facts_of(session, found)
    mine = replace(mine.neat(), currency=mine.currency or found.currency)
    draft = _joined(found, version, stored, base and base.neat(), mine)
    draft.checked()
    if draft.customer_id != found.customer_id or draft.new_customer is not None:
        said = _("An order stays with its customer. Cancel it, and enter a new one for the other.")
        raise Invalid({"customer_id": said})
    changed = {name for name in _EDITABLE if getattr(draft, name) != getattr(stored, name)}
    if found.status in CLOSED and changed - {"notes"}:
        raise rules.refused(found)
    if changed & set(_PRICED):
        _refuse_invoiced(found)
        _reprice(session, found, draft)
    _fill(found, draft)
    rules.derive(found)
    follow(found, session.get_one(Customer, found.customer_id))
    session.flush()
    if "ordered_on" in changed:
        counters.recount(session, [found.customer_id])
    return found.version


def _refuse_invoiced(found: Order) -> None:
    if found.invoice_id is None:
        return
    raise Conflict(
        _(
            "%s is on an invoice, so its items, currency, day and billing address stay. Void "
            "that invoice, or make a credit note for it and enter a new order."
        )
        % found.number
    )


def _reprice(session: Session, found: Order, draft: OrderDraft) -> None:
    totals, found.rounding = _reckoned(session, draft, found.customer_id)
    found.currency = draft.currency
    for old in lines_of(session, found.id):
        session.delete(old)
    session.flush()
    session.add_all(_lines(found, draft.items, totals))
    _sum_up(found, totals)
    # An edit of lines is an edit of their order, also where its sums stay.
    flag_modified(found, "updated_at")


def _completed(session: Session, draft: OrderDraft) -> OrderDraft:
    """The draft with what is left out as it is meant."""
    draft = draft.neat()
    return replace(
        draft,
        currency=draft.currency or current(session).currency,
        ordered_on=draft.ordered_on or today(session),
    )


def _customer(session: Session, actor: Actor, draft: OrderDraft) -> tuple[Customer, bool]:
    """Whose order it is, locked; and whether they are new."""
    if draft.new_customer is None:
        found = customers.get(session, actor, draft.customer_id or 0, lock=True)
        refuse_deleted(session, found)
        return found, False
    actor.require(Permission.CUSTOMERS_CREATE)
    try:
        made = creation.customer(session, actor, draft.new_customer)
    except Invalid as refused:
        theirs = {f"new_customer.{name}": one for name, one in refused.existing.items()}
        told = within("new_customer", refused.fields)
        raise Invalid(told, theirs, refused.table) from refused
    return session.get_one(Customer, made), True


def _reckoned(session: Session, draft: OrderDraft, customer_id: int) -> tuple[Totals, Any]:
    """What the items come to, and how their tax was rounded.

    Raises:
        Invalid: tax could not be reckoned, or an amount is too large.
    """
    country = draft.billing_address.country if draft.billing_address else ""
    by = taxing(session, customer_id, country, draft.ordered_on or today(session))
    try:
        totals = reckon(draft.items, draft.currency, by)
    except DeskError as refused:
        raise Invalid({"items": str(refused)}) from refused
    if totals.missing:
        raise Invalid({f"items.{place}.tax": why for place, why in totals.missing.items()})
    return totals, by.rounding


def _fill(found: Order, draft: OrderDraft) -> None:
    for name in _PLAIN:
        if getattr(found, name) != getattr(draft, name):
            setattr(found, name, getattr(draft, name))
    for name in ("shipping_address", "billing_address"):
        wanted = getattr(draft, name)
        kept = getattr(found, name)
        if wanted is not None and (kept is None or address(kept) != wanted):
            setattr(found, name, asdict(wanted))


def _sum_up(found: Order, totals: Totals) -> None:
    found.items = len(totals.lines)
    found.subtotal_minor, found.discount_minor = totals.subtotal.minor, totals.discount.minor
    found.tax_minor, found.total_minor = totals.tax.minor, totals.total.minor


def _lines(found: Order, items: Sequence[LineDraft], totals: Totals) -> list[OrderLine]:
    return [
        OrderLine(
            order_id=found.id,
            position=place,
            name=one.name,
            sku=one.sku,
            quantity=one.quantity,
            unit_minor=one.unit.minor if one.unit else 0,
            discount_minor=one.discount.minor if one.discount else 0,
            tax_category=one.tax_category,
            tax_name=sums.tax_name,
            tax_ppm=sums.tax_ppm,
            tax_minor=sums.tax.minor,
            total_minor=sums.total.minor,
        )
        for place, (one, sums) in enumerate(zip(items, totals.lines, strict=True))
    ]


def _joined(
    found: Order, version: int, stored: OrderDraft, base: OrderDraft | None, mine: OrderDraft
) -> OrderDraft:
    if found.version == version:
        return mine
    who = found.updated_by or _("Somebody else")
    if base is None:
        said = _("%s changed this order meanwhile. Reload it and enter your change again.")
        raise Conflict(said % who)
    sides = (_values(base), _values(stored), _values(mine))
    merge = three_way(*sides)
    if merge.clashes:
        theirs = [name for name, (was, now, _mine) in merge.clashes.items() if now != was]
        said = _("%(who)s changed %(fields)s meanwhile, and so did you.") % {
            "who": who,
            "fields": ", ".join(_(title(name)) for name in theirs),
        }
        authors = dict.fromkeys(theirs, (who, found.updated_at))
        raise Stale(
            f"{said} {_('Nothing was saved. Open the order anew and enter your change again.')}",
            Clash(found.version, sides[1], merge.clashes, merge.merged, authors, {}),
        )
    return replace(mine, **merge.values)


def _values(draft: OrderDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in _EDITABLE}
