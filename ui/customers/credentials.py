"""Shows how a new company signs in: once, to be copied, and never again."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.text import _
from app.customers.schemas import Created
from ui.customers.looks import short
from ui.kit.icons import Icon
from ui.kit.parts import button, card, icon_button, picture
from ui.kit.secrecy import copy_secret
from ui.kit.text_parts import paragraph, title_for
from ui.kit.theme import Role

PLACE = "company.credentials"


class Credentials(QWidget):
    """`open_asked` asks for the customer's window, `done` for an end. Call `forget` then."""

    open_asked = Signal()
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = paragraph("", "h2", f"{PLACE}.title")
        self.said = paragraph("", "muted")
        self.lines: dict[str, QLineEdit] = {}
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(picture(Icon.CIRCLE_CHECK, 20, Role.OK_FG))
        head.addWidget(self.title, 1)
        body.addLayout(head)
        body.addWidget(self.said)
        body.addWidget(self._card())
        body.addStretch(1)
        self.copy = button(_("Copy all"), f"{PLACE}.copy", Icon.COPY)
        self.open = button(_("Open customer"), f"{PLACE}.open", Icon.EXTERNAL)
        self.close_button = button(_("Done"), f"{PLACE}.done", role="primary")
        self.copy.clicked.connect(self._copy_all)
        self.open.clicked.connect(self.open_asked)
        self.close_button.clicked.connect(self.done)

    def show_created(self, company: str, person: str, created: Created, password: str) -> None:
        """Show what `person` signs in with."""
        self.title.setText(_("%s was created") % short(company))
        self.said.setText(
            _(
                "Give these to %s. The password is shown only now: nobody can look it up later, "
                "only set a new one."
            )
            % short(person)
        )
        values = {"client_id": created.client_id, "email": created.sign_in, "password": password}
        for key, line in self.lines.items():
            line.setText(values[key])
            line.setCursorPosition(0)

    def forget(self) -> None:
        """Hold the password no longer."""
        for line in self.lines.values():
            line.clear()

    def _card(self) -> QWidget:
        made = card()
        column = made.layout()
        titles = {
            "client_id": _("Client ID"),
            "email": _("Sign-in e-mail"),
            "password": _("Password"),
        }
        for key, title in titles.items():
            line = self.lines[key] = QLineEdit(readOnly=True)
            line.setObjectName(f"{PLACE}.{key}")
            copy = icon_button(_("Copy: %s") % title, f"{PLACE}.{key}.copy", Icon.COPY)
            copy.clicked.connect(partial(self._copy, key))
            row = QHBoxLayout()
            row.setSpacing(4)
            row.addWidget(line, 1)
            row.addWidget(copy)
            if isinstance(column, QVBoxLayout):
                column.addWidget(title_for(line, title))
                column.addLayout(row)
        return made

    def _copy(self, key: str, _checked: bool = False) -> None:
        copy_secret(self.lines[key].text())

    def _copy_all(self) -> None:
        said = (
            (_("Client ID"), self.lines["client_id"].text()),
            (_("Sign-in e-mail"), self.lines["email"].text()),
            (_("Password"), self.lines["password"].text()),
        )
        copy_secret("\n".join(f"{title}: {value}" for title, value in said))
