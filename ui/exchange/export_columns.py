"""The columns of an export: which, and in which order."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from app.exchange.export_schemas import COLUMNS
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, label
from ui.kit.text_parts import title_for

_KEY = Qt.ItemDataRole.UserRole
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ColumnList(QWidget):
    """Every column, those that are ticked in the order of the file; `changed` on each change.

    `titles` are `N_()` words for each key. Space ticks, dragging or Alt with an arrow key moves.
    """

    changed = Signal()

    def __init__(self, place: str, titles: Mapping[str, str] = COLUMNS) -> None:
        super().__init__()
        self._titles = titles
        self.list = QListWidget()
        self.list.setObjectName(f"{place}.columns")
        self.list.setProperty("role", "boxed")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setUniformItemSizes(True)
        self.list.setToolTip(_("Drag a column, or press Alt+Up or Alt+Down, to move it"))
        self.list.installEventFilter(self)
        self.up = icon_button(_("Move up (Alt+Up)"), f"{place}.columns.up", Icon.ARROW_UP)
        self.down = icon_button(_("Move down (Alt+Down)"), f"{place}.columns.down", Icon.ARROW_DOWN)
        self.every = button(_("All"), f"{place}.columns.all", role="link")
        self.none = button(_("None"), f"{place}.columns.none", role="link")
        self.count = label("", "muted", name=f"{place}.columns.count")
        self._arrange()
        self._connect()
        self.write(tuple(titles))

    def read(self) -> tuple[str, ...]:
        """The keys of the ticked columns, in order."""
        return tuple(item.data(_KEY) for item in self._items() if item.checkState() is _ON)

    def write(self, keys: Sequence[str]) -> None:
        """Tick exactly these, in this order; the others follow."""
        rest = [key for key in self._titles if key not in keys]
        self.list.blockSignals(True)
        self.list.clear()
        for key in (*keys, *rest):
            item = QListWidgetItem(_(self._titles[key]))
            item.setData(_KEY, key)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(_ON if key in keys else _OFF)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.scrollToTop()
        self.list.blockSignals(False)
        self._tell()

    def shift(self, by: int) -> None:
        """Move the current column up or down."""
        row = self.list.currentRow()
        if row < 0 or not 0 <= row + by < self.list.count():
            return
        item = self.list.takeItem(row)
        self.list.insertItem(row + by, item)
        self.list.setCurrentRow(row + by)
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        ):
            self.shift(-1 if event.key() == Qt.Key.Key_Up else 1)
            return True
        return super().eventFilter(watched, event)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _tick(self, state: Qt.CheckState) -> None:
        self.list.blockSignals(True)
        for item in self._items():
            item.setCheckState(state)
        self.list.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        self.count.setText(
            _("%(some)d of %(all)d") % {"some": len(self.read()), "all": len(self._titles)}
        )
        row = self.list.currentRow()
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < self.list.count() - 1)
        self.changed.emit()

    def _connect(self) -> None:
        self.list.itemChanged.connect(self._tell)
        self.list.currentRowChanged.connect(self._tell)
        self.list.model().rowsMoved.connect(self._tell)
        self.up.clicked.connect(lambda: self.shift(-1))
        self.down.clicked.connect(lambda: self.shift(1))
        self.every.clicked.connect(lambda: self._tick(_ON))
        self.none.clicked.connect(lambda: self._tick(_OFF))

    def _arrange(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(title_for(self.list, _("Columns")))
        head.addStretch(1)
        head.addWidget(self.count)
        foot.setSpacing(4)
        for widget in (self.up, self.down, self.every, self.none):
            foot.addWidget(widget)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
