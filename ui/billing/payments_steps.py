"""What can be done with payments and credit, the same from the page, a tab and the card."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.money import Money
from app.core.text import N_, _
from app.invoices.schemas import InvoiceDetail
from app.payments.drafts import RefundDraft, Share
from app.payments.schemas import (
    RECEIVED,
    PaymentDetail,
    PaymentRow,
    PaymentState,
    Proposal,
    Recorded,
)
from ui.billing.payments_form import (
    ForInvoice,
    Whom,
    allocate_form,
    edit_form,
    record_form,
    refund_form,
)
from ui.billing.reason_form import Question, reason_form
from ui.kit import format as fmt
from ui.kit.asking import Asking
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm

FAIL = "paymentFail"
Shares = Sequence[Share] | None
ALLOCATED = N_("It was allocated.")
LIFTED = N_("Nothing is overdue any more, so the suspension for non-payment ended.")


class PaymentSteps(Asking):
    """Each looks at the payment as it is now before it asks."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(desk, owner)
        self._service = desk.services.payments

    def show(self, payment_id: int) -> None:
        """Show everything about one."""
        from ui.billing.payments_card import PaymentCard  # noqa: PLC0415 - it has these steps

        def shown(found: PaymentDetail) -> None:
            PaymentCard(self.desk, found, self.owner).open()

        self.run(partial(self._service.show, payment_id), shown)

    def record(self, customer_id: int | None) -> None:
        """Ask for a payment, of this customer where it is known."""

        def look() -> tuple[str, Whom | None, ForInvoice | None]:
            currency = self.desk.services.organization.settings().currency
            if customer_id is None:
                return currency, None, None
            found = self.desk.services.customers.show(customer_id)
            return currency, (customer_id, found.name or found.email or fmt.NOBODY), None

        self.run(look, self._ask_payment)

    def pay(self, invoice_id: int) -> None:
        """Ask for the payment of an invoice."""

        def look() -> tuple[str, Whom | None, ForInvoice | None]:
            found = self.desk.services.invoices.show(invoice_id)
            whom = (found.customer_id, found.customer or fmt.NOBODY)
            return found.currency, whom, ForInvoice(found.id, found.owed)

        self.run(look, self._ask_payment)

    def edit(self, payment_id: int) -> None:
        """Ask for what is to be put right."""

        def ask(found: PaymentDetail) -> None:
            if not self.is_asking():
                dialog = edit_form(self.desk, found, self.owner)
                dialog.saved.connect(lambda _none: self.say(_("%s was changed.") % found.number))
                dialog.open()

        self.run(partial(self._service.show, payment_id), ask)

    def succeed(self, payment_id: int) -> None:
        """Mark an announced payment as received today."""

        def ask(found: PaymentDetail) -> None:
            title = _("Did %s arrive?") % fmt.text(found.amount)
            follows = _("It then pays the oldest invoices first; what is left stays as credit.")
            if confirm(self.owner, title, follows, _("It arrived")):
                self.run(partial(self._service.succeed, found.id), self.recorded)

        self.run(partial(self._service.show, payment_id), ask)

    def fail(self, payment_id: int) -> None:
        """Ask why an announced payment did not come."""

        def ask(found: PaymentDetail) -> None:
            if self.is_asking():
                return
            asked = Question(
                _("%s did not come?") % found.number,
                _("It pays nothing, and stays for the record."), _("Mark as failed"),
            )  # fmt: skip
            save = partial(self._service.fail, found.id)
            dialog = reason_form(self.desk, FAIL, asked, save, self.owner)
            dialog.saved.connect(lambda _none: self.say(_("%s has failed.") % found.number))
            dialog.open()

        self.run(partial(self._service.show, payment_id), ask)

    def allocate(self, payment_id: int) -> None:
        """Ask what the rest of a payment pays."""

        def look() -> tuple[PaymentDetail, Proposal]:
            found = self._service.show(payment_id)
            return found, self._service.propose(found.customer_id, found.unapplied)

        def ask(found: tuple[PaymentDetail, Proposal]) -> None:
            payment, proposal = found
            save = partial(self._service.allocate, payment.id)
            self._ask_shares(payment.number, payment.unapplied, proposal, save)

        self.run(look, ask)

    def allocate_credit(self, credit_id: int) -> None:
        """Ask what the rest of a credit note pays."""

        def look() -> tuple[InvoiceDetail, Proposal]:
            found = self.desk.services.invoices.show(credit_id)
            return found, self._service.propose(found.customer_id, found.owed)

        def ask(found: tuple[InvoiceDetail, Proposal]) -> None:
            credit, proposal = found
            save = partial(self._service.allocate_credit, credit.id)
            self._ask_shares(credit.number, credit.owed, proposal, save)

        self.run(look, ask)

    def refund(self, payment_id: int) -> None:
        """Ask how much of a payment is given back."""

        def ask(found: PaymentDetail) -> None:
            hint = _("What is left of it goes first: %s.") % fmt.text(found.unapplied)
            if not found.unapplied:
                hint = _("All of it pays invoices. What is given back is owed again.")
            save = partial(self._service.refund, found.id)
            self._ask_refund(found.number, found.amount - found.refunded, hint, save)

        self.run(partial(self._service.show, payment_id), ask)

    def refund_credit(self, credit_id: int) -> None:
        """Ask how much of a credit note is paid out."""

        def ask(found: InvoiceDetail) -> None:
            save = partial(self._service.refund_credit, found.id)
            hint = _("What is left of it is paid out to the customer.")
            self._ask_refund(found.number, found.owed, hint, save)

        self.run(partial(self.desk.services.invoices.show, credit_id), ask)

    def unallocate(self, ids: Sequence[int], words: str) -> None:
        """Take allocations back once that is confirmed; `words` say of what."""
        title = _("Take it off %s?") % words
        follows = _("What it paid is owed again, and what paid it is credit again.")
        if confirm(self.owner, title, follows, _("Take it off"), destructive=True):
            work = partial(self._service.unallocate, list(ids))
            self.run(work, lambda _none: self.say(_("It was taken off.")))

    def methods(self, customer_id: int) -> None:
        """Show how a customer pays."""
        from ui.billing.methods import MethodsDialog  # noqa: PLC0415 - seldom needed

        def show(found: Any) -> None:
            name = found.name or found.email or fmt.NOBODY
            MethodsDialog(self.desk, customer_id, name, self.owner).open()

        self.run(partial(self.desk.services.customers.show, customer_id), show)

    def recorded(self, made: Recorded) -> None:
        """Say what became of a payment, and offer to look at it."""
        said = [_("%s was recorded.") % made.number]
        if made.unapplied:
            said.append(_("%s stay as credit.") % fmt.text(made.unapplied))
        if made.reactivated:
            said.append(_(LIFTED))
        self.desk.notices.say(" ".join(said), (_("Show"), partial(self.show, made.id)))

    def _ask_payment(self, found: tuple[str, Whom | None, ForInvoice | None]) -> None:
        if self.is_asking():
            return
        currency, whom, paid = found
        dialog = record_form(self.desk, currency, self.owner, whom=whom, paid=paid)
        dialog.saved.connect(self.recorded)
        dialog.open()

    def _ask_shares(
        self, number: str, left: Money, found: Proposal, save: Callable[[Shares], Any]
    ) -> None:
        if self.is_asking():
            return
        if not found.owed:
            said = _("No invoice in %s is owed on, so all of it stays as credit.")
            self.say(said % left.currency)
            return
        title = _("Allocate %s") % number
        dialog = allocate_form(self.desk, found, left, title, save, self.owner)
        dialog.saved.connect(self._allocated)
        dialog.open()

    def _ask_refund(
        self, number: str, most: Money, hint: str, save: Callable[[RefundDraft], Any]
    ) -> None:
        if self.is_asking():
            return
        dialog = refund_form(self.desk, _("Refund %s") % number, most, hint, save, self.owner)
        dialog.saved.connect(lambda _id: self.say(_("The refund was recorded.")))
        dialog.open()

    def _allocated(self, made: Recorded | bool) -> None:
        lifted = made.reactivated if isinstance(made, Recorded) else made
        self.say(f"{_(ALLOCATED)} {_(LIFTED)}" if lifted else _(ALLOCATED))


def has_left(row: PaymentRow | PaymentDetail) -> bool:
    """Whether something of it is left as credit."""
    return bool(row.unapplied) and row.state is PaymentState.SUCCEEDED


def is_announced(row: PaymentRow | PaymentDetail) -> bool:
    """Whether it has not arrived yet."""
    return row.state is PaymentState.PENDING


def is_paid(row: PaymentRow | PaymentDetail) -> bool:
    """Whether money was received, whatever became of it."""
    return row.state in RECEIVED


def is_received(row: PaymentRow | PaymentDetail) -> bool:
    """Whether there is something to give back."""
    return row.state is PaymentState.SUCCEEDED
