"""Who are you? The page a person sees before anything else."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.core.errors import DeskError
from app.core.text import _
from ui.kit.form_saver import MessageBar
from ui.kit.icons import Icon
from ui.kit.parts import button, label
from ui.kit.password import PasswordEditor
from ui.kit.tasks import Tasks
from ui.kit.text_parts import titled
from ui.shell.card_page import CardPage


class SignInPage(CardPage):
    """Asks for e-mail and password; `entered` carries what `authenticate` returned.

    `title` says whose desk it is, `email` who was here last. `authenticate(email,
    password)` runs off the GUI thread.
    """

    entered = Signal(object)
    other_database = Signal()

    def __init__(
        self,
        tasks: Tasks,
        title: str,
        database: str,
        email: str,
        authenticate: Callable[[str, str], object],
    ) -> None:
        super().__init__(_("Sign in"), title)
        self._tasks, self._authenticate = tasks, authenticate
        self.setObjectName("signIn")
        self.email = QLineEdit(email)
        self.email.setObjectName("signIn.email")
        self.email.setPlaceholderText(_("name@example.org"))
        self._password = PasswordEditor()
        self._password.set_name("signIn.password", _("Password"))
        self.password = self._password.line
        self.bar = MessageBar("signIn")
        self.submit = button(_("Sign in"), "signIn.submit", role="primary")
        self.database = button(database, "signIn.database", Icon.DATABASE, role="ghost")
        self.database.setAccessibleName(
            _("Database: %(name)s. Choose another") % {"name": database}
        )
        self.database.setToolTip(_("Choose another database"))
        self._arrange()
        self.email.returnPressed.connect(self._go_on)
        self.password.returnPressed.connect(self.try_it)
        self.submit.clicked.connect(self.try_it)
        self.database.clicked.connect(self.other_database)

    def start(self) -> None:
        """Put the focus where typing goes on."""
        (self.password if self.email.text() else self.email).setFocus()

    def try_it(self) -> None:
        """Check what was typed, in the background."""
        email, password = self.email.text().strip(), self.password.text()
        if not self.submit.isEnabled():
            return
        if not email or not password:
            self.bar.say(_("Type your e-mail address and your password."))
            (self.password if email else self.email).setFocus()
            return
        self._set_busy(True)
        self._tasks.run(
            self,
            partial(self._authenticate, email, password),
            self._enter,
            self._refuse,
        )

    def _go_on(self) -> None:
        if self.password.text():
            self.try_it()
        else:
            self.password.setFocus()

    def _enter(self, session: object) -> None:
        self.password.clear()
        self._set_busy(False)
        self.bar.say("")
        self.entered.emit(session)

    def _refuse(self, error: Exception) -> None:
        self._set_busy(False)
        if not isinstance(error, DeskError):
            self.bar.say(_("Signing in did not work. Try again; the log says more."))
            raise error
        self.bar.say(str(error))
        self.password.selectAll()
        self.password.setFocus()

    def _set_busy(self, busy: bool) -> None:
        self.submit.setEnabled(not busy)
        self.submit.setText(_("Signing in…") if busy else _("Sign in"))
        self.email.setEnabled(not busy)
        self.password.setEnabled(not busy)

    def _arrange(self) -> None:
        body = self.body
        body.addLayout(titled(self.email, _("E-mail")))
        body.addLayout(titled(self._password.widget, _("Password"), self.password))
        body.addWidget(self.bar)
        body.addSpacing(4)
        body.addWidget(self.submit)
        below = QHBoxLayout()
        below.addWidget(label(_("Database"), "caption"))
        below.addWidget(self.database, 0, Qt.AlignmentFlag.AlignLeft)
        below.addStretch()
        body.addLayout(below)
