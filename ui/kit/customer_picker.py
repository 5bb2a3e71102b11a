"""Chooses a customer by typing a part of its name, e-mail or Client ID."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel, QTimer
from PySide6.QtWidgets import QCompleter

from app.core.listing import ListQuery
from app.core.text import _
from app.customers.schemas import CustomerRow
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form_editors import EditorFactory, LineEditor, Unreadable

NOBODY = fmt.NOBODY
DEBOUNCE_MS = 200
MOST = 8


class CustomerEditor(LineEditor):
    """The value is the customer's id, None for nobody. `offer` names the one that is set.

    `popup` lists those found so far by `words`.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._id: int | None = None
        self._name = ""
        self._found: Sequence[CustomerRow] = ()
        self.words = QStringListModel(self)
        self.popup = QCompleter(self.words, self.line)
        self.popup.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.popup.setWidget(self.line)
        self.popup.activated.connect(self._chosen)
        self._rest = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._rest.timeout.connect(self._ask)
        self.line.textEdited.connect(self._rest.start)
        self.line.setPlaceholderText(_("Type a name, e-mail or Client ID"))

    def offer(self, customer_id: int | None, name: str) -> None:
        """What the customer that is written next is called."""
        self._id, self._name = customer_id, name

    def read(self) -> Any:
        typed = self.line.text().strip()
        if not typed:
            return None
        if typed != self._name.strip():
            raise Unreadable(_("Choose a customer from the list: type a part of its name."))
        return self._id

    def write(self, value: Any) -> None:
        if value != self._id:
            self.offer(value, "")
        self.line.setText(self._name if value is not None else "")
        self.line.setCursorPosition(0)

    def kept(self) -> Any:
        return [self._id if self.line.text() == self._name else None, self.line.text()]

    def bring(self, kept: Any) -> None:
        customer_id, typed = kept
        if customer_id is not None:
            self.offer(customer_id, typed)
        self.line.setText(typed)

    def _ask(self) -> None:
        text = self.line.text().strip()
        if not text or text == self._name:
            return
        work = partial(self._desk.services.customers.first, ListQuery(text), MOST)
        self._desk.tasks.run(self, work, partial(self._came, text))

    def _came(self, text: str, rows: Sequence[CustomerRow]) -> None:
        if text != self.line.text().strip() or not self.line.hasFocus():
            return
        self._found = rows
        self.words.setStringList([_title(row) for row in rows])
        if rows:
            self.popup.complete()

    def _chosen(self, title: str) -> None:
        row = next((row for row in self._found if _title(row) == title), None)
        if row is None:
            return
        self.offer(row.id, _name(row))
        self.line.setText(self._name)


def _name(row: CustomerRow) -> str:
    return row.name or row.email or NOBODY


def _title(row: CustomerRow) -> str:
    return f"{fmt.short(_name(row))} \u2013 {row.email or row.client_id}"


def customer(desk: Desk) -> EditorFactory:
    """A customer, searched for while typing."""
    return lambda _kind: CustomerEditor(desk)
