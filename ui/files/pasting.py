"""Brings in files, or a picture, that are pasted from the clipboard."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage

from app.core.errors import Unavailable
from app.core.text import _
from ui.files import copies
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.drops import Take, local


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
