"""Saves a form in the background and brings every refusal back to where it belongs."""

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QWidget

from app.core.draft import Draft
from app.core.errors import DeskError, Invalid, Unavailable, Unsure
from app.core.progress import Progress
from app.core.text import _
from ui.kit.desk import Desk
from ui.kit.form_panel import FormPanel
from ui.kit.icons import Icon
from ui.kit.parts import button, picture
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role
from ui.kit.work import WorkBar

D = TypeVar("D", bound=Draft)
# The records of which a form can open the one that is in the way.
_OPENED = "customers"


class MessageBar(QFrame):
    """One sentence about the whole form, and perhaps a button; hidden while empty."""

    pressed = Signal()

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setProperty("role", "problem")
        self.text = paragraph("", name=f"{place}.message")
        self.act = button(_("Try again"), f"{place}.retry")
        self.act.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(picture(Icon.CIRCLE_ALERT, 16, Role.BAD_FG), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.text, 1)
        row.addWidget(self.act)
        self.hide()

    def say(self, text: str, *, retry: bool = False, verb: str = "") -> None:
        """Show a sentence, or nothing; `retry` offers to try again, or another `verb`."""
        self.text.setText(text)
        self.act.setText(verb or _("Try again"))
        self.act.setAccessibleName(self.act.text())
        self.act.setVisible(retry)
        self.setVisible(bool(text))
        self.setAccessibleName(text)


class Saver(QObject, Generic[D]):
    """Joins a panel, its Save button and a use case.

    `saved` carries what the use case returned; `refused` every error but `Invalid`,
    after it was shown; `invalid` an `Invalid`, before it is. What was typed stays in
    the form until it is saved.
    """

    saved = Signal(object)
    invalid = Signal(object)
    refused = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self,
        desk: Desk,
        panel: FormPanel[D],
        bar: MessageBar,
        press: QPushButton,
        save: Callable[..., object],
    ) -> None:
        super().__init__(panel)
        self._desk, self._panel, self._bar, self._press, self._save = desk, panel, bar, press, save
        self._verb = press.text()
        self._focus: QWidget | None = None
        # What was sent, and the error when nobody knows whether it was saved.
        self._sent: dict[str, object] = {}
        self._unsure: Unsure | None = None
        self._watched: tuple[WorkBar, str] | None = None
        self.busy = False
        press.clicked.connect(self.submit)
        bar.pressed.connect(self.submit)
        panel.submitted.connect(self.submit)

    def submit(self) -> None:
        """Check what is filled in and save it, unless that is under way.

        While it is not known whether the last save arrived, that is asked first.
        """
        if self.busy:
            return
        if (unsure := self._unsure) is not None:
            self._start(lambda _progress: unsure.ask())
            return
        try:
            draft = self._panel.draft()
        except Invalid as invalid:
            self._show(invalid)
            return
        self._panel.forget_problems()
        self._sent = self._panel.state()
        if self._watched is None:
            self._start(lambda _progress: self._save(draft))
        else:
            self._start(lambda progress: self._save(draft, progress))

    def watch(self, work: WorkBar, title: str) -> None:
        """Let saving be watched and stopped; what saves is given a `Progress` besides."""
        self._watched = (work, title)
        work.failed.connect(self._failed)

    def stop(self) -> None:
        """Ask saving to stop, where it can; what was typed stays."""
        if self._watched is not None:
            self._watched[0].cancel()

    def _start(self, work: Callable[[Progress], object]) -> None:
        self._bar.say("")
        self._set_busy(True)
        if self._watched is None:
            self._desk.tasks.run(self, lambda: work(Progress()), self._done, self._failed)
        else:
            bar, title = self._watched
            bar.start(self, title, work, self._done)

    def _done(self, result: object) -> None:
        self._unsure = None
        self._set_busy(False)
        # What was typed while nobody knew whether the rest was saved, is not.
        if self._panel.state() == self._sent:
            self._panel.mark_clean()
        self.saved.emit(result)

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, Invalid):
            self._show(error)
            return
        self._unsure = error if isinstance(error, Unsure) else None
        if isinstance(error, DeskError):
            again = isinstance(error, Unavailable)
            kept = _("Your entries are still here.")
            verb = _("Find out") if self._unsure else ""
            self._bar.say(f"{error} {kept}" if again else str(error), retry=again, verb=verb)
        else:
            self._desk.notices.show_error(error)
        self.refused.emit(error)

    def _show(self, invalid: Invalid) -> None:
        self.invalid.emit(invalid)
        links = {
            key: partial(self._desk.navigator.open_customer, found)
            for key, found in invalid.existing.items()
            if invalid.table == _OPENED
        }
        homeless = self._panel.show_problems(invalid.fields, links)
        self._bar.say(" ".join(dict.fromkeys(homeless)))

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        focus = QApplication.focusWidget()
        if busy:
            self._focus = focus if focus and self._panel.isAncestorOf(focus) else None
        self._press.setText(_("Saving…") if busy else self._verb)
        self._press.setEnabled(not busy)
        self._panel.setEnabled(not busy)
        if not busy and self._focus is not None:
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.busy_changed.emit(busy)
