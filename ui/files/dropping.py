"""Brings files in from elsewhere: dropped from a file manager, or pasted from the clipboard."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from app.core.errors import Unavailable
from app.core.text import _
from ui.files import copies
from ui.kit import format as fmt
from ui.kit.desk import Desk

Take = Callable[[Sequence[Path]], None]


class DropIn(QObject):
    """Lets files be dropped on a widget; `lit` shows while they are held over it."""

    def __init__(self, widget: QWidget, take: Take, lit: Callable[[bool], None]) -> None:
        super().__init__(widget)
        self._take, self._lit = take, lit
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # entering and moving are kinds of it
            # What was dragged out of here is no news.
            paths = local(event.mimeData()) if event.source() is None else ()
            if not paths:
                event.ignore()
                return True
            event.acceptProposedAction()
            dropped = event.type() is QEvent.Type.Drop
            self._lit(not dropped)
            if dropped:
                self._take(paths)
            return True
        if event.type() is QEvent.Type.DragLeave:
            self._lit(False)
        return super().eventFilter(watched, event)


def local(data: QMimeData) -> tuple[Path, ...]:
    """The files on this computer that are carried."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def paste(desk: Desk, owner: QObject, take: Take) -> None:
    """Add what the clipboard holds: files, or a picture."""
    data = QGuiApplication.clipboard().mimeData()
    if paths := local(data):
        take(paths)
        return
    picture = QGuiApplication.clipboard().image() if data.hasImage() else QImage()
    if picture.isNull():
        desk.notices.warn(
            _("The clipboard holds no file and no picture. Copy one first, then paste it here.")
        )
        return
    now = fmt.local(datetime.now(UTC))
    name = _("Pasted picture %s.png") % f"{now:%Y-%m-%d %H.%M.%S}"

    def work() -> Path:
        try:
            path = copies.fresh() / name
        except OSError as error:
            raise Unavailable(_("There is no room for the picture. Free some space.")) from error
        if not picture.save(str(path), "PNG"):  # type: ignore[call-overload] # takes text
            raise Unavailable(_("There is no room for the picture. Free some space."))
        return path

    desk.tasks.run(owner, work, lambda path: take((path,)))
