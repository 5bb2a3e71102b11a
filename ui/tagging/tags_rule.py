"""Says who carries a tag by itself: the members of a segment, or whoever is given it by hand."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import DeskError
from app.core.progress import Progress
from app.core.text import _, ngettext
from app.tagging.rule_service import RulePreview
from app.tags.schemas import TagRow
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import MessageBar
from ui.kit.form_choices import ChoiceEditor
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph, title_for
from ui.kit.theme import theme
from ui.kit.work import WorkBar, is_cancelled

PLACE = "tagRule"
_WIDTH = 480
_BY_HAND = 0


class RuleDialog(QDialog):
    """Looks what a segment would change before it is done; the work can be stopped."""

    def __init__(
        self, desk: Desk, row: TagRow, segments: Sequence[tuple[int, str]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._row, self._rules = desk, row, desk.services.tag_rules
        self.found: RulePreview | None = None
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Who carries “%s”") % row.name)
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.segment = ChoiceEditor([(_BY_HAND, _("Whoever is given it by hand")), *segments])
        self.segment.set_name(f"{PLACE}.segment", _("Members of the segment"))
        self.told = paragraph("", "muted", f"{PLACE}.preview")
        self.bar, self.work = MessageBar(PLACE), WorkBar(PLACE, desk.tasks)
        self.run = button(_("Apply"), f"{PLACE}.run", role="primary")
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self._arrange()
        self.segment.edited.connect(self._look)
        self.run.clicked.connect(self._run)
        self.cancel.clicked.connect(self.reject)
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(self._busy)
        self.segment.write(row.segment_id or _BY_HAND)
        self._look()

    def reject(self) -> None:
        """Stop what is being done, or close."""
        if self.work.is_busy:
            self.work.cancel()
        else:
            super().reject()

    def _look(self) -> None:
        """Say what would happen, before it does."""
        self.found = None
        self.bar.say("")
        self.run.setEnabled(False)
        segment = self.segment.read()
        if segment == _BY_HAND:
            self.run.setEnabled(self._row.segment_id is not None)
            self.told.setText(
                _("Whoever has it keeps it; from then on people give it and take it off.")
                if self._row.segment_id
                else _("Choose a segment, and exactly its members carry the tag from then on.")
            )
            return
        self.told.setText(_("Looking at the customers…"))
        self._desk.tasks.run(
            self,
            partial(self._rules.preview, self._row.id, segment),
            partial(self._looked, segment),
            partial(self._not_looked, segment),
        )

    def _looked(self, segment: int, found: RulePreview) -> None:
        if segment != self.segment.read():
            return
        self.found = found
        members = ngettext("%s customer", "%s customers", found.members)
        gains = ngettext("%s gets it", "%s get it", found.gains) % fmt.text(found.gains)
        loses = ngettext("%s loses it", "%s lose it", found.loses) % fmt.text(found.loses)
        told = {"members": members % fmt.text(found.members), "gains": gains, "loses": loses}
        said = _("%(members)s will carry it: %(gains)s, %(loses)s. Then it follows by itself.")
        self.told.setText(said % told)
        other = segment != self._row.segment_id
        self.run.setText(_("Apply") if other else _("Apply now"))
        self.run.setEnabled(other or bool(found.gains or found.loses))

    def _not_looked(self, segment: int, error: Exception) -> None:
        if segment == self.segment.read():
            self.told.setText("")
            self._failed(error)

    def _run(self) -> None:
        segment = self.segment.read() or None

        def work(progress: Progress) -> int:
            return self._rules.link(self._row.id, segment, progress)

        self.bar.say("")
        self.work.start(self, _("Giving the tag…"), work, self._done)

    def _done(self, changed: int) -> None:
        if self.segment.read() == _BY_HAND:
            said = _("“%s” is given by hand from now on.") % self._row.name
        else:
            count = ngettext("%s customer changed.", "%s customers changed.", changed)
            told = _("“%s” follows its segment now.") % self._row.name
            said = f"{told} {count % fmt.text(changed)}"
        self._desk.notices.say(said)
        self.accept()

    def _failed(self, error: Exception) -> None:
        if is_cancelled(error):
            self.bar.say(_("Stopped. Nothing was changed."))
        elif isinstance(error, DeskError):
            self.bar.say(str(error))
        else:
            self._desk.notices.show_error(error)

    def _busy(self, busy: bool) -> None:
        self.run.setEnabled(not busy)
        self.segment.input.setEnabled(not busy)
        self.cancel.setText(_("Stop") if busy else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label(self.windowTitle(), "h1", name=f"{PLACE}.title"))
        column.addWidget(title_for(self.segment.input, _("Members of the segment")))
        column.addWidget(self.segment.widget)
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
