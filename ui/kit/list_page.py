"""A list to work in: search, filters, sort, columns, selection, four states."""

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.changes import Touched
from app.core.errors import DeskError
from app.core.filter_fields import Field
from app.core.listing import HasId, ListQuery, ListSource
from app.core.text import N_, _
from ui.kit.actions import Action, RowAction, make_action
from ui.kit.asker import FIRST, FRAME_MS, Asker
from ui.kit.column_chooser import ColumnMenu
from ui.kit.column_layout import ColumnLayout
from ui.kit.desk import Desk
from ui.kit.filter_advanced import advanced_action, edit_advanced
from ui.kit.filters import FilterSpec
from ui.kit.icons import Icon
from ui.kit.keeper import Keeper
from ui.kit.list_body import ListBody
from ui.kit.list_memory import recall, remember
from ui.kit.list_tools import ListTools
from ui.kit.list_words import ListWords
from ui.kit.peek import PeekPanel, PeekView, beside
from ui.kit.row_actions import RowActions
from ui.kit.rows import Fetcher
from ui.kit.selection_bar import SelectionBar
from ui.kit.table import Columns, Cooked, TableModel
from ui.kit.table_view import TableView

__all__ = ["Action", "ListPage", "ListWords", "RowAction"]

R = TypeVar("R", bound=HasId)
_COALESCE_MS = 50


class ListPage(QWidget, Generic[R]):
    """Configure it when making it; `opened` carries the id of the row to open.

    `place` begins the object names and is what its looks are remembered by. `sort` is
    (key, descending) until somebody chooses. With `watches`, only changes to these
    tables reload it. `embedded` leaves out title and margins, for a tab. `peek` shows
    the row the keyboard is at in a panel, when Space asks for it. With `fields` it has
    an advanced filter. `counted` carries the exact number of rows whenever it is known
    anew; `looks_changed` tells that question or layout may be others.
    """

    opened = Signal(object)
    counted = Signal(object)
    chosen_changed = Signal()
    looks_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        place: str,
        words: ListWords,
        columns: Columns,
        source: ListSource[R],
        *,
        filters: Sequence[FilterSpec] = (),
        fields: Sequence[Field] = (),
        actions: Sequence[Action] = (),
        row_actions: Sequence[RowAction] = (),
        sort: tuple[str, bool] = ("", False),
        watches: Sequence[str] = (),
        embedded: bool = False,
        peek: Callable[[], PeekView] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk, self.place, self.words, self.source = desk, place, words, source
        self.sort, self.embedded, self._watches = sort, embedded, frozenset(watches)
        self.total: int | None = None
        self._stale, self._failure, self._as_many = True, "", False
        self._build_rows(columns, row_actions)
        self._build_around(filters, fields, actions)
        self.peek = PeekPanel(place, self, peek) if peek else None
        self._arrange()
        self._connect()
        recall(self)

    def _build_rows(self, columns: Columns, row_actions: Sequence[RowAction]) -> None:
        specs = RowActions.with_column(columns, row_actions)
        self.model: TableModel[R] = TableModel(specs, self)
        # No parent yet: parts are adopted in reading order, which makes the Tab order.
        self.view = TableView(self.model)
        self.view.setObjectName(f"{self.place}.table")
        self.view.setAccessibleName(_(self.words.title))
        self.view.header.setObjectName(f"{self.place}.header")
        self.asker = Asker(self.desk.tasks, self.source, self.model, self)
        self.keeper = Keeper(self.view, self.desk.tasks)
        wait = partial(self.desk.tasks.wait, self, FRAME_MS)
        self.fetcher = Fetcher(self.model, self.asker.load, self._failed, wait)
        self.row_actions = RowActions(self, row_actions)
        self.columns = ColumnLayout(self.view)

    def _build_around(
        self, filters: Sequence[FilterSpec], fields: Sequence[Field], actions: Sequence[Action]
    ) -> None:
        make = partial(make_action, actor=self.desk.actor, owner=self)
        name = f"{self.place}.refresh"
        refresh = Action(N_("Refresh"), self.reload, icon=Icon.REFRESH, shortcut="F5", name=name)
        made = [make(action) for action in actions]
        primary = (action for action in made if action.property("role") == "primary")
        self._first_step = next((action for action in primary if action.isVisible()), None)
        title = "" if self.embedded else _(self.words.title)
        self.tools = ListTools(
            self.place, title, _(self.words.search), filters, made, make(refresh), fields
        )
        find = Action(
            N_("Filters"),
            self.tools.toggle_filters,
            shortcut="Ctrl+F",
            icon=Icon.FILTER,
            name=f"{self.place}.find",
        )
        make(find)
        if fields:
            make(advanced_action(self))
        self.body = ListBody(self.place, self.words, self.view, self.reload, self.clear_filters)
        self.bar = SelectionBar(self.place, self.row_actions.for_many)
        self.column_menu = ColumnMenu(
            self.columns, self.view, lambda: self.sort, self.sort_by, self.remember, self
        )

    def _arrange(self) -> None:
        self.setObjectName(self.place)
        self.setProperty("role", "" if self.embedded else "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(*((0, 12, 0, 0) if self.embedded else (24, 20, 24, 16)))
        column.setSpacing(4)
        column.addWidget(self.tools)
        beside(column, self.body, self.peek, self.view)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        self.asker.first_came.connect(self._first)
        self.asker.ids_came.connect(self._ids)
        self.asker.failed.connect(self._failed)
        self.asker.busy_changed.connect(self.tools.show_busy)
        self.view.rows_seen.connect(self.fetcher.look_at)
        if self.peek:
            self.peek.opened.connect(self.opened)
            self.peek.shown_changed.connect(self.remember)
            self.view.current_changed.connect(self.peek.follow)
            self.model.dataChanged.connect(self.peek.follow)
            self.model.modelReset.connect(self.peek.follow)
        self.view.opened.connect(self._row_opened)
        self.view.chosen_changed.connect(self._chosen)
        header, button = self.view.header, self.tools.columns
        header.sort_asked.connect(self.sort_by)
        header.customContextMenuRequested.connect(
            lambda at: self.column_menu.popup(header.mapToGlobal(at))
        )
        button.clicked.connect(
            lambda: self.column_menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        )
        self.columns.changed.connect(self.remember)
        self.tools.search_asked.connect(self._asked)
        self.tools.down.connect(self.view.setFocus)
        self.tools.filter_button.toggled.connect(self.remember)
        self.tools.filters.advanced_asked.connect(partial(edit_advanced, self))
        self.bar.all_asked.connect(self.view.selectAll)
        self.bar.none_asked.connect(self.view.clearSelection)
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._soon.timeout.connect(self.reload)
        self.desk.changes.heard.connect(self._heard)

    @property
    def query(self) -> ListQuery:
        """What the page asks as it stands; an export of the same rows asks it too."""
        text = self.tools.search.text().strip()
        return ListQuery(text, self.tools.filters.conditions, *self.sort)

    def ask(self) -> None:
        """Ask what the search box, the filters and the header say now."""
        self._stale = False
        self.view.header.show_sort(self.sort[0], descending=self.sort[1])
        # First: nothing of this waits for its turn while a worker is busy.
        self.remember()
        asked, last = self.query, self.asker.query
        same = (asked.text, asked.conditions) == (last.text, last.conditions)
        self._as_many = same and (self._as_many or self.total is not None)
        self.asker.ask(asked, self.view.room() or FIRST)
        self._show_state()

    def reload(self) -> None:
        """Ask the same question again; rows, place and choice stay meanwhile."""
        if self.total is None:
            self.ask()
            return
        self._stale = False
        self.model.outdate()
        self.fetcher.start_over()
        self.fetcher.look_at(*self.view.seen())
        self.asker.ask_again()

    def sort_by(self, key: str, descending: bool | None = None) -> None:
        """Sort by a column; without a direction upwards, and downwards the second time."""
        again = self.sort == (key, False)
        self.sort = (key, again if descending is None else descending)
        self.ask()

    def clear_filters(self) -> None:
        """Show everything again."""
        self.tools.filters.clear()
        self.tools.set_text("")
        self.ask()

    def chosen_ids(self) -> "array[int]":
        """The ids of the chosen rows, in order."""
        return self.keeper.chosen_ids()

    def chosen_row(self) -> R | None:
        """The first chosen row, if it has arrived."""
        ranges = self.view.chosen_ranges()
        return self.model.row(ranges[0][0]) if ranges else None

    def current_id(self) -> int | None:
        """The id of the row the keyboard is at, if it is at one."""
        row = self.view.current_row()
        return self.model.ids[row] if 0 <= row < len(self.model.ids) else None

    def remember(self) -> None:
        """Keep the looks of the list for the next time."""
        remember(self)
        self.looks_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _asked(self) -> None:
        if self.query != self.asker.query or self._failure:
            self.ask()

    def _first(self, rows: Sequence[Cooked]) -> None:
        self._failure, self.total = "", None
        self.fetcher.start_over()
        self.keeper.show_first(rows)
        self._show_state()

    def _ids(self, ids: "array[int]") -> None:
        self._failure, self.total = "", len(ids)
        self.keeper.take_over(ids)
        self._show_state()
        self.counted.emit(self.total)

    def _failed(self, error: Exception) -> None:
        self._failure = _("Something went wrong while loading. Try again.")
        if isinstance(error, DeskError):
            self._failure = str(error)
        else:
            self.desk.notices.show_error(error)
        self._show_state()

    def is_about(self, touched: Touched) -> bool:
        """Whether a change of these tables may change the rows."""
        return not self._watches or not self._watches.isdisjoint(touched)

    def _heard(self, touched: Touched) -> None:
        if not self.is_about(touched):
            return
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _row_opened(self, row: int) -> None:
        self.model.asked_for = row
        self.opened.emit(self.model.ids[row])

    def _chosen(self) -> None:
        self.row_actions.update()
        self.bar.show_count(self.keeper.chosen_count(), self.model.rowCount())
        self.chosen_changed.emit()

    def _show_state(self) -> None:
        has_rows, asked = self.model.rowCount() > 0, self.asker.query
        if self._failure or self.total is not None or not self._as_many:
            self.tools.count.setText("" if self._failure else self.words.count(self.total))
        if has_rows:
            self.body.show_rows()
        elif self.asker.is_busy:
            if self.total is None:
                self.body.show_waiting()
        elif asked.text or asked.conditions:
            self.body.show_no_match(asked.text, filtered=bool(asked.conditions))
        else:
            self.body.show_nothing(self._first_step)
        self.body.show_failure(self._failure, rows=has_rows)
