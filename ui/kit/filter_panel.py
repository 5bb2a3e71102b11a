"""The filters of a list: a panel to set the simple ones, and the advanced one it holds."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.filter_fields import Field
from app.core.filter_words import Speaker
from app.core.listing import Condition, Group
from app.core.text import _
from ui.kit.filters import FilterSpec, Options, Picked, conditions, split, words
from ui.kit.icons import Icon
from ui.kit.parts import button, label
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.kit.filter_editors import FilterEditor

# What a chip of the advanced filter is called.
ADVANCED = "advanced"
_PER_LINE = 3
_AT_THE_FOOT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
# Two lines of filters.
_LEAST = 156


class _Room(QScrollArea):
    """Takes as much height as its content wants, and scrolls where there is less."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self._content = content

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        least = self._content.minimumSizeHint()
        return QSize(least.width(), min(least.height(), theme().px(_LEAST)))


class FilterPanel(QFrame):
    """One editor per simple filter, scrolling in a low window; and a way to the advanced one.

    Its editors are made when it is first shown, or holds a filter: a list opens sooner
    without them. With `fields` there is an advanced filter besides: a group of conditions
    on any of them. `changed` tells that something else is picked, `advanced_asked` that the
    advanced filter is to be edited.
    """

    changed = Signal()
    advanced_asked = Signal()

    def __init__(
        self, place: str, specs: Sequence[FilterSpec], fields: Sequence[Field] = ()
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName(f"{place}.filterPanel")
        self.specs = tuple(specs)
        self.fields = {field.key: field for field in fields}
        self.currency = next((spec.currency for spec in specs), "EUR")
        self.advanced: Group | None = None
        self._options: dict[str, Options] = {spec.key: spec.options() for spec in specs}
        self._editors: dict[str, FilterEditor] = {}
        self._picked: Picked = {}
        self._place = place
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)

    def setVisible(self, visible: bool) -> None:
        if visible:
            self._furnish()
        super().setVisible(visible)

    def _furnish(self) -> None:
        """Make the editors, unless they are there."""
        around = self.layout()
        if self._editors or around is None:
            return
        content = QWidget()
        content.setProperty("role", "clear")
        grid = QGridLayout(content)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for number, spec in enumerate(self.specs):
            row, column = divmod(number, _PER_LINE)
            grid.addLayout(self._field(self._place, spec), row, column, Qt.AlignmentFlag.AlignTop)
        for column in range(_PER_LINE):
            grid.setColumnStretch(column, 1)
        if self.fields:
            row, column = divmod(len(self.specs), _PER_LINE)
            grid.addWidget(self._more(self._place), row, column, _AT_THE_FOOT)
        around.addWidget(_Room(content))

    def _more(self, place: str) -> QWidget:
        more = button(_("Advanced\u2026"), f"{place}.advanced", Icon.LAYERS)
        more.setToolTip(_("Filter by any field, with and, or, and groups (Ctrl+Shift+F)"))
        more.clicked.connect(self.advanced_asked)
        return more

    def _field(self, place: str, spec: FilterSpec) -> QVBoxLayout:
        from ui.kit.filter_editors import EDITORS  # noqa: PLC0415 - as late as the editors

        editor = EDITORS[spec.kind](spec, f"{place}.filter.{spec.key}")
        self._editors[spec.key] = editor
        editor.set_options(self._options[spec.key])
        title = label(_(spec.title), "label")
        title.setBuddy(editor.entry)
        field = QVBoxLayout()
        field.setSpacing(4)
        field.addWidget(title)
        field.addWidget(editor.widget)
        editor.edited.connect(self._edited)
        return field

    @property
    def picked(self) -> Picked:
        """What is picked, by key."""
        return dict(self._picked)

    @property
    def conditions(self) -> tuple[Condition | Group, ...]:
        """What is picked, and the advanced filter, as the query says it."""
        return self._asked(self._picked, self.advanced)

    def normal(self, asked: Sequence[Condition | Group]) -> tuple[Condition | Group, ...]:
        """The same question as `conditions` would put it, to tell whether they differ."""
        return self._asked(*split(self.specs, asked))

    def _asked(self, picked: Picked, advanced: Group | None) -> tuple[Condition | Group, ...]:
        simple = conditions(self.specs, picked)
        return (*simple, advanced) if advanced is not None else simple

    def show_conditions(self, asked: Sequence[Condition | Group]) -> None:
        """Ask exactly this: by the simple filters what they can show, the rest as advanced."""
        picked, self.advanced = split(self.specs, asked)
        self._picked = {}
        self.pick(picked)
        self.changed.emit()

    def set_advanced(self, group: Group | None) -> None:
        """Put this advanced filter in the place of the last one."""
        if group != self.advanced:
            self.advanced = group
            self.changed.emit()

    def pick(self, picked: Picked) -> None:
        """Pick exactly this by the simple filters."""
        if picked:
            self._furnish()
        for key, editor in self._editors.items():
            editor.blockSignals(True)
            editor.write(picked.get(key))
            editor.blockSignals(False)
        self._edited()

    def clear(self, key: str = "") -> None:
        """Take one filter off, or all."""
        if key in {"", ADVANCED}:
            self.set_advanced(None)
        if key != ADVANCED:
            left = {other: value for other, value in self._picked.items() if key and other != key}
            self.pick(left)

    def options(self, key: str) -> Options:
        """The values to choose from for a filter whose values the database knows."""
        return self._options.get(key, ())

    def set_options(self, key: str, options: Options) -> None:
        """Offer these values for a filter whose values the database knows."""
        self._options[key] = options
        if key in self._editors:
            self._editors[key].set_options(options)
        self.changed.emit()

    def set_currency(self, key: str, currency: str) -> None:
        """Ask for a filter's amounts in this currency; what is picked counts its minor units."""
        self.currency = currency
        self.specs = tuple(
            replace(spec, currency=currency) if spec.key == key else spec for spec in self.specs
        )
        if key in self._editors:
            self._editors[key].set_currency(currency)
        self.pick(self._picked)
        self.changed.emit()

    def chips(self) -> list[tuple[str, str]]:
        """What is on, as (key, words)."""
        found = [
            (spec.key, words(spec, self._picked[spec.key], self._options[spec.key]))
            for spec in self.specs
            if spec.key in self._picked
        ]
        if self.advanced is not None:
            found.append((ADVANCED, self.speaker().part(self.advanced)))
        return found

    def speaker(self) -> Speaker:
        """Says filters in words, with the names the database knows."""
        names = {key: dict(options) for key, options in self._options.items()}
        return Speaker(self.fields, self.currency, names)

    def focus_first(self) -> None:
        """Put the keyboard at the first filter."""
        self._furnish()
        for editor in self._editors.values():
            editor.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return

    def _edited(self) -> None:
        found = {key: editor.read() for key, editor in self._editors.items()}
        picked = {key: value for key, value in found.items() if value is not None}
        if picked != self._picked:
            self._picked = picked
            self.changed.emit()
