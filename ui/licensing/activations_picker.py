"""Chooses a license by typing the end of its key, its customer, an e-mail or an order number."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel, QTimer
from PySide6.QtWidgets import QCompleter

from app.core.listing import Condition, ListQuery, Op
from app.core.text import _
from app.licensing.schemas import LicenseRow
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form_editors import EditorFactory, LineEditor, Unreadable
from ui.licensing.looks import used

DEBOUNCE_MS = 200
MOST = 8


class LicenseEditor(LineEditor):
    """The value is the license's id. Among one customer's alone, if there is one.

    `popup` lists those found so far by `words`.
    """

    def __init__(self, desk: Desk, customer_id: int | None = None) -> None:
        super().__init__()
        self._desk, self._customer_id = desk, customer_id
        self._id: int | None = None
        self._name = ""
        self._found: Sequence[LicenseRow] = ()
        self.words = QStringListModel(self)
        self.popup = QCompleter(self.words, self.line)
        self.popup.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.popup.setWidget(self.line)
        self.popup.activated.connect(self._chosen)
        self._rest = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._rest.timeout.connect(self._ask)
        self.line.textEdited.connect(self._rest.start)
        self.line.setPlaceholderText(_("Type a key, the end of one, a customer or an e-mail"))
        if customer_id is not None:
            self._offer_only()

    def offer(self, row: LicenseRow) -> None:
        """Choose this one."""
        self._id, self._name = row.id, _title(row)
        self.line.setText(self._name)
        self.line.setCursorPosition(0)

    def read(self) -> Any:
        typed = self.line.text().strip()
        if not typed:
            return None
        if typed != self._name.strip():
            raise Unreadable(_("Choose a license from the list: type the end of its key."))
        return self._id

    def write(self, value: Any) -> None:
        if value != self._id:
            self._id, self._name = value, ""
        self.line.setText(self._name if value is not None else "")

    def kept(self) -> Any:
        return [self._id if self.line.text() == self._name else None, self.line.text()]

    def bring(self, kept: Any) -> None:
        license_id, typed = kept
        if license_id is not None:
            self._id, self._name = license_id, typed
        self.line.setText(typed)

    def _asked(self, text: str) -> ListQuery:
        whose = self._customer_id
        within = () if whose is None else (Condition("customer_id", Op.IN, (whose,)),)
        return ListQuery(text, within)

    def _offer_only(self) -> None:
        """A customer's only license is chosen at once; several are offered."""

        def came(rows: Sequence[LicenseRow]) -> None:
            if len(rows) == 1 and not self.line.text():
                self.offer(rows[0])

        work = partial(self._desk.services.licenses.first, self._asked(""), 2)
        self._desk.tasks.run(self, work, came)

    def _ask(self) -> None:
        text = self.line.text().strip()
        if not text or text == self._name:
            return
        work = partial(self._desk.services.licenses.first, self._asked(text), MOST)
        self._desk.tasks.run(self, work, partial(self._came, text))

    def _came(self, text: str, rows: Sequence[LicenseRow]) -> None:
        if text != self.line.text().strip() or not self.line.hasFocus():
            return
        self._found = rows
        self.words.setStringList([_title(row) for row in rows])
        if rows:
            self.popup.complete()

    def _chosen(self, title: str) -> None:
        row = next((row for row in self._found if _title(row) == title), None)
        if row is not None:
            self.offer(row)


def _title(row: LicenseRow) -> str:
    whose = fmt.short(row.customer or row.email or _("Unassigned"), 40)
    seats = used(row.activations, row.limit)
    return " \u00b7 ".join(filter(None, (row.key, row.product, row.plan, whose, seats)))


def license_of(desk: Desk, customer_id: int | None = None) -> EditorFactory:
    """A license, searched for while typing."""
    return lambda _kind: LicenseEditor(desk, customer_id)
