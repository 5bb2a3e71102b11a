"""What a list shows instead of rows: nothing yet, no match, not loaded yet, not to be had."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy

from app.core.text import _
from ui.kit.icons import Icon
from ui.kit.parts import button, label, picture, restyle
from ui.kit.theme import Role, theme

PATIENCE_MS = 200
_BIG, _SMALL = 40, 18


class StateView(QFrame):
    """An icon, a bold sentence, a hint and a button, in the middle of the room.

    `squeeze` turns it into a bar above rows that are still there.
    """

    def __init__(self, name: str, icon: Icon, role: Role = Role.MUTED) -> None:
        super().__init__()
        self.setObjectName(name)
        self._name, self._role = name, role
        self._run: Callable[[], None] | None = None
        self._picture = picture(icon, _BIG, role)
        self.title = label("", "h2", name=f"{name}.title")
        self.hint = label("", "muted", name=f"{name}.hint")
        self.button = button(_("Try again"), f"{name}.action")
        self.button.clicked.connect(self._do)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        for widget in (self.title, self.hint):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            widget.setWordWrap(True)
        self._arrange(squeezed=False)

    def tell(
        self,
        title: str,
        hint: str = "",
        do: tuple[str, Callable[[], None]] | None = None,
        icon: Icon | None = None,
    ) -> None:
        """Say this, and offer `do`, a title and what it runs."""
        self.title.setText(title)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._run = do[1] if do else None
        if do:
            self.button.setText(do[0])
            self.button.setAccessibleName(do[0])
        self.button.setVisible(do is not None)
        self.setAccessibleName(f"{title} {hint}".strip())
        if icon:
            self._picture.show_icon(icon, self._role)

    def squeeze(self, *, squeezed: bool) -> None:
        """Be a bar, or fill the room."""
        self._arrange(squeezed=squeezed)

    def _arrange(self, *, squeezed: bool) -> None:
        for widget in (self._picture, self.title, self.hint, self.button):
            self._box.removeWidget(widget)
        while self._box.takeAt(0) is not None:
            continue  # The stretches and gaps between them.
        way = QBoxLayout.Direction
        self._box.setDirection(way.LeftToRight if squeezed else way.TopToBottom)
        side = _SMALL if squeezed else _BIG
        self._picture.setFixedSize(side, side)
        middle = Qt.AlignmentFlag.AlignVCenter if squeezed else Qt.AlignmentFlag.AlignHCenter
        if not squeezed:
            self._box.addStretch(2)
        self._box.addWidget(self._picture, 0, middle)
        self._box.addWidget(self.title)
        self._box.addWidget(self.hint, 1 if squeezed else 0)
        self.title.setWordWrap(not squeezed)
        self.hint.setAlignment(
            Qt.AlignmentFlag.AlignVCenter if squeezed else Qt.AlignmentFlag.AlignCenter
        )
        if not squeezed:
            self._box.addSpacing(8)
        self._box.addWidget(self.button, 0, middle)
        if not squeezed:
            self._box.addStretch(3)
        self._box.setSpacing(8 if squeezed else 6)
        self._box.setContentsMargins(*((12, 6, 8, 6) if squeezed else (24, 24, 24, 24)))
        up = QSizePolicy.Policy.Fixed if squeezed else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, up)
        restyle(self.title, role="label" if squeezed else "h2")
        restyle(self, role="problem" if squeezed else "")

    def _do(self) -> None:
        if self._run is not None:
            self._run()


class Skeleton(QFrame):
    """Grey bars in the shape of rows, shown when the first answer keeps people waiting."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "card")
        self._patient = False
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self._lose_patience)

    def showEvent(self, event: QShowEvent) -> None:
        self._patient = True
        self._timer.start()
        super().showEvent(event)

    def _lose_patience(self) -> None:
        self._patient = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._patient:
            return
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(Role.SKELETON))
        height, shares = look.px(40), (0.6, 0.4, 0.75, 0.5)
        wide = self.width() / len(shares)
        for line in range(1, self.height() // height):
            for column, share in enumerate(shares):
                part = wide * (share + (line * 7 % 4) / 20) - 26
                x, y = column * wide + 13, line * height + height / 2 - 5
                painter.drawRoundedRect(QRectF(x, y, part, 10), 4, 4)
        painter.end()
