"""The follow-ups of a day in groups: what is late, what is for today, what comes next."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from app.core.text import N_, _, ngettext
from app.interactions.schemas import FollowUpRow, MyDay
from ui.interactions import looks
from ui.kit import format as fmt
from ui.kit.icons import Icon, icon
from ui.kit.theme import Role, theme

HEADS = (N_("What to do"), N_("Customer"), N_("Due"), N_("Reminder"), N_("After"))
TITLE, CUSTOMER, DUE, REMINDER, AFTER = range(len(HEADS))
WIDTHS = {CUSTOMER: 190, DUE: 130, REMINDER: 130, AFTER: 190}
# What to do is never narrower.
LEAST = 240
ROW = 38
_ID = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DayTree(QTreeWidget):
    """`opened` carries the id of a follow-up to open, `ticked` of one that is done.

    `chosen_changed` tells that others are chosen than before.
    """

    opened = Signal(object)
    ticked = Signal(object)
    chosen_changed = Signal()

    def __init__(self, name: str, *, ticks: bool) -> None:
        super().__init__()
        self._ticks = ticks
        self._rows: dict[int, FollowUpRow] = {}
        self._day: MyDay | None = None
        self._folded: set[str] = set()
        self.setObjectName(name)
        self.setAccessibleName(_("My follow-ups"))
        self.setProperty("role", "boxed")
        self.setColumnCount(len(HEADS))
        self.setHeaderLabels([_(head) for head in HEADS])
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setRootIsDecorated(True)
        self.setAllColumnsShowFocus(True)
        self.setIndentation(theme().px(14))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(True)
        head = self.header()
        head.setObjectName(f"{name}.header")
        head.setStretchLastSection(False)
        head.setSectionsMovable(False)
        head.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            head.resizeSection(column, theme().px(width))
        self.itemChanged.connect(self._changed)
        self.itemDoubleClicked.connect(self._open)
        self.itemSelectionChanged.connect(self.chosen_changed)
        self.itemCollapsed.connect(lambda group: self._folded.add(_key(group)))
        self.itemExpanded.connect(lambda group: self._folded.discard(_key(group)))
        theme().changed.connect(self._again)

    @property
    def chosen(self) -> list[FollowUpRow]:
        """The chosen follow-ups, from the top."""
        found = [self._rows.get(_key(item)) for item in self.selectedItems()]
        return sorted((row for row in found if row), key=lambda row: (row.due_on, row.id))

    @property
    def current(self) -> FollowUpRow | None:
        """The follow-up the keyboard is at."""
        item = self.currentItem()
        return self._rows.get(_key(item)) if item is not None else None

    def show_day(self, day: MyDay) -> None:
        """Show these; who is chosen and where the keyboard is stay, where they still are."""
        self._day = day
        chosen = {_key(item) for item in self.selectedItems()}
        current, place = self.current, self._place()
        self.blockSignals(True)
        self.clear()
        self._rows = {}
        parts = (
            ("overdue", _("Overdue (%s)"), day.overdue, day.overdue_total),
            ("today", _("Today (%s)"), day.due_today, day.today_total),
            ("next", _("Next (%s)"), day.next, day.next_total),
        )  # fmt: skip
        for key, title, rows, total in parts:
            self._group(key, title % fmt.text(total), rows, total)
        self._find_again(chosen, current.id if current else None, place)
        self.blockSignals(False)
        self.chosen_changed.emit()

    def items(self) -> list[QTreeWidgetItem]:
        """The follow-ups as they stand, from the top."""
        groups = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        found = (group.child(at) for group in groups if group for at in range(group.childCount()))
        return [item for item in found if item is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in _ENTER and item is not None:
            self._open(item, TITLE)
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        """Where room is short, what to do comes before when to be told and what it follows."""
        room = self.viewport().width() - theme().px(LEAST)
        room -= sum(theme().px(WIDTHS[column]) for column in (CUSTOMER, DUE))
        for column in (REMINDER, AFTER):
            room -= theme().px(WIDTHS[column])
            self.setColumnHidden(column, room < 0)

    def _group(self, key: str, title: str, rows: Sequence[FollowUpRow], total: int) -> None:
        if not rows:
            return
        group = QTreeWidgetItem(self, [title])
        group.setData(TITLE, _ID, key)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        group.setFirstColumnSpanned(True)
        group.setFont(TITLE, theme().font(weight=QFont.Weight.DemiBold))
        late = key == "overdue"
        group.setForeground(TITLE, theme().color(Role.DANGER if late else Role.TEXT))
        group.setSizeHint(TITLE, QSize(0, theme().px(ROW)))
        for row in rows:
            self._line(group, row)
        if total > len(rows):
            more = ngettext("and %s more", "and %s more", total - len(rows))
            rest = QTreeWidgetItem(group, [more % fmt.text(total - len(rows))])
            rest.setForeground(TITLE, theme().color(Role.MUTED))
            rest.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setExpanded(key not in self._folded)

    def _line(self, group: QTreeWidgetItem, row: FollowUpRow) -> None:
        reminder = looks.reminder(row.due_on, row.remind_at)
        words = (row.title, row.customer or fmt.NOBODY, looks.due(row.due_on), reminder,
                 row.interaction)  # fmt: skip
        item = QTreeWidgetItem(group, [" ".join(word.split()) for word in words])
        self._rows[row.id] = row
        item.setData(TITLE, _ID, row.id)
        item.setSizeHint(TITLE, QSize(0, theme().px(ROW)))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._ticks:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
            item.setCheckState(TITLE, Qt.CheckState.Unchecked)
        item.setFlags(flags)
        for column in (CUSTOMER, REMINDER, AFTER):
            item.setForeground(column, theme().color(Role.MUTED))
        for column in range(len(HEADS)):
            item.setToolTip(column, item.text(column))
        if row.is_overdue:
            item.setIcon(DUE, icon(Icon.ALERT, Role.WARN_FG))
            item.setData(DUE, Qt.ItemDataRole.AccessibleTextRole, _("Overdue: %s") % words[DUE])
        if reminder:
            item.setIcon(REMINDER, icon(Icon.BELL))

    def _place(self) -> int:
        """How far down the keyboard is."""
        item = self.currentItem()
        keys = [_key(one) for one in self.items()]
        key = _key(item) if item is not None else None
        return keys.index(key) if key in keys else 0

    def _find_again(self, chosen: set[Any], current: int | None, place: int) -> None:
        """Where what the keyboard was at is gone, the next one takes its place."""
        items = self.items()
        for item in items:
            item.setSelected(_key(item) in chosen)
        known = [item for item in items if _key(item) in self._rows]
        found = next((item for item in known if _key(item) == current), None)
        if found is None and known:
            found = known[min(place, len(known) - 1)]
            found.setSelected(True)
        if found is not None:
            self.setCurrentItem(found, TITLE, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _changed(self, item: QTreeWidgetItem, column: int) -> None:
        row = self._rows.get(_key(item))
        if row is not None and column == TITLE and item.checkState(TITLE) is Qt.CheckState.Checked:
            self.ticked.emit(row.id)

    def _open(self, item: QTreeWidgetItem, _column: int) -> None:
        if (row := self._rows.get(_key(item))) is not None:
            self.opened.emit(row.id)
        else:
            item.setExpanded(not item.isExpanded())

    def _again(self) -> None:
        if self._day is not None:
            self.show_day(self._day)


def _key(item: QTreeWidgetItem) -> Any:
    return item.data(TITLE, _ID)
