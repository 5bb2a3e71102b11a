"""Keeps Python's cyclic garbage collector on the GUI thread.

Left alone it runs on whichever thread allocates, and a widget in a cycle would then
be destroyed by a worker, which Qt does not survive.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1_000


class GuiCollector(QObject):
    """Collects on a timer, as the automatic collector would have; one per process."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=INTERVAL_MS)
        timer.timeout.connect(self.collect)
        timer.start()
        self.destroyed.connect(gc.enable)

    @staticmethod
    def collect() -> None:
        """Collect the oldest generation whose threshold has been passed."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                gc.collect(generation)
                return
