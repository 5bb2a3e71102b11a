"""Shows what a person signs in with: once, to be handed over, and never again."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from ui.kit.icons import Icon
from ui.kit.parts import button, card, icon_button, picture
from ui.kit.secrecy import SECONDS, copy_secret
from ui.kit.text_parts import paragraph, title_for
from ui.kit.theme import Role, theme

PLACE = "staffHandover"


class Handover(QDialog):
    """Sign-in e-mail and password, each with Copy; both are forgotten when it closes."""

    def __init__(
        self, title: str, name: str, email: str, password: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(PLACE)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme().px(460))
        forgets = _("What is copied leaves the clipboard after %d seconds.") % SECONDS
        self.said = paragraph(forgets, "caption", f"{PLACE}.said")
        self.email = self._line("email", email)
        self.password = self._line("password", password)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(picture(Icon.CIRCLE_CHECK, 20, Role.OK_FG))
        head.addWidget(paragraph(title, "h2"), 1)
        body.addLayout(head)
        why = _(
            "Give these to %s. The password is shown only now: nobody can look it up later, "
            "only set a new one."
        )
        body.addWidget(paragraph(why % name, "muted"))
        body.addWidget(self._card())
        body.addWidget(self.said)
        body.addWidget(self._buttons())
        self.both.setFocus()

    def done(self, result: int) -> None:
        self.email.clear()
        self.password.clear()
        super().done(result)

    def _line(self, thing: str, text: str) -> QLineEdit:
        made = QLineEdit(text, readOnly=True)
        made.setObjectName(f"{PLACE}.{thing}")
        made.setCursorPosition(0)
        return made

    def _card(self) -> QWidget:
        made = card()
        column = made.layout()
        titles = ((self.email, _("Sign-in e-mail")), (self.password, _("Password")))
        for line, title in titles:
            copy = icon_button(_("Copy: %s") % title, f"{line.objectName()}.copy", Icon.COPY)
            copy.clicked.connect(partial(self._copy, line, title))
            row = QHBoxLayout()
            row.setSpacing(4)
            row.addWidget(line, 1)
            row.addWidget(copy)
            if isinstance(column, QVBoxLayout):
                column.addWidget(title_for(line, title))
                column.addLayout(row)
        return made

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        self.both = button(_("Copy both"), f"{PLACE}.copy", Icon.COPY)
        self.both.clicked.connect(self._copy_both)
        # Enter copies first: whoever just pressed it to save must not close this unread.
        self.both.setAutoDefault(True)
        buttons.addButton(self.both, QDialogButtonBox.ButtonRole.ActionRole)
        done = button(_("Done"), f"{PLACE}.done", role="primary")
        done.setAutoDefault(True)
        buttons.addButton(done, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        return buttons

    def _copy(self, line: QLineEdit, title: str, _checked: bool = False) -> None:
        copy_secret(line.text())
        self._tell(title)

    def _copy_both(self) -> None:
        lines = ((_("Sign-in e-mail"), self.email), (_("Password"), self.password))
        copy_secret("\n".join(f"{title}: {line.text()}" for title, line in lines))
        self._tell(_("Both"))

    def _tell(self, what: str) -> None:
        said = _("%(what)s copied. It leaves the clipboard after %(seconds)d seconds.")
        self.said.setText(said % {"what": what, "seconds": SECONDS})
