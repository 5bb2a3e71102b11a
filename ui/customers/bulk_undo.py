"""Takes back a bulk change that was done in parts, the last part first."""

from collections.abc import Sequence
from functools import partial

from app.core.errors import DeskError
from app.core.progress import Progress
from app.core.stages import Stage
from app.core.text import _
from app.customers.bulk_schemas import BulkParts
from ui.customers.bulk_words import undone
from ui.kit.desk import Desk
from ui.kit.notices import Offer
from ui.kit.undoing import done


def done_in_parts(desk: Desk, text: str, result: BulkParts) -> None:
    """Say what was done, and offer to undo every part of it."""
    commands = [part.command for part in result.done if part.command]
    if len(commands) <= 1:
        done(desk, text, sum(commands))
        return
    offer: Offer = (_("Undo"), partial(_start, desk, tuple(reversed(commands))))
    desk.notices.say(text, offer)


def _start(desk: Desk, commands: Sequence[int]) -> None:
    title = _("Undoing a change of many customers")
    work = partial(_undo, desk, commands)
    desk.tasks.start(desk.changes, title, work, partial(_came, desk, len(commands)))


def _undo(desk: Desk, commands: Sequence[int], progress: Progress) -> tuple[int, int, str]:
    """How many parts and customers were taken back, and why it stopped, if it did."""
    rows = 0
    for number, command in enumerate(commands):
        share = 1 / len(commands)
        stage = Stage(progress, number * share, (number + 1) * share)
        try:
            rows += desk.services.undo.undo(command, progress=stage).rows
        except DeskError as error:
            return number, rows, str(error)
    return len(commands), rows, ""


def _came(desk: Desk, total: int, came: tuple[int, int, str]) -> None:
    parts, rows, stopped = came
    if not stopped:
        desk.notices.say(undone(rows))
        return
    said = _("Undone for %(done)d of %(total)d parts. %(why)s The others are still in Edit ▸ Undo.")
    desk.notices.warn(said % {"done": parts, "total": total, "why": stopped})
