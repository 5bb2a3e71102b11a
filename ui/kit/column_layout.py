"""Which columns of a list are there, in what order and how wide: fitted, or as people left it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ui.kit.table import ACTIONS, Column
from ui.kit.table_view import TableView
from ui.kit.theme import theme

_STRETCH_AT_LEAST = 160
_NARROWEST = 48


class ColumnLayout(QObject):
    """Keeps the columns of a view fitted to its width.

    Until somebody chooses, columns that do not fit are left out, those of the highest
    priority first; then their choice holds and the view scrolls. `changed` says that
    a person moved, resized, showed or hid one.
    """

    changed = Signal()

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view, self._header = view, view.header
        self._specs = view.table.columns
        self._widths: dict[str, int] = {}
        self._chosen: set[str] | None = None
        self._fitting = False
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.fit)
        view.resized.connect(self.fit)
        view.header.sectionResized.connect(self._resized)
        view.header.sectionMoved.connect(self._moved)
        theme().changed.connect(self._later.start)

    @property
    def specs(self) -> list[Column]:
        """The columns a person can choose, in the order they stand."""
        order = sorted(range(len(self._specs)), key=self._header.visualIndex)
        return [self._specs[place] for place in order if self._specs[place].key != ACTIONS]

    def visible(self) -> list[int]:
        """The numbers of the columns shown, as they stand."""
        shown = [n for n in range(len(self._specs)) if not self._header.isSectionHidden(n)]
        return sorted(shown, key=self._header.visualIndex)

    def shown_keys(self) -> list[str]:
        """The keys of the columns shown that hold something of a row, as they stand."""
        keys = [self._specs[number].key for number in self.visible()]
        return [key for key in keys if key != ACTIONS]

    def is_shown(self, key: str) -> bool:
        """Whether the column is there."""
        return not self._header.isSectionHidden(self._number(key))

    def show(self, key: str, *, shown: bool) -> None:
        """Show or hide a column; one always stays."""
        keys = {self._specs[number].key for number in self.visible()} - {ACTIONS}
        keys = keys | {key} if shown else keys - {key}
        if keys:
            self._chosen = keys
            self.fit()
            self.changed.emit()

    def reset(self) -> None:
        """Back to how the list comes."""
        self._widths, self._chosen = {}, None
        self._put_in_order([spec.key for spec in self._specs])
        self.fit()
        self.changed.emit()

    def state(self) -> dict[str, Any]:
        """What to remember."""
        order = sorted(range(len(self._specs)), key=self._header.visualIndex)
        return {
            "order": [self._specs[number].key for number in order],
            "widths": self._widths,
            "shown": None if self._chosen is None else sorted(self._chosen),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Stand as remembered; columns that came since stay where they come."""
        keys = {spec.key for spec in self._specs}
        widths, shown = state.get("widths"), state.get("shown")
        if isinstance(widths, dict):
            self._widths = {
                key: max(_NARROWEST, width)
                for key, width in widths.items()
                if key in keys and isinstance(width, int)
            }
        if isinstance(shown, list) and (known := keys.intersection(shown)):
            self._chosen = known
        order = state.get("order")
        if isinstance(order, list):
            self._put_in_order([key for key in order if key in keys])
        self.fit()

    def fit(self) -> None:
        """Divide the width of the view among the columns."""
        room = self._view.viewport().width()
        widths = [self._width(number) for number in range(len(self._specs))]
        shown = self._pick(widths, room)
        stretch = self._stretching(shown)
        self._fitting = True
        for number, width in enumerate(widths):
            self._header.setSectionHidden(number, number not in shown)
            if number == stretch:
                rest = room - sum(widths[other] for other in shown if other != number)
                width = max(width, rest)  # noqa: PLW2901 - the one that takes the rest
            if number in shown:
                self._header.resizeSection(number, width)
        self._fitting = False

    def _width(self, number: int) -> int:
        spec, look = self._specs[number], theme()
        if spec.key in self._widths:
            return look.px(self._widths[spec.key])
        if spec.key == ACTIONS:
            return self._view.painter_of_rows.inline_width()
        least = _STRETCH_AT_LEAST if spec.stretch else 0
        return max(look.px(spec.width), look.px(least), self._header.needed(number))

    def _pick(self, widths: list[int], room: int) -> set[int]:
        """The columns to show: the chosen, or as many as there is room for."""
        numbers = range(len(self._specs))
        if self._chosen is not None:
            return {n for n in numbers if self._specs[n].key in {*self._chosen, ACTIONS}}
        shown = {n for n in numbers if self._specs[n].shown}
        for number in sorted(numbers, key=lambda n: (-self._specs[n].priority, -n)):
            fits = sum(widths[n] for n in shown) <= room
            if fits or not self._specs[number].priority:
                break
            shown.discard(number)
        return shown | self._fitting_still(shown, widths, room)

    def _fitting_still(self, shown: set[int], widths: list[int], room: int) -> set[int]:
        """Left out, but narrow enough for what is left of the room."""
        room -= sum(widths[number] for number in shown)
        found = set()
        numbers = range(len(self._specs))
        for number in sorted(numbers, key=lambda n: (self._specs[n].priority, n)):
            if self._specs[number].shown and number not in shown and widths[number] <= room:
                found.add(number)
                room -= widths[number]
        return found

    def _stretching(self, shown: set[int]) -> int:
        """Who takes the rest of the room: the first that stretches and has no set width."""
        for number in sorted(shown):
            spec = self._specs[number]
            if spec.stretch and spec.key not in self._widths:
                return number
        return -1

    def _put_in_order(self, keys: list[str]) -> None:
        self._fitting = True
        for place, key in enumerate(keys):
            self._header.moveSection(self._header.visualIndex(self._number(key)), place)
        self._fitting = False

    def _number(self, key: str) -> int:
        return next(n for n, spec in enumerate(self._specs) if spec.key == key)

    def _resized(self, number: int, _old: int, new: int) -> None:
        if not self._fitting and new > 0:
            narrowest = max(_NARROWEST, new)
            self._widths[self._specs[number].key] = round(narrowest * 100 / theme().scale)
            self._later.start()
            self.changed.emit()

    def _moved(self, _number: int, _old: int, _new: int) -> None:
        if not self._fitting:
            self.changed.emit()
