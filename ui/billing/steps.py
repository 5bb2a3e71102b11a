"""What can be done with invoices, the same from the page, a customer's tab and the card."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.billing.schemas import ProfileDetail
from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_, _, ngettext
from app.customers.schemas import Outcome
from app.invoices.schemas import InvoiceDetail, InvoiceState, Made
from ui.billing.reason_form import Question, reason_form
from ui.kit import format as fmt
from ui.kit.asking import Asking, counted
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm

Ids = Sequence[int]
VOID, WRITE_OFF = "invoiceVoid", "invoiceWriteOff"
ISSUED = (N_("%s invoice issued."), N_("%s invoices issued."))
REMOVED = (N_("%s draft removed."), N_("%s drafts removed."))


class InvoiceSteps(Asking):
    """Each looks at the invoice as it is now before it asks."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(desk, owner)
        self._service = desk.services.invoices

    def show(self, invoice_id: int) -> None:
        """Show everything about one."""
        from ui.billing.card import InvoiceCard  # noqa: PLC0415 - the card has these steps

        def shown(found: InvoiceDetail) -> None:
            InvoiceCard(self.desk, found, self.owner).open()

        self.run(partial(self._service.show, invoice_id), shown)

    def new(self, customer_id: int | None) -> None:
        """Ask for a new draft, for this customer where it is known."""
        from ui.billing.draft_form import basis, draft_form  # noqa: PLC0415 - seldom needed

        def look() -> tuple[Any, tuple[int, str] | None]:
            if customer_id is None:
                return basis(self.desk), None
            found = self.desk.services.customers.show(customer_id)
            return basis(self.desk), (customer_id, found.name or found.email or fmt.NOBODY)

        def ask(found: tuple[Any, tuple[int, str] | None]) -> None:
            if self.is_asking():
                return
            dialog = draft_form(self.desk, found[0], self.owner, whom=found[1])
            dialog.saved.connect(self._drafted)
            dialog.open()

        self.run(look, ask)

    def edit(self, invoice_id: int) -> None:
        """Ask for changes to a draft."""
        from ui.billing.draft_form import basis, draft_form  # noqa: PLC0415 - seldom needed

        def look() -> tuple[Any, InvoiceDetail]:
            return basis(self.desk), self._service.show(invoice_id)

        def ask(found: tuple[Any, InvoiceDetail]) -> None:
            if self.is_asking():
                return
            dialog = draft_form(self.desk, found[0], self.owner, found=found[1])
            dialog.saved.connect(lambda _none: self.say(_("The draft was saved.")))
            dialog.open()

        self.run(look, ask)

    def issue(self, ids: Ids) -> None:
        """Issue drafts once that is confirmed."""
        if len(ids) > 1:
            self._issue_many(ids)
            return

        def ask(found: InvoiceDetail) -> None:
            if found.state is not InvoiceState.DRAFT:
                self.say(_("%s is issued already.") % found.number)
                return
            named = {"customer": fmt.short(found.customer or fmt.NOBODY),
                     "total": fmt.text(found.total)}  # fmt: skip
            title = _("Issue the invoice to %(customer)s over %(total)s?") % named
            if confirm(self.owner, title, _(FOLLOWS), _("Issue invoice")):
                self.run(partial(self._service.issue, found.id), self.issued)

        self.run(partial(self._service.show, ids[0]), ask)

    def void(self, invoice_id: int) -> None:
        """Ask why, and let an invoice ask for nothing."""
        follows = _(
            "It stays for the record and asks for nothing. What it billed can be billed anew. "
            "This cannot be taken back."
        )
        self._end(invoice_id, VOID, (_("Void %s?"), follows, _("Void invoice"), _("%s is void.")),
                  self._service.void)  # fmt: skip

    def write_off(self, invoice_id: int) -> None:
        """Ask why, and give up what is owed."""
        follows = _("What is owed on it is given up. This cannot be taken back.")
        words = (_("Write off %s?"), follows, _("Write off"), _("%s is written off."))
        self._end(invoice_id, WRITE_OFF, words, self._service.write_off)

    def credit(self, invoice_id: int) -> None:
        """Ask how much is taken back, and why."""
        from ui.billing.credit_form import credit_form  # noqa: PLC0415 - seldom needed

        def ask(found: InvoiceDetail) -> None:
            if self.is_asking():
                return
            dialog = credit_form(self.desk, found, self.owner)
            dialog.saved.connect(self.issued)
            dialog.open()

        self.run(partial(self._service.show, invoice_id), ask)

    def remove(self, ids: Ids) -> None:
        """Take drafts away once that is confirmed."""
        many = ngettext("Remove %s draft?", "Remove %s drafts?", len(ids))
        follows = _("What it billed is free for the next invoice. The history keeps what was.")
        verb = ngettext("Remove draft", "Remove drafts", len(ids))
        if confirm(self.owner, many % fmt.text(len(ids)), follows, verb, destructive=True):
            self.many(self._service.remove, ids, REMOVED)

    def forecast(self, customer_id: int) -> None:
        """Show what a customer will be billed."""
        from ui.billing.forecast import ForecastDialog  # noqa: PLC0415 - seldom needed

        services = self.desk.services

        def look() -> tuple[Any, str]:
            found = services.customers.show(customer_id)
            return services.forecast.customer(customer_id), found.name or fmt.NOBODY

        def show(found: tuple[Any, str]) -> None:
            ForecastDialog(self.desk, *found, self.owner).open()

        self.run(look, show)

    def details(self, customer_id: int) -> None:
        """Ask how a customer is billed."""
        from ui.billing.profile_form import profile_form  # noqa: PLC0415 - seldom needed

        services = self.desk.services

        def look() -> tuple[ProfileDetail, str]:
            found = services.customers.show(customer_id)
            return services.billing_profiles.show(customer_id), found.name or fmt.NOBODY

        def ask(found: tuple[ProfileDetail, str]) -> None:
            if self.is_asking():
                return
            dialog = profile_form(self.desk, *found, self.owner)
            dialog.saved.connect(lambda _none: self.say(_("The billing details were saved.")))
            dialog.open()

        self.run(look, ask)

    def issued(self, made: Made) -> None:
        """Say what number a document got, and offer to look at it."""
        offer = (_("Show"), partial(self.show, made.id))
        self.desk.notices.say(_("%s was issued.") % made.number, offer)

    def _drafted(self, invoice_id: int) -> None:
        offer = (_("Show"), partial(self.show, invoice_id))
        self.desk.notices.say(_("The draft was saved."), offer)

    def _issue_many(self, ids: Ids) -> None:
        def told(outcome: Outcome) -> None:
            self.say(counted(ISSUED, len(outcome.done)) if outcome.done else "", outcome.refused)

        title = ngettext("Issue %s draft?", "Issue %s drafts?", len(ids)) % fmt.text(len(ids))
        verb = ngettext("Issue invoice", "Issue invoices", len(ids))
        if confirm(self.owner, title, _(FOLLOW), verb):
            self.run(partial(self._service.issue_many, list(ids)), told)

    def _end(
        self, invoice_id: int, place: str, words: tuple[str, str, str, str], save: Any
    ) -> None:
        title, follows, verb, done = words

        def ask(found: InvoiceDetail) -> None:
            if self.is_asking():
                return
            number = found.number or _("this draft")
            asked = Question(title % number, follows, verb)
            dialog = reason_form(self.desk, place, asked, partial(save, found.id), self.owner)
            dialog.saved.connect(lambda _none: self.say(done % number))
            dialog.open()

        self.run(partial(self._service.show, invoice_id), ask)


FOLLOWS = N_(
    "It gets the next number and today's date. What is issued never changes; a credit note takes "
    "it back."
)
FOLLOW = N_(
    "Each gets the next number and today's date. What is issued never changes; a credit note "
    "takes it back."
)


def about(customer_id: int) -> ListQuery:
    """What asks for everything of one customer."""
    return ListQuery(conditions=(Condition("customer_id", Op.IN, (customer_id,)),))
