"""Use cases on invoices: find them, draft, issue, take back; runs have their own service."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.errors import DeskError
from app.core.listed import ListService
from app.core.query import Listing, Where
from app.core.service import query, use_case
from app.customers import queries as customers
from app.customers.schemas import Outcome
from app.invoices import (
    crediting,
    detail,
    editing,
    issuing,
    parties,
    past_due,
    queries,
    states,
)
from app.invoices.drafts import CreditDraft, InvoiceDraft
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceDetail, InvoiceRow, InvoiceState, Made, Reckoned
from app.invoices.totals import reckon, shown
from app.organization.service import current


class InvoiceService(ListService[InvoiceRow], reads=Permission.BILLING_READ):
    """Invoices and credit notes of the customers within the actor's scope."""

    @query(Permission.BILLING_READ)
    def show(self, session: Session, invoice_id: int) -> InvoiceDetail:
        """Everything about one invoice or credit note.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        return detail.detail(session, queries.get(session, self.actor, invoice_id))

    @query(Permission.BILLING_READ)
    def find(self, session: Session, number: str) -> int:
        """The id of the invoice or credit note of that number, or of the draft with that id.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        return detail.find(session, self.actor, number)

    @query(Permission.BILLING_READ)
    def reckon(self, session: Session, draft: InvoiceDraft) -> Reckoned:
        """What a draft's own lines would come to today; nothing is kept.

        Raises:
            Invalid: the draft has problems, keyed by field; or a tax rate is missing.
            NotFound: the customer is not there, or not for this actor to see.
        """
        values = draft.checked()
        customer = customers.get(session, self.actor, values["customer_id"])
        party = parties.party(session, customer)
        lines = editing.resolved(session, party, draft, queries.today(session))
        return shown(lines, reckon(lines, parties.rounding(session)), values["currency"])

    @use_case(Permission.BILLING_EDIT)
    def create(self, session: Session, draft: InvoiceDraft) -> int:
        """Add a draft, and return its id.

        Raises:
            Conflict: the customer is deleted.
            Invalid: the draft has problems, keyed by field; or a tax rate is missing.
            NotFound: the customer is not there, or not for this actor to see.
        """
        return editing.create(session, self.actor, draft, queries.today(session)).id

    @use_case(Permission.BILLING_EDIT)
    def edit(self, session: Session, invoice_id: int, version: int, draft: InvoiceDraft) -> None:
        """Change a draft that was read at `version`.

        Raises:
            Conflict: it is issued, or was changed meanwhile.
            Invalid: the draft has problems, keyed by field; or a tax rate is missing.
            NotFound: it is not there, or not for this actor to see.
        """
        editing.edit(session, self.actor, (invoice_id, version), draft, queries.today(session))

    @use_case(Permission.BILLING_EDIT)
    def remove(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Take drafts away; what they billed is free for the next one."""
        return self._each(session, ids, lambda one: editing.remove(session, self.actor, one))

    @use_case(Permission.INVOICES_ISSUE)
    def issue(self, session: Session, invoice_id: int) -> Made:
        """Issue a draft; its number is the next of the year, without gaps.

        Raises:
            Conflict: it is issued already, has no lines, its customer is deleted, or the tax
                changed since it was saved.
            NotFound: it is not there, or not for this actor to see.
        """
        return made(issuing.issue(session, self.actor, invoice_id, queries.today(session)))

    @use_case(Permission.INVOICES_ISSUE)
    def issue_many(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Issue drafts, in the order of their ids; who is refused is named and stays a draft."""
        today = queries.today(session)
        return self._each(session, ids, lambda one: issuing.issue(session, self.actor, one, today))

    @use_case(Permission.INVOICES_ISSUE)
    def credit(self, session: Session, invoice_id: int, draft: CreditDraft) -> Made:
        """Issue a credit note that takes an issued invoice back, whole or in part.

        Raises:
            Conflict: the invoice is not issued, or was taken back whole already.
            Invalid: the draft has problems, or takes back more than there is.
            NotFound: the invoice is not there, or not for this actor to see.
        """
        today = queries.today(session)
        return made(crediting.credit(session, self.actor, invoice_id, draft, today))

    @use_case(Permission.INVOICES_VOID)
    def void(self, session: Session, invoice_id: int, reason: str) -> None:
        """Void an issued invoice on which nothing was paid; what it billed can be billed anew.

        Raises:
            Conflict: it is not issued, or something was paid or credited.
            Invalid: no reason is given, under "reason".
            NotFound: it is not there, or not for this actor to see.
        """
        key, today = (invoice_id, InvoiceState.VOID), queries.today(session)
        crediting.end(session, self.actor, key, reason, today)

    @use_case(Permission.INVOICES_VOID)
    def write_off(self, session: Session, invoice_id: int, reason: str) -> None:
        """Give up what is owed on an issued invoice.

        Raises:
            Conflict: it is not issued, or nothing is owed.
            Invalid: no reason is given, under "reason".
            NotFound: it is not there, or not for this actor to see.
        """
        key, today = (invoice_id, InvoiceState.WRITTEN_OFF), queries.today(session)
        crediting.end(session, self.actor, key, reason, today)

    @query(Permission.UPKEEP)
    def anything_due(self, session: Session) -> bool:
        """Whether an invoice became overdue that nobody has looked at since."""
        return states.anything_due(session, queries.today(session))

    @use_case(Permission.UPKEEP)
    def run_due(self, session: Session) -> int:
        """Mark invoices as overdue whose day has passed, and what they are about; how many."""
        late = states.run_due(session, queries.today(session))
        past_due.begin(session, late)
        return len(late)

    def _each(self, session: Session, ids: Sequence[int], act: Callable[[int], object]) -> Outcome:
        """Do it to each invoice; who refuses is named and left as it was."""
        done, refused = [], []
        for one in sorted(set(ids)):
            try:
                with session.begin_nested():
                    act(one)
            except DeskError as refusal:
                refused.append((one, str(refusal)))
                continue
            done.append(one)
        return Outcome(tuple(done), tuple(refused))

    def _listing(self, session: Session) -> Listing[InvoiceRow]:
        return queries.listing(current(session), session.info["now"])

    def _visible(self) -> Sequence[Where]:
        return queries.visible(self.actor)


def made(found: Invoice) -> Made:
    """What to tell of a document that was issued."""
    return Made(found.id, found.number or "")
