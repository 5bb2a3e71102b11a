"""What there is to read about an order, a line each."""

from app.core.addresses import format_address
from app.core.text import N_, _
from app.orders.drafts import AddressDraft
from app.orders.schemas import ChangeKind, OrderDetail, OrderItem, OrderPayment, OrderStatus
from app.orders.schemas import OrderStep as Step
from ui.kit import format as fmt
from ui.kit.facts_dialog import Fact
from ui.kit.plain_table import Head, Line
from ui.orders import looks

ITEMS = (
    Head(N_("Item"), stretch=True),
    Head(N_("SKU")),
    Head(N_("Quantity"), right=True),
    Head(N_("Unit price"), right=True),
    Head(N_("Discount"), right=True),
    Head(N_("Tax"), right=True),
    Head(N_("Total"), right=True),
)
HISTORY = (
    Head(N_("When")), Head(N_("Who")), Head(N_("What")), Head(N_("Note"), stretch=True),
)  # fmt: skip


def facts(found: OrderDetail) -> tuple[Fact, ...]:
    """Everything but items and history."""
    ship, bill = address(found.shipping_address), address(found.billing_address)
    return (
        ("meaning", _("Status"), _(looks.MEANINGS[found.status])),
        ("payment", _("Payment"), _payment(found)),
        ("ordered", _("Ordered"), fmt.text(found.ordered_on)),
        ("expected", _("Expected"), fmt.text(found.expected_on)),
        ("delivered", _("Delivered"), fmt.text(found.delivered_on)),
        ("tracking_number", _("Tracking number"), found.tracking_number),
        ("carrier", _("Carrier"), found.carrier),
        ("shipping", _("Shipping address"), ship),
        ("billing", _("Billing address"), _("The same") if ship and bill == ship else bill),
        ("instructions", _("Special instructions"), found.instructions),
        ("notes", _("Order notes"), found.notes),
        ("invoiced", _("Invoice"), "" if found.invoice_id is None else _("It is on an invoice.")),
    )


def record(found: OrderDetail) -> tuple[Fact, ...]:
    """Where it comes from."""
    return (
        ("created", _("Created"), _stamp(fmt.text(found.created_at), found.created_by)),
        ("updated", _("Last changed"), _stamp(fmt.text(found.updated_at), found.updated_by)),
        ("uid", _("UUID"), found.uid),
    )


def items(found: OrderDetail) -> list[Line]:
    """The items, and what they come to."""
    lines = [_item(one) for one in found.lines]
    sums = [(_("Subtotal"), found.subtotal)]
    if found.discount:
        sums.append((_("Discount"), -found.discount))
    sums.append((_("Tax"), found.tax))
    lines += [Line((title, *_NONE, fmt.text(amount)), muted=True) for title, amount in sums]
    return [*lines, Line((_("Total"), *_NONE, fmt.text(found.total)), strong=True)]


def history(found: OrderDetail) -> list[Line]:
    """What was said about it, newest first."""
    return [
        Line((fmt.text(one.at), one.by, _what(one), one.note), hint=one.note)
        for one in found.history
    ]


def address(found: AddressDraft) -> str:
    """An address in lines, as its country writes it."""
    parts = {part: getattr(found, part) for part in _PARTS}
    return format_address(found.country, **parts) if any(parts.values()) else ""


_PARTS = ("name", "address_line1", "address_line2", "city", "state", "postal_code")
_NONE = ("",) * (len(ITEMS) - 2)


def _item(one: OrderItem) -> Line:
    rate = _("by hand") if one.tax_ppm is None else looks.percent(one.tax_ppm)
    hint = _("Tax %(rate)s: %(amount)s") % {"rate": rate, "amount": fmt.text(one.tax)}
    cells = (
        one.name, one.sku, fmt.text(one.quantity), fmt.text(one.unit),
        fmt.text(-one.discount) if one.discount else "", fmt.text(one.tax), fmt.text(one.total),
    )  # fmt: skip
    return Line(cells, hint=hint)


def _payment(found: OrderDetail) -> str:
    said = looks.payment(found.payment_status)
    return f"{said}, {found.payment_method}" if found.payment_method else said


def _what(one: Step) -> str:
    if one.kind is ChangeKind.PAYMENT:
        return _("Payment: %s") % looks.payment(OrderPayment(one.new))
    return looks.status(OrderStatus(one.new))


def _stamp(when: str, who: str) -> str:
    return _("%(when)s by %(who)s") % {"when": when, "who": who} if who else when
