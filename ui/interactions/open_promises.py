"""What was promised to one customer and is not done yet, above what was said with them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.changes import Touched
from app.core.errors import DeskError
from app.core.listing import Condition, ListQuery, Op
from app.core.text import _, ngettext
from app.interactions.schemas import FollowUpRow, FollowUpState
from ui.interactions import looks
from ui.interactions.follow_steps import FollowUpSteps
from ui.kit import format as fmt
from ui.kit.badge import ElidedLabel
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.parts import button, label, picture
from ui.kit.theme import Role

MOST = 3
_COALESCE_MS = 50
Found = tuple[Sequence[FollowUpRow], int]


class OpenPromises(QFrame):
    """The first of them, due first; there only while there are any."""

    def __init__(self, desk: Desk, customer_id: int, place: str, steps: FollowUpSteps) -> None:
        super().__init__()
        self._desk, self._place, self._steps = desk, f"{place}.promises", steps
        self._asked = ListQuery(
            conditions=(
                Condition("customer_id", Op.IN, (customer_id,)),
                Condition("state", Op.IN, (FollowUpState.OPEN,)),
            ),
            sort="due_on",
        )
        self.setObjectName(self._place)
        self.setProperty("role", "bar")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 6, 6, 6)
        self._column.setSpacing(2)
        self.rows: list[QWidget] = []
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._soon.timeout.connect(self.reload)
        desk.changes.heard.connect(self._heard)
        self.hide()
        self.reload()

    def reload(self) -> None:
        """Ask again; what is shown stays meanwhile."""
        services, asked = self._desk.services.follow_ups, self._asked

        def look() -> Found:
            return services.first(asked, MOST), services.count(asked)

        self._desk.tasks.run(self, look, self._came, self._failed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def _heard(self, touched: Touched) -> None:
        if not touched.keys().isdisjoint({"follow_ups", "staff_users"}):
            self._soon.start()

    def _failed(self, error: Exception) -> None:
        """The list below says what is wrong; what was shown stays."""
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)

    def _came(self, found: Found) -> None:
        rows, total = found
        for old in self.rows:
            self._column.removeWidget(old)
            old.deleteLater()
        self.rows = [self._line(row) for row in rows]
        if total > len(rows):
            more = ngettext("and %s more", "and %s more", total - len(rows))
            self.rows.append(label(more % fmt.text(total - len(rows)), "muted"))
        for made in self.rows:
            self._column.addWidget(made)
        said = ngettext("%s open follow-up", "%s open follow-ups", total) % fmt.text(total)
        self.setAccessibleName(said)
        self.setVisible(bool(rows))

    def _line(self, row: FollowUpRow) -> QWidget:
        made, name = QWidget(), f"{self._place}.{row.id}"
        drawn, role = (Icon.ALERT, Role.WARN_FG) if row.is_overdue else (Icon.CLOCK, Role.MUTED)
        when = _("Overdue: %s") if row.is_overdue else "%s"
        said = ElidedLabel(name=f"{name}.title")
        parts = (when % looks.due(row.due_on), row.title, row.assignee or _("Nobody"))
        said.show_text(" \u00b7 ".join(parts))
        show = button(_("View"), f"{name}.view", role="link")
        show.setAccessibleName(_("View: %s") % row.title)
        show.clicked.connect(partial(self._show, row.id))
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(picture(drawn, 16, role), 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(said, 1)
        across.addWidget(show)
        if self._desk.actor.can(Permission.INTERACTIONS_LOG):
            done = button(_("Done\u2026"), f"{name}.done", Icon.CHECK, role="link")
            done.setAccessibleName(_("Done: %s") % row.title)
            done.clicked.connect(partial(self._done, row))
            across.addWidget(done)
        return made

    def _show(self, follow_up_id: int, _checked: bool = False) -> None:
        self._steps.show(follow_up_id)

    def _done(self, row: FollowUpRow, _checked: bool = False) -> None:
        self._steps.done([row.id], row.title)
