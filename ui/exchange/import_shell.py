"""What every dialog that imports has: a file, a rehearsal, one piece of work at a time."""

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import DeskError
from app.core.progress import Progress
from app.core.text import _, ngettext
from app.exchange.pasted import Pasted
from app.exchange.schemas import Inspection
from ui.exchange.result_page import ResultPage
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import MessageBar
from ui.kit.parts import label
from ui.kit.theme import theme
from ui.kit.work import WorkBar, is_cancelled

PLACE = "import"
_COALESCE_MS = 200


class ImportShell(QDialog):
    """Rehearses again, by `_soon`, whenever something about the file or its columns changes."""

    def __init__(
        self, desk: Desk, title: str, size: tuple[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self._size = desk, size
        self.setObjectName(PLACE)
        self.setWindowTitle(title)
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.path: Path | Pasted | None = None
        self.found: Inspection | None = None
        self._writing = False
        self.ended = ResultPage(PLACE)
        self.bar = MessageBar(PLACE)
        self.work = WorkBar(PLACE, desk.tasks)
        self.pages = QStackedWidget()
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._soon.timeout.connect(self._rehearse)
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(lambda _busy: self._offer())
        # Enter alone is the search's and the file's; it must not import by the way.
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._run)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being done, or about to be."""
        return not self.work.is_busy and not self._soon.isActive()

    @abstractmethod
    def take(self, path: Path | Pasted) -> None:
        """Look into a file, or into what was pasted."""

    @abstractmethod
    def _rehearse(self) -> None:
        """Find out what would happen to each row."""

    @abstractmethod
    def _run(self) -> None:
        """Import the rows that can be."""

    @abstractmethod
    def _offer(self) -> None:
        """Offer what can be done now."""

    @abstractmethod
    def _mend(self, error: DeskError) -> None:
        """Lead to where what is wrong can be chosen otherwise."""

    @abstractmethod
    def _saves_errors(self, path: Path | Pasted, out: Path) -> Callable[[Progress], int]:
        """What writes the rows of `path` with problems into a file, on a worker."""

    def reject(self) -> None:
        """Stop what is being written, or close."""
        if self._writing and self.work.is_busy:
            self.work.cancel()
            return
        self._soon.stop()
        self.work.stop()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) and not self._writing:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped(event):
            event.acceptProposedAction()
            self.take(path)

    def _save_errors(self) -> None:
        if self.path is None:
            return
        stem = _("pasted cells") if isinstance(self.path, Pasted) else self.path.stem
        suggested = _("%s, to be mended.csv") % stem
        out = dialogs.ask_save_path(self, suggested, [_("Comma-separated (*.csv)")])
        if out is not None:
            saves = self._saves_errors(self.path, out)
            self.work.start(self, _("Saving the rows…"), saves, partial(self._saved, out))

    def _saved(self, out: Path, count: int) -> None:
        said = ngettext(
            "%(rows)s row saved as %(file)s.", "%(rows)s rows saved as %(file)s.", count
        )
        self.desk.notices.say(said % {"rows": fmt.text(count), "file": out.name})
        self._offer()

    def _failed(self, error: Exception) -> None:
        self._writing = False
        if not isinstance(error, DeskError):
            self.desk.notices.show_error(error)
        elif is_cancelled(error):
            self.bar.say(_("The import was stopped. Nothing was changed."))
        else:
            self.bar.say(str(error))
            self._mend(error)
        self._offer()

    def _lay_out(self, body: QWidget, buttons: QWidget) -> None:
        """The title, the body or what came of it, and what is being done above the buttons."""
        for page in (body, self.ended):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(label(self.windowTitle(), "h1"))
        column.addWidget(self.pages, 1)
        for widget in (self.bar, self.work, buttons):
            column.addWidget(widget)
        room = self.screen().availableSize()
        width, height = (theme().px(side) for side in self._size)
        self.resize(min(width, room.width() - 40), min(height, room.height() - 60))


def dropped(event: QDropEvent) -> Path | None:
    """The one file that is being dropped."""
    urls = event.mimeData().urls()
    if len(urls) == 1 and urls[0].isLocalFile():
        return Path(urls[0].toLocalFile())
    return None
