"""Drags chosen files out of the list, as copies that go when the program ends."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication

from app.attachments.schemas import Saved
from app.core.text import _
from ui.kit.icons import Icon, icon

if TYPE_CHECKING:
    from ui.files.page import FileList


class DragOut(QObject):
    """Copies are made when somebody drags; the drag begins when they are there, if still held.

    Small files are there at once. For large ones it says when to drag again; `ready` holds
    the copies that were made last, by the ids.
    """

    def __init__(self, page: "FileList") -> None:
        super().__init__(page)
        self._page = page
        self.ready: dict[tuple[int, ...], Saved] = {}
        page.view.drags = True
        page.view.drag_wanted.connect(self._ask)

    def _ask(self) -> None:
        ids = tuple(self._page.chosen_ids())
        ready = self.ready.get(ids)
        if ready is not None and all(path.exists() for path in ready.paths):
            self._carry(ids, ready)
        elif ids:
            self._page.steps.carry(ids, lambda saved: self._carry(ids, saved))

    def _carry(self, ids: Sequence[int], saved: Saved) -> None:
        self.ready = {tuple(ids): saved}
        for _name, why in saved.refused[:1]:
            self._page.desk.notices.warn(why)
        if not saved.paths:
            return
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._page.desk.notices.say(_("The copies are ready now. Drag again."))
            return
        drag = QDrag(self._page.view)
        drag.setMimeData(mime(saved))
        drag.setPixmap(icon(Icon.PAPERCLIP).pixmap(32, 32))
        drag.exec(Qt.DropAction.CopyAction)


def mime(saved: Saved) -> QMimeData:
    """What is carried: where the copies are."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in saved.paths])
    return data
