"""Puts another tag in the place of one, on every customer who carries it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.receipt import Receipt
from app.core.text import _, ngettext
from app.tags.schemas import TagRow
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import MessageBar
from ui.kit.form_choices import ChoiceEditor
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph, title_for
from ui.kit.theme import theme
from ui.kit.undoing import done
from ui.kit.work import WorkBar, is_cancelled

PLACE = "tagMerge"
_WIDTH = 460


class MergeDialog(QDialog):
    """Asks which tag takes the place of `row`; the work can be stopped, and undone at once."""

    def __init__(self, desk: Desk, row: TagRow, others: Sequence[TagRow], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._row, self._over = desk, row, parent
        self._others = {other.id: other for other in others if other.segment_id is None}
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Merge tag “%s”") % row.name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.into = ChoiceEditor([(key, one.name) for key, one in self._others.items()])
        self.into.set_name(f"{PLACE}.into", _("Into"))
        self.told = paragraph("", "muted", f"{PLACE}.consequences")
        self.bar, self.work = MessageBar(PLACE), WorkBar(PLACE, desk.tasks)
        self.run = button(_("Merge tags"), f"{PLACE}.run", role="primary")
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self._arrange()
        self.into.edited.connect(self._tell)
        self.run.clicked.connect(self._run)
        self.cancel.clicked.connect(self.reject)
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(self._busy)
        self.into.write(next(iter(self._others), None))
        self._tell()

    def reject(self) -> None:
        """Stop what is being done, or close."""
        if self.work.is_busy:
            self.work.cancel()
        else:
            super().reject()

    def _tell(self) -> None:
        other = self._others.get(self.into.read())
        self.run.setEnabled(other is not None)
        if other is None:
            self.told.setText(_("There is no other tag. Add one first."))
            return
        count = self._row.customers
        said = ngettext(
            "%(count)s customer carries “%(old)s” and gets “%(new)s” instead.",
            "%(count)s customers carry “%(old)s” and get “%(new)s” instead.",
            count,
        ) % {"count": fmt.text(count), "old": self._row.name, "new": other.name}
        more = _("Archived and deleted ones as well. Then “%s” is removed.") % self._row.name
        self.told.setText(f"{said} {more}")

    def _run(self) -> None:
        into, receipt = self.into.read(), Receipt()
        service = self._desk.services.tags.noting(receipt)

        def work(progress: Progress) -> int:
            return service.merge(self._row.id, into, progress)

        self.bar.say("")
        self.work.start(self, _("Merging…"), work, partial(self._done, receipt))

    def _done(self, receipt: Receipt, count: int) -> None:
        said = _("“%(old)s” was merged into “%(new)s”.") % {
            "old": self._row.name,
            "new": self._others[self.into.read()].name,
        }
        if count:
            done(self._desk, said, receipt.command)
        else:
            restore = partial(self._desk.services.tags.restore, self._row.id)
            back = partial(self._desk.tasks.run, self._over, restore, _nothing)
            self._desk.notices.say(said, (_("Undo"), back))
        self.accept()

    def _failed(self, error: Exception) -> None:
        if is_cancelled(error):
            self.bar.say(_("Stopped. Nothing was changed."))
        else:
            self.bar.say(str(error))

    def _busy(self, busy: bool) -> None:
        self.run.setEnabled(not busy)
        self.into.input.setEnabled(not busy)
        self.cancel.setText(_("Stop") if busy else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label(self.windowTitle(), "h1", name=f"{PLACE}.title"))
        column.addWidget(title_for(self.into.input, _("Into")))
        column.addWidget(self.into.widget)
        column.addWidget(self.told)
        column.addWidget(self.bar)
        column.addWidget(self.work)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.run)
        column.addLayout(buttons)
        self.setMinimumWidth(theme().px(_WIDTH))


def _nothing(_none: object) -> None:
    """The list hears of it by itself."""
