"""The editor for the lines of an invoice: rows that are added and removed, and their totals."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.core.text import _
from app.invoices.drafts import LineDraft
from app.invoices.schemas import Reckoned
from ui.billing.items_row import ItemRow, titles
from ui.billing.totals import TotalsView, sums_of
from ui.kit.form_choices import Option
from ui.kit.form_editors import Editor, Unreadable
from ui.kit.icons import Icon
from ui.kit.parts import button


class ItemsEditor(Editor):
    """The value is a tuple of lines; rows that are blank are left out of it."""

    def __init__(self, currency: str, taxes: Sequence[Option]) -> None:
        self._currency, self._taxes = currency, taxes
        self._place = ""
        self.rows: list[ItemRow] = []
        # The rows the last value was read from, in its order.
        self._sent: list[ItemRow] = []
        self.add = button(_("Add line"), "", Icon.PLUS)
        box = QWidget()
        box.setProperty("role", "clear")
        super().__init__(box, self.add)
        self.add.clicked.connect(self._add)
        self.totals = TotalsView("invoice.totals")
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        body = QVBoxLayout(box)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(titles())
        body.addLayout(self._column)
        body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.totals)
        self.write(())

    def read(self) -> Any:
        self._sent = [row for row in self.rows if not row.is_blank]
        found, wrong = [], []
        for row in self._sent:
            line, problems = row.read()
            found.append(line)
            wrong += list(problems.values())
        if wrong:
            raise Unreadable(wrong[0], ())
        return tuple(found)

    def write(self, value: Sequence[LineDraft] | None) -> None:
        for row in list(self.rows):
            self._drop(row)
        for line in value or (LineDraft(),):
            self._more().show_draft(line)
        self._rename()
        self.edited.emit()

    def state(self) -> object:
        kept = self.kept()
        return repr(kept) if kept else ""

    def kept(self) -> Any:
        return [row.kept() for row in self.rows if not row.is_blank]

    def bring(self, kept: Any) -> None:
        self.write(tuple(LineDraft() for _one in kept))
        for row, one in zip(self.rows, kept, strict=False):
            row.bring(one)

    def set_name(self, name: str, title: str) -> None:
        self._place = name
        self.add.setObjectName(f"{name}.add")
        self.add.setAccessibleName(_("Add line"))
        self.widget.setAccessibleName(title)
        self._rename()

    def set_currency(self, currency: str) -> None:
        """Let all amounts be in this currency."""
        if currency and currency != self._currency:
            self._currency = currency
            for row in self.rows:
                row.set_currency(currency)

    def offer_taxes(self, taxes: Sequence[Option]) -> None:
        """Let rows that are added from now on have these kinds of tax."""
        self._taxes = taxes

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Put each problem below its row, with what cannot be read; "lines.0.unit" is a key."""
        first = None
        for place, row in enumerate(self._sent):
            start = f"lines.{place}."
            told = {
                key.removeprefix(start): said
                for key, said in problems.items()
                if key.startswith(start)
            }
            told = row.read()[1] or told
            row.show_problems(told)
            first = first or (row if told else None)
        if first is not None:
            first.go_to_problem()

    def show_reckoned(self, found: Reckoned | None) -> None:
        """Show what the lines come to; None is not known."""
        for row in self.rows:
            row.show_reckoned(None, None)
        self.totals.show_sums(sums_of(found.net, found.taxes, found.total) if found else ())
        if found is None:
            return
        for row, tax, total in zip(self._sent, found.line_taxes, found.line_totals, strict=False):
            row.show_reckoned(tax, total)

    def go_to(self, place: int) -> None:
        """Put the focus into a row."""
        self.rows[place].editors["name"].input.setFocus()

    def _add(self) -> None:
        self._more()
        self._rename()
        self.go_to(len(self.rows) - 1)
        self.edited.emit()

    def _more(self) -> ItemRow:
        row = ItemRow(self._currency, self._taxes)
        row.edited.connect(self.edited)
        row.removed.connect(partial(self._remove, row))
        for editor in row.editors.values():
            editor.entered.connect(self.entered)
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _remove(self, row: ItemRow) -> None:
        place, focused = self.rows.index(row), QApplication.focusWidget()
        inside = focused is not None and row.isAncestorOf(focused)
        self._drop(row)
        if not self.rows:
            self._more()
        self._rename()
        if inside:
            self.go_to(min(place, len(self.rows) - 1))
        self.edited.emit()

    def _drop(self, row: ItemRow) -> None:
        self.rows.remove(row)
        self._sent = [one for one in self._sent if one is not row]
        self._column.removeWidget(row)
        row.hide()
        row.setParent(None)
        row.deleteLater()

    def _rename(self) -> None:
        for place, row in enumerate(self.rows):
            row.set_name(self._place or "items", place)


def items(currency: str, taxes: Sequence[Option]) -> Callable[[Any], Editor]:
    """The lines of an invoice in a currency; `taxes` are the kinds of tax on offer."""
    return lambda _kind: ItemsEditor(currency, taxes)
