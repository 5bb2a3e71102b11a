"""The criteria of a segment to edit: conditions and groups, or the same as JSON, always in step."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.core.conditions import Group, Match
from app.core.errors import Invalid
from app.core.filter_fields import Options
from app.core.filter_words import Speaker
from app.core.listing import ListQuery
from app.core.listing_json import from_json, to_json
from app.core.text import _
from app.customers.filter_fields import BY_KEY
from app.segments.criteria_normal import normal, tags_of
from app.segments.criteria_values import Names
from app.segments.schemas import Criteria
from ui.kit.desk import Desk
from ui.kit.filter_builder_group import GroupRow
from ui.kit.filter_builder_rows import Means
from ui.kit.form_editors import Editor, EditorFactory, Unreadable
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme
from ui.tagging.segments_count import LiveCount
from ui.tagging.segments_json import JsonEditor

_PAUSE_MS = 300
_LEAST = 220
_CONDITIONS, _JSON = range(2)


class CriteriaEditor(Editor):
    """Two tabs over the same criteria; below them how many customers meet them."""

    def __init__(self, desk: Desk, names: Names, place: str) -> None:
        self.tabs = QTabWidget()
        self._room, self.json = QScrollArea(), JsonEditor(desk, names, f"{place}.json")
        self.count = LiveCount(desk, f"{place}.count")
        self.words = paragraph("", "caption", f"{place}.words")
        box = QWidget()
        box.setProperty("role", "clear")
        super().__init__(box, self.tabs)
        self._place, self._names = place, names
        # What went is still named where criteria ask for it.
        self._gone = {key: _("%s (removed)") % name for key, name in names.gone.items()}
        told = {**names.of, "tags": {**names.of.get("tags", {}), **self._gone}}
        self._speaker = Speaker(BY_KEY, names.currency, told)
        self._edits, self._is_stale = 0, False
        self._known: Criteria = ()
        self._arrange(box)
        self.root = self._made(())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.tabs.currentChanged.connect(self._turned)
        self.json.edited.connect(self._typed)
        self.json.understood.connect(self._understood)
        self._look()

    def read(self) -> Any:
        """The criteria.

        Raises:
            Unreadable: a condition is not complete, or the JSON has a slip.
        """
        if self.json.problem:
            self.tabs.setCurrentIndex(_JSON)
            raise Unreadable(self.json.problem, ())
        if self._is_stale:
            return self._known
        try:
            return _criteria(self.root.read())
        except Unreadable as missing:
            raise Unreadable(_("Complete the condition that is marked."), ()) from missing

    def write(self, value: Any) -> None:
        self._known = normal(value or ())
        self._build(self._known)
        self.json.show_criteria(self._known)
        self.edited.emit()
        self._look()

    def state(self) -> object:
        found = self.peek()
        return ("incomplete", self._edits) if found is None else found

    def kept(self) -> Any:
        """The last criteria that were whole."""
        return to_json(ListQuery(conditions=self.peek() or self._known))

    def bring(self, kept: Any) -> None:
        """Put back what `kept` gave, unless this version cannot read it."""
        try:
            found = normal(from_json(kept).conditions)
        except (Invalid, KeyError):
            return
        self.write(found)

    @property
    def is_blank(self) -> bool:
        """Whether they are true of everybody."""
        return self.peek() == ()

    def peek(self) -> Criteria | None:
        """The criteria, None while something is missing; nothing is marked."""
        if self.json.problem:
            return None
        if self._is_stale:
            return self._known
        group = self.root.peek()
        return None if group is None else _criteria(group)

    def make_room(self, height: int) -> None:
        """Let the tabs be so high, in pixels at 100 %."""
        self.tabs.setFixedHeight(theme().px(max(height, _LEAST)))

    def take_focus(self) -> None:
        if self.json.problem:
            self.tabs.setCurrentIndex(_JSON)
            self.json.go_to_problem()
            return
        wrong = next((row for row in self.root.conditions() if row.is_wrong), None)
        if wrong is None:
            super().take_focus()
        else:
            self.tabs.setCurrentIndex(_CONDITIONS)
            wrong.focus_value()

    def set_name(self, name: str, title: str) -> None:
        super().set_name(f"{name}.tabs", title)
        self.tabs.tabBar().setAccessibleName(title)

    def _arrange(self, box: QWidget) -> None:
        self._room.setWidgetResizable(True)
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.addTab(self._room, _("Conditions"))
        self.tabs.addTab(self.json, _("JSON"))
        self.make_room(_LEAST)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.words)
        column.addWidget(self.count)

    def _made(self, criteria: Criteria) -> GroupRow:
        """The builder's rows for these criteria, in place of those there are."""
        alone = criteria[0] if len(criteria) == 1 else None
        group = alone if isinstance(alone, Group) else Group(Match.ALL, criteria)
        place, currency = f"{self._place}.builder", self._names.currency
        means = Means.of(place, BY_KEY, self._options, currency)
        root = GroupRow(means, group)
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(root)
        column.addStretch(1)
        self._room.setWidget(inside)
        root.edited.connect(self._built)
        root.rebuilt.connect(partial(_chain, root))
        _chain(root)
        return root

    def _options(self, key: str) -> Options:
        """What a choice offers that only the database knows."""
        there = tuple(self._names.of.get(key, {}).items())
        if key != "tags":
            return there
        asked = set(tags_of(self._known))
        return there + tuple((gone, name) for gone, name in self._gone.items() if gone in asked)

    def _build(self, criteria: Criteria) -> None:
        self.root = self._made(criteria)
        self._is_stale = False

    def _built(self) -> None:
        """Somebody changed a condition: the JSON follows."""
        self._edits += 1
        found = self.root.peek()
        if found is not None:
            self._known = _criteria(found)
            self.json.show_criteria(self._known)
        self.edited.emit()
        self._pause.start()

    def _typed(self) -> None:
        self._edits += 1
        self.edited.emit()
        self._pause.start()

    def _understood(self, criteria: Criteria) -> None:
        """The JSON says something whole: the conditions follow when they are looked at."""
        if criteria != self._known:
            self._known, self._is_stale = criteria, True
        if self.tabs.currentIndex() == _CONDITIONS:
            self._build(self._known)
        self.edited.emit()
        self._look()

    def _turned(self, tab: int) -> None:
        if tab == _CONDITIONS and self._is_stale:
            self._build(self._known)

    def _look(self) -> None:
        """Say in words what is filled in, and count who meets it."""
        found = self.peek()
        self.words.setText("" if found is None else self._speaker.question(_asked(found)))
        self.words.setVisible(bool(self.words.text()))
        self.count.ask(found)


def criteria_editor(desk: Desk, names: Names, place: str) -> EditorFactory:
    """The editor of a form's field with criteria."""
    return lambda _kind: CriteriaEditor(desk, names, place)


def _criteria(group: Group) -> Criteria:
    return normal((group,))


def _asked(criteria: Criteria) -> ListQuery:
    return ListQuery(conditions=criteria)


def _chain(root: QWidget) -> None:
    """Let Tab walk in reading order, whatever was made when."""
    for before, after in pairwise(_stops(root)):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
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
