"""Use cases on payments: find them, record them, allocate them, give them back."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.clean import without_controls
from app.core.errors import NotFound
from app.core.listed import ListService
from app.core.money import Money
from app.core.query import Listing, Where
from app.core.service import query, use_case
from app.core.text import _
from app.invoices.queries import today
from app.organization.service import current
from app.payments import allocating, detail, queries, recording, refunding
from app.payments.drafts import FixDraft, PaymentDraft, RefundDraft, Share
from app.payments.model import Payment
from app.payments.schemas import (
    AllocationRow,
    Credit,
    PaymentDetail,
    PaymentRow,
    Proposal,
    Receipt,
    Recorded,
    RefundRow,
)


class PaymentService(ListService[PaymentRow], reads=Permission.BILLING_READ):
    """Payments of the customers within the actor's scope."""

    @query(Permission.BILLING_READ)
    def totals(self, session: Session, customer_id: int) -> tuple[Money, ...]:
        """What a customer's payments come to, less what was given back, by currency."""
        where = (Payment.customer_id == customer_id, *queries.visible(self.actor))
        return detail.totals(session, where)

    @query(Permission.BILLING_READ)
    def find(self, session: Session, named: str) -> int:
        """The id of the payment with this number, UUID or id.

        Raises:
            NotFound: none has it, or not for this actor to see.
        """
        text = named.strip()
        known = text == without_controls(text)
        ways = [Payment.number == text.upper(), Payment.uid == text.lower()] if known else []
        if known and text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004 - 32 bits
            ways.append(Payment.id == int(text))
        for where in ways:
            wanted = sa.select(Payment.id).where(where, *queries.visible(self.actor))
            if (found := session.scalar(wanted)) is not None:
                return found
        raise NotFound(_("No payment has the number “%s”.") % named)

    @query(Permission.BILLING_READ)
    def show(self, session: Session, payment_id: int) -> PaymentDetail:
        """Everything about one payment.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        return detail.detail(session, self.actor, payment_id)

    @query(Permission.BILLING_READ)
    def of_document(
        self, session: Session, invoice_id: int
    ) -> tuple[tuple[AllocationRow, ...], tuple[RefundRow, ...]]:
        """What pays an invoice; or what a credit note pays, and what was paid out of it.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        return detail.of_document(session, self.actor, invoice_id)

    @query(Permission.BILLING_READ)
    def propose(self, session: Session, customer_id: int, amount: Money) -> Proposal:
        """Where an amount would go: the oldest due invoices of its currency first.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        return detail.propose(session, self.actor, customer_id, amount)

    @query(Permission.BILLING_READ)
    def credits(self, session: Session, customer_id: int) -> tuple[Credit, ...]:
        """What is left of a customer's payments and credit notes, the oldest first.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        return detail.credits_of(session, self.actor, customer_id)

    @query(Permission.BILLING_READ)
    def receipt_of(self, session: Session, payment_id: int) -> Receipt:
        """What a receipt for a payment says.

        Raises:
            Conflict: no money was received.
            NotFound: it is not there, or not for this actor to see.
        """
        return detail.receipt(session, self.actor, payment_id)

    @use_case(Permission.PAYMENTS_EDIT)
    def record(self, session: Session, draft: PaymentDraft) -> Recorded:
        """Record a payment and let it pay invoices; what is left over stays as credit.

        Where nothing is overdue any more, a suspension for non-payment ends with it.

        Raises:
            Conflict: an invoice cannot be paid; or the same payment is there already.
            Invalid: the draft has problems, keyed by field.
            NotFound: the customer is not there, or not for this actor to see.
        """
        return recording.record(session, self.actor, draft, today(session))

    @use_case(Permission.PAYMENTS_EDIT)
    def edit(self, session: Session, payment_id: int, version: int, draft: FixDraft) -> None:
        """Put right a payment's method, reference and note; amount and day stay.

        Raises:
            Conflict: it was changed meanwhile.
            Invalid: the draft has problems, keyed by field.
            NotFound: it is not there, or not for this actor to see.
        """
        recording.fix(session, self.actor, (payment_id, version), draft)

    @use_case(Permission.PAYMENTS_EDIT)
    def succeed(
        self,
        session: Session,
        payment_id: int,
        received_on: date | None = None,
        shares: Sequence[Share] | None = None,
    ) -> Recorded:
        """Mark an announced payment as received, and let it pay invoices as `record` does.

        Raises:
            Conflict: it is not announced, or an invoice cannot be paid.
            Invalid: the day or a share does not fit.
            NotFound: it is not there, or not for this actor to see.
        """
        key = (payment_id, received_on)
        return recording.succeed(session, self.actor, key, shares, today(session))

    @use_case(Permission.PAYMENTS_EDIT)
    def fail(self, session: Session, payment_id: int, why: str) -> None:
        """Mark an announced payment as failed.

        Raises:
            Conflict: it is not announced; what was received is refunded instead.
            Invalid: no reason is given, under "failure".
            NotFound: it is not there, or not for this actor to see.
        """
        recording.fail(session, self.actor, payment_id, why)

    @use_case(Permission.PAYMENTS_EDIT)
    def allocate(
        self, session: Session, payment_id: int, shares: Sequence[Share] | None = None
    ) -> Recorded:
        """Let what is left of a payment pay invoices; None means the oldest due first.

        Raises:
            Conflict: nothing is left of it, or an invoice cannot be paid.
            Invalid: an amount does not fit, under "shares".
            NotFound: it is not there, or not for this actor to see.
        """
        return allocating.allocate(session, self.actor, payment_id, shares, today(session))

    @use_case(Permission.PAYMENTS_EDIT)
    def allocate_credit(
        self, session: Session, credit_id: int, shares: Sequence[Share] | None = None
    ) -> bool:
        """The same with what is left of a credit note; whether it reactivated the customer.

        Raises:
            Conflict: nothing is left of it, or an invoice cannot be paid.
            Invalid: an amount does not fit, under "shares".
            NotFound: it is not there, or not for this actor to see.
        """
        return allocating.allocate_credit(session, self.actor, credit_id, shares, today(session))

    @use_case(Permission.PAYMENTS_EDIT)
    def unallocate(self, session: Session, ids: Sequence[int]) -> None:
        """Take allocations back: what they paid is owed again, what paid it is credit again.

        Raises:
            NotFound: one of them is not there, or not for this actor to see.
        """
        allocating.unallocate(session, self.actor, ids, today(session))

    @use_case(Permission.PAYMENTS_REFUND)
    def refund(self, session: Session, payment_id: int, draft: RefundDraft) -> int:
        """Give a payment back, whole or in part; the refund's id.

        Raises:
            Conflict: it was not received; or invoices would be owed again, and the draft
                does not say `reopen`.
            Invalid: the draft has problems, or gives back more than was paid.
            NotFound: it is not there, or not for this actor to see.
        """
        return refunding.refund(session, self.actor, payment_id, draft, today(session))

    @use_case(Permission.PAYMENTS_REFUND)
    def refund_credit(self, session: Session, credit_id: int, draft: RefundDraft) -> int:
        """Pay out what is left of a credit note, whole or in part; the refund's id.

        Raises:
            Conflict: it is no credit note, or is void.
            Invalid: the draft has problems, or gives back more than is left.
            NotFound: it is not there, or not for this actor to see.
        """
        return refunding.refund_credit(session, self.actor, credit_id, draft, today(session))

    def _listing(self, session: Session) -> Listing[PaymentRow]:
        return queries.listing(current(session), session.info["now"])

    def _visible(self) -> Sequence[Where]:
        return queries.visible(self.actor)
