"""Puts another tag in the place of one, on every customer who carries it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from app.core.progress import Progress
from app.core.receipt import Receipt
from app.core.text import _, ngettext
from app.tags.schemas import TagRow
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form_choices import ChoiceEditor
from ui.kit.undoing import done
from ui.tagging.tag_work import TagWork

PLACE = "tagMerge"


class MergeDialog(TagWork):
    """Asks which tag takes the place of `row`; the work can be stopped, and undone at once."""

    def __init__(self, desk: Desk, row: TagRow, others: Sequence[TagRow], parent: QWidget) -> None:
        title = _("Merge tag “%s”") % row.name
        super().__init__(desk, row, PLACE, title, _("Merge tags"), parent)
        self._others = {other.id: other for other in others if other.segment_id is None}
        self.into = ChoiceEditor([(key, one.name) for key, one in self._others.items()])
        self.arrange(self.into, "into", _("Into"), "consequences")
        self.into.edited.connect(self._tell)
        self.run.clicked.connect(self._run)
        # Which one stays is for people to say.
        self.into.combo.setPlaceholderText(_("Choose a tag"))
        self.into.write(None)
        self._tell()

    def _tell(self) -> None:
        other = self._others.get(self.into.read())
        self.run.setEnabled(other is not None)
        if other is None:
            here = _("Choose the tag that “%s” becomes part of.") % fmt.short(self._row.name)
            none = _("There is no other tag. Add one first.")
            self.told.setText(here if self._others else none)
            return
        count = self._row.customers
        said = ngettext(
            "%(count)s customer carries “%(old)s” and gets “%(new)s” instead.",
            "%(count)s customers carry “%(old)s” and get “%(new)s” instead.",
            count,
        ) % {"count": fmt.text(count), "old": self._row.name, "new": other.name}
        more = _("Archived and deleted ones as well. Then “%s” is removed.") % self._row.name
        self.told.setText(" ".join(filter(None, (said, more, missing(self._row)))))

    def _run(self) -> None:
        into, receipt = self.into.read(), Receipt()
        service = self._desk.services.tags.noting(receipt)

        def work(progress: Progress) -> int:
            return service.merge(self._row.id, into, progress)

        self.bar.say("")
        self.work.start(self, _("Merging…"), work, partial(self._done, receipt))

    def _done(self, receipt: Receipt, _count: int) -> None:
        said = _("“%(old)s” was merged into “%(new)s”.") % {
            "old": self._row.name,
            "new": self._others[self.into.read()].name,
        }
        done(self._desk, said, receipt.command)
        self.accept()


def missing(row: TagRow) -> str:
    """A sentence on the segments that ask for a tag, once it is gone; blank if none do."""
    if not row.asked_by:
        return ""
    said = ngettext(
        "The segment %s asks for it: it has no members then.",
        "The segments %s ask for it: they have no members then.",
        len(row.asked_by),
    )
    return said % ", ".join(f"“{fmt.short(name)}”" for name in row.asked_by)
