"""Warns, while somebody types, of customers who may be the same."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import DeskError
from app.core.text import _
from app.customers.schemas import Match, Probe
from ui.customers.looks import short
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.parts import button, label, picture
from ui.kit.theme import Role

DEBOUNCE_MS = 350
MOST = 3


class SimilarHint(QFrame):
    """There while customers like the one being typed are known. `told` carries them.

    "Open it" opens the customer's own window; what was typed stays in the form.
    """

    told = Signal(object)

    def __init__(self, desk: Desk, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._place = desk, place
        self._probe, self._asked = Probe(), Probe()
        self.matches: tuple[Match, ...] = ()
        self.setObjectName(f"{place}.similar")
        self.setProperty("role", "bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(picture(Icon.USERS, 18, Role.ACCENT))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        row.addLayout(self._lines, 1)
        self._rest = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._rest.timeout.connect(self._ask)
        self.hide()

    def look_for(self, probe: Probe) -> None:
        """Look, once typing rests, for customers like this one."""
        if probe != self._probe:
            self._probe = probe
            self._rest.start()

    def _ask(self) -> None:
        if self._probe == self._asked:
            return
        asked = self._asked = self._probe
        if asked == Probe():
            self._tell(asked, [])
            return
        work = partial(self._desk.services.customers.similar, asked)
        self._desk.tasks.run(self, work, partial(self._tell, asked), self._failed)

    def _failed(self, error: Exception) -> None:
        """A hint that cannot be had is no reason to disturb; saving will say what is wrong."""
        self._asked = Probe()
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)

    def _tell(self, asked: Probe, matches: list[Match]) -> None:
        if asked != self._probe:
            return
        self.matches = tuple(matches)
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, match in enumerate(matches[:MOST]):
            self._lines.addWidget(self._line(place, match))
        self.setVisible(bool(matches))
        self.told.emit(self.matches)

    def _line(self, place: int, match: Match) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        said = _("%(name)s may be the same customer: %(why)s.")
        said %= {"name": short(match.name), "why": match.why}
        row.addWidget(label(said, name=f"{self._place}.similar.{place}"), 1)
        name = f"{self._place}.similar.{place}.open"
        opens = button(_("Open it"), name, Icon.EXTERNAL, role="link")
        opens.setAccessibleName(_("Open %s") % short(match.name))
        opens.clicked.connect(partial(self._open, match.id))
        row.addWidget(opens)
        return line

    def _open(self, customer_id: int, _checked: bool = False) -> None:
        self._desk.navigator.open_customer(customer_id)
