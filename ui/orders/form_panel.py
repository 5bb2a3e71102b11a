"""The three steps of an order's form as one panel: whose it is, what, and the details."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.errors import DeskError, Invalid
from app.core.text import _
from app.customers.schemas import Kind
from app.orders.drafts import ADDRESS_PARTS as PARTS
from app.orders.drafts import AddressDraft, OrderDraft
from app.orders.schemas import Start, Taxing
from app.orders.totals import Totals, reckon
from ui.kit import format as fmt
from ui.kit.customer_picker import CustomerEditor
from ui.kit.desk import Desk
from ui.kit.form import FormPanel
from ui.kit.form_editors import Unreadable
from ui.kit.line_items import LinesEditor
from ui.orders import form_fields, looks
from ui.orders.form_drafts import (
    BILL,
    SHIP,
    DetailsDraft,
    ItemsDraft,
    WhoseDraft,
    details_of,
    field_of,
    order_of,
    typed,
)
from ui.orders.form_fields import MethodEditor
from ui.orders.form_pages import StepPages
from ui.orders.items import STANDARD

PLACE = "order"
WHOSE, ITEMS, DETAILS = range(3)
# What an item comes to whose tax is not known.
UNKNOWN = ("?", "")


class OrderPanel(FormPanel[OrderDraft]):
    """Shows one step at a time; `reckoned` is emitted when the totals may be others."""

    reckoned = Signal()

    def __init__(
        self, desk: Desk, currencies: list[str], order: OrderDraft | None, parent: QWidget
    ) -> None:
        super().__init__(PLACE, OrderDraft, (), parent=parent)
        self._may_create = desk.actor.can(Permission.CUSTOMERS_CREATE)
        self.order = order
        self.pages = StepPages(DETAILS + 1, self)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, self.pages, 1)
        whose, items = form_fields.whose(desk), form_fields.items(currencies)
        details = form_fields.details(tracked=order is not None)
        inside = self.pages.place
        self.whose = FormPanel(PLACE, WhoseDraft, whose, parent=inside(WHOSE))
        self.items = FormPanel(PLACE, ItemsDraft, items, parent=inside(ITEMS))
        self.details = FormPanel(PLACE, DetailsDraft, details, parent=inside(DETAILS))
        self.parts: list[FormPanel[Any]] = [self.whose, self.items, self.details]
        self.taxing: Taxing | None = None
        self.totals: Totals | None = None
        self._filled = AddressDraft(), AddressDraft()
        self._withdrawn: set[str] = set()
        for step, part in enumerate(self.parts):
            self.boxes |= part.boxes
            part.edited.connect(self._edited)
            part.submitted.connect(self.submitted)
            self.pages.hold(step, part)
        self.items.load(ItemsDraft(currencies[0]))
        if order is not None:
            self.items.load(ItemsDraft(order.currency, order.items))
            self.details.load(details_of(order))
        self._edited()
        self.mark_clean()

    @property
    def lines(self) -> LinesEditor:
        """The editor of the items."""
        found = self.boxes["items"].editor
        if not isinstance(found, LinesEditor):
            raise TypeError("the items have an editor of their own")
        return found

    @property
    def step(self) -> int:
        """Which step is shown."""
        return self.pages.currentIndex()

    @property
    def asked(self) -> tuple[int | None, str, Any] | None:
        """What tax depends on: customer, country and day; None while one is half typed."""
        try:
            customer_id = self.customer_id
            country = self._value("ship_country" if self._value("same") else "bill_country")
            if not country and self._value("is_new"):
                country = self._value("country")
            return customer_id, country or "", self._value("ordered_on")
        except Unreadable:
            return None

    @property
    def customer_id(self) -> int | None:
        """The customer who is chosen; None for a new one, or nobody yet.

        Raises:
            Unreadable: a name is typed that is nobody's.
        """
        if self.order is not None:
            return self.order.customer_id
        found = None if self._value("is_new") else self._value("customer_id")
        return found if isinstance(found, int) else None

    def go(self, step: int) -> None:
        """Show a step, its first field in focus."""
        self.pages.setCurrentIndex(step)
        shown = (key for key in self.parts[step].boxes if key not in self._withdrawn)
        first = "items" if step == ITEMS else next(shown)
        if first == "items":
            self.lines.go_to(0)
        else:
            self.boxes[first].editor.input.setFocus()

    def check(self, step: int) -> None:
        """Judge one step.

        Raises:
            Invalid: something in it is missing or wrong, keyed by field.
        """
        self.parts[step].draft()
        if step == ITEMS:
            found = self.items.draft()
            order = OrderDraft(customer_id=1, currency=found.currency, items=found.items)
            problems = {
                key: said for key, said in order.problems().items() if key.startswith("items")
            }
            if problems := problems | self._untaxed():
                raise Invalid(problems)
        if step == DETAILS and (nowhere := self._nowhere()):
            raise Invalid(nowhere)

    def draft(self) -> OrderDraft:
        """What is filled in, in all steps.

        Raises:
            Invalid: something is missing or wrong, keyed by field.
        """
        problems: dict[str, str] = {}
        for step in self._steps:
            try:
                self.check(step)
            except Invalid as invalid:
                problems |= invalid.fields
        if problems:
            raise Invalid(problems)
        whose = WhoseDraft() if self.order is not None else self.whose.draft()
        found = order_of(whose, self.items.draft(), self.details.draft())
        if self.order is not None:
            found = replace(found, customer_id=self.order.customer_id)
        if problems := found.problems():
            raise Invalid(problems)
        return found

    def show_problems(
        self, problems: Mapping[str, str], links: Mapping[str, Callable[[], object]] | None = None
    ) -> list[str]:
        """Put each sentence by its field or item, and show the first step that has one."""
        same = bool(self._value("same"))
        flat = {field_of(key, same=same): said for key, said in problems.items()}
        led = {field_of(key, same=same): link for key, link in (links or {}).items()}
        rest = {key: said for key, said in flat.items() if not key.startswith("items.")}
        self._hidden = set(self._withdrawn)
        before = any(key in self.whose.boxes for key in rest)
        by_row = any(key.startswith("items") for key in flat) and self.lines.show_problems(flat)
        if by_row:
            rest.pop("items", None)
        homeless = super().show_problems(rest, led)
        if by_row and not before:
            self.pages.setCurrentIndex(ITEMS)
            self.lines.show_problems(flat)
        return homeless

    def forget_problems(self) -> None:
        super().forget_problems()
        if "items" in self.boxes:
            self.lines.forget_problems()

    def go_to(self, key: str) -> None:
        """Show a field's step, and put the focus into it."""
        for step, part in enumerate(self.parts):
            if key in part.boxes:
                self.pages.reveal(step, self.boxes[key])
        super().go_to(key)

    def choose(self, customer_id: int, name: str) -> None:
        """Begin with this customer."""
        editor = self.boxes["customer_id"].editor
        if isinstance(editor, CustomerEditor):
            editor.offer(customer_id, name)
            editor.write(customer_id)

    def fill(self, begun: Start | None) -> None:
        """Show the customer's addresses, where nobody has typed others."""
        new = self.whose.draft().address() if begun is None else AddressDraft()
        ship = begun.shipping_address if begun else new
        bill = begun.billing_address if begun else new
        if begun is not None and self.lines.is_blank:
            self.boxes["currency"].editor.write(begun.currency)
        method = self.boxes["payment_method"].editor
        if isinstance(method, MethodEditor):
            method.offer(begun.methods if begun else ())
        if (self._address(SHIP), self._address(BILL)) != self._filled:
            return
        for key, value in (typed(SHIP, ship) | typed(BILL, bill)).items():
            self.boxes[key].editor.write(value)
        self.boxes["same"].editor.write(ship == bill)
        self._filled = self._address(SHIP), self._address(BILL)

    def know(self, taxing: Taxing) -> None:
        """Reckon by these rates from now on."""
        self.taxing = taxing
        rates = [
            (category, f"{rate.name} {looks.percent(rate.ppm)}".strip())
            for category, rate in taxing.rates.items()
        ]
        if taxing.exempt:
            rates = [(STANDARD, _("Exempt"))]
        self.lines.offer_taxes(rates or [(STANDARD, _("Unknown"))])
        self._reckon()

    def _edited(self) -> None:
        """Offer what belongs to what is chosen, and reckon anew."""
        new = bool(self._value("is_new"))
        hidden = {"customer_id"} if new else set(form_fields.NEW_CUSTOMER)
        if self._value("kind") is not Kind.BUSINESS:
            hidden.add("company_name")
        if not self._may_create:
            hidden.add("is_new")
        if self._value("same"):
            hidden |= {BILL + part for part in PARTS}
        if hidden != self._withdrawn:
            self._withdrawn = hidden
            for part in (self.whose, self.details):
                part.show_fields([key for key in part.boxes if key not in hidden], shown=True)
                part.show_fields([key for key in part.boxes if key in hidden], shown=False)
        self.lines.set_currency(str(self._value("currency")))
        self._reckon()
        self.edited.emit()

    def _reckon(self) -> None:
        items, _wrong = self.lines.typed()
        found: Totals | None = None
        if self.taxing is not None:
            try:
                found = reckon(items, self.lines.currency, self.taxing)
            except DeskError:
                found = None
        self.totals = found
        unknown, sums = (found.missing, found.lines) if found else ({}, ())
        told = [(fmt.text(one.tax), fmt.text(one.total)) for one in sums]
        for place in unknown:
            told[place] = UNKNOWN
        self.lines.show_reckoned(told, UNKNOWN)
        self.reckoned.emit()

    def _untaxed(self) -> dict[str, str]:
        """Items for which their country has no rate; without a country that is to come."""
        if self.totals is None or self.taxing is None or not self.taxing.country:
            return {}
        return {f"items.{place}.tax": said for place, said in self.totals.missing.items()}

    def _nowhere(self) -> dict[str, str]:
        """Whether a country is missing that tax follows."""
        known = self.taxing is None or self.taxing.country
        if known or self.totals is None or not self.totals.missing:
            return {}
        said = _("Tax follows the country: choose it, or enter the tax of each item by hand.")
        return {"billing_address.country": said}

    @property
    def _steps(self) -> tuple[int, ...]:
        return (ITEMS, DETAILS) if self.order is not None else (WHOSE, ITEMS, DETAILS)

    def _address(self, prefix: str) -> AddressDraft:
        """What is typed of an address, right or wrong."""
        states = {part: str(self.boxes[prefix + part].editor.state() or "") for part in PARTS}
        return AddressDraft(**states)

    def _value(self, key: str) -> Any:
        return self.boxes[key].read()
