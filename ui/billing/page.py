"""The list of invoices and credit notes: of everybody as a page, of one customer as a tab."""

from dataclasses import replace
from functools import partial

from app.core.access import Permission
from app.core.listing import source_of
from app.core.text import N_
from app.invoices.filter_fields import FIELDS
from app.invoices.schemas import InvoiceRow
from ui.billing import columns
from ui.billing.page_actions import row_actions
from ui.billing.papers import Papers
from ui.billing.payments_steps import PaymentSteps
from ui.billing.peek import invoice_peek
from ui.billing.steps import InvoiceSteps
from ui.kit.actions import Action
from ui.kit.desk import Desk
from ui.kit.exchanging import NOTHING, Exchange, export_action, import_action
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.views_control import ViewsControl

WORDS = ListWords(
    title=N_("Invoices"),
    one=N_("%s invoice"),
    many=N_("%s invoices"),
    nothing=N_("No invoices yet"),
    hint=N_("Write one, or let the monthly run make them for everybody."),
    no_match=N_("No invoice matches"),
    search=N_("Search by number, reference or customer..."),
)
TAB_WORDS = replace(
    WORDS, hint=N_("What this customer is billed appears here."), search=N_("Search invoices...")
)


class InvoiceList(ListPage[InvoiceRow]):
    """All invoices, or those of one customer."""

    menu = N_("&Invoice")

    def __init__(
        self, desk: Desk, customer_id: int | None = None, given: Exchange = NOTHING
    ) -> None:
        self._given = given
        of_one = customer_id is not None
        place = "detail.invoices" if of_one else "invoices"
        self._place, self.customer_id = place, customer_id
        super().__init__(
            desk,
            place,
            TAB_WORDS if of_one else WORDS,
            columns.of_one(columns.INVOICES, "number") if of_one else columns.INVOICES,
            source_of(desk.services.invoices, customer_id),
            filters=columns.FILTERS,
            fields=() if of_one else FIELDS,
            actions=self._actions(),
            row_actions=row_actions(self, place, of_one=of_one),
            sort=("created_at", True),
            watches=("invoices", "allocations", "refunds", "customers"),
            embedded=of_one,
            peek=None if of_one else partial(invoice_peek, desk),
        )
        self.papers = Papers(desk, self)
        self.steps, self.money = InvoiceSteps(desk, self), PaymentSteps(desk, self)
        self.opened.connect(self.steps.show)
        if not of_one:
            self.views = ViewsControl(self, columns.SHIPPED, columns.EVERYTHING)

    def _actions(self) -> tuple[Action, ...]:
        of_all = Action(
            N_("Monthly run\u2026"),
            self._run,
            Permission.INVOICES_ISSUE,
            Icon.CALENDAR,
            name="invoices.run",
        )
        exchange = (
            *import_action(
                self, self._place, N_("Import invoices\u2026"), Permission.BILLING_IMPORT,
                self._given,
            ),
            *export_action(
                self, self._place, N_("Export invoices\u2026"), Permission.BILLING_EXPORT,
                self._given,
            ),
        )  # fmt: skip
        of_one = Action(
            N_("Forecast\u2026"),
            lambda: self.steps.forecast(self.customer_id or 0),
            Permission.BILLING_READ,
            Icon.CHART,
            name="detail.invoices.forecast",
        )
        details = Action(
            N_("Billing details\u2026"),
            lambda: self.steps.details(self.customer_id or 0),
            Permission.BILLING_EDIT,
            Icon.RECEIPT,
            name="detail.invoices.details",
        )
        return (
            *((*exchange, of_all) if self.customer_id is None else (of_one, details)),
            Action(
                N_("New invoice\u2026"),
                lambda: self.steps.new(self.customer_id),
                Permission.BILLING_EDIT,
                Icon.PLUS,
                "Ctrl+N" if self.customer_id is None else "",
                f"{self._place}.new",
                primary=True,
            ),
        )

    def _run(self) -> None:
        from ui.billing.run_dialog import RunDialog  # noqa: PLC0415 - seldom needed

        RunDialog(self.desk, self).open()
