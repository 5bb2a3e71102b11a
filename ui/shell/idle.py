"""Notices that nobody is at the desk."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_WAKING = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """`idle` when nobody touched keyboard or mouse for a while.

    It listens to native windows only, where input arrives once, not to every widget.
    """

    idle = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self.idle)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
        for window in QGuiApplication.topLevelWindows():
            self._watch(window)

    def set_minutes(self, minutes: float) -> None:
        """Start counting; 0 is never."""
        self._clock.stop()
        if minutes > 0:
            self._clock.setInterval(int(minutes * 60_000))
            self._clock.start()

    @property
    def remaining(self) -> int:
        """Milliseconds left, or less than 0 when it does not count."""
        return self._clock.remainingTime()

    def stop(self) -> None:
        """Count no longer."""
        self._clock.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WAKING and self._clock.isActive():
            self._clock.start()
        return super().eventFilter(watched, event)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)
