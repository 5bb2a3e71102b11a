"""What can be done with segments from their list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.access import Permission
from app.core.errors import DeskError
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.core.text import N_, _, ngettext
from app.segments.criteria_values import Names
from app.segments.schemas import SegmentDetail, SegmentDraft
from app.tags.drafts import TagDraft
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import FormDialog
from ui.kit.form_editing import kept
from ui.tagging.segments_form import segment_form
from ui.tagging.tags_form import FIELDS
from ui.tagging.tags_form import PLACE as TAG

_LONGEST_TAG = 50
# What the list asks, chosen ids, and the keys of the columns shown.
TakeOut = Callable[[Desk, ListQuery, Sequence[int], Sequence[str], QWidget], object]
# Whom it is about, and about how many they are.
Bulk = Callable[[Desk, Selection, int, QWidget], object]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other screens do with a segment's members, as the shell joins them."""

    take_out: TakeOut | None = None
    bulk: Bulk | None = None


def open_as_list(desk: Desk, asked: ListQuery, names: Names) -> None:
    """Show the customers who answer this in their list."""
    keys = ("owner_id", "team_id", "country", "product", "plan", "tags")
    options = {key: tuple(names.of.get(key, {}).items()) for key in keys}
    desk.navigator.open_list("customers", asked, options)


class SegmentSteps(QObject):
    """Each looks at the segment as it is now before it asks; dialogs stand over `owner`."""

    def __init__(self, desk: Desk, owner: QWidget, elsewhere: Elsewhere) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._elsewhere = desk, owner, elsewhere
        self._segments = desk.services.segments

    def show(self, segment_id: int) -> None:
        """Show its members in the list of customers."""

        def look() -> tuple[ListQuery, Names]:
            return self._segments.asked(segment_id), self._segments.names()

        self._run(look, lambda found: open_as_list(self._desk, *found))

    def new(self, draft: SegmentDraft | None = None) -> None:
        """Ask for a new one."""

        def ask(names: Names) -> None:
            dialog = segment_form(self._desk, names, draft, self._owner)
            dialog.saved.connect(lambda key: self._added(dialog, key))
            dialog.open()

        self._run(self._segments.names, ask)

    def edit(self, segment_id: int) -> None:
        """Ask for changes; whoever may not make any sees the members."""
        if not self._desk.actor.can(Permission.SEGMENTS_MANAGE):
            self.show(segment_id)
            return

        def look() -> tuple[SegmentDetail, Names]:
            return self._segments.show(segment_id), self._segments.names()

        def ask(found: tuple[SegmentDetail, Names]) -> None:
            dialog = segment_form(self._desk, found[1], found[0], self._owner)
            said = _("The segment “%s” was saved.") % fmt.short(found[0].row.name)
            dialog.saved.connect(lambda receipt: self._say(said, kept(dialog, receipt)))
            dialog.open()

        self._run(look, ask)

    def duplicate(self, segment_id: int) -> None:
        """Ask for another with the same criteria; it is there once it is saved."""
        self._run(partial(self._segments.copied, segment_id), self.new)

    def remove(self, segment_id: int, name: str) -> None:
        """Take it away; it can be brought back."""
        work = partial(self._segments.remove, segment_id)
        self._run(work, partial(self._removed, fmt.short(name)))

    def add_examples(self) -> None:
        """Add the segments of the documents."""

        def say(names: tuple[str, ...]) -> None:
            given = ", ".join(names)
            self._say(_("Added: %s.") % given if names else _("They are all there already."))

        self._run(self._segments.add_examples, say)

    def take_out(self, segment_id: int) -> None:
        """Export its members."""
        export = self._elsewhere.take_out
        if export is not None:
            work = partial(self._segments.asked, segment_id)
            self._run(work, lambda asked: _drop(export(self._desk, asked, (), (), self._owner)))

    def change_many(self, segment_id: int) -> None:
        """Edit fields of all its members at once."""
        bulk = self._elsewhere.bulk

        def look() -> tuple[ListQuery, int]:
            return self._segments.asked(segment_id), self._segments.figures(segment_id).members

        def ask(found: tuple[ListQuery, int]) -> None:
            if bulk is not None:
                bulk(self._desk, Selection(found[0]), found[1], self._owner)

        self._run(look, ask)

    def tag(self, segment_id: int, name: str) -> None:
        """Ask for a new tag that exactly its members carry from now on."""
        services = self._desk.services

        def save(draft: TagDraft, progress: Progress) -> int:
            receipt = Receipt()
            tag_id = services.tags.noting(receipt).add(draft)
            try:
                return services.tag_rules.link(tag_id, segment_id, progress)
            except DeskError:
                # A tag of this name that nobody asked for would stand in the way.
                services.undo.undo(receipt.command)
                raise

        plain = " ".join(name.replace(",", " ").replace(";", " ").split())
        draft = TagDraft(plain[:_LONGEST_TAG].strip(), meaning=_("Members of “%s”") % name)
        dialog = FormDialog(
            self._desk, TAG, N_("New automatic tag"), TagDraft, FIELDS, save, draft,
            verb=N_("Tag members"), parent=self._owner,
        )  # fmt: skip
        dialog.watch(_("Giving the tag…"))
        dialog.saved.connect(self._tagged)
        dialog.open()

    def _tagged(self, count: int) -> None:
        said = ngettext("%s customer carries the tag.", "%s customers carry the tag.", count)
        self._say(said % fmt.text(count), _("It follows the segment from now on."))

    def _added(self, dialog: FormDialog[Any], segment_id: int) -> None:
        name = fmt.short(str(dialog.panel.box("name").editor.state()))
        offer = (_("Show its members"), partial(self.show, segment_id))
        self._desk.notices.say(_("The segment “%s” was created.") % name, offer)

    def _removed(self, name: str, draft: SegmentDraft) -> None:
        def back() -> None:
            add = partial(self._segments.add, draft)
            self._run(add, lambda _key: self._say(_("The segment “%s” is back.") % name))

        self._desk.notices.say(_("The segment “%s” was removed.") % name, (_("Undo"), back))

    def _say(self, *sentences: str) -> None:
        self._desk.notices.say(" ".join(part for part in sentences if part))

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._desk.tasks.run(self, work, then)


def _drop(_dialog: object) -> None:
    """The dialog keeps itself."""
