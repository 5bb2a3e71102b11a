"""One customer as it is now, for everything its window shows."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.changes import Touched
from app.customers.schemas import CustomerDetail
from ui.customers.facts import Facts, gather
from ui.kit.desk import Desk

_COALESCE_MS = 50


@dataclass(frozen=True, slots=True)
class Loaded:
    """A customer, and what its form needs to know."""

    detail: CustomerDetail
    facts: Facts


class Record(QObject):
    """`loaded` carries a `Loaded` at first and after every change; `failed` an error."""

    loaded = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, customer_id: int, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.customer_id = desk, customer_id
        self.now: Loaded | None = None
        self._round = 0
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._soon.timeout.connect(self.load)
        desk.changes.heard.connect(self._heard)

    def load(self) -> None:
        """Ask for the customer again; an older answer that comes late is dropped."""
        self._round += 1
        work = partial(_ask, self.desk, self.customer_id)
        came = partial(self._came, self._round)
        self.desk.tasks.run(self, work, came, partial(self._failed, self._round))

    def _came(self, ticket: int, found: Loaded) -> None:
        if ticket == self._round:
            self.now = found
            self.loaded.emit(found)

    def _failed(self, ticket: int, error: Exception) -> None:
        if ticket == self._round:
            self.failed.emit(error)

    def _heard(self, touched: Touched) -> None:
        ids = touched.get("customers")
        if ids is not None and (not ids or self.customer_id in ids):
            self._soon.start()


def _ask(desk: Desk, customer_id: int) -> Loaded:
    return Loaded(desk.services.customers.show(customer_id), gather(desk))
