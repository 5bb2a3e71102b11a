"""A customer's picture, or its initials; chosen from a file and made small enough to keep."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QMenu, QToolButton

from app.core.errors import DeskError
from app.core.text import _
from app.customers.schemas import CustomerDetail
from ui.customers.looks import NOBODY
from ui.kit import cells
from ui.kit.dialogs import ask_open_path
from ui.kit.icons import Icon, icon
from ui.kit.theme import CARD_TITLE, Role, theme

SIDE = 48
KEPT_SIDE = 256


class Avatar(QToolButton):
    """`chosen` carries the new picture as PNG, or None to take it away; `failed` an error.

    `read` runs a piece of work off the GUI thread and hands on what it returned.
    """

    chosen = Signal(object)

    def __init__(self, name: str, run: Callable[[Callable[[], bytes]], None]) -> None:
        super().__init__()
        self._run = run
        self._image: QImage | None = None
        self._cell = cells.name(None, NOBODY, NOBODY)
        self.setObjectName(name)
        self.setProperty("role", "avatar")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        pick = menu.addAction(icon(Icon.FOLDER), _("Choose a picture\u2026"))
        pick.triggered.connect(self.choose)
        self._remove = menu.addAction(icon(Icon.TRASH), _("Remove the picture"))
        self._remove.triggered.connect(partial(self.chosen.emit, None))
        self.setMenu(menu)
        self._fit()
        theme().changed.connect(self._fit)

    def show_customer(self, found: CustomerDetail, *, editable: bool) -> None:
        """Show this customer's picture, else its initials."""
        text = found.name or found.email or NOBODY
        self._cell = cells.name(None, text, text)
        image = QImage.fromData(found.avatar) if found.avatar else None
        self._image = image if image is not None and not image.isNull() else None
        self._remove.setVisible(self._image is not None)
        self.setEnabled(editable)
        title = _("Picture: choose or remove it") if editable else _("Picture")
        self.setToolTip(title)
        self.setAccessibleName(title)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        circle = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        if self._image is not None:
            path = QPainterPath()
            path.addEllipse(circle)
            painter.setClipPath(path)
            painter.drawImage(circle, self._image)
            painter.setClipping(False)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(self._cell.tone.background))
            painter.drawEllipse(circle)
            painter.setFont(look.font(CARD_TITLE))
            painter.setPen(look.color(self._cell.tone.foreground))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, self._cell.initials or "?")
        if self.hasFocus() or (self.underMouse() and self.isEnabled()):
            pen = painter.pen()
            pen.setColor(look.color(Role.FOCUS))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle.adjusted(-2, -2, 2, 2))
        painter.end()

    def choose(self) -> None:
        """Ask for a picture file, and have it read."""
        kinds = (_("Pictures (*.png *.jpg *.jpeg)"),)
        path = ask_open_path(self, _("Choose a picture"), kinds)
        if path is not None:
            self._run(partial(small_picture, path))

    def _fit(self) -> None:
        side = theme().px(SIDE) + 6
        self.setFixedSize(QSize(side, side))


def small_picture(path: Path) -> bytes:
    """The middle square of a picture, small enough to keep, as PNG; runs on a worker.

    Raises:
        DeskError: the file cannot be read, or holds no PNG or JPEG picture.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    if bytes(reader.format().data()) not in {b"png", b"jpeg"}:
        raise DeskError(_("%s is no picture. Choose a PNG or JPEG file.") % path.name)
    image = reader.read()
    if image.isNull():
        raise DeskError(_("%s cannot be read. Choose another picture.") % path.name)
    side = min(image.width(), image.height())
    left, top = (image.width() - side) // 2, (image.height() - side) // 2
    square = image.copy(left, top, side, side)
    kept = square.scaled(
        KEPT_SIDE,
        KEPT_SIDE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    data, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(kept)
    return bytes(data.data())
