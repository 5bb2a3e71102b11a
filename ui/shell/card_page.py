"""A page of one card in the middle, for everything that comes before the main window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit.icons import Icon, app_icon
from ui.kit.parts import label, picture
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role, theme

WIDTH = 420


class CardPage(QScrollArea):
    """Put widgets into `body`; the card keeps its width and scrolls when it must."""

    def __init__(self, title: str, says: str = "", drawing: Icon | None = None) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self.body = QVBoxLayout(self._card)
        self.body.setContentsMargins(32, 28, 32, 28)
        self.body.setSpacing(12)
        self.body.addLayout(_head(drawing))
        self.title = paragraph(title, "h1")
        self.body.addWidget(self.title)
        self.says = paragraph(says, "muted")
        self.says.setVisible(bool(says))
        self.body.addWidget(self.says)
        inside = QWidget()
        inside.setProperty("role", "clear")
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._card, 1_000)
        across.addStretch(1)
        middle = QVBoxLayout(inside)
        middle.setContentsMargins(24, 24, 24, 24)
        middle.addStretch(1)
        middle.addLayout(across)
        middle.addStretch(1)
        self.setWidget(inside)
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._card.setMaximumWidth(theme().px(WIDTH))


def _head(drawing: Icon | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    if drawing:
        row.addWidget(picture(drawing, 28, Role.ACCENT))
    else:
        mark = QLabel()
        mark.setPixmap(app_icon().pixmap(32, 32))
        row.addWidget(mark)
        row.addWidget(label(_("Customer Desk"), "h2"))
    row.addStretch()
    return row
