"""What was said while the person looked elsewhere."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit import format as fmt
from ui.kit.icons import Icon
from ui.kit.notices import Level, Notice, Notices
from ui.kit.parts import button, label, line, picture
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role, theme

LOOKS = {
    Level.INFO: (Icon.CIRCLE_CHECK, Role.OK_FG),
    Level.WARNING: (Icon.ALERT, Role.WARN_FG),
    Level.ERROR: (Icon.CIRCLE_ALERT, Role.DANGER),
}
WIDTH, HEIGHT = 400, 440


class History(QWidget):
    """A popover with the messages so far, newest first; opening it marks them seen."""

    def __init__(self, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("shell.history")
        self.setAccessibleName(_("Notifications"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFixedWidth(theme().px(WIDTH))
        frame = QFrame()
        frame.setProperty("role", "popup")
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 8, 12)
        column.setSpacing(8)
        column.addWidget(label(_("Notifications"), "h2"))
        entries = [self._entry(notice) for notice in reversed(notices.history)]
        if entries:
            column.addWidget(_list(entries), 1)
        else:
            nothing = _("Nothing yet. What the program tells you is kept here.")
            column.addWidget(paragraph(nothing, "muted"))
        notices.mark_seen()

    def open_at(self, corner: QPoint) -> None:
        """Show it with its upper right corner at `corner`, in global coordinates."""
        self.adjustSize()
        self.resize(self.width(), min(self.sizeHint().height(), theme().px(HEIGHT)))
        self.move(corner.x() - self.width(), corner.y())
        self.show()

    def _entry(self, notice: Notice) -> QWidget:
        entry = QWidget()
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 6, 8, 6)
        row.setSpacing(10)
        drawing, role = LOOKS[notice.level]
        row.addWidget(picture(drawing, 16, role), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(paragraph(notice.message))
        words.addWidget(label(fmt.text(notice.at), "caption"))
        for thing, offer in (("also", notice.also), ("action", notice.action)):
            if offer:
                act = button(offer[0], f"shell.history.{thing}", role="link")
                act.clicked.connect(partial(self._act, offer[1]))
                words.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
        return entry

    def _act(self, call: Callable[[], None], _checked: bool = False) -> None:
        self.close()
        call()


def _list(entries: list[QWidget]) -> QScrollArea:
    inside = QWidget()
    inside.setProperty("role", "clear")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for place, entry in enumerate(entries):
        if place:
            column.addWidget(line())
        column.addWidget(entry)
    column.addStretch()
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
