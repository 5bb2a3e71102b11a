"""Shown while the database opens, and when it cannot be opened: why, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar

from app.core.text import _
from ui.kit.dialogs import ask_open_path
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.kit.text_parts import paragraph, titled
from ui.shell.card_page import CardPage


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a database could not be opened; `advice` says what to do, a line each.

    `password` when it is the server's password that is missing or wrong.
    """

    sentence: str
    advice: Sequence[str] = ()
    password: bool = False


class OpeningPage(CardPage):
    """A moment of patience."""

    def __init__(self, database: str) -> None:
        super().__init__(_("Opening the database"), database)
        self.setObjectName("opening")
        bar = QProgressBar(maximum=0, textVisible=False)
        bar.setAccessibleName(_("Opening the database"))
        self.body.addWidget(bar)


class ConnectionPage(CardPage):
    """`retried` tries the same again, `chosen` carries an address and a password for it.

    Without `trouble` it is the person who wants another database, and may go back.
    """

    retried = Signal()
    chosen = Signal(str, str)
    left = Signal()

    def __init__(self, database: str, trouble: Trouble | None) -> None:
        failed = _("The database cannot be opened")
        super().__init__(
            failed if trouble else _("Choose a database"),
            drawing=Icon.CLOUD_ALERT if trouble else Icon.DATABASE,
        )
        self.setObjectName("connection")
        said = trouble or Trouble(_("Open a file, or write the address of a server."))
        self.body.addWidget(paragraph(said.sentence, name="connection.message"))
        for advice in said.advice:
            self.body.addWidget(paragraph(f"•  {advice}", "muted"))
        self.address = QLineEdit(database)
        self.address.setObjectName("connection.address")
        self.address.setPlaceholderText("postgresql+psycopg://user@server/customers")
        self.address.setCursorPosition(0)
        from ui.kit.password import PasswordEditor  # noqa: PLC0415 - not for the first list

        self._editor = PasswordEditor()
        self._editor.set_name("connection.password", _("Password of the server"))
        self.password = self._editor.line
        self.browse = button(_("Browse…"), "connection.browse", Icon.FOLDER)
        self._verb = _("Try again") if trouble else _("Open")
        self.again = button(self._verb, "connection.retry", role="primary")
        self.leave = button(_("Quit") if trouble else _("Back"), "connection.quit")
        self._database = database
        self._asks_password = said.password
        self._arrange()
        self.browse.clicked.connect(self._browse)
        self.again.clicked.connect(self._go)
        self.address.returnPressed.connect(self._go)
        self.password.returnPressed.connect(self._go)
        self.address.textChanged.connect(self._name)
        self.leave.clicked.connect(self.left)

    def start(self) -> None:
        """Put the focus where going on begins."""
        (self.password if self._asks_password else self.again).setFocus()

    def _arrange(self) -> None:
        self.body.addSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(titled(self.address, _("File or address of the database")), 1)
        row.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        if self._asks_password:
            title = _("Password of the server")
            self.body.addLayout(titled(self._editor.widget, title, self.password))
        else:
            self._editor.widget.setParent(self)
            self._editor.widget.hide()
        self.body.addSpacing(4)
        ends = QHBoxLayout()
        ends.setSpacing(8)
        ends.addStretch()
        ends.addWidget(self.leave)
        ends.addWidget(self.again)
        self.body.addLayout(ends)

    def _name(self) -> None:
        other = self.address.text().strip() != self._database
        self.again.setText(_("Open") if other else self._verb)

    def _go(self) -> None:
        address = self.address.text().strip()
        if address and (address != self._database or self.password.text()):
            self.chosen.emit(address, self.password.text())
        else:
            self.retried.emit()

    def _browse(self) -> None:
        kinds = (_("Customer Desk databases (*.db *.sqlite *.sqlite3)"), _("All files (*)"))
        path: Path | None = ask_open_path(self, _("Choose a database"), kinds)
        if path is not None:
            self.address.setText(str(path))
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
