"""What a person fills in about an order, and the rules it must meet."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, ClassVar, Self

from app.billing.model import STANDARD
from app.core.countries import COUNTRY_CODES
from app.core.currencies import is_currency
from app.core.draft import Draft
from app.core.money import Money
from app.core.text import N_, _
from app.customers.drafts import CustomerDraft
from app.orders.schemas import OrderDetail

MOST_UNITS = 1_000_000
MOST_ITEMS = 500
Lines = Mapping[str, tuple[int, str]]
_AMOUNTS = ("unit", "discount", "tax")
# Of an order, what is typed as it is kept.
TYPED = (
    "customer_id", "currency", "ordered_on", "expected_on", "payment_method",
    "tracking_number", "carrier", "instructions", "notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AddressDraft(Draft):
    """Where an order goes, or who pays for it; kept with the order as it was."""

    name: str = ""
    address_line1: str = ""
    address_line2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""

    lines: ClassVar[Lines] = {
        "name": (200, N_("Name")),
        "address_line1": (200, N_("Address line 1")),
        "address_line2": (200, N_("Address line 2")),
        "city": (100, N_("City")),
        "state": (100, N_("State or province")),
        "postal_code": (20, N_("Postal code")),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The country's code."""
        if not values["country"] or values["country"] in COUNTRY_CODES:
            return {}
        said = _("Choose a country by its ISO code of two capital letters, such as US.")
        return {"country": said}


ADDRESS_PARTS = tuple(field.name for field in fields(AddressDraft))


@dataclass(frozen=True, slots=True)
class LineDraft(Draft):
    """One item. `tax` is what was entered by hand; None reckons it by the country's rate."""

    name: str = ""
    sku: str = ""
    quantity: int = 1
    unit: Money | None = None
    discount: Money | None = None
    tax: Money | None = None
    tax_category: str = STANDARD

    lines: ClassVar[Lines] = {
        "name": (200, N_("Product name")),
        "sku": (60, N_("SKU")),
        "tax_category": (40, N_("Tax category")),
    }
    required: ClassVar[Mapping[str, str]] = {
        "name": N_("Enter what is sold."),
        "tax_category": N_("Choose a tax category."),
    }

    @property
    def gross_minor(self) -> int:
        """Unit price times quantity."""
        return self.unit.minor * self.quantity if self.unit else 0

    @property
    def net_minor(self) -> int:
        """Unit price times quantity less the discount."""
        return self.gross_minor - (self.discount.minor if self.discount else 0)

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What can be judged without the order's currency."""
        found = {}
        if not 1 <= values["quantity"] <= MOST_UNITS:
            found["quantity"] = _("The quantity must be between 1 and %s.") % f"{MOST_UNITS:,}"
        if self.unit is None:
            found["unit"] = _("Enter the price of one.")
        elif self.unit.minor < 0:
            found["unit"] = _("A price cannot be negative. Enter 0 if it is free.")
        if self.discount is not None and self.discount.minor < 0:
            found["discount"] = _("A discount cannot be negative. Enter 0 if there is none.")
        elif self.discount is not None and not found and self.net_minor < 0:
            found["discount"] = _("The discount is above the item's price. Enter a smaller one.")
        if self.tax is not None and self.tax.minor < 0:
            found["tax"] = _("Tax cannot be negative. Enter 0 if there is none.")
        return found

    def foreign(self, currency: str) -> dict[str, str]:
        """Which amounts are in another currency than the order's."""
        said = _("This order is in %s. Enter the amount in it.") % currency
        amounts = ((name, getattr(self, name)) for name in _AMOUNTS)
        return {name: said for name, one in amounts if one and one.currency != currency}


@dataclass(frozen=True, slots=True)
class OrderDraft(Draft):
    """An order. Problems of its parts are under names such as "items.0.quantity".

    Its customer is `customer_id`, or is created with it from `new_customer`. A blank
    `currency` is the organization's, no `ordered_on` is today, no address is the
    customer's own.
    """

    customer_id: int | None = None
    new_customer: CustomerDraft | None = None
    currency: str = ""
    items: tuple[LineDraft, ...] = ()
    ordered_on: date | None = None
    expected_on: date | None = None
    payment_method: str = ""
    shipping_address: AddressDraft | None = None
    billing_address: AddressDraft | None = None
    tracking_number: str = ""
    carrier: str = ""
    instructions: str = ""
    notes: str = ""

    lines: ClassVar[Lines] = {
        "payment_method": (100, N_("Payment method")),
        "tracking_number": (100, N_("Tracking number")),
        "carrier": (100, N_("Carrier")),
    }
    paragraphs: ClassVar[Lines] = {
        "instructions": (10_000, N_("Special instructions")),
        "notes": (10_000, N_("Notes")),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What can be judged without what is stored."""
        found = self._customer() | self._items()
        for name in ("shipping_address", "billing_address"):
            address: AddressDraft | None = getattr(self, name)
            found |= within(name, address.problems() if address else {})
        if self.currency and not is_currency(self.currency):
            found["currency"] = _("Choose the currency, such as EUR or USD.")
        ordered, expected = values["ordered_on"], values["expected_on"]
        if ordered and expected and expected < ordered:
            found["expected_on"] = _("The delivery cannot be expected before the order.")
        return found

    def neat(self) -> Self:
        """The same with every text cleaned as it will be stored, for comparing."""
        values = self.values()
        values["items"] = tuple(replace(one, **one.values()) for one in self.items)
        for name in ("shipping_address", "billing_address"):
            if values[name] is not None:
                values[name] = replace(values[name], **values[name].values())
        return replace(self, **values)

    def _customer(self) -> dict[str, str]:
        if self.customer_id is not None and self.new_customer is not None:
            return {"customer_id": _("Choose a customer or enter a new one, not both.")}
        if self.new_customer is not None:
            return within("new_customer", self.new_customer.problems())
        if self.customer_id is None:
            return {"customer_id": _("Choose the customer, or enter a new one.")}
        return {}

    def _items(self) -> dict[str, str]:
        if not self.items:
            return {"items": _("Add at least one item.")}
        if len(self.items) > MOST_ITEMS:
            said = _("An order has at most %d items. Put the rest on another order.")
            return {"items": said % MOST_ITEMS}
        found: dict[str, str] = {}
        for place, one in enumerate(self.items):
            foreign = one.foreign(self.currency) if self.currency else {}
            found |= within(f"items.{place}", one.problems() | foreign)
        return found


@dataclass(frozen=True, slots=True)
class TrackingDraft(Draft):
    """How a parcel is followed, and when it is expected."""

    tracking_number: str = ""
    carrier: str = ""
    expected_on: date | None = None

    lines: ClassVar[Lines] = {
        "tracking_number": OrderDraft.lines["tracking_number"],
        "carrier": OrderDraft.lines["carrier"],
    }


@dataclass(frozen=True, slots=True)
class NoteDraft(Draft):
    """A few words that go into an order's history."""

    note: str = ""

    paragraphs: ClassVar[Lines] = {"note": (2_000, N_("Note"))}


def draft_of(found: OrderDetail) -> OrderDraft:
    """What a form begins with to edit this order."""
    return OrderDraft(
        **{name: getattr(found, name) for name in TYPED},
        items=tuple(
            LineDraft(
                one.name, one.sku, one.quantity, one.unit, one.discount or None,
                one.tax if one.tax_ppm is None else None, one.tax_category,
            )
            for one in found.lines
        ),
        shipping_address=found.shipping_address,
        billing_address=found.billing_address,
    )  # fmt: skip


def within(name: str, problems: Mapping[str, str]) -> dict[str, str]:
    """Problems of a part under the name of the whole's field."""
    return {f"{name}.{field}": said for field, said in problems.items()}
