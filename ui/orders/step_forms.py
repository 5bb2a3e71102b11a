"""The small forms with which orders go on: status, payment, tracking, corrections."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.text import N_, _, ngettext
from app.customers.schemas import Outcome
from app.orders.drafts import NoteDraft, TrackingDraft
from app.orders.schemas import OrderDetail, OrderPayment, OrderStatus
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editors import paragraph
from ui.orders import looks

STATUS, PAYMENT, TRACKING = "orderStatus", "orderPayment", "orderTracking"
CORRECT, REASON = "orderCorrect", "orderReason"
NOTE = Field(
    "note", N_("Note"), paragraph, wide=True, help=N_("Kept in the order's history.")
)  # fmt: skip
Save = Callable[..., object]


@dataclass(frozen=True, slots=True)
class StatusDraft(Draft):
    """Where an order goes, and the day it was delivered."""

    status: OrderStatus | None = None
    on: date | None = None
    note: str = ""

    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = NoteDraft.paragraphs

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """A status is chosen."""
        return {} if values["status"] else {"status": _("Choose the new status.")}


@dataclass(frozen=True, slots=True)
class PaymentDraft(Draft):
    """What became of a payment."""

    status: OrderPayment | None = None
    note: str = ""

    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = NoteDraft.paragraphs

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """A status is chosen."""
        return {} if values["status"] else {"status": _("Choose what became of the payment.")}


@dataclass(frozen=True, slots=True)
class CorrectDraft(Draft):
    """What an order's status and its payment's should have been."""

    status: OrderStatus = OrderStatus.PENDING
    payment: OrderPayment = OrderPayment.PENDING
    note: str = ""

    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = NoteDraft.paragraphs
    required: ClassVar[Mapping[str, str]] = {
        "note": N_("Say why in a few words; it stays in the order's history."),
    }


def status_form(
    desk: Desk, title: str, steps: Sequence[OrderStatus], save: Save, parent: QWidget
) -> FormDialog[StatusDraft]:
    """Asks where orders go; the day is asked for when they were delivered."""
    options = choice(lambda: [(one, looks.status(one)) for one in steps])
    fields = (
        Field("status", N_("New status"), options, required=True),
        Field("on", N_("Delivered on"), help=N_("Blank is today.")),
        NOTE,
    )  # fmt: skip
    dialog = FormDialog(
        desk, STATUS, title, StatusDraft, (Section("", fields),), save,
        StatusDraft(steps[0] if steps else None), verb=N_("Update status"), parent=parent,
    )  # fmt: skip
    box = dialog.panel.box("status")

    def tell() -> None:
        chosen = box.editor.read()
        dialog.panel.show_fields(["on"], chosen is OrderStatus.DELIVERED)
        said = _(looks.MEANINGS[chosen]) if chosen else ""
        told = chosen in {OrderStatus.SHIPPED, OrderStatus.DELIVERED}
        box.set_help(f"{said} {_('A message to the customer is queued.')}" if told else said)

    box.editor.edited.connect(tell)
    tell()
    return dialog


def payment_form(
    desk: Desk, title: str, steps: Sequence[OrderPayment], save: Save, parent: QWidget
) -> FormDialog[PaymentDraft]:
    """Asks what became of a payment."""
    options = choice(lambda: [(one, looks.payment(one)) for one in steps])
    hint = N_("It stands apart from the order's status and from invoices and their payments.")
    fields = (Field("status", N_("Payment"), options, required=True, wide=True), NOTE)
    return FormDialog(
        desk, PAYMENT, title, PaymentDraft, (Section("", fields, hint),), save,
        PaymentDraft(steps[0] if steps else None), verb=N_("Update payment"), parent=parent,
    )  # fmt: skip


def tracking_form(desk: Desk, found: OrderDetail, parent: QWidget) -> FormDialog[TrackingDraft]:
    """Asks how a parcel is followed."""
    fields = (
        Field("tracking_number", N_("Tracking number"), placeholder=N_("1Z 999 AA1 01 2345 6784")),
        Field("carrier", N_("Carrier"), placeholder=N_("DHL")),
        Field("expected_on", N_("Expected delivery")),
    )
    begun = TrackingDraft(found.tracking_number, found.carrier, found.expected_on)
    return FormDialog(
        desk, TRACKING, _("Tracking of %s") % found.number, TrackingDraft,
        (Section("", fields),), partial(desk.services.orders.tracking, found.id), begun,
        parent=parent,
    )  # fmt: skip


def correct_form(desk: Desk, found: OrderDetail, parent: QWidget) -> FormDialog[CorrectDraft]:
    """Asks what the statuses should have been, and why."""

    def save(draft: CorrectDraft) -> None:
        status = draft.status if draft.status is not found.status else None
        payment = draft.payment if draft.payment is not found.payment_status else None
        note = draft.checked()["note"]
        desk.services.orders.correct(found.id, status, payment, note)

    def check(draft: CorrectDraft) -> dict[str, str]:
        if draft.status is found.status and draft.payment is found.payment_status:
            return {"status": _("That is what it is already. Choose what it should have been.")}
        return {}

    hint = N_("For mistakes only: any status can be set, nobody is told, and the note stays.")
    fields = (
        Field("status", N_("Status"), choice(lambda: [(s, looks.status(s)) for s in OrderStatus])),
        Field("payment", N_("Payment"),
              choice(lambda: [(one, looks.payment(one)) for one in OrderPayment])),
        Field("note", N_("Why"), paragraph, required=True, wide=True,
              help=N_("Kept in the order's history.")),
    )  # fmt: skip
    return FormDialog(
        desk, CORRECT, _("Correct %s") % found.number, CorrectDraft,
        (Section("", fields, hint),), save, CorrectDraft(found.status, found.payment_status),
        verb=N_("Correct"), check=check, parent=parent,
    )  # fmt: skip


def cancel_form(
    desk: Desk, number: str, count: int, save: Callable[[NoteDraft], Outcome], parent: QWidget
) -> FormDialog[NoteDraft]:
    """Asks why one order, by its number, or so many are cancelled."""
    many = ngettext("Cancel %s order?", "Cancel %s orders?", count) % fmt.text(count)
    hint = N_("What was ordered will not be delivered. What was paid can be refunded afterwards.")
    dialog = FormDialog(
        desk, REASON, _("Cancel %s?") % number if number else many, NoteDraft,
        (Section("", (NOTE,), hint),), save,
        verb=N_("Cancel order") if count == 1 else N_("Cancel orders"), danger=True, parent=parent,
    )  # fmt: skip
    # "Cancel" beside "Cancel order" would be a riddle.
    dialog.cancel.setText(_("Do not cancel"))
    dialog.cancel.setAccessibleName(dialog.cancel.text())
    return dialog


def refund_form(
    desk: Desk, number: str, count: int, save: Callable[[NoteDraft], Outcome], parent: QWidget
) -> FormDialog[NoteDraft]:
    """Asks for a note on what was given back for one order, by its number, or so many."""
    many = ngettext("Refund %s order?", "Refund %s orders?", count) % fmt.text(count)
    hint = N_("This says that what was paid was given back. The money itself is not moved.")
    return FormDialog(
        desk, REASON, _("Refund %s?") % number if number else many, NoteDraft,
        (Section("", (NOTE,), hint),), save, verb=N_("Mark as refunded"), parent=parent,
    )  # fmt: skip
