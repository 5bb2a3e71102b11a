"""Looks at a customer before it is verified, and asks why a verification is taken back."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import DeskError
from app.core.receipt import Receipt
from app.core.text import N_, _
from app.customers.verify_schemas import Known, Review, Sign, UnverifyDraft
from ui.customers.looks import short
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, MessageBar, Section
from ui.kit.form_editors import line
from ui.kit.form_panel import scrolled
from ui.kit.icons import Icon
from ui.kit.parts import button, card, label, picture
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role, theme

PLACE, UNVERIFY = "verify", "unverify"
_SIZE = (640, 750)
_FOR = N_("Verify when")
_AGAINST = N_("Do not verify if")


class VerifyDialog(QDialog):
    """Shows a review and verifies on demand; `verified` carries the command's receipt.

    Open it with `open()`.
    """

    verified = Signal(object)

    def __init__(self, desk: Desk, found: Review, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.found, self._busy = desk, found, False
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Verify %s") % short(found.name, 40))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.bar = MessageBar(PLACE)
        self.confirm = button(_("Mark the address as confirmed"), f"{PLACE}.confirmEmail",
                              Icon.MAIL)  # fmt: skip
        self.run = button("", f"{PLACE}.run", Icon.SHIELD_CHECK, "primary")
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self._inside = QWidget()
        self._inside.setProperty("role", "clear")
        self._body = QVBoxLayout(self._inside)
        self._arrange()
        self.confirm.clicked.connect(self._confirm_email)
        self.run.clicked.connect(self._verify)
        self.cancel.clicked.connect(self.reject)
        self.bar.pressed.connect(self._look_again)
        self.show_review(found)
        self.run.setFocus()

    def show_review(self, found: Review) -> None:
        """Show what is known of the customer now."""
        self.found = found
        while (item := self._body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if any(sign.holds for sign in found.warnings):
            self._body.addWidget(_note(_("Something speaks against it. Look at it first.")))
        self._body.addWidget(_known(found.known))
        self._body.addWidget(_signs(_(_FOR), "for", found.good, Icon.CIRCLE_CHECK, Role.OK_FG))
        self._body.addWidget(
            _signs(_(_AGAINST), "against", found.warnings, Icon.ALERT, Role.WARN_FG)
        )
        self._body.addStretch(1)
        self.confirm.setVisible(found.email_open)
        doubtful = any(sign.holds for sign in found.warnings)
        self.run.setText(_("Verify anyway") if doubtful else _("Verify customer"))
        self.run.setAccessibleName(self.run.text())
        self._offer(busy=False)

    def _verify(self) -> None:
        receipt = Receipt()
        service = self._desk.services.verification.noting(receipt)
        work = partial(service.verify, self.found.id, self.found.version)
        self._start(work, lambda: self._done(receipt))

    def _done(self, receipt: Receipt) -> None:
        self.verified.emit(receipt)
        self.accept()

    def _confirm_email(self) -> None:
        work = partial(self._desk.services.verification.confirm_email, self.found.id)
        self._start(work, self._look_again)

    def _look_again(self) -> None:
        self.bar.say("")
        look = partial(self._desk.services.verification.review, self.found.id)
        self._desk.tasks.run(self, look, self._seen, self._failed)

    def _seen(self, found: Review) -> None:
        if found.verified_at is not None:
            # Confirming its address has verified it by itself.
            self._done(Receipt())
            return
        self.show_review(found)

    def _start(self, work: Callable[[], None], then: Callable[[], None]) -> None:
        if self._busy:
            return
        self.bar.say("")
        self._offer(busy=True)
        self._desk.tasks.run(self, work, lambda _none: then(), self._failed)

    def _failed(self, error: Exception) -> None:
        self._offer(busy=False)
        if isinstance(error, DeskError):
            self.bar.say(str(error), retry=True)
        else:
            self._desk.notices.show_error(error)

    def _offer(self, *, busy: bool) -> None:
        self._busy = busy
        for each in (self.run, self.confirm):
            each.setEnabled(not busy)

    def _arrange(self) -> None:
        self._body.setContentsMargins(0, 0, 8, 0)
        self._body.setSpacing(12)
        said = _(
            "Check what is known first. Verifying sets “Customer since” to today and gives "
            "the customer its full privileges."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(self.windowTitle(), "h1", name=f"{PLACE}.title"))
        column.addWidget(paragraph(said, "muted", f"{PLACE}.lead"))
        column.addWidget(scrolled(self._inside), 1)
        column.addWidget(self.bar)
        ends = QHBoxLayout()
        ends.setSpacing(8)
        ends.addWidget(self.confirm)
        ends.addStretch(1)
        ends.addWidget(self.cancel)
        ends.addWidget(self.run)
        column.addLayout(ends)
        room = self.screen().availableSize()
        width, height = (theme().px(side) for side in _SIZE)
        self.resize(min(width, room.width() - 40), min(height, room.height() - 60))


def unverify(
    desk: Desk, customer_id: int, name: str, parent: QWidget | None, receipt: Receipt
) -> FormDialog[UnverifyDraft]:
    """A dialog that takes a verification back."""
    save = partial(desk.services.verification.noting(receipt).unverify, customer_id)
    hint = N_("It loses what only verified customers have. Nothing verifies it by itself again.")
    why = Field("reason", N_("Reason"), line, required=True, wide=True,
                help=N_("It stays in the customer's history."))  # fmt: skip
    title = _("Take back that %s is verified") % short(name, 40)
    return FormDialog(
        desk, UNVERIFY, title, UnverifyDraft, (Section("", (why,), hint),), save,
        verb=N_("Take back"), danger=True, parent=parent,
    )  # fmt: skip


def _known(known: Sequence[Known]) -> QFrame:
    made = card()
    grid = QGridLayout()
    grid.setContentsMargins(0, 4, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for row, one in enumerate(known):
        name = label(one.title, "muted")
        name.setMinimumWidth(theme().px(110))
        grid.addWidget(name, row, 0, top)
        words = one.value or (_("Missing") if one.needed else "\u2013")
        value = paragraph(words, "" if one.value or not one.needed else "error",
                          f"{PLACE}.{one.key}")  # fmt: skip
        value.setMinimumHeight(1)
        grid.addWidget(value, row, 1, top)
    return _filled(made, _("What is known"), grid)


def _signs(title: str, name: str, signs: Sequence[Sign], mark: Icon, role: Role) -> QFrame:
    """A part of the guidance: what is so stands out, what is not is muted."""
    made = card()
    grid = QGridLayout()
    grid.setContentsMargins(0, 4, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for row, sign in enumerate(signs):
        shown = picture(mark if sign.holds else Icon.MINUS, 16, role if sign.holds else Role.MUTED)
        grid.addWidget(shown, row, 0, Qt.AlignmentFlag.AlignTop)
        words = paragraph(sign.text, "" if sign.holds else "muted", f"{PLACE}.{name}.{sign.key}")
        words.setMinimumHeight(1)
        grid.addWidget(words, row, 1)
    return _filled(made, title, grid)


def _filled(made: QFrame, title: str, grid: QGridLayout) -> QFrame:
    column = made.layout()
    if isinstance(column, QVBoxLayout):
        column.addWidget(label(title, "h2"))
        column.addLayout(grid)
    return made


def _note(text: str) -> QFrame:
    made = QFrame()
    made.setProperty("role", "warning")
    row = QHBoxLayout(made)
    row.setContentsMargins(12, 8, 12, 8)
    row.setSpacing(10)
    row.addWidget(picture(Icon.ALERT, 16, Role.WARN_FG), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(paragraph(text), 1)
    return made
