"""The files of one interaction or order, as a strip on its card: look at them, add more."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.attachments.schemas import AttachmentRow
from app.core.access import Permission
from app.core.changes import Touched
from app.core.text import _, ngettext
from ui.files import looks
from ui.files.busy import Busy
from ui.files.steps import FileSteps, Target
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.drops import DropIn
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, label, picture, restyle
from ui.kit.theme import Tone, theme

# More are seen in the customer's tab.
SHOWN = 20
_NAME = 260


class FileStrip(QWidget):
    """A line for each file. `target` says what they are on; it runs on a worker.

    `shown` holds the rows there are lines for.
    """

    def __init__(self, desk: Desk, place: str, target: Target) -> None:
        super().__init__()
        self.setObjectName(place)
        self.setProperty("role", "clear")
        self.desk, self.place, self._target = desk, place, target
        self.shown: tuple[AttachmentRow, ...] = ()
        self.busy = Busy(desk, place, self)
        self.steps = FileSteps(desk, self, target, self.busy)
        self.may_edit = desk.actor.can(Permission.ATTACHMENTS_EDIT)
        self.title = label(_("Files"), "h2", name=f"{place}.title")
        self.add = button(_("Add files\u2026"), f"{place}.add", Icon.PAPERCLIP)
        self.add.clicked.connect(self.steps.ask)
        self.add.setVisible(self.may_edit)
        self.nothing = label("", "muted", name=f"{place}.nothing")
        self._lines: list[QWidget] = []
        self._arrange()
        self.drop: DropIn | None = None
        desk.changes.heard.connect(self._heard)
        self.load()

    def load(self) -> None:
        """Ask which files there are."""
        of, target = self.desk.services.attachments.of, self._target

        def work() -> list[AttachmentRow]:
            return of(target())

        self.desk.tasks.run(self, work, self._show)

    def showEvent(self, event: QShowEvent) -> None:
        """Files can be dropped on the whole card: the strip itself may be scrolled out of sight."""
        super().showEvent(event)
        if self.may_edit and self.drop is None:
            self.drop = DropIn(self.window(), self.steps.add, self._light)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(head)
        self._column.addWidget(self.nothing)
        self._column.addWidget(self.busy)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _heard(self, touched: Touched) -> None:
        if "attachments" in touched:
            self.load()

    def _show(self, rows: Sequence[AttachmentRow]) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            # What takes its place has its name.
            line.setParent(None)
            line.deleteLater()
        self.shown = tuple(rows[:SHOWN])
        self.title.setText(_("Files (%d)") % len(rows) if rows else _("Files"))
        before: QWidget = self.add
        self._lines = []
        for place, row in enumerate(self.shown):
            line = self._line(place, row)
            self._column.insertWidget(1 + place, line)
            self._lines.append(line)
            for each in line.findChildren(QWidget):
                if each.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                    self.setTabOrder(before, each)
                    before = each
        self.nothing.setText(self._words(len(rows)))
        self.nothing.setVisible(bool(self.nothing.text()))

    def _words(self, count: int) -> str:
        if not count:
            return _("No files yet. Drop some here.") if self.may_edit else _("No files yet.")
        more = count - len(self.shown)
        said = ngettext(
            "%d more is in the customer's files.", "%d more are in the customer's files.", more
        )
        return said % more if more else ""

    def _line(self, place: int, row: AttachmentRow) -> QWidget:
        line, name = QWidget(), f"{self.place}.{place}"
        line.setProperty("role", "clear")
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        tone, icon = (Tone.WARN, Icon.ALERT) if row.risky else looks.LOOKS[row.kind]
        shown = picture(icon, 16, tone.foreground)
        shown.setToolTip(_(looks.RISK) if row.risky else looks.kind(row.kind))
        across.addWidget(shown)
        opener = button("", f"{name}.open", role="link")
        words = opener.fontMetrics().elidedText(
            row.name, Qt.TextElideMode.ElideMiddle, theme().px(_NAME)
        )
        opener.setText(words.replace("&", "&&"))
        opener.setToolTip(f"{row.name}\n{row.note}" if row.note else row.name)
        opener.setAccessibleName(_("Open %s") % row.name)
        opener.clicked.connect(partial(self._run, FileSteps.open, row))
        across.addWidget(opener)
        across.addWidget(label(fmt.size(row.size), "muted"))
        across.addStretch(1)
        save = icon_button(_("Save %s as") % row.name, f"{name}.save", Icon.DOWNLOAD)
        save.clicked.connect(partial(self._run, FileSteps.save_as, row))
        across.addWidget(save)
        if self.may_edit:
            remove = icon_button(_("Remove %s") % row.name, f"{name}.remove", Icon.TRASH)
            remove.clicked.connect(lambda: self.steps.remove([row.id]))
            across.addWidget(remove)
        return line

    def _run(
        self, step: Callable[[FileSteps, AttachmentRow], None], row: AttachmentRow,
        _checked: bool = False,
    ) -> None:  # fmt: skip
        step(self.steps, row)

    def _light(self, lit: bool) -> None:
        restyle(self.add, role="primary" if lit else "")


def on_order(desk: Desk, order_id: int) -> FileStrip:
    """The strip of an order."""
    target = partial(desk.services.attachments.target, order_id=order_id)
    return FileStrip(desk, "orderCard.files", target)


def on_interaction(desk: Desk, interaction_id: int) -> FileStrip:
    """The strip of an interaction."""
    target = partial(desk.services.attachments.target, interaction_id=interaction_id)
    return FileStrip(desk, "interactionCard.files", target)
