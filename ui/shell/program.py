"""From the first window to the last: opens the database, lets people in and out."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from app.core.errors import DeskError, PasswordNeeded
from app.core.secrets import SecretStore
from app.core.settings import Paths
from app.core.text import _
from ui.kit.changes import ChangeRelay
from ui.kit.notices import Notices
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, Theme
from ui.shell import opening
from ui.shell.connection import ConnectionPage, OpeningPage, Trouble
from ui.shell.opening import Ready, Session
from ui.shell.preferences import Preferences
from ui.shell.single_instance import SingleInstance
from ui.shell.start_window import StartWindow
from ui.shell.workplace import Workplace

if TYPE_CHECKING:
    from ui.shell.first_run import FirstRunPage
    from ui.shell.sign_in import SignInPage


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for; blank and None leave it to the preferences."""

    database: str = ""
    demo: bool = False
    theme: Mode | None = None
    scale: int | None = None
    size: tuple[int, int] | None = None


class Program(QObject):
    """The composition root. One database is open at a time, one person is in."""

    def __init__(self, app: QApplication, paths: Paths, options: Options) -> None:
        super().__init__(app)
        self.paths, self.options = paths, options
        self.notices = Notices(self)
        self.preferences = Preferences(paths, self.notices.show_error)
        self.theme = Theme(
            app, options.theme or self.preferences.theme, options.scale or self.preferences.scale
        )
        self.tasks = Tasks(self.notices.show_error, self)
        self.secrets = SecretStore()
        self.start_window = StartWindow()
        self.start_window.left.connect(self.quit)
        self.workplace: Workplace | None = None
        self._ready: Ready | None = None
        self._relay: ChangeRelay | None = None
        self._instance: SingleInstance | None = None

    def start(self) -> bool:
        """Show the first window and open what was asked for; False when another has it."""
        try:
            self.paths.make()
        except DeskError as error:
            self.notices.show_error(error)
        address = self.options.database or self.preferences.settings.database
        if self.options.demo:
            address = self.options.database or str(self.paths.demo)
        return self.open(address or str(self.paths.database), demo=self.options.demo)

    def open(self, address: str, password: str = "", *, demo: bool = False) -> bool:
        """Open a database, in the background; False when another program has it already."""
        if not self._claim(address):
            return False
        title = address if "://" not in address else address.rpartition("@")[2]
        self._show_start(OpeningPage(Path(title).name if "://" not in address else title))
        failed = partial(self._not_opened, address, demo)
        if demo:
            work = partial(opening.open_demo, Path(address))
            self.tasks.run(self, work, self._enter, failed)
        else:
            ask = partial(opening.open_at, address, password, self.secrets)
            self.tasks.run(self, ask, self._opened, failed)
        return True

    def quit(self) -> None:
        """Leave, unless unsaved work is kept."""
        if self.workplace is not None:
            self.workplace.leave(self._quit_now)
        else:
            self._quit_now()

    def close(self) -> None:
        """Let go of everything; for the very end."""
        if self._instance is not None:
            self._instance.release()
        self._close_database()
        self.start_window.deleteLater()

    def raise_window(self) -> None:
        """Bring whichever window we have to the front."""
        window = self.workplace.window if self.workplace else self.start_window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def _claim(self, address: str) -> bool:
        if self._instance is not None:
            self._instance.release()
            self._instance.deleteLater()
        self._instance = SingleInstance(address, self)
        self._instance.raised.connect(self.raise_window)
        return self._instance.claim()

    def _not_opened(self, address: str, demo: bool, error: Exception) -> None:
        if not isinstance(error, DeskError):
            self._trouble(address, demo, Trouble(_("Opening it failed in an unexpected way.")))
            raise error
        wrong_password = isinstance(error, PasswordNeeded)
        self._trouble(address, demo, Trouble(str(error), password=wrong_password))

    def _trouble(self, address: str, demo: bool, trouble: Trouble) -> None:
        page = ConnectionPage(address, trouble)
        page.retried.connect(lambda: self.open(address, demo=demo))
        page.chosen.connect(self._open_other)
        page.left.connect(self.quit)
        self._show_start(page)

    def _open_other(self, address: str, password: str) -> None:
        self._close_database()
        if not self.open(address, password):
            self.quit()

    def _opened(self, ready: Ready) -> None:
        self._ready = ready
        self._relay = ChangeRelay(ready.opened.changes, self)
        self._warn(ready)
        if ready.state.needs_setup:
            from ui.shell.first_run import FirstRunPage  # noqa: PLC0415 - forms are not for the demo

            page = FirstRunPage(self.tasks, ready.set_up)
            page.entered.connect(self._enter)
            page.demo_wanted.connect(self._open_demo)
            self._show_start(page)
        else:
            self._show_sign_in(ready)

    def _show_sign_in(self, ready: Ready) -> None:
        from ui.shell.sign_in import SignInPage  # noqa: PLC0415 - forms are not for the demo

        email = self.preferences.settings.email_for(ready.address)
        page = SignInPage(
            self.tasks, ready.state.organization, ready.place.name, email, ready.sign_in
        )
        page.entered.connect(self._enter)
        page.other_database.connect(self._choose_database)
        self._show_start(page)

    def _choose_database(self) -> None:
        ready = self._ready
        if ready is None:
            return
        page = ConnectionPage(ready.address, None)
        page.retried.connect(partial(self._show_sign_in, ready))
        page.chosen.connect(self._open_other)
        page.left.connect(partial(self._show_sign_in, ready))
        self._show_start(page)

    def _open_demo(self) -> None:
        self._close_database()
        if not self.open(str(self.paths.demo), demo=True):
            self.quit()

    def _enter(self, session: Session) -> None:
        if self._ready is None or self._relay is None:
            self._ready = session.ready
            self._relay = ChangeRelay(session.ready.opened.changes, self)
        if not session.ready.place.demo:
            self.preferences.remember_email(session.ready.address, session.actor.email)
            self.preferences.change(database=session.ready.address)
        self.workplace = Workplace(self, session, self._relay)
        self.workplace.left.connect(self._signed_out)
        self.workplace.window.close_wanted.connect(self.quit)
        if self.options.size:
            self.workplace.window.resize(*self.options.size)
        self.workplace.window.show()
        self.start_window.hide()

    def _signed_out(self) -> None:
        self.workplace = None
        ready = self._ready
        if ready is None or ready.place.demo:
            self._quit_now()
        else:
            self._show_sign_in(ready)

    def _warn(self, ready: Ready) -> None:
        for warning in ready.opened.warnings:
            self.notices.warn(warning)
        if ready.opened.backup:
            told = _("The database was brought up to date. The copy from before is %s.")
            self.notices.say(told % ready.opened.backup)
        if self.preferences.notice:
            self.notices.warn(self.preferences.notice)

    def _show_start(self, page: "OpeningPage | ConnectionPage | FirstRunPage | SignInPage") -> None:
        self.start_window.show_page(page)
        self.start_window.show()

    def _close_database(self) -> None:
        if self._ready is not None:
            # Nobody waits any longer for a server that went away.
            self._ready.opened.db.patience.end()
        self.tasks.stop()
        if self._ready is not None:
            self._ready.opened.close()
        self._ready = self._relay = None

    def _quit_now(self) -> None:
        self.workplace = None
        self.start_window.hide()
        self._close_database()
        QApplication.quit()
