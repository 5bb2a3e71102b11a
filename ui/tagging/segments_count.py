"""How many customers meet criteria while they are made, what they are worth, and who they are."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.errors import DeskError
from app.core.text import _, ngettext
from app.segments.schemas import Criteria, Figures
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.parts import label
from ui.kit.text_parts import paragraph


def members(count: int) -> str:
    """A number of members in words."""
    return ngettext("%s member", "%s members", count) % fmt.text(count)


class LiveCount(QWidget):
    """One line: the newest question wins, an older answer is not shown.

    One question is asked at a time, however fast somebody types; what comes meanwhile waits,
    and only the last of it is asked.
    """

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._desk = desk
        self._asked: Criteria | None = None
        self._is_busy = False
        self.figures = label("", "strong", name=name)
        self.names = paragraph("", "muted", f"{name}.names")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.figures, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.names, 1, Qt.AlignmentFlag.AlignTop)

    def ask(self, criteria: Criteria | None) -> None:
        """Count them, unless something is missing (None) or they are counted already."""
        if criteria is None:
            self._asked = None
            self._say(_("Complete the criteria to see how many match."))
        elif criteria != self._asked:
            self._asked = criteria
            self._say(_("Counting\u2026"))
            self._begin()

    def _begin(self) -> None:
        if self._is_busy or self._asked is None:
            return
        self._is_busy, criteria = True, self._asked
        work = partial(self._desk.services.segments.count, criteria)
        told, failed = partial(self._told, criteria), partial(self._failed, criteria)
        self._desk.tasks.run(self, work, told, failed)

    def _told(self, criteria: Criteria, found: Figures) -> None:
        self._is_busy = False
        if criteria != self._asked:
            self._begin()
            return
        worth = _("%(members)s, worth %(value)s")
        said = {"members": members(found.members), "value": fmt.text(found.value)}
        named = ", ".join(fmt.short(name, 30) for name in found.names)
        if (left := found.members - len(found.names)) > 0:
            more = ngettext("%s more", "%s more", left) % fmt.text(left)
            named = _("%(names)s and %(more)s") % {"names": named, "more": more}
        self._say(worth % said, named)

    def _failed(self, criteria: Criteria, error: Exception) -> None:
        self._is_busy = False
        if criteria != self._asked:
            self._begin()
        else:
            self._asked = None
            known = isinstance(error, DeskError)
            self._say(str(error) if known else _("It could not be counted."))

    def _say(self, figures: str, names: str = "") -> None:
        self.figures.setText(figures)
        self.names.setText(names)
