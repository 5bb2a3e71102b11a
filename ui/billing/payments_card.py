"""Everything about one payment: where it went, and what was given back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.access import Permission
from app.core.text import N_, _
from app.payments.schemas import PaymentDetail
from ui.billing.papers import Papers
from ui.billing.payments_columns import badge
from ui.billing.payments_facts import facts, lead
from ui.billing.payments_steps import (
    PaymentSteps,
    has_left,
    is_announced,
    is_paid,
    is_received,
)
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.facts_dialog import FactsDialog
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.kit.plain_table import Head, Line, PlainTable
from ui.kit.theme import theme

PLACE = "paymentCard"
WIDTH, ROWS = 820, 6
HEADS = (
    Head(N_("Where it went"), stretch=True),
    Head(N_("Day")),
    Head(N_("Amount"), right=True),
)


class PaymentCard(FactsDialog):
    """What can be done next is a click away; the card makes way for it."""

    def __init__(self, desk: Desk, found: PaymentDetail, owner: QWidget) -> None:
        super().__init__(
            PLACE, found.number, badge(found), facts(found), owner, lead=lead(found),
            copied=frozenset({"reference"}),
        )  # fmt: skip
        self._desk, self._found = desk, found
        self._steps = PaymentSteps(desk, owner)
        self.table = PlainTable(f"{PLACE}.parts", _("Where it went"), HEADS, fits=ROWS)
        self.table.show_lines(_parts(found))
        self.body.insertWidget(1, self.table)
        self.table.setVisible(bool(self.table.lines))
        self._offer()
        self._fit()

    def _offer(self) -> None:
        found, steps, can = self._found, self._steps, self._desk.actor.can
        whose = button(_("Open customer"), f"{PLACE}.customer", Icon.USERS)
        whose.clicked.connect(self._customer)
        self.add_step(whose)
        if is_paid(found):
            paper = button(_("Receipt…"), f"{PLACE}.receipt", Icon.DOWNLOAD)
            paper.clicked.connect(self._paper)
            self.add_step(paper)
        edits = can(Permission.PAYMENTS_EDIT)
        if edits and found.allocations:
            numbers = ", ".join(dict.fromkeys(one.invoice for one in found.allocations))
            ids = [one.id for one in found.allocations]
            self._add("unallocate", _("Take off…"), Icon.MINUS,
                      partial(steps.unallocate, ids, fmt.short(numbers)))  # fmt: skip
        if edits and is_announced(found):
            self._add("fail", _("Failed…"), Icon.CIRCLE_X, partial(steps.fail, found.id))
            self._add("succeed", _("It arrived…"), Icon.CHECK, partial(steps.succeed, found.id))
        if can(Permission.PAYMENTS_REFUND) and is_received(found):
            self._add("refund", _("Refund…"), Icon.UNDO, partial(steps.refund, found.id))
        if edits and has_left(found):
            self._add("allocate", _("Allocate…"), Icon.RECEIPT, partial(steps.allocate, found.id))

    def _add(self, name: str, title: str, picture: Icon, step: Callable[[], Any]) -> None:
        made = button(title, f"{PLACE}.{name}", picture)
        made.clicked.connect(partial(self._do, step))
        self.add_step(made)

    def _do(self, step: Callable[[], Any], _checked: bool = False) -> None:
        self.accept()
        step()

    def _paper(self) -> None:
        Papers(self._desk, self).receipts([self._found.id], self._found.number)

    def _customer(self) -> None:
        self.accept()
        self._desk.navigator.open_customer(self._found.customer_id, "payments")

    def _fit(self) -> None:
        screen = self.screen().availableSize()
        more = self.table.height() + 16 if self.table.lines else 0
        self.resize(
            min(theme().px(WIDTH), screen.width() - 40),
            min(self.height() + more, screen.height() - 60),
        )


def _parts(found: PaymentDetail) -> tuple[Line, ...]:
    rows = [
        Line((one.invoice, fmt.text(one.on_date), fmt.text(one.amount)))
        for one in found.allocations
    ]
    for one in found.refunds:
        said = _("Given back: %s") % one.reason
        rows.append(Line((said, fmt.text(one.on_date), fmt.text(one.amount)), hint=one.reference))
    return tuple(rows)
