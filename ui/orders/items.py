"""The editor for the items of an order: rows that are added and removed."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.core.text import _
from app.orders.drafts import LineDraft
from app.orders.totals import LineTotals
from ui.kit.form_choices import Option
from ui.kit.form_editors import Editor, Unreadable
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.orders.items_row import ItemRow, titles


class ItemsEditor(Editor):
    """The value is a tuple of `LineDraft`; rows that are blank are left out of it."""

    titled = False

    def __init__(self, currency: str) -> None:
        self.currency, self._taxes = currency, list[Option]()
        self._place = "items"
        self.rows: list[ItemRow] = []
        # The rows the last value was read from, in its order.
        self._sent: list[ItemRow] = []
        self.add = button(_("Add item"), "", Icon.PLUS)
        box = QWidget()
        box.setProperty("role", "clear")
        super().__init__(box, self.add)
        self.add.clicked.connect(self._add)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        body = QVBoxLayout(box)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(titles())
        body.addLayout(self._column)
        body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.write(())

    def read(self) -> Any:
        found, wrong = self.typed()
        said = [one for problems in wrong for one in problems.values()]
        if said:
            raise Unreadable(said[0], found)
        return found

    def typed(self) -> tuple[tuple[LineDraft, ...], list[dict[str, str]]]:
        """The items as far as they can be read, and what cannot, by item."""
        self._sent = [row for row in self.rows if not row.is_blank]
        read = [row.read() for row in self._sent]
        return tuple(line for line, _wrong in read), [wrong for _line, wrong in read]

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
        self.add.setAccessibleName(_("Add item"))
        self.widget.setAccessibleName(title)
        self._rename()

    def set_currency(self, currency: str) -> None:
        """Let all amounts be in this currency."""
        self.currency = currency
        for row in self.rows:
            row.set_currency(currency)

    def offer_taxes(self, taxes: Sequence[Option]) -> None:
        """Let every row choose from these kinds of tax."""
        if list(taxes) == self._taxes:
            return
        self._taxes = list(taxes)
        for row in self.rows:
            row.offer_taxes(taxes)

    def show_problems(self, problems: Mapping[str, str]) -> bool:
        """Put each problem below its row, keyed like "items.0.unit"; whether there is any.

        What cannot be read of a row is among them.
        """
        wrong: list[tuple[ItemRow, str]] = []
        for place, row in enumerate(self._sent):
            start = f"items.{place}."
            _line, theirs = row.read()
            theirs |= {
                key.removeprefix(start): said
                for key, said in problems.items()
                if key.startswith(start)
            }
            row.show_problems(theirs)
            if theirs:
                wrong.append((row, next(key for key in row.editors if key in theirs)))
        if wrong:
            row, part = wrong[0]
            row.editors[part].input.setFocus()
        return bool(wrong)

    def forget_problems(self) -> None:
        """Take every problem away."""
        for row in self.rows:
            row.show_problems({})

    def show_reckoned(self, found: Sequence[LineTotals], unknown: frozenset[int]) -> None:
        """Show what the items come to, but for those whose tax is unknown."""
        for row in self.rows:
            row.show_reckoned(None)
        for place, (row, sums) in enumerate(zip(self._sent, found, strict=False)):
            row.show_reckoned(None if place in unknown else sums)

    def go_to(self, place: int) -> None:
        """Put the focus into a row."""
        self.rows[place].editors["name"].input.setFocus()

    def _add(self) -> None:
        self._more()
        self._rename()
        self.go_to(len(self.rows) - 1)
        self.edited.emit()

    def _more(self) -> ItemRow:
        row = ItemRow(self.currency, self._taxes)
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
            row.set_name(self._place, place)
