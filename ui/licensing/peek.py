"""One license at a glance, beside the list."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.errors import DeskError
from app.core.text import _
from app.licensing.schemas import LicenseDetail
from ui.kit.badge import Badge, ElidedLabel
from ui.kit.desk import Desk
from ui.kit.form_panel import scrolled
from ui.kit.parts import label
from ui.kit.text_parts import paragraph
from ui.licensing import facts, looks

PLACE = "licenses.peek"
_LONG = ("meaning", "expires", "quotas", "note", "created", "updated")


class LicensePeek:
    """Asks for the license in the background; the last one stays until the next has come."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: int | None = None
        self.name, self.status = ElidedLabel("h2", f"{PLACE}.name"), Badge(f"{PLACE}.status")
        self.said = paragraph("", "muted", f"{PLACE}.message")
        self._lines: dict[str, tuple[QLabel, QLabel | ElidedLabel]] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self.name, 1)
        title.addWidget(self.status, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(title)
        column.addWidget(self.said)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.widget = scrolled(inside)
        self._tell(_("Choose a license in the list."))

    def show_record(self, record_id: int | None) -> None:
        """Show this license, or say how to choose one."""
        self._asked = record_id
        if record_id is None:
            self._tell(_("Choose a license in the list."))
            return
        show = partial(self._desk.services.licenses.show, record_id)
        came, failed = partial(self._came, record_id), partial(self._failed, record_id)
        self._desk.tasks.run(self.widget, show, came, failed)

    def _failed(self, record_id: int, error: Exception) -> None:
        if record_id == self._asked:
            self._tell(str(error))
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)

    def _tell(self, sentence: str) -> None:
        self.name.show_text("")
        self.status.hide()
        self.said.setText(sentence)
        self._show({})

    def _came(self, record_id: int, found: LicenseDetail) -> None:
        if record_id != self._asked:
            return
        self.name.show_text(found.product)
        self.status.show_badge(looks.status(found.status), *looks.LOOKS[found.status])
        self.status.show()
        self.said.setText(found.key)
        lines = (*facts.facts(found), *facts.record(found))
        self._show({key: (title, words) for key, title, words in lines if words})

    def _show(self, lines: dict[str, tuple[str, str]]) -> None:
        for key, (title, _words) in lines.items():
            if key not in self._lines:
                self._add(key, title)
        for key, (name, value) in self._lines.items():
            words = lines.get(key, ("", ""))[1]
            if isinstance(value, ElidedLabel):
                value.show_text(words)
            else:
                value.setText(words)
            name.setVisible(key in lines)
            value.setVisible(key in lines)

    def _add(self, key: str, title: str) -> None:
        named = f"{PLACE}.{key}"
        value = paragraph(name=named) if key in _LONG else ElidedLabel(name=named)
        self._lines[key] = (label(title, "muted"), value)
        row, top = self._grid.rowCount(), Qt.AlignmentFlag.AlignTop
        for place, part in enumerate(self._lines[key]):
            self._grid.addWidget(part, row, place, top)
