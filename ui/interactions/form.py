"""Asks for an interaction, in the fields of its type, and for what is to follow it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.errors import Invalid, Stale
from app.core.receipt import Receipt
from app.core.text import N_, _
from app.interactions.drafts import InteractionDraft, draft_of
from app.interactions.schemas import InteractionDetail, InteractionType
from app.interactions.types import TYPES
from ui.interactions import form_fields
from ui.interactions.clashes import keeping, of_interaction, say_interaction
from ui.interactions.editors import MORNING, MinutesEditor, Remind
from ui.interactions.form_drafts import (
    PROMISE,
    InteractionFields,
    by_field,
    field_of,
    fields_of,
    of_types,
)
from ui.interactions.logged import Logged, log
from ui.interactions.staffed import DueHint, Staffed
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.drops import DropIn
from ui.kit.form import FormDialog, FormPanel
from ui.kit.form_choices import Option
from ui.kit.form_editing import editing
from ui.kit.form_files import FilesEditor

T = TypeVar("T")
PLACE, FORM, EDIT = "interaction", "interaction.new", "interactionEdit"
_PROMISED = tuple(PROMISE + name for name in form_fields.PROMISED)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the form needs to know before it opens; `found` is the one to be changed."""

    staff: Sequence[Option]
    customer_id: int | None = None
    customer: str = ""
    found: InteractionDetail | None = None


def gather(desk: Desk, customer_id: int | None, interaction_id: int | None = None) -> Gathered:
    """Ask for it; runs on a worker."""
    services = desk.services
    if interaction_id is not None:
        return Gathered((), found=services.interactions.show(interaction_id))
    if customer_id is None:
        return Gathered([(one.id, one.name) for one in services.staff.choices()])
    name = services.customers.show(customer_id).name or fmt.NOBODY
    return Gathered(services.follow_ups.assignees(customer_id), customer_id, name)


def new_form(
    desk: Desk, known: Gathered, kind: InteractionType | None, parent: QWidget
) -> FormDialog[InteractionFields]:
    """Asks for a new one; `saved` carries what was `Logged`.

    Whoever gives the `kind` is not asked for it first.
    """

    def save(given: InteractionFields) -> Logged:
        # Who leaves it at now means the database's, which may go by another clock.
        at = None if given.occurred_at == now else given.occurred_at
        draft = replace(given, occurred_at=at).interaction()
        return _refusing(lambda asked: log(desk, asked, given.files), draft)

    now = datetime.now(UTC).replace(second=0, microsecond=0)
    initial = InteractionFields(
        customer_id=known.customer_id,
        type=kind or InteractionType.CALL,
        occurred_at=now,
        promise_assignee_id=desk.actor.id,
        promise_remind_at=Remind(0, MORNING),
    )
    chooses = known.customer_id is None
    title = _("Add interaction")
    if known.customer:
        title = _("Add interaction with %s") % known.customer
    dialog = FormDialog(
        desk, PLACE, title, InteractionFields,
        form_fields.interaction(desk, known.staff, chooses=chooses, is_new=True),
        save, initial, subject=(FORM, known.customer_id or 0), parent=parent,
    )  # fmt: skip
    _Following(dialog.panel)
    DueHint(dialog.panel, PROMISE)
    files = dialog.panel.boxes.get("files")
    if files is not None and isinstance(files.editor, FilesEditor):
        DropIn(dialog, files.editor.add, files.editor.light).over_texts()
    if chooses:
        Staffed(desk, dialog.panel, f"{PROMISE}assignee_id")
        dialog.panel.go_to("customer_id")
    elif kind is not None:
        dialog.panel.go_to("subject")
    return dialog


def edit_form(
    desk: Desk, found: InteractionDetail, parent: QWidget
) -> FormDialog[InteractionFields]:
    """Asks what to change of one; `saved` carries a receipt."""

    def edit(
        receipt: Receipt, version: int, mine: InteractionFields, base: InteractionFields
    ) -> None:
        service = desk.services.interactions.noting(receipt)
        save = partial(service.edit, found.id, version, base.interaction())
        try:
            _refusing(save, mine.interaction())
        except Stale as stale:
            raise Stale(str(stale), of_interaction(stale.clash)) from stale
        receipt.merged = tuple(map(field_of, receipt.merged))

    fields = form_fields.interaction(desk, (), chooses=False, is_new=False)
    stored = (found.version, fields_of(draft_of(found)))
    dialog = editing(
        desk, PLACE, N_("Edit interaction"), fields, stored, edit, say_interaction, parent
    )
    keeping(desk, dialog, (EDIT, found.id))
    _Following(dialog.panel)
    return dialog


class _Following(QObject):
    """Keeps the form's fields to those the chosen type calls for."""

    def __init__(self, panel: FormPanel[InteractionFields]) -> None:
        super().__init__(panel)
        self._panel = panel
        self._panel.box("type").editor.edited.connect(self._fit_type)
        self._fit_type()
        if "promised" in self._panel.boxes:
            self._panel.box("promised").editor.edited.connect(self._fit_promise)
            self._fit_promise()

    def _fit_type(self) -> None:
        panel, kind = self._panel, self._panel.box("type").editor.read()
        own = {one.key for one in TYPES[kind].fields}
        panel.show_fields(sorted(of_types() - own), shown=False)
        panel.show_fields(sorted(own), shown=True)
        panel.box("body").set_title(_(TYPES[kind].body), required=True)
        minutes = panel.box("minutes").editor
        if isinstance(minutes, MinutesEditor):
            minutes.offer_clock(offered=kind is InteractionType.CALL)

    def _fit_promise(self) -> None:
        box = self._panel.box("promised")
        self._panel.show_fields(_PROMISED, shown=box.editor.read())


def _refusing(save: Callable[[InteractionDraft], T], draft: InteractionDraft) -> T:
    """Save, and bring what is refused to the fields of the form."""
    try:
        return save(draft)
    except Invalid as invalid:
        raise Invalid(by_field(invalid.fields)) from invalid
