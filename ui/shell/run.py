"""Makes the application object, catches what could get lost, and runs the event loop."""

import argparse
import logging
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.core.settings import Paths
from ui.kit.crash import Crashes
from ui.kit.crash_dialog import CrashPresenter
from ui.kit.garbage import GuiCollector
from ui.kit.heartbeat import Heartbeat
from ui.kit.icons import app_icon
from ui.kit.theme import Mode
from ui.shell.about import product_version
from ui.shell.program import Options, Program

DESKTOP_FILE = "io.github.customerdesk.CustomerDesk"
# Set to anything, the log also tells of whatever kept the window waiting.
DEBUG = "CUSTOMER_DESK_DEBUG"
# How long a busy worker may keep the window waiting for its turn; Python's own is ten times that.
TURN_SECONDS = 0.0005


def make_application() -> QApplication:
    """The application object, dressed and named; the one there is, where there is one."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    sys.setswitchinterval(TURN_SECONDS)
    app.setApplicationName("customer-desk")
    app.setApplicationDisplayName("Customer Desk")
    app.setDesktopFileName(DESKTOP_FILE)
    app.setWindowIcon(app_icon())
    # The start window hides when the main one opens, and the other way round.
    app.setQuitOnLastWindowClosed(False)
    if QLocale.system().language() is QLocale.Language.C:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    return app


def run(asked: argparse.Namespace) -> int:
    """Run what the command line asked for and return the exit status."""
    app = make_application()
    options = Options(
        database=asked.database,
        demo=asked.demo or bool(asked.screenshot and not asked.database),
        theme=Mode(asked.theme) if asked.theme else None,
        scale=asked.text_scale,
        size=asked.size,
    )
    if asked.screenshot:
        from ui.shell.screenshots import paint_all  # noqa: PLC0415 - rarely needed

        with tempfile.TemporaryDirectory() as home:
            return paint_all(app, _inside(Path(home)), options, Path(asked.screenshot))
    paths = Paths.of_this_user()
    crashes = Crashes(paths.log, product_version, app)
    crashes.install()
    CrashPresenter(crashes)
    collector = GuiCollector(app)
    if os.environ.get(DEBUG):
        logging.getLogger("ui").setLevel(logging.DEBUG)
        Heartbeat(app, every_ms=50)
    program = Program(app, paths, options)
    status = app.exec() if program.start() else 0
    program.close()
    collector.deleteLater()
    crashes.uninstall()
    return status


def _inside(home: Path) -> Paths:
    """The program's folders under one that is thrown away, so pictures are always the same."""
    return Paths(home / "data", home / "config", home / "state", home / "log")
