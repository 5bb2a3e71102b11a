"""What can be done with follow-ups, the same from My day, from the list and from a card."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from app.core.receipt import Receipt
from app.core.text import N_, _, ngettext
from app.customers.schemas import Outcome
from app.interactions.drafts import ResultDraft
from app.interactions.schemas import FollowUpDetail, FollowUpState
from ui.interactions import follow_form, looks
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.asking import Asking, counted
from ui.kit.form import FormDialog
from ui.kit.form_choices import Option
from ui.kit.form_editing import kept
from ui.kit.undoing import done, undo

if TYPE_CHECKING:
    from app.interactions.follow_up_service import FollowUpService

Ids = Sequence[int]
DONE = (N_("%s follow-up done."), N_("%s follow-ups done."))
DROPPED = (N_("%s follow-up dropped."), N_("%s follow-ups dropped."))
REOPENED = (N_("%s follow-up is open again."), N_("%s follow-ups are open again."))
REMOVED = (N_("%s follow-up removed."), N_("%s follow-ups removed."))
Work = Callable[[Receipt], Outcome]


class FollowUpSteps(Asking):
    """Each change is said with an Undo."""

    def show(self, follow_up_id: int) -> None:
        """Show everything about one."""
        from ui.interactions.follow_card import FollowUpCard  # noqa: PLC0415 - the card has these steps

        def shown(found: FollowUpDetail) -> None:
            FollowUpCard(self.desk, found, self, self.owner).open()

        self.run(partial(self.desk.services.follow_ups.show, follow_up_id), shown)

    def create(self, customer_id: int | None = None) -> None:
        """Ask for a new one, of this customer where it is known."""

        def ask(known: follow_form.Whose) -> None:
            if not self.is_asking():
                dialog = follow_form.new_form(self.desk, known, self.owner)
                self._open(dialog, _("The follow-up was added."))

        self.run(partial(follow_form.gather, self.desk, customer_id), ask)

    def edit(self, follow_up_id: int) -> None:
        """Change one that is open."""

        def ask(found: FollowUpDetail, staff: Sequence[Option]) -> None:
            dialog = follow_form.edit_form(self.desk, found, staff, self.owner)
            said = _("“%s” was saved.") % fmt.short(found.title)
            dialog.saved.connect(partial(self._edited, dialog, said))
            dialog.open()

        self._look(follow_up_id, ask)

    def reassign(self, follow_up_id: int) -> None:
        """Give one to somebody else."""

        def ask(found: FollowUpDetail, staff: Sequence[Option]) -> None:
            dialog = follow_form.assign_form(self.desk, found, staff, self.owner)
            dialog.saved.connect(partial(given, dialog, found.title, dict(staff)))
            dialog.open()

        def given(
            dialog: FormDialog[Any], title: str, names: Mapping[Any, str], command: int
        ) -> None:
            who = dialog.panel.box("assignee_id").editor.read()
            said = _("“%(title)s” was given to %(who)s.")
            if who is None:
                said = _("“%(title)s” is nobody's to do now.")
            words = {"title": fmt.short(title), "who": fmt.short(names.get(who, ""))}
            done(self.desk, said % words, command)

        self._look(follow_up_id, ask)

    def done(self, ids: Ids, title: str = "") -> None:
        """Ask what came of them, and say that they are done; `title` names a single one."""
        if self.is_asking():
            return
        many = ngettext("Mark %s follow-up as done", "Mark %s follow-ups as done", len(ids))
        said = _("Done: %s") % fmt.short(title) if title else many % fmt.text(len(ids))
        receipt = Receipt()

        def save(draft: ResultDraft) -> Outcome:
            return self._service(receipt).done(list(ids), draft.checked()["result"])

        dialog = follow_form.result_form(self.desk, said, save, self.owner)
        dialog.saved.connect(partial(self._came, DONE, receipt))
        dialog.open()

    def tick(self, ids: Ids) -> None:
        """Say that they are done, without a word about what came of them."""
        self._do(DONE, lambda receipt: self._service(receipt).done(list(ids)))

    def drop(self, ids: Ids) -> None:
        """Ask why, and let them go."""
        if self.is_asking():
            return
        receipt = Receipt()

        def save(draft: ResultDraft) -> Outcome:
            return self._service(receipt).drop(list(ids), draft.checked()["result"])

        dialog = follow_form.drop_form(self.desk, len(ids), save, self.owner)
        dialog.saved.connect(partial(self._came, DROPPED, receipt))
        dialog.open()

    def reopen(self, ids: Ids) -> None:
        """Let closed ones be open again."""
        self._do(REOPENED, lambda receipt: self._service(receipt).reopen(list(ids)))

    def remove(self, ids: Ids) -> None:
        """Take them away, as if nobody had promised anything."""
        self._do(REMOVED, lambda receipt: self._service(receipt).remove(list(ids)))

    def move(self, ids: Ids, to: date) -> None:
        """Put them off to a day."""
        words = (N_("%(count)s follow-up moved to %(day)s."),
                 N_("%(count)s follow-ups moved to %(day)s."))  # fmt: skip
        receipt = Receipt()

        def told(outcome: Outcome) -> None:
            moved = len(outcome.done)
            said = ngettext(*words, moved) % {"count": fmt.text(moved), "day": looks.near(to)}
            self._tell(said if moved else "", receipt, outcome)

        self.run(lambda: self._service(receipt).move(list(ids), to), told)

    def save_calendar(self, ids: Ids | None = None) -> None:
        """Save them as a file other calendars read; by default all that I have to do."""
        kinds = [_("Calendar (*.ics)")]
        path = dialogs.ask_save_path(self.owner, _("follow-ups.ics"), kinds)
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(".ics")
        chosen = None if ids is None else list(ids)

        def told(count: int) -> None:
            said = ngettext("%(count)s follow-up saved to %(file)s.",
                            "%(count)s follow-ups saved to %(file)s.", count)  # fmt: skip
            self.desk.notices.say(said % {"count": fmt.text(count), "file": target.name})

        self.run(partial(self.desk.services.follow_ups.calendar, target, chosen), told)

    def _look(
        self, follow_up_id: int, ask: Callable[[FollowUpDetail, Sequence[Option]], None]
    ) -> None:
        services = self.desk.services.follow_ups

        def look() -> tuple[FollowUpDetail, Sequence[Option]]:
            found = services.show(follow_up_id)
            return found, [(None, _("Nobody")), *services.assignees(found.customer_id)]

        def then(seen: tuple[FollowUpDetail, Sequence[Option]]) -> None:
            if self.is_asking():
                return
            if seen[0].state is not FollowUpState.OPEN:
                self.desk.notices.say(_("It is closed. Reopen it first to change it."))
                return
            ask(*seen)

        self.run(look, then)

    def _do(self, words: tuple[str, str], work: Work) -> None:
        receipt = Receipt()
        self.run(partial(work, receipt), partial(self._came, words, receipt))

    def _came(self, words: tuple[str, str], receipt: Receipt, outcome: Outcome) -> None:
        self._tell(counted(words, len(outcome.done)) if outcome.done else "", receipt, outcome)

    def _tell(self, said: str, receipt: Receipt, outcome: Outcome) -> None:
        back = (_("Undo"), partial(undo, self.desk, receipt.command))
        self.say(said, outcome.refused, back if receipt.command else None)

    def _open(self, dialog: FormDialog[Any], said: str) -> None:
        dialog.saved.connect(partial(self._saved, said))
        dialog.open()

    def _edited(self, dialog: FormDialog[Any], said: str, receipt: Receipt) -> None:
        done(self.desk, f"{said} {kept(dialog, receipt)}".strip(), receipt.command)

    def _saved(self, said: str, command: int) -> None:
        done(self.desk, said, command)

    def _service(self, receipt: Receipt) -> "FollowUpService":
        return self.desk.services.follow_ups.noting(receipt)
