"""The forms about a payment: recorded, allocated, given back, put right."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.billing.schemas import MethodRow
from app.core.draft import Draft
from app.core.errors import Conflict, DeskError
from app.core.money import Money, currencies
from app.core.text import N_, _
from app.payments.drafts import FixDraft, PaymentDraft, RefundDraft, Share
from app.payments.schemas import PaymentDetail, PaymentState, Proposal, Recorded
from ui.billing.shares import SharesEditor, shares
from ui.kit import format as fmt
from ui.kit.customer_picker import CustomerEditor, customer
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import ChoiceEditor, choice
from ui.kit.form_editors import ParagraphEditor, Unreadable, check
from ui.kit.form_money import money

RECORD, ALLOCATE, REFUND, EDIT = "payment", "paymentAllocate", "paymentRefund", "paymentEdit"
REST_MS = 200
LINES = 2
ANOTHER = N_("Another way")
Whom = tuple[int, str]


@dataclass(frozen=True, slots=True)
class SharesDraft(Draft):
    """What a payment, or a credit note, pays."""

    shares: tuple[Share, ...] | None = None


@dataclass(frozen=True, slots=True)
class ForInvoice:
    """The invoice somebody pays; the form begins with what is owed on it."""

    invoice_id: int
    owed: Money


def record_form(
    desk: Desk,
    currency: str,
    parent: QWidget,
    *,
    whom: Whom | None = None,
    paid: ForInvoice | None = None,
) -> FormDialog[PaymentDraft]:
    """`saved` carries what became of it."""
    codes = [currency, *(one.code for one in currencies() if one.code != currency)]
    states = [(PaymentState.SUCCEEDED, _("Received")), (PaymentState.PENDING, _("Announced"))]
    fields = (
        Field("customer_id", N_("Customer"), customer(desk), required=True),
        Field("amount", N_("Amount"), money(*codes), required=True),
        Field("received_on", N_("Day"), help=N_("Blank is today.")),
        Field("state", N_("The money was"), choice(lambda: states)),
        Field("method_id", N_("Paid by"), choice(lambda: [(None, _(ANOTHER))])),
        Field("method", N_("Which way"), placeholder=N_("Bank transfer"),
              help=N_("Never a card or account number.")),
        Field("reference", N_("Reference"), help=N_("As on the bank statement")),
        Field("again", N_("Money arrived twice: record it again"), check),
        Field("shares", N_("What it pays"), shares(RECORD), wide=True),
        Field("note", N_("Note"), lambda _kind: ParagraphEditor(LINES), wide=True),
    )  # fmt: skip
    initial = PaymentDraft(
        customer_id=whom[0] if whom else None, amount=paid.owed if paid else None
    )
    dialog = FormDialog(
        desk, RECORD, N_("Record payment"), PaymentDraft, (Section("", fields),),
        partial(_record, desk), initial, verb=N_("Record payment"), parent=parent,
    )  # fmt: skip
    panel = dialog.panel
    panel.show_fields(["again"], shown=False)
    editor = panel.box("customer_id").editor
    if whom and isinstance(editor, CustomerEditor):
        editor.offer(*whom)
        editor.write(whom[0])
        panel.mark_clean()
        panel.box("amount").editor.input.setFocus()
    _Proposing(desk, dialog, paid)
    _Methods(desk, dialog)
    _asks_on_conflict(dialog, "again")
    return dialog


def allocate_form(
    desk: Desk, found: Proposal, left: Money, title: str, save: Any, parent: QWidget
) -> FormDialog[SharesDraft]:
    """Asks what the rest of a payment or a credit note pays; `saved` carries what `save` gave."""
    fields = (Field("shares", N_("What it pays"), shares(ALLOCATE), wide=True),)
    hint = _("%s are left of it.") % fmt.text(left)
    dialog = FormDialog(
        desk, ALLOCATE, title, SharesDraft, (Section("", fields, hint),),
        lambda draft: save(draft.shares), verb=N_("Allocate"), parent=parent,
    )  # fmt: skip
    editor = dialog.panel.box("shares").editor
    if isinstance(editor, SharesEditor):
        editor.show_proposal(found, left)
    return dialog


def refund_form(
    desk: Desk, title: str, most: Money, hint: str, save: Any, parent: QWidget
) -> FormDialog[RefundDraft]:
    """Asks how much is given back and why; `saved` carries what `save` gave."""
    fields = (
        Field("amount", N_("Amount"), money(most.currency), required=True,
              help=_("At most %s") % fmt.text(most)),
        Field("on_date", N_("Day"), help=N_("Blank is today.")),
        Field("reason", N_("Reason"), required=True, wide=True),
        Field("reference", N_("Reference")),
        Field("reopen", N_("Let these invoices be owed again"), check),
    )  # fmt: skip
    dialog = FormDialog(
        desk, REFUND, title, RefundDraft, (Section("", fields, hint),), save,
        RefundDraft(amount=most), verb=N_("Refund"), parent=parent,
    )  # fmt: skip
    dialog.panel.show_fields(["reopen"], shown=False)
    _asks_on_conflict(dialog, "reopen")
    return dialog


def edit_form(desk: Desk, found: PaymentDetail, parent: QWidget) -> FormDialog[FixDraft]:
    """What may be put right; `saved` carries nothing."""
    fields = (
        Field("method", N_("Which way"), help=N_("Never a card or account number.")),
        Field("reference", N_("Reference")),
        Field("note", N_("Note"), lambda _kind: ParagraphEditor(LINES), wide=True),
    )
    initial = FixDraft(found.method, found.method_id, found.reference, found.note)
    save = partial(desk.services.payments.edit, found.id, found.version)
    hint = N_("Amount, day and customer stay. Refund the payment and record it anew instead.")
    return FormDialog(
        desk, EDIT, _("Edit %s") % found.number, FixDraft, (Section("", fields, hint),), save,
        initial, parent=parent,
    )  # fmt: skip


def _asks_on_conflict(dialog: FormDialog[Any], key: str) -> None:
    """Offer a tick that allows what was refused."""

    def refused(error: Exception) -> None:
        if isinstance(error, Conflict):
            dialog.panel.show_fields([key], shown=True)

    dialog.saver.refused.connect(refused)


class _Proposing(QObject):
    """Says while it is typed what a payment would pay."""

    def __init__(
        self, desk: Desk, dialog: FormDialog[PaymentDraft], paid: ForInvoice | None
    ) -> None:
        super().__init__(dialog)
        self._desk, self._panel, self._paid = desk, dialog.panel, paid
        editor = dialog.panel.box("shares").editor
        if not isinstance(editor, SharesEditor):
            raise TypeError(type(editor))
        self._shares, self._asked = editor, 0
        self._key: tuple[int | None, Money | None] = (None, None)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        dialog.panel.edited.connect(self._rest.start)
        self._ask()

    def _ask(self) -> None:
        announced = self._value("state") is PaymentState.PENDING
        self._panel.show_fields(["shares"], shown=not announced)
        key = (self._value("customer_id"), self._value("amount"))
        if key == self._key:
            return
        self._key = key
        self._asked += 1
        customer_id, amount = key
        if customer_id is None or amount is None or amount.minor <= 0:
            self._shares.show_proposal(None, None)
            return
        work = partial(self._desk.services.payments.propose, customer_id, amount)
        came, failed = partial(self._came, self._asked, amount), partial(self._failed, self._asked)
        self._desk.tasks.run(self, work, came, failed)

    def _came(self, ticket: int, amount: Money, found: Proposal) -> None:
        if ticket != self._asked:
            return
        was_clean = not self._panel.is_dirty
        self._shares.show_proposal(found, amount)
        paid, self._paid = self._paid, None
        wanted = next(
            (one for one in found.owed if paid and one.invoice_id == paid.invoice_id), None
        )
        if wanted is not None and wanted.proposed != wanted.owed:
            # Somebody pays this one, not the oldest.
            self._shares.write((Share(wanted.invoice_id, wanted.owed),))
        if was_clean:
            self._panel.mark_clean()

    def _failed(self, ticket: int, error: Exception) -> None:
        if ticket == self._asked:
            self._shares.show_proposal(None, None)
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)

    def _value(self, key: str) -> Any:
        try:
            return self._panel.box(key).read()
        except Unreadable:
            return None


class _Methods(QObject):
    """Offers the customer's own payment methods, its default first."""

    def __init__(self, desk: Desk, dialog: FormDialog[PaymentDraft]) -> None:
        super().__init__(dialog)
        self._desk, self._panel = desk, dialog.panel
        self._whose: int | None = None
        self._follow()
        dialog.panel.edited.connect(self._follow)

    def _follow(self) -> None:
        box = self._panel.box("method")
        box.editor.widget.setEnabled(self._panel.box("method_id").read() is None)
        try:
            whose = self._panel.box("customer_id").read()
        except Unreadable:
            return
        if whose != self._whose:
            self._whose = whose
            self._offer(whose, ())
            if whose is not None:
                work = partial(self._desk.services.payment_methods.list, whose)
                self._desk.tasks.run(self, work, partial(self._offer, whose))

    def _offer(self, whose: int | None, found: tuple[MethodRow, ...]) -> None:
        editor = self._panel.box("method_id").editor
        if whose != self._whose or not isinstance(editor, ChoiceEditor):
            return
        used = [one for one in found if one.active]
        editor.offer_all([*((one.id, one.shown) for one in used), (None, _(ANOTHER))])
        default = next((one.id for one in used if one.is_default), None)
        was_clean = not self._panel.is_dirty
        editor.write(default)
        if was_clean:
            self._panel.mark_clean()


def _record(desk: Desk, draft: PaymentDraft) -> Recorded:
    # What is announced pays nothing yet, whatever was typed before.
    announced = draft.state is PaymentState.PENDING
    return desk.services.payments.record(replace(draft, shares=None) if announced else draft)
