"""A customer's statement of account: what it was asked for and paid, and what is owed how long."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.core.errors import DeskError, Invalid
from app.core.money import Money
from app.core.text import N_, _
from app.payments.schemas import Entry, EntryKind, Statement
from ui.billing.papers import Papers
from ui.billing.reading import TableDialog
from ui.billing.totals import Sum
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form_editors import Unreadable
from ui.kit.form_saver import MessageBar
from ui.kit.form_time import DayEditor
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.kit.plain_table import Head, Line
from ui.kit.text_parts import titled

PLACE = "statement"
DAYS = 92
HEADS = (
    Head(N_("Day")),
    Head(N_("Document"), stretch=True),
    Head(N_("Due")),
    Head(N_("Charged"), right=True),
    Head(N_("Paid or credited"), right=True),
    Head(N_("Balance"), right=True),
)
KINDS = {
    EntryKind.INVOICE: N_("Invoice %s"),
    EntryKind.CREDIT_NOTE: N_("Credit note %s"),
    EntryKind.PAYMENT: N_("Payment %s"),
    EntryKind.REFUND: N_("Refund of %s"),
    EntryKind.VOID: N_("%s made void"),
    EntryKind.WRITE_OFF: N_("%s written off"),
}


class StatementDialog(TableDialog):
    """Looks again whenever currency or days change."""

    def __init__(
        self, desk: Desk, customer_id: int, name: str, codes: Sequence[str], parent: QWidget | None
    ) -> None:
        super().__init__(PLACE, _("Statement of %s") % fmt.short(name), HEADS, parent)
        self._desk, self._customer_id, self._asked = desk, customer_id, 0
        self.found: Statement | None = None
        self.currency = QComboBox()
        self.currency.setObjectName(f"{PLACE}.currency")
        self.currency.addItems(list(codes))
        self.since, self.until = DayEditor(), DayEditor()
        self.bar = MessageBar(PLACE)
        today = fmt.today()
        for editor, key, title, day in (
            (self.since, "from", _("From"), today - timedelta(days=DAYS)),
            (self.until, "to", _("To"), today),
        ):
            editor.set_name(f"{PLACE}.{key}", title)
            editor.write(day)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(titled(self.currency, _("Currency")))
        row.addLayout(titled(self.since.widget, _("From"), self.since.input))
        row.addLayout(titled(self.until.widget, _("To"), self.until.input))
        row.addStretch(1)
        self.column.insertLayout(1, row)
        self.column.insertWidget(2, self.bar)
        self.currency.currentIndexChanged.connect(lambda _place: self.look())
        for editor in (self.since, self.until):
            editor.line.editingFinished.connect(self.look)
        save = button(_("Save as PDF\u2026"), f"{PLACE}.pdf", Icon.DOWNLOAD)
        save.clicked.connect(self._save)
        self.add_step(save)
        self._key: tuple[str, date, date] | None = None
        self.look()

    def look(self) -> None:
        """Ask for the statement that is wanted now."""
        try:
            since, until = self.since.read(), self.until.read()
        except Unreadable as problem:
            self.bar.say(str(problem))
            return
        if since is None or until is None:
            self.bar.say(_("Enter both days."))
            return
        key = (self.currency.currentText(), since, until)
        if key == self._key:
            return
        self._key = key
        self._asked += 1
        work = partial(self._desk.services.statements.statement, self._customer_id, *key)
        came, failed = partial(self._came, self._asked), partial(self._failed, self._asked)
        self._desk.tasks.run(self, work, came, failed)

    def _save(self) -> None:
        found = self.found
        if found is not None:
            period = (found.from_on, found.to_on)
            Papers(self._desk, self).statement(
                found.customer_id, found.currency, period, found.customer
            )

    def _came(self, ticket: int, found: Statement) -> None:
        if ticket != self._asked:
            return
        self.found = found
        self.bar.say("")
        self.show_found(_said(found), lines_of(found), ageing_of(found))

    def _failed(self, ticket: int, error: Exception) -> None:
        if ticket != self._asked:
            return
        self._key, self.found = None, None
        if isinstance(error, Invalid):
            self.bar.say(" ".join(error.fields.values()))
        elif isinstance(error, DeskError):
            self.bar.say(str(error))
        else:
            self._desk.notices.show_error(error)


def open_statement(desk: Desk, customer_id: int, parent: QWidget) -> None:
    """Show a customer's statement of the last three months."""

    def look() -> tuple[str, tuple[str, ...], str]:
        found = desk.services.customers.show(customer_id)
        codes = desk.services.statements.currencies(customer_id)
        own = desk.services.organization.settings().currency
        return found.name or found.email or fmt.NOBODY, codes, own

    def show(found: tuple[str, tuple[str, ...], str]) -> None:
        name, codes, own = found
        StatementDialog(desk, customer_id, name, codes or (own,), parent).open()

    desk.tasks.run(parent, look, show)


def lines_of(found: Statement) -> tuple[Line, ...]:
    """What was brought forward, every entry, and what is owed in the end."""
    opening = (fmt.text(found.from_on), _("Brought forward"), "", "", "", fmt.text(found.opening))
    closing = (fmt.text(found.to_on), _("Owed in the end"), "", "", "", fmt.text(found.closing))
    rows = [_line(one) for one in found.entries]
    return (Line(opening, muted=True), *rows, Line(closing, strong=True))


def ageing_of(found: Statement) -> list[Sum]:
    """What is owed by how late it is, the credit, and the rest."""
    ageing = found.ageing
    parts: list[tuple[str, str, Money]] = [
        ("notDue", _("Not due yet"), ageing.not_due),
        ("to30", _("Up to 30 days late"), ageing.to_30),
        ("to60", _("31 to 60 days late"), ageing.to_60),
        ("to90", _("61 to 90 days late"), ageing.to_90),
        ("over90", _("More than 90 days late"), ageing.over_90),
        ("credit", _("Less credit"), -found.credit),
    ]
    shown = [(key, title, fmt.text(amount), False) for key, title, amount in parts if amount]
    return [*shown, ("closing", _("Balance"), fmt.text(found.closing), True)]


def _line(one: Entry) -> Line:
    title = _(KINDS[one.kind]) % one.number
    if one.reference:
        title = f"{title} ({one.reference})"
    cells = (
        fmt.text(one.on_date), title, fmt.text(one.due_on),
        fmt.text(one.charged) if one.charged else "",
        fmt.text(one.credited) if one.credited else "", fmt.text(one.balance),
    )  # fmt: skip
    return Line(cells, hint=title)


def _said(found: Statement) -> str:
    if found.closing.minor < 0:
        return _("The customer has %s to its credit.") % fmt.text(-found.closing)
    if not found.closing:
        return _("Nothing is owed.")
    return _("%s are owed.") % fmt.text(found.closing)
