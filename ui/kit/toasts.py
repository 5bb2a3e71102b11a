"""Messages that rise above the bottom of the window and leave by themselves."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.core.text import _
from ui.kit.icons import Icon
from ui.kit.notices import Level, Notice, Notices
from ui.kit.parts import button, icon_button, picture
from ui.kit.selection_bar import SelectionBar
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role, theme

SHOWN_MS = {Level.INFO: 5_000, Level.WARNING: 9_000, Level.ERROR: 12_000}
FADE_MS = 150
MOST = 4
WIDTH = 420
_LOOKS = {
    Level.INFO: (Icon.CIRCLE_CHECK, Role.OK_FG),
    Level.WARNING: (Icon.ALERT, Role.WARN_FG),
    Level.ERROR: (Icon.CIRCLE_ALERT, Role.DANGER),
}


class Toast(QFrame):
    """One message; the pointer or the focus upon it holds it."""

    def __init__(self, notice: Notice, leave: Callable[["Toast"], None], host: QWidget) -> None:
        super().__init__(host)
        self.notice = notice
        self._leave = leave
        self.setObjectName("shell.toast")
        self.setProperty("role", "toast")
        self.setAccessibleName(notice.message)
        self._clock = QTimer(self, interval=SHOWN_MS[notice.level], singleShot=True)
        self._clock.timeout.connect(self._time_is_up)
        self._fill()
        self._clock.start()

    def _fill(self) -> None:
        drawing, role = _LOOKS[self.notice.level]
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 8, 10)
        row.setSpacing(10)
        row.addWidget(picture(drawing, 18, role), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(paragraph(self.notice.message, name="shell.toast.message"), 1)
        offers = (("also", self.notice.also), ("action", self.notice.action))
        for thing, offer in offers:
            if offer:
                act = button(offer[0], f"shell.toast.{thing}", role="link")
                act.clicked.connect(partial(self._act, offer[1]))
                row.addWidget(act)
        close = icon_button(_("Close the message"), "shell.toast.close", Icon.X)
        close.clicked.connect(self._time_is_up)
        row.addWidget(close)

    @property
    def held(self) -> bool:
        """Whether it waits because someone reads or uses it."""
        focus = QApplication.focusWidget()
        return self.underMouse() or (focus is not None and self.isAncestorOf(focus))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._clock.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._clock.start()
        super().leaveEvent(event)

    def _act(self, call: Callable[[], None], _checked: bool = False) -> None:
        call()
        self._leave(self)

    def _time_is_up(self) -> None:
        if self.held and self.sender() is self._clock:
            self._clock.start()
        else:
            self._leave(self)


class Toasts(QObject):
    """Paints notices in whichever of our windows is in front, newest at the bottom."""

    def __init__(self, notices: Notices, window: QWidget, lift: Callable[[], int]) -> None:
        super().__init__(window)
        self._window, self._lift = window, lift
        self._shown: list[Toast] = []
        notices.shown.connect(self.show)

    @property
    def shown(self) -> tuple[Toast, ...]:
        """What is on the screen now, oldest first."""
        return tuple(toast for toast in self._shown if isValid(toast))

    def show(self, notice: Notice) -> None:
        """Let a message rise."""
        host = self._host()
        host.installEventFilter(self)
        toast = Toast(notice, self._drop, host)
        self._shown = [*self.shown, toast]
        for oldest in self._shown[:-MOST]:
            self._drop(oldest)
        self._place()
        toast.show()
        toast.raise_()
        if _may_move():
            _fade_in(toast)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() == QEvent.Type.Hide and watched is not self._window:
            self._move_out(watched)
        return super().eventFilter(watched, event)

    def _move_out(self, closed: QObject) -> None:
        """Take along what a dialog said as it closed: its parent shows it, with its Undo."""
        left = [toast for toast in self.shown if toast.parent() is closed]
        # While the program is locked or being left, everything goes at once.
        if not left or not isValid(self._window) or not self._window.isVisible():
            return
        above = closed.parentWidget() if isinstance(closed, QWidget) else None
        host = self._willing(above.window() if above else None)
        host.installEventFilter(self)
        for toast in left:
            toast.setGraphicsEffect(None)  # type: ignore[arg-type] # None takes it off
            toast.setParent(host)
            toast.show()
            toast.raise_()
        self._place()

    def _host(self) -> QWidget:
        return self._willing(QApplication.activeModalWidget() or QApplication.activeWindow())

    def _willing(self, front: QWidget | None) -> QWidget:
        """The window in front, or the next above it that is there and shows messages."""
        # A dialog that was just closed stays the active one until the system has answered.
        while front is not None and not (front.isVisible() and front.property("shows_toasts")):
            parent = front.parentWidget()
            front = parent.window() if parent is not None else None
        return front or self._window

    def _drop(self, toast: Toast) -> None:
        self._shown = [other for other in self.shown if other is not toast]
        toast.hide()
        toast.deleteLater()
        self._place()

    def _place(self) -> None:
        bottoms: dict[QWidget, int] = {}
        for toast in reversed(self.shown):
            host = toast.parentWidget()
            if host is None:
                continue
            lift = _above_buttons(host, self._lift() if host is self._window else 16)
            bottom = bottoms.get(host, host.height() - lift - 12)
            width = min(theme().px(WIDTH), host.width() - 32)
            toast.setFixedWidth(width)
            height = max(toast.heightForWidth(width), toast.sizeHint().height())
            toast.setGeometry(host.width() - width - 16, bottom - height, width, height)
            bottoms[host] = bottom - height - 8


def _above_buttons(host: QWidget, lift: int = 16) -> int:
    """How far up a message has to stand so that a window's own buttons stay in reach."""
    for bar in host.findChildren(SelectionBar):
        if bar.isVisible():
            lift = max(lift, host.height() - bar.mapTo(host, QPoint(0, 0)).y())
    feet = [each for each in host.children() if each.property("foot")]
    for box in (*host.findChildren(QDialogButtonBox), *feet):
        # A dialog over the window is its child, and has buttons of its own.
        if not isinstance(box, QWidget) or box.window() is not host:
            continue
        # One that is hidden may come back while the message is still there.
        hidden = theme().px(32) + 24
        top = host.height() - box.mapTo(host, QPoint(0, 0)).y() if box.isVisible() else hidden
        lift = max(lift, min(top, host.height() // 3))
    return lift


def _may_move() -> bool:
    """Whether the system lets things move; one that asks for calm switches effects off."""
    return QApplication.isEffectEnabled(Qt.UIEffect.UI_General)


def _fade_in(toast: Toast) -> None:
    effect = QGraphicsOpacityEffect(toast)
    toast.setGraphicsEffect(effect)
    fade = QPropertyAnimation(effect, b"opacity", toast)
    fade.setDuration(FADE_MS)
    fade.setStartValue(0.0)
    fade.setEndValue(1.0)
    fade.setEasingCurve(QEasingCurve.Type.OutCubic)
    # An effect left in place would repaint the toast through a pixmap for ever.
    fade.finished.connect(lambda: toast.setGraphicsEffect(None))  # type: ignore[arg-type] # None takes it off
    fade.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)
