"""A statement of account on paper."""

from typing import Any

from app.core.money import Money
from app.core.text import N_, _
from app.exchange.papers.heads import customer_facts, foot, head
from app.exchange.papers.paper import BAND, LINE, MM, MUTED, RIGHT, SMALL, Paper
from app.exchange.papers.tongue import Tongue
from app.exchange.pdf.letters import STRONG
from app.payments.schemas import Entry, EntryKind, Statement

_KINDS = {
    EntryKind.INVOICE: N_("Invoice %s"),
    EntryKind.CREDIT_NOTE: N_("Credit note %s"),
    EntryKind.PAYMENT: N_("Payment %s"),
    EntryKind.REFUND: N_("Refund of %s"),
    EntryKind.VOID: N_("Invoice %s voided"),
    EntryKind.WRITE_OFF: N_("Invoice %s written off"),
}


def statement_paper(found: Statement, logo: bytes | None) -> Paper:
    """Opening balance, every document, closing balance, and how old what is owed is."""
    seller, tongue = found.seller, Tongue(found.seller.get("locale", ""))
    paper = Paper(
        f"{_('Statement of account')}\n{found.customer}", tongue,
        author=seller.get("name", ""), foot=foot(seller),
    )  # fmt: skip
    facts = (
        (_("From"), tongue.day(found.from_on)),
        (_("To"), tongue.day(found.to_on)),
        (_("Currency"), found.currency),
        *customer_facts(found.buyer),
    )
    head(paper, seller, found.buyer, facts, logo)
    paper.parts += [_entries(paper, found), paper.gap(6), _ageing(paper, found), paper.gap(6)]
    paper.parts.append(paper.text(_balance(found, tongue), STRONG, 11))
    if found.closing > Money(0, found.currency) and seller.get("payment_details"):
        paper.parts += [paper.gap(3), paper.text(seller["payment_details"])]
    return paper


def _entries(paper: Paper, found: Statement) -> Any:
    tongue = paper.tongue
    titles = (_("Day"), _("Document"), _("Due"), _("Charged"), _("Paid or credited"), _("Balance"))
    head_row = [
        paper.text(title, STRONG, SMALL, align=RIGHT if place > 2 else 0)  # noqa: PLR2004 - the amounts
        for place, title in enumerate(titles)
    ]
    opening = _row(paper, tongue.day(found.from_on), _("Balance brought forward"), found.opening)
    closing = _row(paper, tongue.day(found.to_on), _("Balance"), found.closing, STRONG)
    rows = [head_row, opening, *(_entry(paper, one) for one in found.entries), closing]
    widths = [23 * MM, 0.0, 23 * MM, 28 * MM, 28 * MM, 29 * MM]
    widths[1] = paper.width - sum(widths)
    return paper.table(
        rows, widths,
        ("BACKGROUND", (0, 0), (-1, 0), BAND), ("BACKGROUND", (0, -1), (-1, -1), BAND),
        ("LINEBELOW", (0, 1), (-1, -2), 0.4, LINE),
        heads=1,
    )  # fmt: skip


def _entry(paper: Paper, one: Entry) -> list[Any]:
    tongue = paper.tongue
    name: list[Any] = [paper.text(_(_KINDS[one.kind]) % one.number)]
    if one.reference:
        name.append(paper.text(one.reference, size=SMALL, colour=MUTED))

    def amount(value: Money) -> Any:
        return paper.text(tongue.amount(value) if value else "", align=RIGHT)

    return [
        paper.text(tongue.day(one.on_date)), name,
        paper.text(tongue.day(one.due_on) if one.due_on else ""),
        amount(one.charged), amount(one.credited),
        paper.text(tongue.amount(one.balance), align=RIGHT),
    ]  # fmt: skip


def _row(paper: Paper, day: str, name: str, balance: Money, style: str = "plain") -> list[Any]:
    amount = paper.text(paper.tongue.amount(balance), style, align=RIGHT)
    return [paper.text(day, style), paper.text(name, style), "", "", "", amount]


def _ageing(paper: Paper, found: Statement) -> Any:
    tongue, ages = paper.tongue, found.ageing
    parts = [
        (_("Not due yet"), ages.not_due), (_("1\u201330 days late"), ages.to_30),
        (_("31\u201360 days"), ages.to_60), (_("61\u201390 days"), ages.to_90),
        (_("Over 90 days"), ages.over_90), (_("Credit"), -found.credit),
    ]  # fmt: skip
    width = paper.width / len(parts)
    return paper.together(
        paper.table(
            [
                [paper.text(name, STRONG, SMALL, align=RIGHT) for name, _amount in parts],
                [paper.text(tongue.amount(amount), align=RIGHT) for _name, amount in parts],
            ],
            [width] * len(parts),
            ("BACKGROUND", (0, 0), (-1, 0), BAND),
        )
    )


def _balance(found: Statement, tongue: Tongue) -> str:
    if found.closing > Money(0, found.currency):
        return _("To be paid: %s") % tongue.amount(found.closing)
    if found.closing:
        return _("To your credit: %s") % tongue.amount(-found.closing)
    return _("Nothing is owed.")
