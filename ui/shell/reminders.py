"""Tells the person at the desk what they asked to be reminded of, once, when its time comes."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from app.core.access import Permission
from app.core.errors import DeskError
from app.core.text import _, ngettext
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.icons import app_icon

if TYPE_CHECKING:
    from app.interactions.schemas import Reminder

EVERY_MS, SOON_MS = 60_000, 5_000
# More at once are told in one message.
_SINGLY = 3
PAGE = "followUps"


class Reminders(QObject):
    """Asks every minute; nothing is asked, and so nothing told, while `quiet` says so."""

    def __init__(self, desk: Desk, parent: QObject, quiet: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._desk, self._quiet = desk, quiet
        self._tray: QSystemTrayIcon | None = None
        self._open: Callable[[], None] | None = None
        self._clock = QTimer(self, interval=EVERY_MS)
        self._clock.timeout.connect(self.look)
        if desk.actor.can(Permission.CUSTOMERS_READ):
            self._clock.start()
            QTimer.singleShot(SOON_MS, self, self._first)

    def stop(self) -> None:
        """Remind of nothing more."""
        self._clock.stop()
        if self._tray is not None:
            self._tray.hide()

    def look(self) -> None:
        """Ask what is due, off the GUI thread."""
        if self._quiet():
            return
        # Whoever names the service first imports it: that is the worker.
        services = self._desk.services

        def due() -> "Sequence[Reminder]":
            return services.follow_ups.due_reminders()

        self._desk.tasks.run(self, due, self._came, self._failed)

    def _first(self) -> None:
        if self._clock.isActive():
            self.look()

    def _came(self, found: "Sequence[Reminder]") -> None:
        navigator = self._desk.navigator
        if len(found) > _SINGLY:
            said = ngettext("%s follow-up is due.", "%s follow-ups are due.", len(found))
            show = partial(navigator.open_page, PAGE)
            self._tell(said % fmt.text(len(found)), (_("Open my day"), show))
            return
        for one in found:
            whose = partial(navigator.open_customer, one.customer_id, "interactions")
            self._tell(_words(one), (_("Open customer"), whose))

    def _tell(self, said: str, offer: tuple[str, Callable[[], None]]) -> None:
        self._desk.notices.warn(said, offer)
        # Whoever looks at the program has read it there.
        if QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive:
            return
        if (tray := self._icon()) is not None:
            self._open = offer[1]
            tray.showMessage(_("Customer Desk"), said, app_icon())

    def _icon(self) -> QSystemTrayIcon | None:
        """The program's place in the system's tray, where there is one."""
        if self._tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = QSystemTrayIcon(app_icon(), self)
            self._tray.setToolTip(_("Customer Desk"))
            self._tray.messageClicked.connect(self._clicked)
            self._tray.activated.connect(self._clicked)
            self._tray.show()
        return self._tray

    def _clicked(self, _reason: object = None) -> None:
        if self._open is not None:
            self._open()

    def _failed(self, error: Exception) -> None:
        """What cannot be asked now is asked again in a minute."""
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)


def _words(one: "Reminder") -> str:
    words = {
        "what": fmt.short(one.title),
        "who": fmt.short(one.customer or fmt.NOBODY),
        "day": fmt.text(one.due_on),
    }
    if one.due_on == fmt.today():
        return _("Due today: %(what)s (%(who)s)") % words
    return _("Due %(day)s: %(what)s (%(who)s)") % words
