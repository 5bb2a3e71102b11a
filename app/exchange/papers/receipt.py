"""A receipt for a payment on paper."""

from app.core.text import _
from app.exchange.papers.heads import customer_facts, foot, head
from app.exchange.papers.paper import BAND, LINE, MM, RIGHT, SMALL, Paper
from app.exchange.papers.tongue import Tongue
from app.exchange.pdf.letters import STRONG
from app.payments.schemas import Receipt


def receipt_paper(found: Receipt, logo: bytes | None) -> Paper:
    """What was received, for which invoices, and what was given back of it."""
    paid, seller, buyer = found.payment, found.seller, found.buyer
    tongue = Tongue(seller.get("locale", ""))
    paper = Paper(
        f"{_('Receipt')}\n{paid.number}", tongue, author=seller.get("name", ""),
        foot=foot(seller),
    )  # fmt: skip
    facts = (
        (_("Number"), paid.number),
        (_("Received"), tongue.day(paid.received_on)),
        (_("Method"), paid.method),
        (_("Reference"), paid.reference),
        *customer_facts(buyer),
    )
    head(paper, seller, buyer, facts, logo)
    thanks = _("We received %(amount)s on %(day)s. Thank you.") % {
        "amount": tongue.amount(paid.amount),
        "day": tongue.day(paid.received_on),
    }
    paper.parts += [paper.text(thanks, size=11), paper.gap(6)]
    rows = [
        (_("Invoice %s") % one.invoice, tongue.day(one.on_date), one.amount)
        for one in paid.allocations
    ]
    rows += [
        (one.reason or _("Given back"), tongue.day(one.on_date), -one.amount)
        for one in paid.refunds
    ]
    if paid.unapplied:
        rows.append((_("Kept as credit"), "", paid.unapplied))
    titles = [paper.text(title, STRONG, SMALL) for title in (_("For"), _("Day"))]
    told = [[*titles, paper.text(_("Amount"), STRONG, SMALL, align=RIGHT)]]
    told += [
        [paper.text(name), paper.text(day), paper.text(tongue.amount(amount), align=RIGHT)]
        for name, day, amount in rows
    ]
    paper.parts.append(
        paper.table(
            told, (paper.width - 75 * MM, 35 * MM, 40 * MM),
            ("BACKGROUND", (0, 0), (-1, 0), BAND),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
            heads=1,
        )
    )  # fmt: skip
    return paper
