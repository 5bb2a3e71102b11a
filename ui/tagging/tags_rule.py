"""Says who carries a tag by itself: the members of a segment, or whoever is given it by hand."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from app.core.progress import Progress
from app.core.text import _, ngettext
from app.tagging.rule_service import RulePreview
from app.tags.schemas import TagRow
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form_choices import ChoiceEditor
from ui.tagging.tag_work import TagWork

PLACE = "tagRule"
_BY_HAND = 0


class RuleDialog(TagWork):
    """Looks what a segment would change before it is done; the work can be stopped."""

    def __init__(
        self, desk: Desk, row: TagRow, segments: Sequence[tuple[int, str]], parent: QWidget
    ) -> None:
        title = _("Who carries “%s”") % row.name
        super().__init__(desk, row, PLACE, title, _("Apply"), parent)
        self._rules = desk.services.tag_rules
        self.found: RulePreview | None = None
        self.segment = ChoiceEditor([(_BY_HAND, _("Whoever is given it by hand")), *segments])
        self.arrange(self.segment, "segment", _("Members of the segment"), "preview")
        self.segment.edited.connect(self._look)
        self.run.clicked.connect(self._run)
        self.segment.write(row.segment_id or _BY_HAND)
        self._look()

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
