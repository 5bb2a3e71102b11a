"""Tags as coloured chips: in lists, as a strip in one line, and what colour each has."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.tags.schemas import TagChip, TagColour
from ui.kit.cells import Cell, Kind
from ui.kit.colours import Role
from ui.kit.painting import BADGE, PAD, Brush
from ui.kit.theme import theme
from ui.kit.tips import tip

_LEAST = 60


def role_of(colour: TagColour) -> Role:
    """The colour of a tag as the theme knows it."""
    return Role(f"tag_{colour.value}")


def names(tags: Iterable[TagChip]) -> str:
    """The names of tags, for reading aloud and for copying."""
    return ", ".join(tag.name for tag in tags)


def cell(tags: Iterable[TagChip]) -> Cell:
    """Tags as a cell of a list."""
    chips = tuple((tag.name, role_of(tag.colour)) for tag in tags)
    said = ", ".join(name for name, _role in chips)
    return Cell(said, Kind.CHIPS, hint=said, chips=chips)


def cook(_row: Any, value: tuple[TagChip, ...], _text: str) -> Cell:
    """A column of tags."""
    return cell(value)


class Strip(QWidget):
    """Tags side by side in one line; those without room are counted, the tooltip has all."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._cell, self._brush = cell(()), Brush(theme())
        theme().changed.connect(self._restyle)

    @property
    def words(self) -> str:
        """What is shown, by name."""
        return self._cell.text

    def show_tags(self, tags: Iterable[TagChip]) -> None:
        """Show these."""
        self._cell = cell(tags)
        self.setAccessibleName(self._cell.text)
        self.setToolTip(tip(self._cell.text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._brush.chips_width(self._cell), theme().px(BADGE))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme().px(_LEAST)), theme().px(BADGE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        around = self.rect().adjusted(-PAD, 0, PAD, 0)
        self._brush.cell(painter, around, self._cell, right=False, rtl=rtl)
        painter.end()

    def _restyle(self) -> None:
        self._brush = Brush(theme())
        self.updateGeometry()
