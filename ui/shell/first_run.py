"""The first minute: whose desk this is, and who runs it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.core.errors import DeskError, Invalid
from app.core.passwords import PasswordPolicy
from app.core.text import N_, _
from app.staff.schemas import SetupDraft
from ui.kit.form_field import Field
from ui.kit.form_panel import FormPanel
from ui.kit.form_saver import MessageBar
from ui.kit.parts import button, line
from ui.kit.password import new_password
from ui.kit.tasks import Tasks
from ui.kit.text_parts import paragraph
from ui.shell.card_page import CardPage

SPEC = (
    Field(
        "organization",
        N_("Organization"),
        required=True,
        wide=True,
        help=N_("Shown on exports and documents."),
    ),
    Field("name", N_("Your name"), required=True, wide=True),
    Field(
        "email",
        N_("Your e-mail"),
        required=True,
        wide=True,
        placeholder=N_("name@example.org"),
        help=N_("You sign in with it."),
    ),
    Field("password", N_("Password"), new_password(PasswordPolicy), required=True, wide=True),
)


class FirstRunPage(CardPage):
    """Creates the organization and its first administrator, or opens the demo.

    `entered` carries what `create` returned; `create(draft)` runs off the GUI thread.
    """

    entered = Signal(object)
    demo_wanted = Signal()

    def __init__(self, tasks: Tasks, create: Callable[[SetupDraft], object]) -> None:
        super().__init__(_("Welcome"), _("Set up your desk. You become its first administrator."))
        self._tasks, self._create = tasks, create
        self.setObjectName("firstRun")
        self.panel: FormPanel[SetupDraft] = FormPanel("firstRun", SetupDraft, SPEC)
        self.bar = MessageBar("firstRun")
        self.go = button(_("Create"), "firstRun.create", role="primary")
        self.demo = button(_("Open the demo"), "firstRun.demo")
        self.body.addWidget(self.panel)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.go)
        self.body.addWidget(line())
        below = QHBoxLayout()
        below.addWidget(paragraph(_("Only looking? The demo has made-up customers."), "muted"), 1)
        below.addWidget(self.demo)
        self.body.addLayout(below)
        self.go.clicked.connect(self.try_it)
        self.panel.entered.connect(self.try_it)
        self.panel.submitted.connect(self.try_it)
        self.bar.pressed.connect(self.try_it)
        self.demo.clicked.connect(self.demo_wanted)

    def start(self) -> None:
        """Put the focus into the first field."""
        self.panel.go_to("organization")

    def try_it(self) -> None:
        """Check what was typed and create the desk, in the background."""
        if not self.go.isEnabled():
            return
        self.bar.say("")
        try:
            draft = self.panel.draft()
        except Invalid as invalid:
            self._show(invalid)
            return
        self.panel.forget_problems()
        self._set_busy(True)
        self._tasks.run(self, partial(self._create, draft), self._enter, self._refuse)

    def _enter(self, session: object) -> None:
        self._set_busy(False)
        self.panel.box("password").editor.write("")
        self.entered.emit(session)

    def _refuse(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, Invalid):
            self._show(error)
        elif isinstance(error, DeskError):
            self.bar.say(str(error), retry=True)
        else:
            self.bar.say(_("This did not work. Try again; the log says more."))
            raise error

    def _show(self, invalid: Invalid) -> None:
        self.bar.say(" ".join(self.panel.show_problems(invalid.fields)))

    def _set_busy(self, busy: bool) -> None:
        self.go.setEnabled(not busy)
        self.go.setText(_("Creating…") if busy else _("Create"))
        self.demo.setEnabled(not busy)
        self.panel.setEnabled(not busy)
