"""One box to go anywhere: pages, commands, customers, licenses and orders as you type."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from ui.kit.icons import Icon, icon
from ui.kit.parts import label
from ui.kit.tasks import Tasks
from ui.kit.theme import theme
from ui.shell.hints import HINT, HintDelegate

PAUSE_MS = 120
SHOWN_COMMANDS = 8
WIDTH, HEIGHT = 560, 420
_DATA = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """Somewhere to go or something to do; `hint` stands behind the title."""

    title: str
    hint: str
    picture: Icon
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that matches what was typed; `run` opens one that is not a customer."""

    id: int
    title: str
    hint: str
    picture: Icon = Icon.USER
    run: Callable[[], object] | None = None


Search = Callable[[str], Sequence[Hit]]


def rank(text: str, title: str) -> int | None:
    """How well `title` answers `text`: 0 is best, None is not at all."""
    wanted, given = text.casefold().split(), title.casefold()
    if not wanted:
        return 0
    if given.startswith(text.casefold()):
        return 0
    words = given.split()
    if all(any(word.startswith(part) for word in words) for part in wanted):
        return 1
    return 2 if all(part in given for part in wanted) else None


class Palette(QDialog):
    """Entries are filtered at once; records are asked for in the background."""

    def __init__(
        self,
        parent: QWidget,
        tasks: Tasks,
        entries: Sequence[Entry],
        search: Search | None,
        open_record: Callable[[int], object],
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAccessibleName(_("Search everything"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._tasks, self._entries, self._search = tasks, entries, search
        self._open_record = open_record
        self._asked = ""
        self._hits: Sequence[Hit] = ()
        self.input = QLineEdit()
        self.results = QListWidget()
        self.nothing = label("", "muted")
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self._arrange()
        self.input.textChanged.connect(self._typed)
        self._fill()

    def open_with(self, text: str) -> None:
        """Show it over the middle of its window, with `text` typed in."""
        above = self.parentWidget()
        self.resize(theme().px(WIDTH), theme().px(HEIGHT))
        if above is not None:
            corner = above.mapToGlobal(above.rect().topLeft())
            self.move(corner.x() + (above.width() - self.width()) // 2, corner.y() + 64)
        self.input.setText(text)
        self.show()
        self.input.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """A click elsewhere closes it."""
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.reject()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            pages = {Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if step := (steps | pages).get(Qt.Key(event.key())):
                self._move(step)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._choose(self.results.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        frame = QFrame()
        frame.setProperty("role", "popup")
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.input.setObjectName("palette.input")
        self.input.setAccessibleName(_("Search customers, keys, invoices, pages and commands"))
        self.input.setPlaceholderText(_("Search customers, keys, invoices, pages and commands"))
        self.input.addAction(icon(Icon.SEARCH), QLineEdit.ActionPosition.LeadingPosition)
        self.input.installEventFilter(self)
        self.results.setObjectName("palette.results")
        self.results.setAccessibleName(_("Results"))
        self.results.setProperty("role", "results")
        self.results.setIconSize(QSize(24, 16))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setItemDelegate(HintDelegate(self.results))
        self.results.itemClicked.connect(self._choose)
        column.addWidget(self.input)
        column.addWidget(self.results, 1)
        column.addWidget(self.nothing)

    def _typed(self, text: str) -> None:
        if not text.strip():
            self._hits = ()
        self._fill()
        self._pause.start()

    def _ask(self) -> None:
        text = self.input.text().strip()
        if self._search is None or not text or text == self._asked:
            return
        self._asked = text
        self._tasks.run(self, partial(self._search, text), partial(self._found, text))

    def _found(self, text: str, hits: Sequence[Hit]) -> None:
        if text == self.input.text().strip():
            self._hits = hits
            self._fill()

    def _fill(self) -> None:
        text = self.input.text().strip()
        judged = [(rank(text, entry.title), entry) for entry in self._entries]
        fitting = sorted(
            ((score, entry) for score, entry in judged if score is not None),
            key=lambda pair: pair[0],
        )
        entries = [entry for _score, entry in fitting]
        if text:
            entries = entries[:SHOWN_COMMANDS]
        entries += [
            Entry(hit.title, hit.hint, hit.picture, hit.run or partial(self._open_record, hit.id))
            for hit in self._hits
        ]
        self.results.clear()
        for entry in entries:
            item = QListWidgetItem(icon(entry.picture), entry.title)
            item.setData(_DATA, entry)
            item.setData(HINT, entry.hint)
            spoken = f"{entry.title}, {entry.hint}" if entry.hint else entry.title
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.results.addItem(item)
        self.results.setCurrentRow(0)
        self.nothing.setText("" if entries else _("Nothing matches. Try fewer letters."))
        self.nothing.setVisible(not entries)

    def _move(self, step: int) -> None:
        last = self.results.count() - 1
        self.results.setCurrentRow(min(max(self.results.currentRow() + step, 0), max(last, 0)))

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        entry: Entry = item.data(_DATA)
        self.accept()
        entry.run()
