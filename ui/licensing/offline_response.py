"""A signed text to be carried to a device: to copy, to save, and as a QR code."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.files import replacing
from app.core.text import _
from app.offline.schemas import QrCode, Response
from ui.kit import dialogs
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.parts import button, label, picture
from ui.kit.text_parts import paragraph, title_for
from ui.kit.theme import Role, theme

PLACE = "licenseFile"
SIDE = 320
_MARGIN = 4


class QrPicture(QWidget):
    """Paints a code as large as whole pixels allow, dark on white in every theme."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.code: QrCode | None = None

    def show_code(self, code: QrCode | None) -> None:
        """Show this one, or nothing."""
        self.code = code
        if code is not None:
            modules = len(code.modules) + 2 * _MARGIN
            self.setFixedSize(*[modules * max(2, round(theme().px(SIDE) / modules))] * 2)
        self.setVisible(code is not None)
        self.setAccessibleName(_("The same as a QR code") if code else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.code is None:
            return
        modules = self.code.modules
        ratio = self.devicePixelRatioF()
        whole = round(self.width() * ratio)
        size = max(1, whole // (len(modules) + 2 * _MARGIN))
        start = (whole - size * len(modules)) // 2
        painter = QPainter(self)
        # A reader needs it as it is, whatever the theme.
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        painter.scale(1 / ratio, 1 / ratio)
        black = QColor(Qt.GlobalColor.black)
        for row, line in enumerate(modules):
            for column, dark in enumerate(line):
                if dark:
                    at = QRect(start + column * size, start + row * size, size, size)
                    painter.fillRect(at, black)
        painter.end()


class ResponseView(QWidget):
    """Shows a response; its buttons copy and save it."""

    def __init__(self, desk: Desk, place: str) -> None:
        super().__init__()
        self._desk = desk
        self._response: Response | None = None
        self.setProperty("role", "clear")
        self.sentence = paragraph("", name=f"{place}.sentence")
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setObjectName(f"{place}.response")
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy = button(_("Copy"), f"{place}.copy", Icon.COPY, "primary")
        self.save = button(_("Save as file\u2026"), f"{place}.save", Icon.DOWNLOAD)
        self.qr = QrPicture(f"{place}.qr")
        self.qr_said = paragraph("", "caption")
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        self._arrange()

    def show_response(self, found: Response) -> None:
        """Show this one; the code follows when it is made."""
        self._response = found
        self.sentence.setText(found.sentence)
        self.text.setPlainText(found.text)
        self.qr.show_code(None)
        self.qr_said.setText(_("Making the QR code\u2026"))
        self._desk.tasks.run(self, found.qr, partial(self._drawn, found))

    def _drawn(self, found: Response, code: QrCode | None) -> None:
        if found is not self._response:
            return
        self.qr.show_code(code)
        self.qr_said.setText(
            _("Let the device's camera read it.")
            if code
            else _("This is too long for a QR code. Carry it over as a file.")
        )

    def _copy(self) -> None:
        if self._response is not None:
            QGuiApplication.clipboard().setText(self._response.text)
            self._desk.notices.say(_("Copied. Paste it where the device asks for it."))

    def _save(self) -> None:
        if (found := self._response) is None:
            return
        path = dialogs.ask_save_path(self, found.file_name, [_("Text (*.txt)")])
        if path is not None:
            said = _("Saved as %s.") % path.name
            work = partial(_write, path, found.text)
            self._desk.tasks.run(self, work, lambda _none: self._desk.notices.say(said))

    def _arrange(self) -> None:
        banner = QFrame()
        banner.setProperty("role", "good")
        across = QHBoxLayout(banner)
        across.setContentsMargins(12, 8, 12, 8)
        mark = picture(Icon.CIRCLE_CHECK, 18, Role.OK_FG)
        across.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.sentence, 1)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(title_for(self.text, _("Response")))
        left.addWidget(self.text, 1)
        steps = QHBoxLayout()
        steps.addWidget(self.copy)
        steps.addWidget(self.save)
        steps.addStretch(1)
        left.addLayout(steps)
        right = QVBoxLayout()
        right.addWidget(label(_("QR code"), "strong"))
        right.addWidget(self.qr)
        right.addWidget(self.qr_said)
        right.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addLayout(left, 1)
        both.addLayout(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(banner)
        column.addLayout(both, 1)


class ResponseDialog(QDialog):
    """A license file that was just made. Open it with `open()`."""

    def __init__(self, desk: Desk, found: Response, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PLACE)
        self.setWindowTitle(_("License file"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = ResponseView(desk, PLACE)
        self.view.show_response(found)
        shut = button(_("Close"), f"{PLACE}.close")
        shut.clicked.connect(self.reject)
        ends = QHBoxLayout()
        ends.addStretch(1)
        ends.addWidget(shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(self.windowTitle(), "h1"))
        column.addWidget(self.view, 1)
        column.addLayout(ends)
        screen = self.screen().availableSize()
        self.resize(
            min(theme().px(960), screen.width() - 40), min(theme().px(580), screen.height() - 60)
        )


def _write(path: Path, text: str) -> None:
    """Put a text into a file; runs on a worker."""
    with replacing(path) as new:
        new.write_bytes(text.encode())
