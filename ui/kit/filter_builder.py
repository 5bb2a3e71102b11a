"""The dialog of the advanced filter: conditions on any field, with and, or, none and groups."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.conditions import Group, Match
from app.core.errors import DeskError
from app.core.filter_words import Speaker
from app.core.listing import ListQuery, ListSource
from app.core.text import _, ngettext
from ui.kit import format as fmt
from ui.kit.filter_builder_group import GroupRow
from ui.kit.filter_builder_rows import ConditionRow, Means
from ui.kit.form_editors import Unreadable
from ui.kit.parts import button, label
from ui.kit.tasks import Tasks
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.kit.list_page import ListPage

_PAUSE_MS = 300
_WIDTH, _HEIGHT = 820, 600
_MARGIN = 24
Counter = Callable[[ListQuery], str]


class FilterBuilder(QDialog):
    """Edits one group of conditions; `applied` carries it, or None to take it off.

    `asking(group)` is the list's whole question with that group; `count` tells in
    words, on a worker, how many rows it finds.
    """

    applied = Signal(object)

    def __init__(
        self,
        means: Means,
        speaker: Speaker,
        group: Group | None,
        asking: Callable[[Group | None], ListQuery],
        count: Counter,
        tasks: Tasks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(means.place)
        self.setWindowTitle(_("Advanced filter"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._speaker, self._asking, self._count, self._tasks = speaker, asking, count, tasks
        self._counted: ListQuery | None = None
        self.root = GroupRow(means, group or Group(Match.ALL, ()))
        self.count = label("", "strong", name=f"{means.place}.count")
        self.words = paragraph("", "caption", f"{means.place}.words")
        self.apply = button(_("Apply"), f"{means.place}.apply", role="primary")
        self.take_off = button(_("Take the filter off"), f"{means.place}.clear")
        self.cancel = button(_("Cancel"), f"{means.place}.cancel")
        self._room = QScrollArea()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._arrange(self._others())
        self._connect(group)
        if group is None:
            self.root.add_condition()
        else:
            self.root.focus_first()
        self._chain()
        self._ask()

    def submit(self) -> None:
        """Apply what is filled in, if it is complete; else go to what is missing."""
        try:
            group = self.root.read()
        except Unreadable:
            wrong = (row for row in self.root.conditions() if row.is_wrong)
            if (first := next(wrong, None)) is not None:
                first.focus_value()
            return
        self.applied.emit(group if group.of else None)
        self.accept()

    def _others(self) -> str:
        """What narrows the list besides, in words."""
        return self._speaker.question(self._asking(None))

    def _arrange(self, others: str) -> None:
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.root)
        column.addStretch(1)
        self._room.setWidgetResizable(True)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setWidget(inside)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(12)
        body.addWidget(label(_("Advanced filter"), "h1"))
        if others:
            body.addWidget(paragraph(_("Together with: %s") % others, "muted"))
        body.addWidget(self._room, 1)
        body.addWidget(self.words)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.count, 1)
        for widget in (self.take_off, self.cancel, self.apply):
            foot.addWidget(widget)
        body.addLayout(foot)
        self.resize(theme().px(_WIDTH), theme().px(_HEIGHT))

    def _connect(self, group: Group | None) -> None:
        self.take_off.setVisible(group is not None)
        self.take_off.clicked.connect(self._clear)
        self.cancel.clicked.connect(self.reject)
        self.apply.setDefault(True)
        self.apply.clicked.connect(self.submit)
        self.root.edited.connect(self._pause.start)
        self.root.rebuilt.connect(self._chain)
        submit = QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return), self)
        submit.activated.connect(self.submit)
        if isinstance(program := QApplication.instance(), QApplication):
            program.focusChanged.connect(self._follow)

    def _chain(self) -> None:
        """Let Tab walk in reading order, whatever was made when."""
        stops = [*_stops(self.root), self.take_off, self.cancel, self.apply]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Bring what has the keyboard into view, once a new row has found its place."""
        while now is not None and not isinstance(now, ConditionRow):
            now = now.parentWidget()
        if now is not None and self.root.isAncestorOf(now):
            QTimer.singleShot(0, now, partial(self._room.ensureWidgetVisible, now, 0, _MARGIN))

    def _clear(self) -> None:
        self.applied.emit(None)
        self.accept()

    def _ask(self) -> None:
        """Count what is filled in so far, if it is complete."""
        group = self.root.peek()
        if group is None:
            self._counted = None
            self.count.setText(_("Complete the conditions to see how many match."))
            self.words.setText("")
            return
        self.words.setText(self._speaker.part(group))
        asked = self._asking(group if group.of else None)
        if asked == self._counted:
            return
        self._counted = asked
        self.count.setText(_("Counting\u2026"))
        work = partial(self._count, asked)
        self._tasks.run(self, work, partial(self._told, asked), partial(self._failed, asked))

    def _told(self, asked: ListQuery, words: str) -> None:
        if asked == self._counted:
            self.count.setText(words)

    def _failed(self, asked: ListQuery, error: Exception) -> None:
        if asked == self._counted:
            self._counted = None
            known = isinstance(error, DeskError)
            self.count.setText(str(error) if known else _("It could not be counted."))


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """What takes the keyboard inside a widget, as its layouts have it."""
    layout = widget.layout()
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus or layout is None:
        yield from (widget,) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus else ()
        return
    yield from _stops_in(layout)


def _stops_in(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if (inner := item.widget() if item else None) is not None:
            yield from _stops(inner)
        elif item is not None and (below := item.layout()) is not None:
            yield from _stops_in(below)


def open_builder(page: "ListPage[Any]") -> FilterBuilder:
    """Edit the advanced filter of a list."""
    filters = page.tools.filters
    means = Means.of(f"{page.place}.builder", filters.fields, filters.options, filters.currency)

    def asking(group: Group | None) -> ListQuery:
        asked = page.query
        simple = tuple(one for one in asked.conditions if one is not filters.advanced)
        conditions = (*simple, group) if group is not None else simple
        return ListQuery(asked.text, conditions)

    builder = FilterBuilder(
        means,
        filters.speaker(),
        filters.advanced,
        asking,
        partial(_matches, page.source),
        page.desk.tasks,
        page.window(),
    )
    builder.applied.connect(filters.set_advanced)
    builder.open()
    return builder


def _matches(source: ListSource[Any], asked: ListQuery) -> str:
    """How many there are, in words; runs on a worker."""
    total = source.total(asked)
    return ngettext("%s match", "%s matches", total) % fmt.text(total)
