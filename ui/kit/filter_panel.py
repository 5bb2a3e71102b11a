"""The filters of a list: a panel to set them, chips that show what is on and take it off."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.listing import Condition
from app.core.text import _
from ui.kit.filter_editors import EDITORS, FilterEditor
from ui.kit.filters import FilterSpec, Options, Picked, conditions, words
from ui.kit.flow import FlowLayout
from ui.kit.icons import Icon, icon
from ui.kit.parts import button, label
from ui.kit.theme import Role, theme

_PER_LINE = 3
_LONGEST_CHIP = 60
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
    """One editor per filter, scrolling in a low window.

    `changed` tells that something else is picked.
    """

    changed = Signal()

    def __init__(self, place: str, specs: Sequence[FilterSpec]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName(f"{place}.filterPanel")
        self.specs = tuple(specs)
        self._options = {spec.key: spec.options() for spec in specs}
        self._editors: dict[str, FilterEditor] = {}
        self._picked: Picked = {}
        content = QWidget()
        content.setProperty("role", "clear")
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(_Room(content))
        grid = QGridLayout(content)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for number, spec in enumerate(specs):
            row, column = divmod(number, _PER_LINE)
            grid.addLayout(self._field(place, spec), row, column, Qt.AlignmentFlag.AlignTop)
        for column in range(_PER_LINE):
            grid.setColumnStretch(column, 1)

    def _field(self, place: str, spec: FilterSpec) -> QVBoxLayout:
        editor = EDITORS[spec.kind](spec, f"{place}.filter.{spec.key}")
        self._editors[spec.key] = editor
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
    def conditions(self) -> tuple[Condition, ...]:
        """What is picked, as the query says it."""
        return conditions(self.specs, self._picked)

    def pick(self, picked: Picked) -> None:
        """Pick exactly this."""
        for key, editor in self._editors.items():
            editor.blockSignals(True)
            editor.write(picked.get(key))
            editor.blockSignals(False)
        self._edited()

    def clear(self, key: str = "") -> None:
        """Take one filter off, or all."""
        self.pick({other: value for other, value in self._picked.items() if key and other != key})

    def set_options(self, key: str, options: Options) -> None:
        """Offer these values for a filter whose values the database knows."""
        self._options[key] = options
        self._editors[key].set_options(options)
        self.changed.emit()

    def set_currency(self, key: str, currency: str) -> None:
        """Ask for a filter's amounts in this currency; what is picked counts its minor units."""
        self.specs = tuple(
            replace(spec, currency=currency) if spec.key == key else spec for spec in self.specs
        )
        self._editors[key].set_currency(currency)
        self.pick(self._picked)
        self.changed.emit()

    def chips(self) -> list[tuple[str, str]]:
        """What is on, as (key, words)."""
        return [
            (spec.key, words(spec, self._picked[spec.key], self._options[spec.key]))
            for spec in self.specs
            if spec.key in self._picked
        ]

    def focus_first(self) -> None:
        """Put the keyboard at the first filter."""
        for editor in self._editors.values():
            editor.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return

    def _edited(self) -> None:
        found = {key: editor.read() for key, editor in self._editors.items()}
        picked = {key: value for key, value in found.items() if value is not None}
        if picked != self._picked:
            self._picked = picked
            self.changed.emit()


class Chips(QWidget):
    """What is on, one button each: a click takes it off. `removed` carries the key, "" for all.

    `emptied` tells that the last one went while the keyboard was on it.
    """

    removed = Signal(str)
    emptied = Signal()

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setObjectName(f"{place}.chips")
        self._place = place
        self._flow = FlowLayout(self)
        self._shown: list[tuple[str, str]] = []
        self.hide()

    def show_chips(self, chips: list[tuple[str, str]]) -> None:
        """Show exactly these."""
        if chips == self._shown:
            return
        self._shown = chips
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for key, said in chips:
            self._flow.addWidget(self._chip(key, said))
        if chips:
            clear = button(_("Clear filters"), f"{self._place}.clearFilters", role="link")
            clear.clicked.connect(lambda: self.removed.emit(""))
            self._flow.addWidget(clear)
        self.setVisible(bool(chips))
        if inside:
            self._keep_focus()

    def _keep_focus(self) -> None:
        """Let the keyboard stay here; the one it was on has gone. `emptied` when none is left."""
        first = self._flow.itemAt(0)
        if first is not None and (chip := first.widget()) is not None:
            # The layout would show it too late for the focus.
            chip.show()
            chip.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.emptied.emit()

    def _chip(self, key: str, said: str) -> QWidget:
        short = said if len(said) <= _LONGEST_CHIP else f"{said[: _LONGEST_CHIP - 1]}\u2026"
        chip = button(short.replace("&", "&&"), f"{self._place}.chip.{key}", role="chip")
        chip.setAccessibleName(_("Take off the filter %s") % said)
        chip.setToolTip(said)
        chip.setIcon(icon(Icon.X, Role.MUTED))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.clicked.connect(lambda: self.removed.emit(key))
        return chip
