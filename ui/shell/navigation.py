"""The strip on the left: pages with their icons, and which database this is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from ui.kit.icons import Icon, app_icon, icon
from ui.kit.memory import Memory
from ui.kit.parts import icon_button, label, picture, restyle
from ui.kit.theme import Role, theme
from ui.shell.catalogue import Page
from ui.shell.nav_button import NavButton

WIDE, NARROW = 216, 56
# Only so many pages have a digit of their own.
DIGITS = 9
KEY = "shell.nav.collapsed"


@dataclass(frozen=True, slots=True)
class Place:
    """Which database is open: its name, its kind ("On this computer", "PostgreSQL")."""

    name: str
    kind: str
    demo: bool = False


class Navigation(QFrame):
    """`chosen` carries the name of the page that was pressed."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[Page], place: Place, memory: Memory) -> None:
        super().__init__()
        self.setProperty("role", "nav")
        self._memory, self.place, self._connected = memory, place, True
        self._words: list[QWidget] = []
        self.buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 14, 8, 12)
        column.setSpacing(2)
        column.addLayout(self._brand())
        column.addSpacing(10)
        column.addWidget(self._scrolled(pages), 1)
        column.addWidget(self._foot())
        theme().changed.connect(self._fit)
        self.collapsed = memory.recall(KEY, default=False)
        self._fit()

    def mark(self, name: str) -> None:
        """Show `name` as the page that is open."""
        self.buttons[name].setChecked(True)
        self._area.ensureWidgetVisible(self.buttons[name], 0, 0)

    def show_count(self, name: str, count: int, words: str) -> None:
        """Show a number beside a page; `words` say what it means."""
        if name in self.buttons:
            self.buttons[name].show_count(count, words)

    def toggle(self) -> None:
        """Fold the strip to icons, or unfold it."""
        self.collapsed = not self.collapsed
        self._memory.keep(KEY, self.collapsed)
        self._fit()

    def show_connection(self, connected: bool, text: str) -> None:
        """Say whether the database answers; `text` in words."""
        if connected == self._connected:
            return
        self._connected = connected
        self._state.setText(text)
        restyle(self._state, role="caption" if connected else "error")
        self._good.setVisible(connected)
        self._bad.setVisible(not connected)

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(app_icon().pixmap(QSize(24, 24)))
        mark.setAccessibleName(_("Customer Desk"))
        words = label(_("Customer Desk"), "h2")
        self._words.append(words)
        self._words.append(mark)
        row.addWidget(mark)
        row.addWidget(words, 1)
        self.fold = icon_button(_("Fold the navigation"), "shell.nav.fold", Icon.PANEL)
        self.fold.clicked.connect(self.toggle)
        row.addWidget(self.fold)
        return row

    def _scrolled(self, pages: Sequence[Page]) -> QScrollArea:
        """The pages; in a low window one scrolls to the last of them."""
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for number, page in enumerate(pages, 1):
            column.addWidget(self._button(page, number))
        column.addStretch()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        return self._area

    def _button(self, page: Page, number: int) -> NavButton:
        title = _(page.title)
        made = NavButton(title, f"Ctrl+{number}" if number <= DIGITS else "")
        made.setObjectName(f"shell.nav.{page.name}")
        made.setIcon(icon(page.icon, Role.MUTED, Role.ACCENT))
        made.setCheckable(True)
        made.setProperty("role", "nav")
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.clicked.connect(lambda: self.chosen.emit(page.name))
        self._group.addButton(made)
        self.buttons[page.name] = made
        return made

    def _foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(4)
        self._demo = label(_("Demo"), "demo", name="shell.demo")
        self._demo.setAccessibleName(_("This is the demo: made-up customers"))
        self._demo.setToolTip(_("Made-up customers in a database of their own"))
        self._demo.setVisible(self.place.demo)
        column.addWidget(self._demo, 0, Qt.AlignmentFlag.AlignLeft)
        name = label(self.place.name, "")
        name.setToolTip(f"{self.place.name}\n{self.place.kind}")
        self._words.append(name)
        column.addWidget(name)
        row = QHBoxLayout()
        row.setSpacing(6)
        self._good = picture(Icon.CIRCLE_CHECK, 14, Role.OK_FG)
        self._bad = picture(Icon.CLOUD_ALERT, 14, Role.DANGER)
        self._bad.hide()
        self._state = label(self.place.kind, "caption", name="shell.connection")
        self._words.append(self._state)
        row.addWidget(self._good)
        row.addWidget(self._bad)
        row.addWidget(self._state, 1)
        column.addLayout(row)
        return foot

    def _fit(self) -> None:
        styles = Qt.ToolButtonStyle
        style = styles.ToolButtonIconOnly if self.collapsed else styles.ToolButtonTextBesideIcon
        for made in self.buttons.values():
            made.setToolButtonStyle(style)
            made.setIconSize(QSize(18 if self.collapsed else 26, 18))
        for words in self._words:
            words.setVisible(not self.collapsed)
        self.setFixedWidth(NARROW if self.collapsed else theme().px(WIDE))
        title = _("Unfold the navigation") if self.collapsed else _("Fold the navigation")
        self.fold.setToolTip(title)
        self.fold.setAccessibleName(title)
