"""The upper part of a list page: title, count, buttons, search, filters, columns, refresh."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.core.filter_fields import Field
from app.core.text import _
from ui.kit.actions import action_button
from ui.kit.filter_chips import Chips
from ui.kit.filter_panel import FilterPanel
from ui.kit.filters import FilterSpec
from ui.kit.fit_row import FitRow
from ui.kit.icons import Icon
from ui.kit.list_states import PATIENCE_MS
from ui.kit.parts import button, dress_search, icon_button, label

DEBOUNCE_MS = 300


class ListTools(QWidget):
    """Emits `search_asked` when typing rests or Enter is pressed, `down` to go to the rows.

    `row` has the search and what stands beside it.
    """

    search_asked = Signal()
    down = Signal()

    def __init__(
        self,
        place: str,
        title: str,
        placeholder: str,
        filters: Sequence[FilterSpec],
        actions: Sequence[QAction],
        refresh: QAction,
        fields: Sequence[Field] = (),
    ) -> None:
        super().__init__()
        self.count = label("", "muted", name=f"{place}.count")
        self.search = self._search(place, placeholder)
        self.filters = FilterPanel(place, filters, fields)
        self.chips = Chips(place)
        self.filter_button = button(_("Filters"), f"{place}.filters", Icon.FILTER)
        self.filter_button.setCheckable(True)
        self.filter_button.setToolTip(_("Filters (Ctrl+F)"))
        self.filter_button.toggled.connect(self.filters.setVisible)
        if not filters:
            self.filter_button.hide()
        self.filters.hide()
        self.columns = icon_button(
            _("Columns, sorting and density"), f"{place}.columns", Icon.COLUMNS
        )
        self.refresh = icon_button(refresh.toolTip(), f"{place}.refresh", Icon.REFRESH)
        self.refresh.clicked.connect(refresh.trigger)
        self.busy = self._busy(place)
        self._wait = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._wait.timeout.connect(self.busy.show)
        self.filters.changed.connect(self._show_chips)
        self.chips.removed.connect(self.filters.clear)
        self.chips.emptied.connect(self.search.setFocus)
        self.chips.edit_asked.connect(self.filters.advanced_asked)
        self._assemble(title, actions)

    def _assemble(self, title: str, actions: Sequence[QAction]) -> None:
        head = FitRow(spare=self.count)
        if title:
            head.row.addWidget(label(title, "h1"))
        # The smaller text stands on the same line as the larger one.
        self.count.setContentsMargins(0, 5 if title else 0, 0, 0)
        head.row.addWidget(self.count)
        head.row.addStretch(1)
        for action in actions:
            head.row.addWidget(action_button(action))
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.row.addWidget(self.search, 1)
        for widget in (self.filter_button, self.columns, self.refresh):
            self.row.addWidget(widget)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(head)
        column.addLayout(self.row)
        column.addWidget(self.filters)
        column.addWidget(self.chips)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addLayout(column)
        outer.addWidget(self.busy)

    def _search(self, place: str, placeholder: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(f"{place}.search")
        line.setPlaceholderText(placeholder)
        line.setAccessibleName(placeholder.rstrip(".\u2026"))
        dress_search(line)
        self._rest = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._rest.timeout.connect(self.search_asked)
        line.textChanged.connect(self._rest.start)
        line.returnPressed.connect(self._search_now)
        below = QShortcut(QKeySequence(Qt.Key.Key_Down), line)
        below.setContext(Qt.ShortcutContext.WidgetShortcut)
        below.activated.connect(self.down)
        return line

    def _busy(self, place: str) -> QProgressBar:
        bar = QProgressBar()
        bar.setObjectName(f"{place}.busy")
        bar.setAccessibleName(_("Loading"))
        bar.setProperty("role", "thin")
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        policy = bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        bar.setSizePolicy(policy)
        bar.hide()
        return bar

    def show_busy(self, busy: bool) -> None:
        """Show the thin bar, if it takes long enough to be worth it."""
        if busy:
            self._wait.start()
        else:
            self._wait.stop()
            self.busy.hide()

    def set_text(self, text: str) -> None:
        """Put a text into the search box without asking."""
        self.search.setText(text)
        self._rest.stop()

    def toggle_filters(self) -> None:
        """Open the filters with the keyboard in them, or close them; else go to the search."""
        if not self.filters.specs:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.filter_button.setChecked(not self.filter_button.isChecked())
        if self.filter_button.isChecked():
            self.filters.focus_first()
        else:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _search_now(self) -> None:
        self._rest.stop()
        self.search_asked.emit()

    def _show_chips(self) -> None:
        chips = self.filters.chips()
        self.chips.show_chips(chips)
        words = _("Filters (%d)") % len(chips) if chips else _("Filters")
        self.filter_button.setText(words)
        self.filter_button.setAccessibleName(words)
        self._rest.start()
