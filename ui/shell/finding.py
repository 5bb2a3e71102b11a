"""What the palette finds by its words: the first records of each kind that the role may read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.access import Permission
from app.core.listing import ListQuery
from app.core.text import _
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.shell import catalogue
from ui.shell.palette import Hit

HITS = 6
# Fewer letters are in most keys and numbers.
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A list that is searched: `told` gives a row's title and hint, `open` shows the record."""

    service: str
    permission: Permission
    picture: Icon
    told: Callable[[Any], tuple[str, str]]
    open: Callable[[Desk, QWidget, int], object]


def find(desk: Desk, window: QWidget, text: str) -> list[Hit]:
    """The first records that match; runs off the GUI thread."""
    found: list[Hit] = []
    if desk.actor.can(Permission.CUSTOMERS_READ):
        rows = desk.services.customers.first(ListQuery(text=text), HITS)
        found += [Hit(row.id, row.company or row.name or row.email, row.email) for row in rows]
    if len(text) < SHORTEST:
        return found
    for kind in KINDS:
        if desk.actor.can(kind.permission):
            rows = getattr(desk.services, kind.service).first(ListQuery(text=text), HITS)
            found += [
                Hit(row.id, *kind.told(row), kind.picture, partial(kind.open, desk, window, row.id))
                for row in rows
            ]
    return found


def _license(row: Any) -> tuple[str, str]:
    title = " ".join(filter(None, (row.product, row.plan, row.key)))
    return title, row.order_number or row.customer or _("Unassigned")


def _numbered(row: Any) -> tuple[str, str]:
    return row.number or _("Draft"), row.customer or fmt.NOBODY


def _talk(row: Any) -> tuple[str, str]:
    return row.subject, f"{row.customer or fmt.NOBODY}, {fmt.day(row.occurred_at)}"


def _promise(row: Any) -> tuple[str, str]:
    return row.title, f"{row.customer or fmt.NOBODY}, {fmt.text(row.due_on)}"


def _open_invoice(desk: Desk, parent: QWidget, invoice_id: int) -> None:
    from ui.billing.steps import InvoiceSteps  # noqa: PLC0415 - not for the first list

    InvoiceSteps(desk, parent).show(invoice_id)


def _open_payment(desk: Desk, parent: QWidget, payment_id: int) -> None:
    from ui.billing.payments_steps import PaymentSteps  # noqa: PLC0415 - not for the first list

    PaymentSteps(desk, parent).show(payment_id)


KINDS = (
    Kind("licenses", Permission.LICENSES_READ, Icon.KEY, _license, catalogue.open_license),
    Kind("orders", Permission.ORDERS_READ, Icon.SHOPPING_CART, _numbered, catalogue.open_order),
    Kind("invoices", Permission.BILLING_READ, Icon.RECEIPT, _numbered, _open_invoice),
    Kind("payments", Permission.BILLING_READ, Icon.CREDIT_CARD, _numbered, _open_payment),
    Kind("interactions", Permission.CUSTOMERS_READ, Icon.MESSAGE, _talk,
         catalogue.open_interaction),
    Kind("follow_ups", Permission.CUSTOMERS_READ, Icon.CALENDAR_CHECK, _promise,
         catalogue.open_follow_up),
)  # fmt: skip
