"""One table model for every list: ids in order, rows by id as they come near the view."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.core.listing import HasId
from app.core.text import _
from ui.kit import format as fmt
from ui.kit.cells import Cell, Cook, Kind, plain
from ui.kit.places import neighbours, place_of
from ui.kit.rows import RowCache
from ui.kit.tips import tip

R = TypeVar("R", bound=HasId)
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ACTIONS = "actions"
_HORIZONTAL = Qt.Orientation.Horizontal
_GONE = Cell("\u2014", Kind.MUTED)
_WAITING = Cell("")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` names the row's field, which is also its sort key.

    `width` is in pixels at 100 % text size. One column should `stretch`. Where there is
    no room, columns of the highest `priority` are left out first; 0 always stays.
    `shown` is whether it is there before anybody chose. `show` makes the text, `cook`
    the cell around it.
    """

    key: str
    title: str
    width: int = 120
    show: Callable[[Any], str] = fmt.text
    cook: Cook = plain
    stretch: bool = False
    shown: bool = True
    priority: int = 1
    sortable: bool = True
    align: Qt.AlignmentFlag = fmt.LEFT


Columns = tuple[Column, ...]


class Cooked:
    """A row with its cells, each made when it is first looked at and then kept."""

    __slots__ = ("_cells", "_specs", "row")

    def __init__(self, specs: Columns, row: Any) -> None:
        self.row, self._specs = row, specs
        self._cells: list[Cell | None] = [None] * len(specs)

    def cell(self, column: int) -> Cell:
        """The cell in that column."""
        found = self._cells[column]
        if found is None:
            spec = self._specs[column]
            value = getattr(self.row, spec.key, None)
            # Most are text that is shown as it is.
            is_text = type(value) is str and spec.show is fmt.text
            shown = str(value) if is_text else spec.show(value)
            found = self._cells[column] = spec.cook(self.row, value, shown)
        return found


def columns(row: type[Any], *specs: Column) -> Columns:
    """Check that every key is a field of `row`, so a typo fails at import.

    Numbers and money are aligned right, by the field's type.
    """
    known = {field.name for field in fields(row)}
    if unknown := [spec.key for spec in specs if spec.key not in known]:
        raise AttributeError(f"{row.__name__} has no {', '.join(unknown)}")
    kinds = get_type_hints(row)
    return tuple(replace(spec, align=_alignment(spec, kinds[spec.key])) for spec in specs)


def _alignment(spec: Column, kind: Any) -> Qt.AlignmentFlag:
    options = [option for option in get_args(kind) or (kind,) if isinstance(option, type)]
    if spec.show is not fmt.text or not options:
        return spec.align
    return fmt.alignment(options[0])


def cook(specs: Columns, row: Any) -> Cooked:
    """A row ready to be painted; may be called on any thread."""
    return Cooked(specs, row)


class TableModel(QAbstractTableModel, Generic[R]):
    """Shows the rows of a snapshot of ids; never asks, never blocks.

    Rows that have not arrived are empty cells of no row (`is_ready` is false); whoever
    loads them calls `put`.
    """

    def __init__(self, specs: Columns, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = specs
        self.ids: array[int] = array("q")
        self._titles = [_(spec.title) for spec in specs]
        self._aligns = [spec.align for spec in specs]
        self._rights = [bool(spec.align & Qt.AlignmentFlag.AlignRight) for spec in specs]
        self._cache: RowCache[Cooked] = RowCache()
        # The row whose neighbours somebody asked for last, or may ask for next.
        self.asked_for = 0

    def cook(self, rows: Iterable[R]) -> list[Cooked]:
        """Rows ready to be painted; may be called on any thread."""
        return [cook(self.columns, row) for row in rows]

    def show_first(self, rows: Sequence[Cooked]) -> None:
        """Start over with the first rows of a new question."""
        self.beginResetModel()
        self._cache.clear()
        self.ids = array("q", (cooked.row.id for cooked in rows))
        self.put(rows)
        self.endResetModel()

    def take_over(self, ids: "array[int]") -> bool:
        """Show the rows of `ids` from now on; false if the order was the same already.

        A list that only grew at its end keeps the view and the selection untouched.
        Otherwise the model is reset, and the view must find its place again.
        """
        have, old = len(self.ids), self.ids
        if ids[:have] == old:
            if len(ids) == have:
                return False
            self.beginInsertRows(ROOT, have, len(ids) - 1)
            self.ids = ids
            self.endInsertRows()
            return False
        self.beginResetModel()
        self.ids = ids
        self.endResetModel()
        return True

    def put(self, rows: Iterable[Cooked], asked: Iterable[int] = ()) -> None:
        """Keep rows that arrived; those `asked` for that did not are gone."""
        self._cache.put({cooked.row.id: cooked for cooked in rows})
        self._cache.lose(asked)

    def changed(self, top: int, bottom: int) -> None:
        """Tell the view that rows from `top` to `bottom` can be painted anew."""
        bottom = min(bottom, len(self.ids) - 1)
        if top <= bottom:
            self.dataChanged.emit(
                self.index(top, 0), self.index(bottom, max(0, len(self.columns) - 1))
            )

    def outdate(self) -> None:
        """What is shown may be old: keep showing it, but load it again."""
        self._cache.outdate()

    def missing(self, top: int, bottom: int) -> list[int]:
        """The ids from row `top` to `bottom` whose rows are not here, or old."""
        return self._cache.missing(self.ids[max(0, top) : bottom + 1])

    def neighbours(self, key: int) -> tuple[int | None, int | None]:
        """The ids before and after `key`; quick near the one asked for last, on any thread."""
        ids, last = self.ids, self.asked_for
        place = place_of(ids, key, (last, last + 1, last - 1))
        if place is not None:
            self.asked_for = place
        return neighbours(ids, place)

    def cell(self, row: int, column: int) -> Cell:
        """What to paint there."""
        cooked = self._cache.get(self.ids[row])
        if cooked is not None:
            return cooked.cell(column)
        return _GONE if self._cache.is_gone(self.ids[row]) and not column else _WAITING

    def cooked(self, row: int) -> Cooked | None:
        """The row, if it has arrived."""
        return self._cache.get(self.ids[row])

    def is_ready(self, row: int) -> bool:
        """Whether the row has arrived, or is known to be gone."""
        key = self.ids[row]
        return self._cache.get(key) is not None or self._cache.is_gone(key)

    def row(self, row: int) -> R | None:
        """The row object, if it has arrived."""
        cooked = self._cache.get(self.ids[row])
        return cooked.row if cooked is not None else None

    def is_right(self, column: int) -> bool:
        """Whether a column's cells stand at the right."""
        return self._rights[column]

    def title(self, column: int) -> str:
        """The header of a column."""
        return self._titles[column]

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not _HORIZONTAL or not 0 <= section < len(self._titles):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._titles[section]
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._aligns[section]
            case _:
                return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cell(index.row(), column).text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._titles[column]}: {self.cell(index.row(), column).text}"
            case Qt.ItemDataRole.ToolTipRole:
                cell = self.cell(index.row(), column)
                return tip(cell.hint or cell.text)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._aligns[column]
            case _:
                return None
