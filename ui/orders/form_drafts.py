"""What each of the form's three steps fills in, and how they come together in an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from app.core.draft import Draft
from app.core.text import _
from app.customers.drafts import CustomerDraft
from app.customers.schemas import Kind
from app.orders.drafts import ADDRESS_PARTS as PARTS
from app.orders.drafts import AddressDraft, LineDraft, OrderDraft

_NEW = ("email", "first_name", "last_name", "phone", "kind", "company_name")
SHIP, BILL = "ship_", "bill_"
_PREFIXES = {"new_customer": "", "shipping_address": SHIP, "billing_address": BILL}


@dataclass(frozen=True, slots=True)
class WhoseDraft(Draft):
    """Whose order it is: a customer who is there, or a new one; the country is theirs."""

    customer_id: int | None = None
    is_new: bool = False
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    kind: Kind = Kind.INDIVIDUAL
    company_name: str = ""
    country: str = ""

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """A customer is chosen, or the new one's facts are right."""
        if self.is_new:
            return self.customer().problems()
        if values["customer_id"] is None:
            return {"customer_id": _("Choose the customer, or enter a new one.")}
        return {}

    def customer(self) -> CustomerDraft:
        """The new customer."""
        values = {name: getattr(self, name) for name in _NEW}
        if self.kind is not Kind.BUSINESS:
            values["company_name"] = ""
        return CustomerDraft(**values)

    def address(self) -> AddressDraft:
        """What is known of a new customer's address."""
        person = f"{self.first_name} {self.last_name}".strip()
        company = self.company_name.strip() if self.kind is Kind.BUSINESS else ""
        return AddressDraft(company or person, country=self.country or "")


@dataclass(frozen=True, slots=True)
class ItemsDraft(Draft):
    """What is ordered, and in which currency."""

    currency: str = ""
    items: tuple[LineDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class DetailsDraft(Draft):
    """Where it goes, who pays and how, and when it is expected."""

    ordered_on: date | None = None
    expected_on: date | None = None
    payment_method: str = ""
    ship_name: str = ""
    ship_address_line1: str = ""
    ship_address_line2: str = ""
    ship_city: str = ""
    ship_state: str = ""
    ship_postal_code: str = ""
    ship_country: str = ""
    same: bool = True
    bill_name: str = ""
    bill_address_line1: str = ""
    bill_address_line2: str = ""
    bill_city: str = ""
    bill_state: str = ""
    bill_postal_code: str = ""
    bill_country: str = ""
    tracking_number: str = ""
    carrier: str = ""
    instructions: str = ""
    notes: str = ""

    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = OrderDraft.paragraphs

    def address(self, prefix: str) -> AddressDraft:
        """One of the two addresses; the billing address may be that it is shipped to."""
        used = SHIP if self.same else prefix
        return AddressDraft(**{part: getattr(self, used + part) or "" for part in PARTS})


def order_of(whose: WhoseDraft, items: ItemsDraft, details: DetailsDraft) -> OrderDraft:
    """The order the three steps give."""
    return OrderDraft(
        customer_id=None if whose.is_new else whose.customer_id,
        new_customer=whose.customer() if whose.is_new else None,
        currency=items.currency,
        items=items.items,
        ordered_on=details.ordered_on,
        expected_on=details.expected_on,
        payment_method=details.payment_method,
        shipping_address=details.address(SHIP),
        billing_address=details.address(BILL),
        tracking_number=details.tracking_number,
        carrier=details.carrier,
        instructions=details.instructions,
        notes=details.notes,
    )


def details_of(order: OrderDraft) -> DetailsDraft:
    """What the third step shows of an order."""
    ship, bill = order.shipping_address, order.billing_address
    return DetailsDraft(
        ordered_on=order.ordered_on,
        expected_on=order.expected_on,
        payment_method=order.payment_method,
        same=ship == bill,
        tracking_number=order.tracking_number,
        carrier=order.carrier,
        instructions=order.instructions,
        notes=order.notes,
        **typed(SHIP, ship),
        **typed(BILL, bill),
    )


def typed(prefix: str, address: AddressDraft | None) -> dict[str, str]:
    """An address by the fields of the form."""
    found = address or AddressDraft()
    return {prefix + part: getattr(found, part) for part in PARTS}


def field_of(key: str, *, same: bool) -> str:
    """The form's field for an order's, such as "ship_city" for "shipping_address.city"."""
    part, _dot, name = key.partition(".")
    if part not in _PREFIXES or not name:
        return "items" if part == "items" and not name else key
    prefix = _PREFIXES[part]
    return (SHIP if same and prefix == BILL else prefix) + name
