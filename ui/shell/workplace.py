"""One person's stay, from sign-in to sign-out; nothing of it outlives them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.core.access import Permission
from app.core.clock import time_zone
from app.core.text import N_
from app.organization.schemas import OrganizationSettings
from ui.kit import format as fmt
from ui.kit.changes import ChangeRelay
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.memory import Memory
from ui.kit.theme import Mode
from ui.kit.turns import later
from ui.shell import catalogue, unfinished
from ui.shell.ahead import look_ahead
from ui.shell.counts import Counts
from ui.shell.housekeeping import Housekeeping
from ui.shell.idle import IdleWatch
from ui.shell.lock import Lock
from ui.shell.navigator import ShellNavigator
from ui.shell.opening import Session
from ui.shell.palette import Hit
from ui.shell.reminders import Reminders
from ui.shell.watch import Watch
from ui.shell.window import MainWindow, Outside

if TYPE_CHECKING:
    from ui.shell.about import AboutDialog
    from ui.shell.program import Program
    from ui.shell.settings import SettingsDialog, SettingsSection


class Workplace(QObject):
    """Desk, main window, lock and idle watch of whoever is signed in; `left` at the end."""

    left = Signal()

    def __init__(self, program: "Program", session: Session, relay: ChangeRelay) -> None:
        super().__init__(program)
        self._program, self._session = program, session
        self.navigator = ShellNavigator(self)
        user = f"{session.ready.address} {session.actor.email}"
        self.desk = Desk(
            session.actor,
            session.services,
            program.tasks,
            program.notices,
            relay,
            Memory(program.paths.state / "windows.ini", user),
            program.theme,
            self.navigator,
        )
        self.locker = Lock(program.tasks, session.actor, session.unlock, self)
        self.locker.sign_out_wanted.connect(self._sign_out_locked)
        self.idle = IdleWatch(self)
        self.idle.idle.connect(self.lock)
        self.set_idle_minutes(session.settings.idle_minutes)
        if catalogue.CUSTOMER_WINDOW is not None:
            self.navigator.offer_customers(partial(catalogue.CUSTOMER_WINDOW, self.desk))
        fmt.use_zone(time_zone(session.settings.time_zone))
        self.housekeeping = Housekeeping(self.desk, self)
        self.window = MainWindow(
            self.desk,
            self.navigator,
            catalogue.PAGES,
            session.ready.place,
            Outside(
                lock=self.lock,
                sign_out=self.sign_out,
                quit=program.quit,
                settings=self.open_settings,
                about=self.open_about,
                logs=self._open_logs,
                set_theme=self._set_theme,
            ),
            self.find,
        )
        self.counts = Counts(self.desk, catalogue.tallies(session.actor), self)
        self.counts.counted.connect(self.window.nav.show_count)
        self.reminders = Reminders(self.desk, self, quiet=lambda: self.locker.is_locked)
        # Nobody knows the demo's password, so nobody could change it, or unlock the screen.
        commands = self.window.commands
        for action in (commands.change_password, commands.lock, commands.sign_out):
            action.setVisible(not session.ready.place.demo)
            action.setEnabled(not session.ready.place.demo)
        opened = session.ready.opened
        self.watch = Watch(program.tasks, opened.hear, self)
        self.watch.lost.connect(lambda _error: self.window.status.show_lost())
        self.watch.back.connect(self.window.status.show_back)
        look_ahead(self.desk, self)
        later(self.window, partial(unfinished.offer, self.desk, catalogue.FORMS, self.window))
        self.housekeeping.announce(opened.warnings, str(opened.backup or ""))

    def set_idle_minutes(self, minutes: int) -> None:
        """Lock after so many idle minutes from now on; 0 is never."""
        self.idle.set_minutes(0 if self._session.ready.place.demo else minutes)

    def lock(self) -> None:
        """Hide everything until the password is given."""
        if not self._session.ready.place.demo:
            self.locker.lock()

    def sign_out(self) -> None:
        """End the stay, unless unsaved work is kept."""
        self.leave(self.left.emit)

    def leave(self, then: Callable[[], object]) -> None:
        """Close every window, asking about unsaved work, then call `then`."""

        def gone() -> None:
            self._dispose()
            then()

        self.navigator.close_all(gone)

    def find(self, text: str) -> list[Hit]:
        """The first records that match; runs off the GUI thread."""
        from ui.shell.finding import find  # noqa: PLC0415 - not for the first list

        return find(self.desk, self.window, text)

    def open_settings(self, parent: QWidget) -> "SettingsDialog":
        """Show what can be set here by this person."""
        from ui.shell.settings import SettingsDialog  # noqa: PLC0415 - seldom needed

        dialog = SettingsDialog(self.desk, self._sections(), parent)
        dialog.open()
        return dialog

    def open_about(self, parent: QWidget) -> "AboutDialog":
        """Show which program this is."""
        from ui.shell.about import AboutDialog  # noqa: PLC0415 - seldom needed

        dialog = AboutDialog(self._session.ready.place, parent)
        dialog.open()
        return dialog

    def _sections(self) -> tuple["SettingsSection", ...]:
        from ui.shell.organization_settings import (  # noqa: PLC0415 - seldom needed
            OrganizationPanel,
        )
        from ui.shell.settings import SettingsSection, appearance  # noqa: PLC0415 - seldom needed

        preferences = self._program.preferences

        def organization(desk: Desk) -> QWidget:
            panel = OrganizationPanel(desk)
            panel.changed.connect(self._apply)
            return panel

        return (
            SettingsSection(
                "appearance", N_("Appearance"), Icon.SUN, lambda desk: appearance(preferences, desk)
            ),
            SettingsSection(
                "organization",
                N_("Organization"),
                Icon.BUILDING,
                organization,
                Permission.SETTINGS_EDIT,
            ),
            *catalogue.settings(),
        )

    def _apply(self, settings: OrganizationSettings) -> None:
        self.set_idle_minutes(settings.idle_minutes)
        fmt.use_zone(time_zone(settings.time_zone))

    def _set_theme(self, mode: Mode) -> None:
        self._program.preferences.change(theme=mode.value)
        self._program.theme.apply(mode, self._program.theme.scale)

    def _open_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._program.paths.log)))

    def _sign_out_locked(self) -> None:
        self.locker.release()
        self.sign_out()

    def _dispose(self) -> None:
        self.idle.stop()
        self.watch.stop()
        self.counts.stop()
        self.reminders.stop()
        self.housekeeping.finish()
        if self.locker.is_locked:
            self.locker.release()
        for job in self.desk.tasks.jobs:
            job.cancel()
        self.window.dispose()
        self.desk.memory.save()
        self.deleteLater()
