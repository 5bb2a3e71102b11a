"""What the program does for its owner while somebody works: ends what is due, keeps proof."""

from PySide6.QtCore import QObject, QTimer

from app.core.text import _
from ui.kit.desk import Desk

MINUTES = 5
# The first list comes first.
SOON_MS = 400


class Housekeeping(QObject):
    """Ends due holds and purges soon after the start and every `MINUTES`; `finish` keeps the proof.

    Nothing is said when all is well: lists hear of changed customers by themselves.
    """

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._clock = QTimer(self, interval=MINUTES * 60_000)
        self._clock.timeout.connect(self.run)
        self._clock.start()
        QTimer.singleShot(SOON_MS, self, self.run)

    def run(self) -> None:
        """Do what is due, off the GUI thread."""
        # Whoever names the service first imports half of the program: that is the worker.
        services = self._desk.services

        def due() -> object:
            return services.upkeep.run_due()

        self._desk.tasks.run(self, due, lambda _done: None)

    def announce(self, warnings: tuple[str, ...], backup: str) -> None:
        """Say once what opening the database brought up."""
        for warning in warnings:
            self._desk.notices.warn(warning)
        if backup:
            said = _("The database was upgraded. A checked copy from before lies at %s.")
            self._desk.notices.say(said % backup)

    def finish(self) -> None:
        """Remember where the audit trail stands, so that a cut end would be noticed."""
        self._clock.stop()
        services = self._desk.services

        def remember() -> object:
            return services.upkeep.remember_head()

        self._desk.tasks.run(self._desk.tasks, remember, lambda _done: None)
