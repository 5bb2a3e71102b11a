"""Keeps what is typed into a form until it is saved, and brings it back after a crash."""

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.core.errors import DeskError
from app.core.text import _
from app.drafts.schemas import KeptDraft
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form_entries import bring, reset, typed
from ui.kit.form_panel import FormPanel
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, picture
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role

REST_MS = 1500


class DraftBar(QFrame):
    """Says that entries come from an earlier time; `afresh` is asked for without them."""

    afresh = Signal()

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setObjectName(f"{place}.draft")
        self.setProperty("role", "bar")
        self.text = paragraph("", name=f"{place}.draft.message")
        self.again = button(_("Start afresh"), f"{place}.draft.afresh", Icon.UNDO)
        self.again.clicked.connect(self.afresh)
        self.close_button = icon_button(_("Close the message"), f"{place}.draft.close", Icon.X)
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(10)
        row.addWidget(picture(Icon.HISTORY, 18, Role.ACCENT))
        row.addWidget(self.text, 1)
        row.addWidget(self.again)
        row.addWidget(self.close_button)
        self.hide()

    def tell(self, found: KeptDraft) -> None:
        """Say since when the entries wait."""
        said = _("Your unsaved entries of %s are back. They are still not saved.")
        self.text.setText(said % fmt.text(found.at))
        self.setAccessibleName(self.text.text())
        self.show()


class _Slot:
    """Lets the latest of several pieces of work win, whichever thread gets there first."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._given = self._done = 0

    def ordered(self, work: Callable[[], None]) -> Callable[[], None]:
        """`work`, to be left out once something asked for later was done."""
        self._given += 1
        return partial(self._run, self._given, work)

    def _run(self, number: int, work: Callable[[], None]) -> None:
        with self._turn:
            if number > self._done:
                self._done = number
                work()


class DraftKeeper(QObject):
    """Joins a form to what its person typed into it before and did not save.

    `moved` carries the fields somebody else has changed since then. `title` says what
    the form is about, for whoever lists unfinished forms; `subject` is the form's name and
    the id of the record it edits, 0 for a new one.
    """

    brought = Signal()
    moved = Signal(object)

    def __init__(
        self,
        desk: Desk,
        panel: FormPanel[Any],
        bar: DraftBar,
        title: Callable[[], str],
        subject: tuple[str, int],
    ) -> None:
        super().__init__(panel)
        self._desk, self._panel, self._bar, self._title = desk, panel, bar, title
        self._subject = subject
        self._kept = False
        self._slot = _Slot()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._keep)
        panel.edited.connect(self._rest.start)
        bar.afresh.connect(self._start_afresh)
        find = partial(desk.services.drafts.find, *subject)
        desk.tasks.run(self, find, self._came, partial(_failed, desk))

    def drop(self) -> None:
        """Forget what was kept: it was saved, or is not wanted."""
        self._rest.stop()
        self._bar.hide()
        if self._kept:
            self._kept = False
            forget = partial(self._desk.services.drafts.drop, *self._subject)
            self._run(forget)

    def throw_away(self) -> None:
        """The person does not want to save; for a moment they can think better of it."""
        entries, title = typed(self._panel), self._title()
        self.drop()
        if not entries:
            return
        services, tasks, notices = self._desk.services.drafts, self._desk.tasks, self._desk.notices
        slot = self._slot
        keep = partial(services.keep, *self._subject, title, entries)
        told = _("Kept. Open the form again: your entries are in it.")

        def back() -> None:
            tasks.run(tasks, slot.ordered(keep), lambda _none: notices.say(told))

        notices.say(_("Your entries were thrown away."), (_("Keep them"), back))

    def _start_afresh(self) -> None:
        reset(self._panel)
        self.drop()

    def _came(self, found: KeptDraft | None) -> None:
        if found is None or not self._panel.isEnabled():
            return
        self._kept = True
        moved = bring(self._panel, found.entries)
        self._bar.tell(found)
        self.brought.emit()
        if moved:
            self.moved.emit(moved)

    def _keep(self) -> None:
        entries = typed(self._panel)
        if not entries:
            self.drop()
            return
        self._kept = True
        services = self._desk.services.drafts
        keep = partial(services.keep, *self._subject, self._title(), entries)
        self._run(keep)

    def _run(self, work: Callable[[], None]) -> None:
        """Not tied to the form: it goes on when the form is closed."""
        tasks = self._desk.tasks
        tasks.run(tasks, self._slot.ordered(work), _done, partial(_failed, self._desk))


def _failed(desk: Desk, error: Exception) -> None:
    """What cannot be kept is still in the form; saving it will say what is wrong."""
    if not isinstance(error, DeskError):
        desk.notices.show_error(error)


def _done(_nothing: object) -> None:
    """Nothing is said when all is well."""
