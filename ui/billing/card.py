"""Everything an invoice says, as its paper will: who, what for, how much, and what became of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.core.access import Permission
from app.core.text import _
from app.invoices.schemas import OPEN, InvoiceDetail, InvoiceKind, InvoiceState
from app.payments.schemas import AllocationRow, RefundRow
from ui.billing import looks
from ui.billing.card_lines import HEADS, PAID, lines_of, paid_by, sums_of
from ui.billing.facts import facts, title_of
from ui.billing.papers import Papers
from ui.billing.payments_steps import PaymentSteps
from ui.billing.steps import InvoiceSteps
from ui.billing.totals import TotalsView
from ui.kit.desk import Desk
from ui.kit.facts_dialog import FactsDialog
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.kit.plain_table import PlainTable
from ui.kit.theme import theme

PLACE = "invoiceCard"
WIDTH, ROWS, PAID_ROWS = 900, 7, 4


class InvoiceCard(FactsDialog):
    """What can be done next is a click away; the card makes way for it."""

    def __init__(self, desk: Desk, found: InvoiceDetail, owner: QWidget) -> None:
        super().__init__(
            PLACE,
            title_of(found),
            looks.status(found),
            facts(found),
            owner,
            lead=looks.meaning(found),
            copied=frozenset({"hash"}),
        )
        self._desk, self._found = desk, found
        self._steps, self._money = InvoiceSteps(desk, owner), PaymentSteps(desk, owner)
        self.table = PlainTable(f"{PLACE}.lines", _("Lines"), HEADS, fits=ROWS)
        self.table.show_lines(lines_of(found))
        self.totals = TotalsView(f"{PLACE}.totals")
        self.totals.show_sums(sums_of(found))
        self.body.insertWidget(1, self.table)
        self.body.insertWidget(2, self.totals)
        self.paid = PlainTable(f"{PLACE}.paid", _("Paid by"), PAID, fits=PAID_ROWS)
        self.paid.hide()
        self.body.insertWidget(3, self.paid)
        self._offer()
        self._fit()
        if found.number:
            work = partial(desk.services.payments.of_document, found.id)
            desk.tasks.run(self, work, self._show_paid)

    def _offer(self) -> None:
        whose = button(_("Open customer"), f"{PLACE}.customer", Icon.USERS)
        whose.clicked.connect(self._customer)
        self.add_step(whose)
        paper = button(_("Save as PDF…"), f"{PLACE}.pdf", Icon.DOWNLOAD)
        paper.clicked.connect(self._paper)
        self.add_step(paper)
        for name, title, picture, step in self._next():
            made = button(title, f"{PLACE}.{name}", picture)
            made.clicked.connect(partial(self._do, step))
            self.add_step(made)
        rare = self._rare()
        if rare:
            more = button(_("More"), f"{PLACE}.more")
            menu = QMenu(more)
            for name, title, step in rare:
                act = QAction(title, menu)
                act.setObjectName(f"action.{PLACE}.{name}")
                act.triggered.connect(partial(self._do, step))
                menu.addAction(act)
            more.setMenu(menu)
            self.add_step(more)

    def _next(self) -> Sequence[tuple[str, str, Icon, Callable[[], Any]]]:
        found, can, steps = self._found, self._desk.actor.can, self._steps
        made: list[tuple[str, str, Icon, Callable[[], Any]]] = []
        if found.state is InvoiceState.DRAFT:
            if can(Permission.BILLING_EDIT):
                made.append(("edit", _("Edit…"), Icon.PENCIL, partial(steps.edit, found.id)))
            if can(Permission.INVOICES_ISSUE):
                issue = partial(steps.issue, [found.id])
                made.append(("issue", _("Issue…"), Icon.CHECK, issue))
            return made
        if is_credited(found) and can(Permission.INVOICES_ISSUE):
            credit = partial(steps.credit, found.id)
            made.append(("credit", _("Credit note…"), Icon.UNDO, credit))
        if found.owed and can(Permission.PAYMENTS_EDIT):
            made.append(self._payment())
        return made

    def _payment(self) -> tuple[str, str, Icon, Callable[[], Any]]:
        """What brings it nearer to being paid, or used."""
        found, money = self._found, self._money
        if found.kind is InvoiceKind.CREDIT_NOTE:
            step = partial(money.allocate_credit, found.id)
            return ("allocate", _("Allocate…"), Icon.RECEIPT, step)
        return ("pay", _("Record payment…"), Icon.CREDIT_CARD, partial(money.pay, found.id))

    def _show_paid(self, found: tuple[tuple[AllocationRow, ...], tuple[RefundRow, ...]]) -> None:
        lines = paid_by(self._found, *found)
        if not lines:
            return
        self.paid.show_lines(lines)
        self.paid.show()
        room = self.screen().availableSize().height() - 60
        self.resize(self.width(), min(self.height() + self.paid.height() + 12, room))

    def _rare(self) -> Sequence[tuple[str, str, Callable[[], Any]]]:
        found, steps = self._found, self._steps
        rare: list[tuple[str, str, Callable[[], Any]]] = [
            (f"related{place}", _("Show %s") % one.number, partial(steps.show, one.id))
            for place, one in enumerate(filter(None, (found.credits, *found.credit_notes)))
        ]
        if found.state is InvoiceState.ISSUED and self._desk.actor.can(Permission.INVOICES_VOID):
            if not (found.paid or found.credited):
                rare.append(("void", _("Void…"), partial(steps.void, found.id)))
            if found.kind is InvoiceKind.INVOICE and found.status in OPEN:
                rare.append(("writeOff", _("Write off…"), partial(steps.write_off, found.id)))
        return rare

    def _do(self, step: Callable[[], Any], _checked: bool = False) -> None:
        self.accept()
        step()

    def _paper(self) -> None:
        Papers(self._desk, self).invoices([self._found.id], self._found.number)

    def _customer(self) -> None:
        self.accept()
        self._desk.navigator.open_customer(self._found.customer_id, "invoices")

    def _fit(self) -> None:
        self.ensurePolished()
        screen = self.screen().availableSize()
        high = self.height() + self.table.height() + self.totals.sizeHint().height() + 24
        self.resize(min(theme().px(WIDTH), screen.width() - 40), min(high, screen.height() - 60))


def is_credited(found: InvoiceDetail) -> bool:
    """Whether some of it could still be taken back."""
    issued = found.state is InvoiceState.ISSUED and found.kind is InvoiceKind.INVOICE
    return issued and found.credited != found.total
