"""Takes steps back and forward: from the toast that tells of one, from menu, keys and History."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtWidgets import QApplication, QWidget

from app.core.errors import Cancelled, DeskError, Unavailable
from app.core.progress import Progress
from app.core.text import _
from ui.kit.desk import Desk
from ui.kit.dialogs import tell
from ui.kit.notices import Offer

if TYPE_CHECKING:
    from app.undo.schemas import Step, UndoOutcome, UndoPreview

# More customers than this take long enough to be shown as work that runs.
_MANY = 200


class End(Enum):
    """How a step ended: done, refused by what happened since, or stopped on the way."""

    DONE = "done"
    BLOCKED = "blocked"
    STOPPED = "stopped"


Ended = Callable[[End], None]


def done(desk: Desk, text: str, command: int, also: Offer | None = None) -> None:
    """Say what was done, and offer to undo it; `command` is the receipt's, 0 for nothing.

    `also` is something else to do about it, such as (Open, call).
    """
    offer = (_("Undo"), partial(undo, desk, command)) if command else None
    desk.notices.say(text, offer or also, also if offer else None)


def undo(desk: Desk, command: int, ended: Ended = lambda _end: None) -> None:
    """Undo a command, and say what came of it; what refuses is listed with its reason."""
    _Move(desk, command, True, ended).begin()


def redo(desk: Desk, command: int, ended: Ended = lambda _end: None) -> None:
    """Do again what was undone; as `undo` otherwise."""
    _Move(desk, command, False, ended).begin()


@dataclass(frozen=True, slots=True)
class _Move:
    """One step, `back` or forward."""

    desk: Desk
    command: int
    back: bool
    ended: Ended

    def begin(self, *, partly: bool = False) -> None:
        """Find out how much there is to do, then do it."""
        work = partial(self.desk.services.undo.show, self.command)
        go = partial(self._go, partly=partly)
        self.desk.tasks.run(self.desk.changes, work, go, self._broke)

    def _go(self, step: "Step", *, partly: bool) -> None:
        service = self.desk.services.undo.keyed(uuid4().hex)
        call = service.undo if self.back else service.redo

        def work(progress: Progress | None = None) -> "UndoOutcome":
            return call(step.command, partly=partly, progress=progress)

        tasks, owner = self.desk.tasks, self.desk.changes
        failed = partial(self._failed, step)
        if step.rows > _MANY:
            title = _("Undoing: %s") if self.back else _("Redoing: %s")
            tasks.start(owner, title % step.title, work, self._came, failed)
        else:
            tasks.run(owner, work, self._came, failed)

    def _came(self, outcome: "UndoOutcome") -> None:
        desk, command = self.desk, outcome.step.command
        if self.back:
            said, offer = _("Undone: %s."), (_("Redo"), partial(redo, desk, command))
        else:
            said, offer = _("Redone: %s."), (_("Undo"), partial(undo, desk, command))
        desk.notices.say(" ".join((said % outcome.step.title, *outcome.notes)), offer)
        self.ended(End.DONE)

    def _failed(self, step: "Step", error: Exception) -> None:
        preview: UndoPreview | None = getattr(error, "preview", None)
        if preview is None:
            self._broke(error)
            return
        self.ended(End.BLOCKED)
        if preview.total == 1:
            title = _("This cannot be undone") if self.back else _("This cannot be redone")
            tell(_front(), title, f"{step.title}\n\n{preview.refused[0].reason}")
            return
        from ui.kit.undo_dialog import UndoDialog  # noqa: PLC0415 - not for the first list

        again = partial(self.begin, partly=True)
        UndoDialog(self.desk, preview, again, back=self.back, parent=_front()).open()

    def _broke(self, error: Exception) -> None:
        passing = isinstance(error, Unavailable | Cancelled) or not isinstance(error, DeskError)
        self.ended(End.STOPPED if passing else End.BLOCKED)
        self.desk.notices.show_error(error)


def _front() -> QWidget | None:
    return QApplication.activeModalWidget() or QApplication.activeWindow()
