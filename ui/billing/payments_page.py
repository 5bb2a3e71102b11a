"""The list of payments: of everybody as a page, of one customer as a tab (BIL-01)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from app.core.access import Permission
from app.core.listing import source_of
from app.core.text import N_
from app.payments.filter_fields import FIELDS
from app.payments.schemas import PaymentRow
from ui.billing import payments_columns as columns
from ui.billing.columns import of_one
from ui.billing.papers import Papers
from ui.billing.payments_steps import PaymentSteps, has_left, is_announced, is_paid, is_received
from ui.billing.peek import payment_peek
from ui.kit.actions import Action, RowAction
from ui.kit.desk import Desk
from ui.kit.exchanging import NOTHING, Exchange, export_action, import_action
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.row_making import open_customer
from ui.kit.views_control import ViewsControl

WORDS = ListWords(
    title=N_("Payments"),
    one=N_("%s payment"),
    many=N_("%s payments"),
    nothing=N_("No payments yet"),
    hint=N_("Record what customers paid, and it is set against their invoices."),
    no_match=N_("No payment matches"),
    search=N_("Search by number, reference or customer..."),
)
TAB_WORDS = replace(
    WORDS, hint=N_("What this customer pays appears here."), search=N_("Search payments...")
)


class PaymentList(ListPage[PaymentRow]):
    """All payments, or those of one customer."""

    menu = N_("&Payment")

    def __init__(
        self, desk: Desk, customer_id: int | None = None, given: Exchange = NOTHING
    ) -> None:
        self._given = given
        is_tab = customer_id is not None
        place = "detail.payments" if is_tab else "payments"
        self._place, self.customer_id = place, customer_id
        super().__init__(
            desk,
            place,
            TAB_WORDS if is_tab else WORDS,
            of_one(columns.PAYMENTS, "reference") if is_tab else columns.PAYMENTS,
            source_of(desk.services.payments, customer_id),
            filters=columns.FILTERS,
            fields=() if is_tab else FIELDS,
            actions=self._of_customer() if is_tab else self._of_all(),
            row_actions=self._row_actions(),
            sort=("received_on", True),
            watches=("payments", "allocations", "refunds", "customers"),
            embedded=is_tab,
            peek=None if is_tab else partial(payment_peek, desk),
        )
        self.steps, self.papers = PaymentSteps(desk, self), Papers(desk, self)
        self.opened.connect(self.steps.show)
        if not is_tab:
            self.views = ViewsControl(self, columns.SHIPPED, columns.EVERYTHING)

    def _of_all(self) -> tuple[Action, ...]:
        return (
            Action(
                N_("Overdue\u2026"), self._overdue, Permission.BILLING_READ, Icon.BELL,
                name="payments.overdue",
            ),
            Action(
                N_("Statements\u2026"), self._statements, Permission.BILLING_READ,
                Icon.SCROLL, name="payments.statements",
            ),
            *import_action(
                self, self._place, N_("Import payments\u2026"), Permission.BILLING_IMPORT,
                self._given,
            ),
            *export_action(
                self, self._place, N_("Export payments\u2026"), Permission.BILLING_EXPORT,
                self._given,
            ),
            self._new("Ctrl+N"),
        )  # fmt: skip

    def _of_customer(self) -> tuple[Action, ...]:
        return (
            Action(
                N_("Statement\u2026"), self._statement, Permission.BILLING_READ, Icon.SCROLL,
                name="detail.payments.statement",
            ),
            Action(
                N_("Payment methods\u2026"), lambda: self.steps.methods(self.customer_id or 0),
                Permission.BILLING_READ, Icon.CREDIT_CARD, name="detail.payments.methods",
            ),
            self._new(""),
        )  # fmt: skip

    def _new(self, shortcut: str) -> Action:
        return Action(
            N_("Record payment\u2026"), lambda: self.steps.record(self.customer_id),
            Permission.PAYMENTS_EDIT, Icon.PLUS, shortcut, f"{self._place}.new", primary=True,
        )  # fmt: skip

    def _row_actions(self) -> tuple[RowAction, ...]:
        made = partial(RowAction, permission=Permission.PAYMENTS_EDIT)

        def one(step: Callable[[PaymentSteps, int], Any]) -> Callable[[Sequence[int]], None]:
            return lambda ids: step(self.steps, ids[0])

        def named(thing: str) -> str:
            return f"{self._place}.{thing}"

        view = RowAction(
            N_("View"), one(PaymentSteps.show), Permission.BILLING_READ, Icon.EYE,
            name=named("view"), inline=True,
        )  # fmt: skip
        customer = open_customer(self, self._place, "payments")
        return (
            view,
            *(() if self.customer_id is not None else (customer,)),
            RowAction(N_("Save receipt as PDF\u2026"), self._receipts, Permission.BILLING_READ,
                      Icon.DOWNLOAD, "Ctrl+P", named("receipt"), many=True, fits=is_paid),
            made(N_("Edit\u2026"), one(PaymentSteps.edit), icon=Icon.PENCIL, shortcut="F2",
                 name=named("edit")),
            made(N_("It arrived\u2026"), one(PaymentSteps.succeed), icon=Icon.CHECK,
                 name=named("succeed"), inline=True, fits=is_announced),
            made(N_("Failed\u2026"), one(PaymentSteps.fail), icon=Icon.CIRCLE_X,
                 name=named("fail"), fits=is_announced),
            made(N_("Allocate\u2026"), one(PaymentSteps.allocate), icon=Icon.RECEIPT,
                 name=named("allocate"), inline=True, fits=has_left),
            RowAction(N_("Refund\u2026"), one(PaymentSteps.refund), Permission.PAYMENTS_REFUND,
                      Icon.UNDO, name=named("refund"), destructive=True, fits=is_received),
        )  # fmt: skip

    def _receipts(self, ids: Sequence[int]) -> None:
        row = self.chosen_row()
        self.papers.receipts(ids, row.number if row is not None else "")

    def _statements(self) -> None:
        self.papers.statements()

    def _overdue(self) -> None:
        from ui.billing.dunning import DunningDialog  # noqa: PLC0415 - seldom needed

        DunningDialog(self.desk, self).open()

    def _statement(self) -> None:
        from ui.billing.statement import open_statement  # noqa: PLC0415 - seldom needed

        open_statement(self.desk, self.customer_id or 0, self)
