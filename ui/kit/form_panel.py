"""Fields in sections, in two columns where there is room; fills in a draft."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from functools import partial
from typing import Any, Generic, TypeVar, get_type_hints

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.draft import Draft
from app.core.errors import Invalid
from app.core.text import _
from ui.kit.form_editors import Unreadable
from ui.kit.form_field import Field, FieldBox, Section, in_sections
from ui.kit.parts import label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

D = TypeVar("D", bound=Draft)
NARROW = 560
GUTTER = 16
# So many fields are made in one step of `building`.
AT_ONCE = 6


class FormPanel(QWidget, Generic[D]):
    """The fields of `draft`, to stand in a dialog or in a page.

    `edited` is emitted with every change, `entered` when Enter is pressed in a
    one-line field, `submitted` on Ctrl+Enter anywhere. Unless it is to be made `whole` at
    once, nothing else may be asked of it before `building` has come to its end.
    """

    edited = Signal()
    entered = Signal()
    submitted = Signal()

    def __init__(
        self,
        place: str,
        draft: type[D],
        spec: Sequence[Section | Field],
        check: Callable[[D], Mapping[str, str]] | None = None,
        parent: QWidget | None = None,
        *,
        whole: bool = True,
    ) -> None:
        super().__init__(parent)
        self.place, self._draft, self._check = place, draft, check
        self.setProperty("role", "clear")
        self._base: D | None = None
        self._columns = 2
        self._hidden: set[str] = set()
        self._sections = in_sections(spec)
        self.boxes: dict[str, FieldBox] = {}
        self._grids: list[tuple[QGridLayout, Section]] = []
        self.begun: dict[str, Any] = {}
        if whole:
            for _step in self.building():
                pass

    def building(self) -> Iterator[None]:
        """Make it, step by step."""
        kinds = get_type_hints(self._draft)
        for number, field in enumerate(f for part in self._sections for f in part.fields):
            if number and number % AT_ONCE == 0:
                yield
            self.boxes[field.key] = FieldBox(self.place, field, kinds[field.key], self)
        yield
        self._build(self._sections)
        yield
        self._connect()

    def _connect(self) -> None:
        for key, box in self.boxes.items():
            box.editor.edited.connect(self.edited)
            box.editor.entered.connect(self.entered)
            box.editor.left.connect(partial(self._leave, key))
        for key, value in _defaults(self._draft).items():
            if key in self.boxes:
                self.boxes[key].editor.write(value)
        submit = QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return), self)
        submit.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        submit.activated.connect(self.submitted)
        self._begin()

    @property
    def is_dirty(self) -> bool:
        """Whether anything differs from what was loaded."""
        return self.state() != self._start

    @property
    def touched(self) -> frozenset[str]:
        """The fields that differ from what was loaded."""
        return frozenset(key for key, state in self.state().items() if state != self._start[key])

    def box(self, key: str) -> FieldBox:
        """The field's box, for titles, help, warnings and its editor."""
        return self.boxes[key]

    def load(self, draft: D) -> None:
        """Show `draft`, without problems; from here on changes count."""
        self._base = draft
        for key, box in self.boxes.items():
            box.editor.write(getattr(draft, key))
        self.forget_problems()
        self._begin()
        self.edited.emit()

    def take(self, values: Mapping[str, Any]) -> None:
        """Show these as what is stored now in their fields; the other fields stay as they are."""
        for key, value in values.items():
            box = self.boxes[key]
            box.editor.write(value)
            box.show_problem("")
            box.warn("")
            self._start[key], self.begun[key] = box.editor.state(), box.editor.kept()
        if self._base is not None:
            self._base = replace(self._base, **values)
        self.edited.emit()

    def mark_clean(self) -> None:
        """Take what is shown now as the state that needs no saving."""
        self._begin()
        self.edited.emit()

    def draft(self) -> D:
        """What is filled in.

        Raises:
            Invalid: something is missing or wrong, keyed by field.
        """
        draft, problems = self._judged()
        if problems:
            raise Invalid(problems)
        return draft

    def show_fields(self, keys: Sequence[str], shown: bool) -> None:
        """Offer or withdraw fields; those withdrawn are not checked, but keep their value."""
        self._hidden = self._hidden - set(keys) if shown else self._hidden | set(keys)
        self._place()

    def show_problems(
        self, problems: Mapping[str, str], links: Mapping[str, Callable[[], object]] | None = None
    ) -> list[str]:
        """Put each sentence by its field, go to the first, return those without a field.

        `links` has, by field, what opens the record that is in the way.
        """
        links = links or {}
        for key, box in self.boxes.items():
            link = (_("Open existing customer"), links[key]) if key in links else None
            box.show_problem(problems.get(key, ""), link)
        wrong = [key for key in self.boxes if key in problems and key not in self._hidden]
        if wrong:
            self.go_to(wrong[0])
        return [text for key, text in problems.items() if key not in wrong]

    def forget_problems(self) -> None:
        """Take every problem and warning away."""
        for box in self.boxes.values():
            box.show_problem("")
            box.warn("")

    def go_to(self, key: str) -> None:
        """Put the focus into a field and bring it into view."""
        box = self.boxes[key]
        box.editor.take_focus()
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.FontChange:
            self._fit()
        super().changeEvent(event)

    def _begin(self) -> None:
        """From here on changes count; `begun` is where they start, as editors keep it."""
        self._start = self.state()
        self.begun = {key: box.editor.kept() for key, box in self.boxes.items()}

    def state(self) -> dict[str, object]:
        """What is in every field now, to be compared."""
        return {key: box.editor.state() for key, box in self.boxes.items()}

    def _judged(self) -> tuple[D, dict[str, str]]:
        values, problems = {}, {}
        for key, box in self.boxes.items():
            try:
                values[key] = box.read()
            except Unreadable as problem:
                values[key], problems[key] = problem.stand_in, str(problem)
        draft = replace(self._base, **values) if self._base else self._draft(**values)
        found = dict(draft.problems()) | dict(self._check(draft) if self._check else {})
        for key, box in self.boxes.items():
            if box.required and box.editor.is_blank:
                title = box.title.text().removesuffix(" *")
                found.setdefault(key, _("Fill in: %(field)s.") % {"field": title})
        problems = found | problems
        return draft, {key: text for key, text in problems.items() if key not in self._hidden}

    def _leave(self, key: str) -> None:
        """Judge a field once it was touched; blanks that are needed wait for Save."""
        box = self.boxes[key]
        if box.editor.is_blank and not box.problem:
            return
        _draft, problems = self._judged()
        if problems.get(key, "") != box.problem:
            box.show_problem(problems.get(key, ""))

    def _build(self, sections: Sequence[Section]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for place, section in enumerate(sections):
            if section.title:
                column.addSpacing(16 if place else 0)
                column.addWidget(label(_(section.title), "h2"))
            if section.hint:
                column.addWidget(paragraph(_(section.hint), "muted"))
            grid = QGridLayout()
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(GUTTER)
            grid.setVerticalSpacing(6)
            column.addLayout(grid)
            self._grids.append((grid, section))
        column.addStretch()
        self._place()

    def _fit(self) -> None:
        columns = 1 if self.width() < theme().px(NARROW) else 2
        if columns != self._columns:
            self._columns = columns
            self._place()
            if (layout := self.layout()) is not None:
                layout.activate()

    def _place(self) -> None:
        for grid, section in self._grids:
            for field in section.fields:
                # Items taken out by hand live on and hold the box's old height for ever.
                grid.removeWidget(self.boxes[field.key])
            for row, boxes in enumerate(self._rows(section)):
                titled = any(box.editor.titled for box in boxes)
                for column, box in enumerate(boxes):
                    span = self._columns if box.field.wide else 1
                    grid.addWidget(box, row, column, 1, span)
                    box.align(with_titles=titled)
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 1 if self._columns > 1 else 0)

    def _rows(self, section: Section) -> list[list[FieldBox]]:
        rows: list[list[FieldBox]] = []
        room = 0
        for field in section.fields:
            box = self.boxes[field.key]
            box.setVisible(field.key not in self._hidden)
            if field.key in self._hidden:
                continue
            span = self._columns if field.wide else 1
            if span > room:
                rows.append([])
                room = self._columns
            rows[-1].append(box)
            room -= span
        return rows


def scrolled(panel: QWidget) -> QScrollArea:
    """`panel` with a scroll bar when it is higher than its place."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(panel)
    return area


def _defaults(draft: type[D]) -> dict[str, Any]:
    """The default values a draft's fields have."""
    found: dict[str, Any] = {}
    for field in fields(draft):
        if field.default is not MISSING:
            found[field.name] = field.default
        elif field.default_factory is not MISSING:
            found[field.name] = field.default_factory()
    return found
