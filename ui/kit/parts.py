"""Small widgets dressed the same everywhere: labels, buttons, cards, lines."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.kit.icons import Icon, icon
from ui.kit.pressing import PushButton, ToolButton
from ui.kit.theme import Role

ICON = QSize(16, 16)
# Wider than high: the icon keeps to its side, the rest is the gap to the text.
ICON_AND_GAP = QSize(22, 16)
BUTTON_ICON_ROLES = {"primary": Role.ON_ACCENT, "danger": Role.DANGER, "link": Role.ACCENT}


def label(text: str = "", role: str = "", *, name: str = "") -> QLabel:
    """Plain text; `role` is one of h1, h2, label, muted, caption, kpi, error, danger."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setObjectName(name)
    return made


def button(text: str, name: str, picture: Icon | None = None, role: str = "") -> QPushButton:
    """A push button; `role` is one of primary, danger, ghost, link, chip, or none."""
    made = PushButton(text)
    made.setObjectName(name)
    made.setAccessibleName(text.replace("&", ""))
    made.setProperty("role", role)
    made.setAutoDefault(False)
    if picture:
        made.setIcon(icon(picture, BUTTON_ICON_ROLES.get(role, Role.MUTED)))
        made.setIconSize(ICON_AND_GAP)
    return made


def icon_button(title: str, name: str, picture: Icon) -> QToolButton:
    """A button of one icon; `title` is its tooltip and accessible name."""
    made = ToolButton()
    made.setObjectName(name)
    made.setIcon(icon(picture, Role.MUTED, Role.ACCENT))
    made.setIconSize(QSize(18, 18))
    made.setToolTip(title)
    made.setAccessibleName(title)
    made.setProperty("role", "icon")
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def dress_search(line: QLineEdit) -> None:
    """Give a line to search in its magnifier and a cross to clear it."""
    line.setClearButtonEnabled(True)
    line.addAction(icon(Icon.SEARCH), QLineEdit.ActionPosition.LeadingPosition)
    # Qt's own cross is drawn for a light theme.
    if (cross := line.findChild(QAction, "_q_qlineeditclearaction")) is not None:
        cross.setIcon(icon(Icon.X))


def picture(name: Icon, side: int = 16, role: Role = Role.MUTED) -> "Picture":
    """A label that shows an icon and follows the theme."""
    return Picture(name, side, role)


def card(*, margins: tuple[int, int, int, int] = (16, 14, 16, 16)) -> QFrame:
    """A framed surface with a vertical layout."""
    made = QFrame()
    made.setProperty("role", "card")
    QVBoxLayout(made).setContentsMargins(*margins)
    return made


def line() -> QFrame:
    """A hairline between two parts."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties and let the style sheet look again."""
    for key, value in properties.items():
        widget.setProperty(key, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Picture(QLabel):
    """Paints its icon anew whenever it is painted, so a change of theme shows at once."""

    def __init__(self, name: Icon, side: int, role: Role) -> None:
        super().__init__()
        self._icon = icon(name, role)
        self.setFixedSize(side, side)

    def show_icon(self, name: Icon, role: Role) -> None:
        """Show another icon."""
        self._icon = icon(name, role)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()
