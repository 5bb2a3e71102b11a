"""Keeps Python's cyclic garbage collector on the GUI thread.

Left alone it runs on whichever thread allocates, and a widget in a cycle would then
be destroyed by a worker, which Qt does not survive.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1_000
_OLDEST = 2


class GuiCollector(QObject):
    """Collects on a timer, as the automatic collector would have; one per process.

    What is there when the oldest generation is due after modules were loaded is what the
    program itself is made of: it is set aside, since looking through it takes a tenth of a
    second each time.
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
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                if generation == _OLDEST and len(sys.modules) > self._modules:
                    self._modules = len(sys.modules)
                    gc.collect(_OLDEST - 1)
                    gc.freeze()
                else:
                    gc.collect(generation)
                return
