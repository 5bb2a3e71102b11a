"""The editor for the lines of a document: rows that are added and removed."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit.form_choices import Option
from ui.kit.form_editors import Editor, Unreadable
from ui.kit.icons import Icon
from ui.kit.line_row import LineLooks, LineRow
from ui.kit.parts import button

# What a line comes to in words: its tax, and its total.
Reckoned = tuple[str, str]


class LinesEditor(Editor):
    """The value is a tuple of the drafts of lines; rows that are blank are left out of it.

    `titled` says whether the form shows the field's title; `foot` stands below.
    """

    def __init__(
        self,
        looks: LineLooks,
        currency: str,
        taxes: Sequence[Option] = (),
        foot: QWidget | None = None,
        *,
        titled: bool = True,
    ) -> None:
        self.titled = titled
        self.looks, self.currency, self._taxes = looks, currency, list(taxes)
        self._place = "items"
        self.rows: list[LineRow] = []
        # The rows the last value was read from, in its order.
        self._sent: list[LineRow] = []
        self.add = button(_(looks.add), "", Icon.PLUS)
        box = QWidget()
        box.setProperty("role", "clear")
        super().__init__(box, self.add)
        self.add.clicked.connect(self._add)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        body = QVBoxLayout(box)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(looks.titles())
        body.addLayout(self._column)
        body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        if foot is not None:
            body.addWidget(foot)
        self.write(())

    def read(self) -> Any:
        found, wrong = self.typed()
        said = [one for problems in wrong for one in problems.values()]
        if said:
            raise Unreadable(said[0], found)
        return found

    def typed(self) -> tuple[tuple[Any, ...], list[dict[str, str]]]:
        """The lines as far as they can be read, and what cannot, by line."""
        self._sent = [row for row in self.rows if not row.is_blank]
        read = [row.read() for row in self._sent]
        return tuple(line for line, _wrong in read), [wrong for _line, wrong in read]

    def write(self, value: Sequence[Any] | None) -> None:
        for row in list(self.rows):
            self._drop(row)
        for line in value or (self.looks.draft(),):
            self._more().show_draft(line)
        self._rename()
        self.edited.emit()

    def state(self) -> object:
        kept = self.kept()
        return repr(kept) if kept else ""

    def kept(self) -> Any:
        return [row.kept() for row in self.rows if not row.is_blank]

    def bring(self, kept: Any) -> None:
        self.write(tuple(self.looks.draft() for _one in kept))
        for row, one in zip(self.rows, kept, strict=False):
            row.bring(one)

    def set_name(self, name: str, title: str) -> None:
        self._place = name
        self.add.setObjectName(f"{name}.add")
        self.add.setAccessibleName(_(self.looks.add))
        self.widget.setAccessibleName(title)
        self._rename()

    def set_currency(self, currency: str) -> None:
        """Let all amounts be in this currency."""
        if currency and currency != self.currency:
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
        wrong: list[tuple[LineRow, str]] = []
        for place, row in enumerate(self._sent):
            start = f"{self.looks.problems}.{place}."
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

    def show_reckoned(self, found: Sequence[Reckoned], unknown: Reckoned = ("", "")) -> None:
        """Show what each line comes to; `unknown` for those after the last."""
        for row in self.rows:
            row.show_reckoned(*unknown)
        for row, sums in zip(self._sent, found, strict=False):
            row.show_reckoned(*sums)

    def go_to(self, place: int) -> None:
        """Put the focus into a row."""
        self.rows[place].stops[0].setFocus()

    def _add(self) -> None:
        self._more()
        self._rename()
        self.go_to(len(self.rows) - 1)
        self.edited.emit()

    def _more(self) -> LineRow:
        row = LineRow(self.looks, self.currency, self._taxes)
        row.edited.connect(self.edited)
        row.removed.connect(partial(self._remove, row))
        for editor in row.editors.values():
            editor.entered.connect(self.entered)
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _remove(self, row: LineRow) -> None:
        place, focused = self.rows.index(row), QApplication.focusWidget()
        inside = focused is not None and row.isAncestorOf(focused)
        self._drop(row)
        if not self.rows:
            self._more()
        self._rename()
        if inside:
            self.go_to(min(place, len(self.rows) - 1))
        self.edited.emit()

    def _drop(self, row: LineRow) -> None:
        self.rows.remove(row)
        self._sent = [one for one in self._sent if one is not row]
        self._column.removeWidget(row)
        row.hide()
        row.setParent(None)
        row.deleteLater()

    def _rename(self) -> None:
        """Name the rows by where they stand, and let Tab walk through them before `add`.

        Each is put behind the one before, and `add`, which has its place in the form, last.
        """
        for place, row in enumerate(self.rows):
            row.set_name(self._place, place)
        stops = [self.add, *(stop for row in self.rows for stop in row.stops), self.add]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
