"""Keeps Python's cyclic garbage collector on the GUI thread.

Left alone it runs on whichever thread allocates, and a widget in a cycle would then
be destroyed by a worker, which Qt does not survive.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1_000
# More than a page or dialog brings with it when it is first used.
_MANY = 30


class GuiCollector(QObject):
    """Collects on a timer, as the automatic collector would have; one per process.

    What is there once many modules were loaded is what the program itself is made of: it is
    set aside unseen, since looking through it takes a tenth of a second.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._modules = 0
        gc.disable()
        timer = QTimer(self, interval=INTERVAL_MS)
        timer.timeout.connect(self.collect)
        timer.start()
        self.destroyed.connect(gc.enable)
        self.destroyed.connect(gc.unfreeze)

    def collect(self) -> None:
        """Collect the oldest generation whose threshold has been passed."""
        if len(sys.modules) - self._modules > _MANY:
            self._modules = len(sys.modules)
            gc.freeze()
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                gc.collect(generation)
                return
