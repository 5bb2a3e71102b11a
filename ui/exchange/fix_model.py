"""The rows with problems as a table in which cells can be mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from app.core.text import _
from app.exchange.schemas import Label, Plans, RowPlan
from ui.exchange import words
from ui.kit.theme import Role, theme

Index = QModelIndex | QPersistentModelIndex
_LINE, _STATE, _WHY = range(3)
FIXED_COLUMNS = 3
_ITEM = Qt.ItemDataRole


@dataclass(slots=True)
class Mending:
    """What was mended so far: cells by (line, column), and the lines that are left out."""

    fixes: dict[tuple[int, str], str] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)


class FixModel(QAbstractTableModel):
    """Line, what happens, why, and then the file's own columns, which can be edited."""

    def __init__(self, mending: Mending, edited: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._mending, self._edited = mending, edited
        self._header: tuple[str, ...] = ()
        self._fields: dict[str, str] = {}
        self._plans: Plans | None = None
        self._places: Sequence[int] = ()
        self._newer: dict[int, RowPlan] = {}
        self._plan = lru_cache(512)(self._read)

    def show_plans(
        self, plans: Plans | None, header: Sequence[str], mapping: Mapping[str, str]
    ) -> None:
        """Show the rows that have problems now; those mended leave."""
        self.beginResetModel()
        self._header, self._fields = tuple(header), dict(mapping)
        self._plans = plans
        self._places = plans.places(Label.ERROR) if plans else ()
        self._newer = {}
        self._plan.cache_clear()
        self.endResetModel()

    def take_checked(self, plans: Sequence[RowPlan]) -> None:
        """Show what became of rows that were mended; they stay where they are."""
        self._newer |= {plan.line: plan for plan in plans}
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def plan(self, row: int) -> RowPlan:
        """The row as it is now."""
        stored = self._plan(row)
        return self._newer.get(stored.line, stored)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else FIXED_COLUMNS + len(self._header)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as above
        return 0 if parent.isValid() else len(self._places)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical or role != _ITEM.DisplayRole:
            return None
        if section < FIXED_COLUMNS:
            return (_("Line"), _("What happens"), _("Why"))[section]
        return self._header[section - FIXED_COLUMNS]

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() >= FIXED_COLUMNS and not self.plan(index.row()).broken:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = 0) -> Any:
        plan = self.plan(index.row())
        match role:
            case _ITEM.DisplayRole | _ITEM.EditRole:
                return self._text(plan, index.column())
            case _ITEM.ToolTipRole:
                return self._problem(plan, index.column()) or None
            case _ITEM.BackgroundRole if self._problem(plan, index.column()):
                return QBrush(theme().color(Role.BAD_BG))
            case _ITEM.ForegroundRole if self._problem(plan, index.column()):
                return QBrush(theme().color(Role.BAD_FG))
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = _ITEM.EditRole) -> bool:
        plan = self.plan(index.row())
        name = self._header[index.column() - FIXED_COLUMNS]
        if role != _ITEM.EditRole or value == self._text(plan, index.column()):
            return False
        self._mending.fixes[(plan.line, name)] = str(value)
        cells = list(plan.cells)
        cells[index.column() - FIXED_COLUMNS] = str(value)
        self._edited(plan.line, tuple(cells))
        return True

    def skip(self, row: int) -> None:
        """Leave a row out, or take it in again."""
        plan = self.plan(row)
        self._mending.skipped ^= {plan.line}
        self._edited(plan.line, plan.cells)

    def _read(self, row: int) -> RowPlan:
        if self._plans is None:
            raise IndexError(row)
        return self._plans[self._places[row]]

    def _text(self, plan: RowPlan, column: int) -> str:
        if column == _LINE:
            return str(plan.line)
        if column == _STATE:
            return words.label(plan.label)
        if column == _WHY:
            return words.reason(plan)
        place = column - FIXED_COLUMNS
        return plan.cells[place] if place < len(plan.cells) else ""

    def _problem(self, plan: RowPlan, column: int) -> str:
        """What is wrong with a cell."""
        if column < FIXED_COLUMNS:
            return ""
        meant = self._fields.get(self._header[column - FIXED_COLUMNS], "")
        return next((one.message for one in plan.problems if meant and one.field == meant), "")
