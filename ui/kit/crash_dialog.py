"""Shows a crash report and lets the person copy it, go on, or quit."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from ui.kit.crash import Crashes, Report
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph


class CrashDialog(QDialog):
    """Names the report's id; the report itself is there to read before it is sent."""

    def __init__(self, report: Report, log_dir: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle(_("Something went wrong"))
        self.resize(640, 440)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(12)
        body.addWidget(label(_("Something went wrong that should not have"), "h2"))
        says = _(
            "What you saved is safe. You can go on working; if it happens again, send report "
            "%(id)s to whoever looks after Customer Desk. It holds no customer data."
        )
        body.addWidget(paragraph(says % {"id": report.id}))
        text = QPlainTextEdit(report.text, self)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setObjectName("crash.report")
        text.setAccessibleName(_("Report"))
        body.addWidget(text, 1)
        body.addWidget(self._buttons(report, log_dir))

    def _buttons(self, report: Report, log_dir: Path) -> QDialogButtonBox:
        roles = QDialogButtonBox.ButtonRole
        box = QDialogButtonBox(self)
        copy = button(_("Copy report"), "crash.copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report.text))
        folder = button(_("Open log folder"), "crash.folder")
        where = QUrl.fromLocalFile(str(log_dir))
        folder.clicked.connect(lambda: QDesktopServices.openUrl(where))
        leave = button(_("Quit"), "crash.quit")
        leave.clicked.connect(self._quit)
        go_on = button(_("Continue"), "crash.continue", role="primary")
        go_on.setDefault(True)
        box.addButton(copy, roles.ActionRole)
        box.addButton(folder, roles.ActionRole)
        box.addButton(leave, roles.DestructiveRole)
        box.addButton(go_on, roles.AcceptRole)
        box.accepted.connect(self.accept)
        return box

    def _quit(self) -> None:
        self.reject()
        QApplication.quit()


class CrashPresenter(QObject):
    """Opens one crash dialog at a time; further ones are only logged."""

    def __init__(self, crashes: Crashes) -> None:
        super().__init__(crashes)
        self._log_dir = crashes.log_dir
        self.dialog: CrashDialog | None = None
        crashes.crashed.connect(self._show)

    def _show(self, report: Report) -> None:
        if self.dialog is not None:
            return
        self.dialog = CrashDialog(report, self._log_dir, QApplication.activeWindow())
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        self.dialog = None
