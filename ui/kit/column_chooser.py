"""The menu behind a list's Columns button: what is shown, how it is sorted, how dense it is."""

from collections.abc import Callable

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QWidget

from app.core.text import _
from ui.kit.column_layout import ColumnLayout
from ui.kit.sticky_menu import StickyMenu
from ui.kit.table_view import TableView


class ColumnMenu(StickyMenu):
    """Built anew whenever it opens; `sort(key, descending)` is called for a sort.

    `sorted_by` tells the key and direction of now; `denser` that the density changed.
    """

    def __init__(
        self,
        layout: ColumnLayout,
        view: TableView,
        sorted_by: Callable[[], tuple[str, bool]],
        sort: Callable[[str, bool], None],
        denser: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._columns, self._view = layout, view
        self._sorted_by, self._sort, self._denser = sorted_by, sort, denser
        self.aboutToShow.connect(self._build)

    def _build(self) -> None:
        self.clear()
        for spec in self._columns.specs:
            action = self.addAction(_(spec.title))
            action.setCheckable(True)
            action.setChecked(self._columns.is_shown(spec.key))
            action.toggled.connect(lambda shown, key=spec.key: self._columns.show(key, shown=shown))
        self.addAction(_("Reset columns")).triggered.connect(self._columns.reset)
        self.addSeparator()
        self._build_sort()
        self.addSeparator()
        self._build_density()

    def _build_sort(self) -> None:
        menu = self.addMenu(_("Sort by"))
        key, descending = self._sorted_by()
        group = QActionGroup(menu)
        for spec in self._columns.specs:
            if not spec.sortable:
                continue
            action = menu.addAction(_(spec.title))
            action.setCheckable(True)
            action.setChecked(spec.key == key)
            group.addAction(action)
            action.triggered.connect(lambda _on, key=spec.key: self._sort(key, descending))
        menu.addSeparator()
        direction = QActionGroup(menu)
        for title, down in ((_("Ascending"), False), (_("Descending"), True)):
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(down is descending)
            direction.addAction(action)
            action.triggered.connect(lambda _on, down=down: self._sort(key, down))

    def _build_density(self) -> None:
        group = QActionGroup(self)
        for title, compact in ((_("Comfortable rows"), False), (_("Compact rows"), True)):
            action = self.addAction(title)
            action.setCheckable(True)
            action.setChecked(self._view.compact is compact)
            group.addAction(action)
            action.triggered.connect(lambda _on, compact=compact: self._set_compact(compact))

    def _set_compact(self, compact: bool) -> None:
        self._view.set_compact(compact)
        self._denser()
