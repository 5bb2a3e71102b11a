"""What happens when something breaks that nobody expected: a log, an id, a report."""

import faulthandler
import logging
import platform
import secrets
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

import PySide6
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from ui.kit.redact import RedactingFormatter, redact

LOG_BYTES = 1_000_000
LOG_FILES = 5
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
log = logging.getLogger("customer-desk")


@dataclass(frozen=True, slots=True)
class Report:
    """One crash, fit to be sent: `text` holds nothing that points at a person."""

    id: str
    text: str


def report(error: BaseException, version: str) -> Report:
    """Describe `error` without personal data."""
    crash_id = secrets.token_hex(4).upper()
    head = (
        f"Customer Desk {version}, report {crash_id}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"Python {platform.python_version()}, Qt {PySide6.__version__}, {platform.platform()}",
    )
    trace = "".join(traceback.format_exception(error))
    return Report(crash_id, redact("\n".join((*head, "", trace))))


class Crashes(QObject):
    """Takes over every hook through which a failure could get lost.

    `version` tells the program's. `crashed` carries the `Report` of an unexpected failure, on
    the GUI thread.
    """

    crashed = Signal(object)

    def __init__(
        self, log_dir: Path, version: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.log_dir = log_dir
        self._version = version
        self._handler: RotatingFileHandler | None = None
        self._faults: TextIO | None = None

    def install(self) -> None:
        """Start logging to `log_dir` and catch what escapes from here on."""
        try:
            self._open_logs()
        except OSError as error:
            # A full or read-only disk must not keep the program from starting.
            print(f"Customer Desk cannot write its log: {error}", file=sys.stderr)  # noqa: T201 - nowhere else to say it
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook
        qInstallMessageHandler(self._qt_message)

    def uninstall(self) -> None:
        """Give every hook back; for tests and the end of the program."""
        qInstallMessageHandler(None)
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._faults:
            faulthandler.disable()
            self._faults.close()
            self._faults = None
        if self._handler:
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()
            self._handler = None

    def handle(self, error: BaseException) -> None:
        """Log an unexpected failure under an id and tell `crashed`."""
        made = report(error, self._version())
        log.error("Report %s\n%s", made.id, made.text)
        self.crashed.emit(made)

    def _open_logs(self) -> None:
        self.log_dir.mkdir(parents=True, exist_ok=True)
        self._handler = RotatingFileHandler(
            self.log_dir / "customer-desk.log",
            maxBytes=LOG_BYTES,
            backupCount=LOG_FILES,
            encoding="utf-8",
        )
        self._handler.setFormatter(
            RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
        )
        logging.getLogger().addHandler(self._handler)
        self._faults = (self.log_dir / "faults.log").open("a", encoding="utf-8")
        faulthandler.enable(self._faults)

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.handle(error.with_traceback(trace))

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.handle(args.exc_value)

    @staticmethod
    def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        logging.getLogger("qt").log(_LEVELS[kind], "%s%s", message, _where(context))


def _where(context: QMessageLogContext) -> str:
    return f" ({context.file}:{context.line})" if context.file else ""
