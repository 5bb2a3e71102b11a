"""What the program says to the person at the desk, and a memory of it."""

import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, DeskError

KEPT = 200
Offer = tuple[str, Callable[[], None]]


class Level(Enum):
    """How much attention a message asks for."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message: plain text, and perhaps something to do about it (title, call).

    `also` is a second thing to do, offered before the first.
    """

    message: str
    level: Level = Level.INFO
    action: Offer | None = None
    also: Offer | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Notices(QObject):
    """The only way to speak to the user without stopping them.

    `shown` carries each `Notice`; whoever paints toasts listens to it.
    """

    shown = Signal(object)
    seen = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: deque[Notice] = deque(maxlen=KEPT)
        self.unseen = 0

    @property
    def history(self) -> tuple[Notice, ...]:
        """What was said, oldest first."""
        return tuple(self._history)

    def say(self, message: str, action: Offer | None = None, also: Offer | None = None) -> None:
        """Tell something that went as asked; `action` might be (Undo, call), `also` (Open, …)."""
        self._show(Notice(message, Level.INFO, action, also))

    def warn(self, message: str, action: Offer | None = None) -> None:
        """Tell something the person should look at."""
        self._show(Notice(message, Level.WARNING, action))

    def show_error(self, error: Exception, action: Offer | None = None) -> None:
        """Show an expected failure as its sentence; anything else is a bug.

        Bugs go to `sys.excepthook`, where the crash report is made. Work that was
        cancelled on purpose is news, not a failure.
        """
        if isinstance(error, Cancelled):
            self.say(str(error))
        elif isinstance(error, DeskError):
            self._show(Notice(str(error), Level.ERROR, action))
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def mark_seen(self) -> None:
        """The history has been looked at."""
        self.unseen = 0
        self.seen.emit()

    def _show(self, notice: Notice) -> None:
        self._history.append(notice)
        self.unseen += 1
        self.shown.emit(notice)
