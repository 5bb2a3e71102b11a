"""The dialog "Why won't it activate?": what is asked on the left, the answer on the right."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Touched
from app.core.errors import DeskError, Invalid
from app.core.text import _
from app.licensing.explain_schemas import Asked, Explained
from app.licensing.schemas import DeviceKind
from ui.kit.desk import Desk
from ui.kit.form_panel import FormPanel, scrolled
from ui.kit.form_saver import MessageBar
from ui.kit.icons import Icon
from ui.kit.list_states import StateView
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role, theme
from ui.licensing.why_answer import Answer
from ui.licensing.why_ask import SPEC, AskDraft
from ui.licensing.why_remedies import Remedies

PLACE = "why"
WATCHED = frozenset({"licenses", "activations", "customers", "customer_holds", "plan_terms"})
_COALESCE_MS = 80


class WhyDialog(QDialog):
    """Asks again by itself when something it rests on changes, as by a remedy.

    Open it with `open()`, after `begin` where something is known.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._license_id: int | None = None
        self._asked: Asked | None = None
        self._turn = 0
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Why won't it activate?"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.panel: FormPanel[AskDraft] = FormPanel(PLACE, AskDraft, SPEC)
        self.bar = MessageBar(PLACE)
        self.whose = paragraph("", "muted", f"{PLACE}.whose")
        self.other = button(_("Ask about another license"), f"{PLACE}.other", role="link")
        self.ask = button(_("Check"), f"{PLACE}.ask", Icon.SEARCH, role="primary")
        self.ask.setDefault(True)
        self.close_button = button(_("Close"), f"{PLACE}.close")
        self.empty = StateView(f"{PLACE}.empty", Icon.HELP)
        self.failed = StateView(f"{PLACE}.failed", Icon.CLOUD_ALERT, Role.DANGER)
        self.remedies = Remedies(desk, self)
        self.answer = Answer(PLACE, self.remedies)
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._arrange()
        self._connect()

    def begin(
        self,
        *,
        license_id: int | None = None,
        key: str = "",
        email: str = "",
        device: str = "",
        kind: DeviceKind = DeviceKind.HARDWARE,
    ) -> None:
        """Start with what is known, and ask that at once."""
        self.panel.load(AskDraft(key, email, device, kind))
        self._about(license_id)
        if license_id is not None or key or email or device:
            self.submit()
        first = "key" if license_id is None else "device"
        self.panel.box(first).editor.input.setFocus()

    def submit(self) -> None:
        """Ask what is filled in."""
        try:
            draft = self.panel.draft()
        except Invalid as invalid:
            self._refuse(invalid)
            return
        self.panel.forget_problems()
        self._ask(draft.asked(self._license_id))

    def again(self) -> None:
        """Ask the same once more."""
        if self._asked is not None:
            self._ask(self._asked)

    def about(self, license_id: int) -> None:
        """Ask about this license instead of the key that was typed."""
        self.panel.box("key").editor.write("")
        self._about(license_id)
        self.submit()

    def _about(self, license_id: int | None) -> None:
        self._license_id = license_id
        known = license_id is not None
        self.panel.show_fields(("key", "email"), not known)
        self.whose.setVisible(known)
        self.other.setVisible(known)
        self.panel.box("device").set_help(
            _("The one that asks; blank for a new one.")
            if known
            else _("Alone: wherever it is active or blocked.")
        )

    def _another(self) -> None:
        self._about(None)
        self._asked = None
        self.pages.setCurrentWidget(self.empty)
        self.panel.box("key").editor.input.setFocus()

    def _ask(self, asked: Asked) -> None:
        self._turn += 1
        self._asked = asked
        self.bar.say("")
        self.ask.setText(_("Checking\u2026"))
        work = partial(self._desk.services.explain.explain, asked)
        came, failed = partial(self._came, self._turn), partial(self._broke, self._turn)
        self._desk.tasks.run(self, work, came, failed)

    def _came(self, turn: int, found: Explained) -> None:
        if turn != self._turn or self._asked is None:
            return
        self.ask.setText(_("Check"))
        if self._license_id is not None and found.found:
            one = found.found[0]
            named = (one.key, one.product, one.plan, one.customer)
            self.whose.setText("\n".join(filter(None, named)))
        self.answer.show_answer(found, self._asked)
        self.pages.setCurrentWidget(self.answer)

    def _broke(self, turn: int, error: Exception) -> None:
        if turn != self._turn:
            return
        self.ask.setText(_("Check"))
        if isinstance(error, Invalid):
            self._refuse(error)
        elif isinstance(error, DeskError):
            self.failed.tell(str(error), "", (_("Try again"), self.again))
            self.pages.setCurrentWidget(self.failed)
        else:
            self._desk.notices.show_error(error)

    def _refuse(self, invalid: Invalid) -> None:
        self._asked = None
        # The form asks for a day, the question has its last moment.
        named = {"on" if key == "at" else key: text for key, text in invalid.fields.items()}
        homeless = self.panel.show_problems(named)
        self.bar.say(" ".join(dict.fromkeys(homeless)))

    def _heard(self, touched: Touched) -> None:
        if self._asked is not None and not WATCHED.isdisjoint(touched):
            self._soon.start()

    def _connect(self) -> None:
        self.ask.clicked.connect(self.submit)
        self.panel.entered.connect(self.submit)
        self.panel.submitted.connect(self.submit)
        self.other.clicked.connect(self._another)
        self.close_button.clicked.connect(self.reject)
        self.remedies.meant.connect(self.about)
        self._soon.timeout.connect(self.again)
        self._desk.changes.heard.connect(self._heard)

    def _arrange(self) -> None:
        self.empty.tell(
            _("Ask by license key, e-mail or device"),
            _("Every check of an activation is gone through in its order, without activating."),
        )
        self.pages = QStackedWidget()
        for page in (self.empty, self.answer, self.failed):
            self.pages.addWidget(page)
        left = QVBoxLayout()
        left.setSpacing(8)
        for part in (self.whose, self.other, self.panel, self.bar, self.ask):
            left.addWidget(part)
        left.setAlignment(self.other, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        side = QWidget()
        side.setProperty("role", "clear")
        side.setLayout(left)
        left.setContentsMargins(0, 0, 8, 0)
        area = scrolled(side)
        area.setFixedWidth(theme().px(280))
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addWidget(area)
        across.addWidget(self.pages, 1)
        ends = QHBoxLayout()
        ends.addStretch(1)
        ends.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(label(self.windowTitle(), "h1"))
        column.addLayout(across, 1)
        column.addLayout(ends)
        screen = self.screen().availableSize()
        self.resize(
            min(theme().px(1000), screen.width() - 40), min(theme().px(720), screen.height() - 60)
        )
