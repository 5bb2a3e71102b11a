"""Paints every page and dialog with the demo's data to PNG files, and tells how many."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from app.core.passwords import PasswordPolicy
from app.core.settings import Paths
from app.core.text import _
from app.staff.schemas import GateState
from ui.kit.crash import report
from ui.kit.crash_dialog import CrashDialog
from ui.kit.dialogs import confirmation
from ui.kit.tasks import Tasks
from ui.kit.turns import Turns
from ui.kit.window_base import Window
from ui.shell import catalogue
from ui.shell.about import product_version
from ui.shell.connection import ConnectionPage, OpeningPage, Trouble
from ui.shell.first_run import FirstRunPage
from ui.shell.history import History
from ui.shell.lock import LockDialog
from ui.shell.program import Options, Program
from ui.shell.sign_in import SignInPage
from ui.shell.start_window import StartWindow
from ui.shell.workplace import Workplace

PATIENCE_MS = 60_000
SIZE = (1280, 800)
Shot = tuple[str, QWidget]


def paint_all(app: QApplication, paths: Paths, options: Options, folder: Path) -> int:
    """Open the demo, paint everything into `folder`, and return the exit status."""
    folder.mkdir(parents=True, exist_ok=True)
    # The offscreen platform tells of every window that it has no window manager.
    qInstallMessageHandler(lambda _kind, _context, _message: None)
    program = Program(app, paths, replace(options, size=options.size or SIZE))
    program.start()
    if not _wait(lambda: program.workplace is not None):
        print("The demo did not open.", file=sys.stderr)  # noqa: T201 - a command's answer
        return 1
    workplace = program.workplace
    count = 0
    if workplace is not None:
        for name, widget in screens(program, workplace):
            settle(program.tasks)
            widget.grab().save(str(folder / f"{name}.png"))
            count += 1
            if widget is not workplace.window:
                put_away(widget)
    print(f"{count} pictures in {folder}")  # noqa: T201 - a command's answer
    program.close()
    return 0


def put_away(widget: QWidget) -> None:
    """Windows close, so that whoever keeps count of them knows; dialogs would ask first."""
    if isinstance(widget, Window):
        widget.close()
    else:
        widget.hide()
        widget.deleteLater()


def settle(tasks: Tasks) -> None:
    """Let everything that was asked for arrive, and be painted."""
    _wait(lambda: tasks.is_idle)
    for _round in range(3):
        QApplication.processEvents()
    _wait(lambda: tasks.is_idle and not Turns.alive)
    QApplication.processEvents()
    _wait(lambda: tasks.is_idle)


def _wait(until: Callable[[], bool]) -> bool:
    """Run the event loop until something holds; False when it took too long."""
    loop, look = QEventLoop(), QTimer(interval=10)
    late = QTimer(interval=PATIENCE_MS, singleShot=True)
    look.timeout.connect(lambda: loop.quit() if until() else None)
    late.timeout.connect(loop.quit)
    look.start()
    late.start()
    if not until():
        loop.exec()
    return until()


def screens(program: Program, workplace: Workplace) -> Iterator[Shot]:
    """Every page, window and dialog, one after the other, with a name for its picture."""
    window = workplace.window
    # What is due just now would stand in some picture or other.
    workplace.reminders.stop()
    for page in catalogue.pages_for(workplace.desk.actor, catalogue.PAGES):
        window.open_page(page.name)
        yield page.name, window
    for name, show in catalogue.shots():
        yield name, show(window.desk, window)
    yield from _of_shell(workplace)
    yield from _before(program.tasks)


def _of_shell(workplace: Workplace) -> Iterator[Shot]:
    window, desk = workplace.window, workplace.desk
    desk.notices.say(_("Acme Corporation saved."), (_("Undo"), lambda: None))
    desk.notices.warn(_("The mail server does not answer. Check the network, then try again."))
    yield "toasts", window
    for toast in window.toasts.shown:
        toast.hide()
    yield "history", _opened(History(desk.notices, window))
    yield "palette", window.open_palette("")
    yield "shortcuts", window.open_shortcuts()
    for row in range(workplace.open_settings(window).list.count()):
        settings = workplace.open_settings(window)
        settings.list.setCurrentRow(row)
        yield f"settings_{row + 1}", settings
    yield "about", workplace.open_about(window)
    yield "lock", _opened(LockDialog(desk.tasks, desk.actor, lambda _password: None))
    asked = confirmation(
        window,
        _("Delete Acme Corporation?"),
        _("Its 3 contacts go with it. It can be restored for 30 days."),
        _("Delete customer"),
        destructive=True,
        typed="Acme Corporation",
    )
    yield "confirm", _opened(asked)
    made = report(ZeroDivisionError(_("an example")), product_version())
    yield "crash", _opened(CrashDialog(made, Path("log"), window))


def _before(tasks: Tasks) -> Iterator[Shot]:
    """The pages that come before somebody is in."""
    state = GateState(
        needs_setup=False, organization="Northwind Software", demo=False, policy=PasswordPolicy()
    )
    sign_in = SignInPage(
        tasks, state.organization, "customer-desk.db", "ada@example.org", lambda *_typed: None
    )
    trouble = Trouble(
        _("The server db.example.org does not answer. Check the network, then try again.")
    )
    for name, page in (
        ("opening", OpeningPage("customer-desk.db")),
        ("sign_in", sign_in),
        ("first_run", FirstRunPage(tasks, lambda _draft: None)),
        ("connection", ConnectionPage("postgresql://ada@db.example.org/desk", trouble)),
    ):
        start = StartWindow()
        start.show_page(page)
        start.show()
        yield name, start


def _opened(widget: QWidget) -> QWidget:
    widget.show()
    return widget
