"""Asks why and for how long a customer is held back (STA-02 to STA-08)."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.core.receipt import Receipt
from app.core.text import N_, _
from app.customers.drafts import HoldDraft
from app.customers.schemas import HoldKind
from ui.customers.looks import REASONS, short
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editors import paragraph

PLACE = "hold"
_KINDS = (
    (HoldKind.SUSPENDED, N_("Suspend: sign-in only to billing and settings")),
    (HoldKind.INACTIVE, N_("Make inactive: nobody signs in")),
)
_KIND = Field(
    "kind",
    N_("How"),
    choice(lambda: [(kind, _(words)) for kind, words in _KINDS]),
    wide=True,
    help=N_("Either can be taken back at any time; all data stays."),
)
_REST = (
    Field("reason", N_("Reason"), choice(lambda: [(value, _(words)) for value, words in REASONS])),
    Field("ends_at", N_("Ends by itself on"), help=N_("Leave blank to end it by hand.")),
    Field("note", N_("Note"), paragraph, wide=True, help=N_("Seen by staff only")),
)


def deactivate(
    desk: Desk,
    customer_id: int,
    name: str,
    parent: QWidget | None = None,
    receipt: Receipt | None = None,
) -> FormDialog[HoldDraft]:
    """A dialog that suspends a customer, or makes it inactive."""
    save = partial(desk.services.lifecycle.noting(receipt or Receipt()).hold, customer_id)
    title = _("Deactivate %s") % short(name, 40)
    sections = (Section("", (_KIND, *_REST)),)
    return FormDialog(
        desk, PLACE, title, HoldDraft, sections, save, verb=N_("Deactivate"), parent=parent
    )


def block(
    desk: Desk,
    customer_id: int,
    name: str,
    parent: QWidget | None = None,
    receipt: Receipt | None = None,
) -> FormDialog[HoldDraft]:
    """A dialog that blocks a customer."""
    save = partial(desk.services.lifecycle.noting(receipt or Receipt()).hold, customer_id)
    title = _("Block %s") % short(name, 40)
    hint = N_("Nobody of this customer can sign in until you activate it again.")
    return FormDialog(
        desk,
        PLACE,
        title,
        HoldDraft,
        (Section("", _REST, hint),),
        save,
        HoldDraft(HoldKind.BLOCKED),
        verb=N_("Block"),
        danger=True,
        parent=parent,
    )
