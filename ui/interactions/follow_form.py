"""The forms of follow-ups: what is to be done, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.errors import Stale
from app.core.receipt import Receipt
from app.core.text import N_, _, ngettext
from app.customers.schemas import Outcome
from app.interactions.drafts import FollowUpDraft, ResultDraft, follow_up_draft_of
from app.interactions.schemas import FollowUpDetail
from ui.interactions import form_fields
from ui.interactions.clashes import SayFollowUp, keeping, of_follow_up
from ui.interactions.editors import MORNING, Remind
from ui.interactions.form_drafts import FollowUpFields, follow_up_fields_of
from ui.interactions.staffed import DueHint, Staffed
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import Option, searchable
from ui.kit.form_editing import editing
from ui.kit.form_editors import paragraph

PLACE, FORM, EDIT = "followUp", "followUp.new", "followUpEdit"
RESULT, ASSIGN = "followUpResult", "followUpAssign"


@dataclass(frozen=True, slots=True)
class Whose:
    """Of which customer a new follow-up is, after which interaction, and who may be given it."""

    staff: Sequence[Option]
    customer_id: int | None = None
    customer: str = ""
    interaction_id: int | None = None
    title: str = ""


def gather(desk: Desk, customer_id: int | None) -> Whose:
    """Ask for it; runs on a worker."""
    services = desk.services
    if customer_id is None:
        return Whose([(one.id, one.name) for one in services.staff.choices()])
    name = services.customers.show(customer_id).name or fmt.NOBODY
    return Whose(services.follow_ups.assignees(customer_id), customer_id, name)


def new_form(desk: Desk, known: Whose, parent: QWidget) -> FormDialog[FollowUpFields]:
    """Asks for a new one; `saved` carries the command it became."""

    def save(given: FollowUpFields) -> int:
        receipt = Receipt()
        desk.services.follow_ups.noting(receipt).add(given.follow_up())
        return receipt.command

    initial = FollowUpFields(
        known.customer_id, known.interaction_id, known.title,
        remind_at=Remind(0, MORNING), assignee_id=desk.actor.id,
    )  # fmt: skip
    chooses = known.customer_id is None
    title = _("Add follow-up")
    if known.customer:
        title = _("Add follow-up with %s") % known.customer
    dialog = FormDialog(
        desk, PLACE, title, FollowUpFields,
        form_fields.follow_up(desk, known.staff, chooses=chooses), save, initial,
        subject=(FORM, known.customer_id or 0), parent=parent,
    )  # fmt: skip
    DueHint(dialog.panel)
    if chooses:
        Staffed(desk, dialog.panel, "assignee_id")
    return dialog


def edit_form(
    desk: Desk, found: FollowUpDetail, staff: Sequence[Option], parent: QWidget
) -> FormDialog[FollowUpFields]:
    """Asks what to change of one; `saved` carries a receipt."""
    stored = follow_up_fields_of(found)

    def edit(receipt: Receipt, version: int, mine: FollowUpFields, base: FollowUpFields) -> None:
        service = desk.services.follow_ups.noting(receipt)
        whole = follow_up_draft_of(found) if base == stored else base.follow_up()
        try:
            service.edit(found.id, version, whole, _kept(whole, base, mine))
        except Stale as stale:
            raise Stale(str(stale), of_follow_up(stale.clash)) from stale

    dialog = editing(
        desk, PLACE, N_("Edit follow-up"), form_fields.follow_up(desk, staff, chooses=False),
        (found.version, stored), edit, SayFollowUp(staff), parent,
    )  # fmt: skip
    keeping(desk, dialog, (EDIT, found.id))
    DueHint(dialog.panel)
    return dialog


def result_form(
    desk: Desk, title: str, save: Callable[[ResultDraft], Outcome], parent: QWidget
) -> FormDialog[ResultDraft]:
    """Asks what came of it; it may stay blank."""
    result = Field("result", N_("Result"), paragraph, wide=True,
                   placeholder=N_("What came of it, in a few words"))  # fmt: skip
    verb = N_("Mark as done")
    section = (Section("", (result,)),)
    return FormDialog(desk, RESULT, title, ResultDraft, section, save, verb=verb, parent=parent)


def drop_form(
    desk: Desk, count: int, save: Callable[[ResultDraft], Outcome], parent: QWidget
) -> FormDialog[ResultDraft]:
    """Asks why it will not be done."""
    title = ngettext("Drop the follow-up?", "Drop %s follow-ups?", count)
    result = Field("result", N_("Why"), paragraph, required=True, wide=True)
    hint = N_("It will not be done, and nobody is reminded of it. It can be reopened.")
    return FormDialog(
        desk, RESULT, title % fmt.text(count) if "%s" in title else title, ResultDraft,
        (Section("", (result,), hint),), save, verb=N_("Drop"), danger=True, parent=parent,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AssigneeDraft(Draft):
    """Who is to do it from now on."""

    assignee_id: int | None = None


def assign_form(
    desk: Desk, found: FollowUpDetail, staff: Sequence[Option], parent: QWidget
) -> FormDialog[AssigneeDraft]:
    """Asks who is to do it; `saved` carries the command it became."""

    def save(given: AssigneeDraft) -> int:
        receipt = Receipt()
        base = follow_up_draft_of(found)
        mine = FollowUpDraft(
            base.customer_id, base.interaction_id, base.title, base.note, base.due_on,
            base.remind_at, given.assignee_id,
        )  # fmt: skip
        desk.services.follow_ups.noting(receipt).edit(found.id, found.version, base, mine)
        return receipt.command

    who = Field("assignee_id", N_("Assigned to"), searchable(lambda: staff), wide=True)
    return FormDialog(
        desk, ASSIGN, _("Reassign “%s”") % fmt.short(found.title), AssigneeDraft,
        (Section("", (who,)),), save, AssigneeDraft(assignee_id=found.assignee_id),
        verb=N_("Reassign"), parent=parent,
    )  # fmt: skip


def _kept(base: FollowUpDraft, stored: FollowUpFields, mine: FollowUpFields) -> FollowUpDraft:
    """What was filled in; a reminder nobody touched stays to the second."""
    found = mine.follow_up()
    same = (mine.due_on, mine.remind_at) == (stored.due_on, stored.remind_at)
    if not same:
        return found
    return FollowUpDraft(
        found.customer_id, found.interaction_id, found.title, found.note, found.due_on,
        base.remind_at, found.assignee_id,
    )  # fmt: skip
