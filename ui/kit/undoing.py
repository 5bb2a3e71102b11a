"""Takes steps back and forward: from the toast that tells of one, from menu and keys."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtWidgets import QApplication, QWidget

from app.core.progress import Progress
from app.core.text import _
from ui.kit.desk import Desk
from ui.kit.dialogs import tell
from ui.kit.notices import Offer
from ui.kit.undo_dialog import UndoDialog

if TYPE_CHECKING:
    from app.undo.schemas import Step, UndoOutcome, UndoPreview

# More customers than this take long enough to be shown as work that runs.
_MANY = 200


def done(desk: Desk, text: str, command: int, also: Offer | None = None) -> None:
    """Say what was done, and offer to undo it; `command` is the receipt's, 0 for nothing.

    `also` is something else to do about it, such as (Open, call).
    """
    offer = (_("Undo"), partial(undo, desk, command)) if command else None
    desk.notices.say(text, offer or also, also if offer else None)


def undo(desk: Desk, command: int) -> None:
    """Undo a command, and say what came of it; what refuses is listed with its reason."""
    _move(desk, command, back=True, partly=False)


def redo(desk: Desk, command: int) -> None:
    """Do again what was undone; as `undo` otherwise."""
    _move(desk, command, back=False, partly=False)


def _move(desk: Desk, command: int, *, back: bool, partly: bool) -> None:
    """Find out how much there is to do, then do it."""
    work = partial(desk.services.undo.show, command)
    go = partial(_start, desk, back=back, partly=partly)
    desk.tasks.run(desk.changes, work, go)


def _start(desk: Desk, step: "Step", *, back: bool, partly: bool) -> None:
    undoing = desk.services.undo.keyed(uuid4().hex)
    call = undoing.undo if back else undoing.redo

    def work(progress: Progress | None = None) -> "UndoOutcome":
        return call(step.command, partly=partly, progress=progress)

    then = partial(_came, desk, back=back)
    failed = partial(_failed, desk, step, back=back)
    if step.rows > _MANY:
        title = _("Undoing: %s") if back else _("Redoing: %s")
        desk.tasks.start(desk.changes, title % step.title, work, then, failed)
    else:
        desk.tasks.run(desk.changes, work, then, failed)


def _came(desk: Desk, outcome: "UndoOutcome", *, back: bool) -> None:
    command = outcome.step.command
    if back:
        said, offer = _("Undone: %s."), (_("Redo"), partial(redo, desk, command))
    else:
        said, offer = _("Redone: %s."), (_("Undo"), partial(undo, desk, command))
    desk.notices.say(" ".join((said % outcome.step.title, *outcome.notes)), offer)


def _failed(desk: Desk, step: "Step", error: Exception, *, back: bool) -> None:
    preview: UndoPreview | None = getattr(error, "preview", None)
    if preview is None:
        desk.notices.show_error(error)
    elif preview.total == 1:
        title = _("This cannot be undone") if back else _("This cannot be redone")
        said = f"{step.title}\n\n{preview.refused[0].reason}"
        tell(_front(), title, said)
    else:
        again = partial(_move, desk, step.command, back=back, partly=True)
        UndoDialog(desk, preview, again, back=back, parent=_front()).open()


def _front() -> QWidget | None:
    return QApplication.activeModalWidget() or QApplication.activeWindow()
