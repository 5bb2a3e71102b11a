"""Chooses tags: a button that shows them as chips, and a menu to tick them in."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.core.text import _
from app.tags.schemas import TagChip
from ui.kit.chips import Strip, names
from ui.kit.form_editors import Editor, EditorFactory
from ui.kit.parts import label
from ui.kit.pressing import PushButton
from ui.kit.theme import theme
from ui.kit.tick_menu import TickMenu

_HIGH = 34


class TagsEditor(Editor):
    """The value is the ids of the tags; those it does not offer stay as they are."""

    def __init__(self, offered: Sequence[TagChip]) -> None:
        self.button = PushButton()
        super().__init__(self.button)
        self._title = ""
        self._value: frozenset[int] = frozenset()
        self._offered = {tag.id: tag for tag in offered}
        self._strip, self._none = Strip(), label("", "muted")
        self._menu: TickMenu | None = None
        self.button.setAutoDefault(False)
        self.button.setMinimumHeight(theme().px(_HIGH))
        inside = QHBoxLayout(self.button)
        inside.setContentsMargins(8, 0, 26, 0)
        for widget in (self._none, self._strip):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(widget)

    @property
    def menu(self) -> TickMenu | None:
        """Where the tags are ticked; there is none without a tag."""
        return self._menu

    def read(self) -> Any:
        return self._value

    def write(self, value: Any) -> None:
        self._show(frozenset(value or ()))
        self.edited.emit()

    def kept(self) -> Any:
        return sorted(self._value)

    @property
    def is_blank(self) -> bool:
        """Whether no tag is chosen."""
        return not self._value

    def set_name(self, name: str, title: str) -> None:
        super().set_name(name, title)
        self._title = title
        if self._menu is None and self._offered:
            self._menu = TickMenu(name, title, self.button)
            self._menu.offer([(tag.id, tag.name) for tag in self._offered.values()], ())
            self._menu.ticked.connect(self._ticked)
            self.button.setMenu(self._menu)
        self._show(self._value)

    def _ticked(self) -> None:
        if self._menu is not None:
            picked = frozenset(self._menu.picked)
            self._show(self._value.difference(self._offered) | picked)
            self.edited.emit()

    def _show(self, value: frozenset[int]) -> None:
        self._value = value
        shown = [tag for key, tag in self._offered.items() if key in value]
        self._strip.show_tags(shown)
        self._strip.setVisible(bool(shown))
        nothing = _("None") if self._offered else _("There are no tags yet: Tools ▸ Tags…")
        self._none.setText(nothing)
        self._none.setVisible(not shown)
        self.button.setAccessibleName(f"{self._title}: {names(shown) or nothing}")
        if self._menu is not None:
            self._menu.pick(tuple(key for key in self._offered if key in value))


def tags(offered: Callable[[], Sequence[TagChip]]) -> EditorFactory:
    """Any of these tags."""
    return lambda _kind: TagsEditor(offered())
