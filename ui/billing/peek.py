"""One invoice, credit note or payment at a glance, beside its list."""

from app.core.text import _
from app.invoices.schemas import InvoiceDetail
from app.payments.schemas import PaymentDetail
from ui.billing import looks, payments_facts
from ui.billing.card_lines import sums_of
from ui.billing.facts import facts, title_of
from ui.billing.payments_columns import badge
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.facts_dialog import Fact
from ui.kit.facts_peek import FactsPeek, Glance

# So many lines are told of; the record itself has them all.
MOST = 8


def invoice_peek(desk: Desk) -> FactsPeek[InvoiceDetail]:
    """What the panel beside the list of invoices shows."""
    nothing = _("Choose an invoice in the list.")
    return FactsPeek(desk, "invoices.peek", nothing, desk.services.invoices.show, _invoice)


def payment_peek(desk: Desk) -> FactsPeek[PaymentDetail]:
    """What the panel beside the list of payments shows."""
    nothing = _("Choose a payment in the list.")
    return FactsPeek(desk, "payments.peek", nothing, desk.services.payments.show, _payment)


def _invoice(found: InvoiceDetail) -> Glance:
    sums: list[Fact] = [(key, title, amount) for key, title, amount, _strong in sums_of(found)]
    lines = [
        (f"line{place}", fmt.text(line.total), line.name)
        for place, line in enumerate(found.lines[:MOST])
    ]
    rest = [fact for fact in facts(found) if fact[0] != "hash"]
    badge_of = (looks.status(found),)
    return Glance(
        title_of(found), badge_of, found.customer or fmt.NOBODY, [*sums, *lines[:MOST], *rest]
    )


def _payment(found: PaymentDetail) -> Glance:
    pays = [
        (f"pays{place}", one.invoice, fmt.text(one.amount))
        for place, one in enumerate(found.allocations[:MOST])
    ]
    lead = payments_facts.lead(found)
    return Glance(found.number, (badge(found),), lead, [*pays, *payments_facts.facts(found)])
