"""The fields of the form's three steps."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter

from app.core.countries import countries
from app.core.text import N_, _
from ui.kit.customer_picker import customer
from ui.kit.desk import Desk
from ui.kit.form import Field, Section
from ui.kit.form_choices import SearchEditor, choice, searchable
from ui.kit.form_editors import LineEditor, check, paragraph
from ui.kit.line_items import LinesEditor
from ui.orders.form_drafts import BILL, SHIP
from ui.orders.items import ITEMS

METHODS = (
    N_("Bank transfer"), N_("Direct debit"), N_("Card"), N_("PayPal"), N_("Cheque"), N_("Cash"),
)  # fmt: skip
NEW_CUSTOMER = ("email", "first_name", "last_name", "phone", "kind", "company_name", "country")
_ADDRESS = (
    ("name", N_("Name")),
    ("country", N_("Country")),
    ("address_line1", N_("Address line 1")),
    ("address_line2", N_("Address line 2")),
    ("postal_code", N_("Postal code")),
    ("city", N_("City")),
    ("state", N_("State or province")),
)


class MethodEditor(LineEditor):
    """How an order is paid, in any words; the usual ones are offered while typing."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QStringListModel([_(one) for one in METHODS], self)
        offered = QCompleter(self.words, self.line)
        offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        offered.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(offered)

    def offer(self, own: Sequence[str]) -> None:
        """Offer a customer's own ways to pay before the usual ones."""
        usual = [_(one) for one in METHODS]
        self.words.setStringList(list(dict.fromkeys([*own, *usual])))


def country(kind: Any) -> SearchEditor:
    """A country by its name; the value is its code."""
    found = searchable(lambda: [(one.code, one.name) for one in countries()])(kind)
    if not isinstance(found, SearchEditor):
        raise TypeError("countries are searched for")
    return found


def whose(desk: Desk) -> tuple[Section, ...]:
    """Whose order it is."""
    return (
        Section("", (
            Field("customer_id", N_("Customer"), customer(desk), required=True, wide=True),
            Field("is_new", N_("Create a new customer"), check, wide=True),
            Field("email", N_("E-mail"), required=True, wide=True,
                  placeholder=N_("anna@example.com")),
            Field("first_name", N_("First name"), required=True),
            Field("last_name", N_("Last name"), required=True),
            Field("kind", N_("Customer type")),
            Field("company_name", N_("Company name")),
            Field("phone", N_("Phone number"), placeholder=N_("+1-555-0789")),
            Field("country", N_("Country"), country, help=N_("Tax follows it.")),
        )),
    )  # fmt: skip


def items(currencies: Sequence[str]) -> tuple[Section, ...]:
    """What is ordered."""
    hint = N_("Tax is reckoned by the rate of the country, or entered by hand.")
    return (
        Section("", (
            Field("currency", N_("Currency"), choice(lambda: [(one, one) for one in currencies])),
            Field("items", N_("Items"),
                  lambda _kind: LinesEditor(ITEMS, currencies[0], titled=False), wide=True),
        ), hint),
    )  # fmt: skip


def details(*, tracked: bool) -> tuple[Section, ...]:
    """Where it goes, how it is paid, and when it is expected; `tracked` once it may be."""
    tracking = (
        Field("tracking_number", N_("Tracking number")),
        Field("carrier", N_("Carrier"), placeholder=N_("DHL")),
    )
    return (
        Section("", (
            Field("ordered_on", N_("Ordered on"), help=N_("Blank is today.")),
            Field("expected_on", N_("Expected delivery")),
            Field("payment_method", N_("Payment method"), lambda _kind: MethodEditor()),
            *(tracking if tracked else ()),
        )),
        Section(N_("Shipping address"), tuple(_address(SHIP))),
        Section(N_("Billing address"), (
            Field("same", N_("Same as the shipping address"), check, wide=True),
            *_address(BILL),
        ), N_("Tax follows its country.")),
        Section(N_("Notes"), (
            Field("instructions", N_("Special instructions"), paragraph, wide=True),
            Field("notes", N_("Order notes"), paragraph, wide=True, help=N_("Seen by staff only")),
        )),
    )  # fmt: skip


def _address(prefix: str) -> list[Field]:
    return [
        Field(prefix + part, title, country) if part == "country" else Field(prefix + part, title)
        for part, title in _ADDRESS
    ]
