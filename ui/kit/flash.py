"""Draws the eye to a field that changed by itself, for a moment."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.kit.parts import restyle

SHOWN_MS = 4_000
_CLOCK = "flash.clock"


def flash(widget: QWidget) -> None:
    """Tint it for a few seconds. Nothing moves, so nobody needs to be spared it."""
    clock = widget.findChild(QTimer, _CLOCK)
    if clock is None:
        clock = QTimer(widget, singleShot=True, interval=SHOWN_MS)
        clock.setObjectName(_CLOCK)
        clock.timeout.connect(partial(restyle, widget, fresh=False))
    restyle(widget, fresh=True)
    clock.start()
