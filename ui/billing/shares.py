"""The editor for what an amount pays: the open invoices, the oldest due first until changed."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.core.money import Money
from app.core.text import N_, _
from app.payments.drafts import Share
from app.payments.schemas import Owed, Proposal
from ui.billing.totals import TotalsView
from ui.kit import format as fmt
from ui.kit.form_editors import Editor, Unreadable
from ui.kit.form_money import AmountEditor
from ui.kit.parts import label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

AMOUNT = 120
# More open invoices than these are paid by age alone.
MOST = 100
TITLES = (N_("Invoice"), N_("Due"), N_("Owed"), N_("Pays"))


class SharesEditor(Editor):
    """The value is None while the oldest are paid first, else a tuple of shares."""

    def __init__(self, place: str) -> None:
        box = QWidget()
        box.setProperty("role", "clear")
        self._place = place
        self.auto = QCheckBox(_("Pay the oldest first"))
        self.auto.setObjectName(f"{place}.oldest")
        self.auto.setAccessibleName(self.auto.text())
        self.auto.setChecked(True)
        self.amounts: list[AmountEditor] = []
        self._owed: tuple[Owed, ...] = ()
        self._amount: Money | None = None
        self._filling = False
        self.said = paragraph("", "muted", f"{place}.shares.said")
        self._inside: QWidget | None = None
        self._room = QVBoxLayout()
        self.rest = TotalsView(place)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.auto)
        column.addWidget(self.said)
        column.addLayout(self._room)
        column.addWidget(self.rest)
        super().__init__(box, self.auto)
        self.auto.toggled.connect(self._toggled)
        self.show_proposal(None, None)

    def read(self) -> Any:
        return None if self.auto.isChecked() else self.shares()

    def write(self, value: Sequence[Share] | None) -> None:
        self.auto.setChecked(value is None)
        wanted = {one.invoice_id: one.amount for one in value or ()}
        if value is not None:
            self._fill([wanted.get(one.invoice_id) for one in self._owed[: len(self.amounts)]])

    def state(self) -> object:
        if self.auto.isChecked():
            return ""
        return tuple(amount.state() for amount in self.amounts)

    def kept(self) -> Any:
        # Invoices may be others by the time it is put back.
        return ""

    def bring(self, kept: Any) -> None:
        """Nothing of it is kept."""

    def set_name(self, name: str, title: str) -> None:
        self.widget.setObjectName(name)
        self.widget.setAccessibleName(title)

    def shares(self) -> tuple[Share, ...]:
        """What is typed.

        Raises:
            Unreadable: an amount is none.
        """
        found = []
        for one, amount in zip(self._owed, self.amounts, strict=False):
            try:
                typed = amount.read()
            except Unreadable as problem:
                raise Unreadable(f"{one.number}: {problem}", ()) from problem
            if typed:
                found.append(Share(one.invoice_id, typed))
        return tuple(found)

    def show_proposal(self, found: Proposal | None, amount: Money | None) -> None:
        """Show what is owed, and where an amount would go; None is not known yet."""
        self._amount = amount
        owed = found.owed if found else ()
        if [one.invoice_id for one in owed] != [one.invoice_id for one in self._owed]:
            self._owed = owed
            self._build()
        self._owed = owed
        if self.auto.isChecked():
            self._fill([one.proposed for one in owed[: len(self.amounts)]])
        self._tell()

    def _tell(self) -> None:
        if self._amount is None:
            said = _("Enter the customer and the amount to see what it pays.")
        elif not self._owed:
            said = _("Nothing is owed in %s. All of it stays as credit.") % self._amount.currency
        elif len(self._owed) > len(self.amounts):
            said = _("The first %(shown)s of %(all)s open invoices are shown.") % {
                "shown": fmt.text(len(self.amounts)), "all": fmt.text(len(self._owed))
            }  # fmt: skip
        else:
            said = ""
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.auto.setVisible(bool(self._owed))
        self._sum()

    def _sum(self) -> None:
        if self._amount is None:
            self.rest.show_sums(())
            return
        try:
            used = sum(one.amount.minor for one in self.shares())
        except Unreadable:
            self.rest.show_sums(())
            return
        if self.auto.isChecked():
            used = sum(one.proposed.minor for one in self._owed)
        rest = Money(self._amount.minor - used, self._amount.currency)
        said = _("Stays as credit") if rest.minor >= 0 else _("Above the amount")
        shown = rest if rest.minor >= 0 else -rest
        self.rest.show_sums((("rest", said, fmt.text(shown), True),))

    def _toggled(self, on: bool) -> None:
        if on:
            self._fill([one.proposed for one in self._owed[: len(self.amounts)]])
            self._sum()
        self.edited.emit()

    def _fill(self, amounts: Sequence[Money | None]) -> None:
        self._filling = True
        for editor, amount in zip(self.amounts, amounts, strict=False):
            editor.write(amount or None)
        self._filling = False
        self._sum()

    def _typed(self) -> None:
        if not self._filling:
            self.auto.setChecked(False)
            self._sum()
            self.edited.emit()

    def _build(self) -> None:
        if self._inside is not None:
            self._room.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self.amounts = []
        inside = self._inside = QWidget()
        inside.setProperty("role", "clear")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for column, title in enumerate(TITLES if self._owed else ()):
            said = label(_(title), "caption")
            said.setAlignment(fmt.RIGHT if column >= len(TITLES) - 2 else fmt.LEFT)
            grid.addWidget(said, 0, column)
        for row, one in enumerate(self._owed[:MOST]):
            self._add(grid, row, one)
        self._room.addWidget(inside)
        inside.setVisible(bool(self._owed))

    def _add(self, grid: QGridLayout, row: int, one: Owed) -> None:
        amount = AmountEditor(one.owed.currency)
        name = f"{self._place}.shares.{row}"
        amount.set_name(name, _("Pays of %s") % one.number)
        amount.widget.setFixedWidth(theme().px(AMOUNT))
        amount.edited.connect(self._typed)
        owed = label(fmt.text(one.owed))
        owed.setAlignment(fmt.RIGHT)
        grid.addWidget(label(one.number), row + 1, 0)
        grid.addWidget(_due(one), row + 1, 1)
        grid.addWidget(owed, row + 1, 2)
        grid.addWidget(amount.widget, row + 1, 3, Qt.AlignmentFlag.AlignRight)
        self.amounts.append(amount)


def _due(one: Owed) -> QLabel:
    if one.due_on is None:
        return label("")
    said = fmt.text(one.due_on)
    return label(_("%s, overdue") % said, "danger") if one.overdue else label(said, "muted")


def shares(place: str) -> Any:
    """What an amount pays."""
    return partial(_made, place)


def _made(place: str, _kind: Any) -> SharesEditor:
    return SharesEditor(place)
