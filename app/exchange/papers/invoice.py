"""An invoice or credit note on paper."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from app.core.text import _
from app.exchange.papers.heads import customer_facts, foot, head
from app.exchange.papers.paper import BAND, LINE, MM, MUTED, RIGHT, SMALL, Paper
from app.exchange.papers.tongue import Tongue
from app.exchange.pdf.letters import STRONG
from app.invoices.schemas import InvoiceDetail, InvoiceKind, InvoiceLineRow, InvoiceState, UsagePart


def invoice_paper(found: InvoiceDetail, logo: bytes | None) -> Paper:
    """The document as it was issued: what was paid since is for receipts and statements."""
    seller, buyer = found.seller, found.buyer
    tongue = Tongue(seller.get("locale", ""))
    is_credit = found.kind is InvoiceKind.CREDIT_NOTE
    title = _("Credit note") if is_credit else _("Invoice")
    paper = Paper(
        f"{title}\n{found.number}".strip(), tongue, author=seller.get("name", ""),
        about=found.content_hash, foot=foot(seller), stamp=_stamp(found),
    )  # fmt: skip
    head(paper, seller, buyer, _facts(found, tongue), logo)
    if is_credit and found.reason:
        paper.parts += [paper.text(found.reason), paper.gap(4)]
    paper.parts += [_lines(paper, found), paper.gap(3), _totals(paper, found), paper.gap(8)]
    paper.parts += list(_ending(paper, found, tongue))
    return paper


def _facts(found: InvoiceDetail, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    def day(value: date | None) -> str:
        return tongue.day(value) if value else ""

    is_credit = found.kind is InvoiceKind.CREDIT_NOTE
    return (
        (_("Number"), found.number or _("Draft")),
        (_("Date"), day(found.issued_on)),
        (_("Due"), "" if is_credit else day(found.due_on)),
        (_("Period"), _period(found.period_start, found.period_end, tongue)),
        (_("For invoice"), found.credits.number if found.credits else ""),
        (_("Reference"), found.reference),
        *customer_facts(found.buyer),
    )


def _lines(paper: Paper, found: InvoiceDetail) -> Any:
    with_discount = any(line.discount for line in found.lines)
    names = [_("Description"), _("Quantity"), _("Unit price")]
    names += [_("Discount")] * with_discount + [_("Tax"), _("Amount")]
    widths = [17 * MM, 26 * MM] + [22 * MM] * with_discount + [17 * MM, 27 * MM]
    widths.insert(0, paper.width - sum(widths))
    head_row = [paper.text(names[0], STRONG, SMALL)]
    head_row += [paper.text(name, STRONG, SMALL, align=RIGHT) for name in names[1:]]
    rows, whose = [head_row], ""
    commands: list[tuple[Any, ...]] = [("BACKGROUND", (0, 0), (-1, 0), BAND)]
    for line in found.lines:
        if line.for_customer and line.for_customer != whose:
            whose = line.for_customer
            commands += [("SPAN", (0, len(rows)), (-1, len(rows)))]
            rows.append([paper.text(whose, STRONG), *[""] * (len(names) - 1)])
        rows.append(_row(paper, line, with_discount=with_discount))
        commands.append(("LINEBELOW", (0, len(rows) - 1), (-1, len(rows) - 1), 0.4, LINE))
    return paper.table(rows, widths, *commands, heads=1)


def _row(paper: Paper, line: InvoiceLineRow, *, with_discount: bool) -> list[Any]:
    tongue = paper.tongue
    below = [line.sku, _period(line.period_start, line.period_end, tongue), *_usage(line, tongue)]
    told: list[Any] = [paper.text(line.name)]
    told += [paper.text(text, size=SMALL, colour=MUTED) for text in below if text]
    tax = tongue.amount(line.tax) if line.tax_ppm is None else tongue.percent(line.tax_ppm)
    cells = [tongue.number(line.quantity), tongue.amount(line.unit)]
    cells += [tongue.amount(line.discount) if line.discount else ""] * with_discount
    cells += [tax, tongue.amount(line.net)]
    return [told, *(paper.text(cell, align=RIGHT) for cell in cells)]


def _usage(line: InvoiceLineRow, tongue: Tongue) -> Iterator[str]:
    """What is behind a usage line (BIL-06): the sums, then each day's use."""
    said = {
        "used": _("used %s"),
        "included": _("included %s"),
        "before": _("billed before %s"),
    }
    sums = [part for part in line.detail if part.kind in said]
    if sums:
        yield ", ".join(said[part.kind] % tongue.number(part.quantity) for part in sums)
    if days := [_on_day(part, tongue) for part in line.detail if part.on]:
        yield "; ".join(days)


def _on_day(part: UsagePart, tongue: Tongue) -> str:
    told = f"{tongue.day(part.on)}: {tongue.number(part.quantity)}" if part.on else ""
    return told.replace(" ", "\u00a0")


def _totals(paper: Paper, found: InvoiceDetail) -> Any:
    tongue = paper.tongue
    rows = [(_("Net"), found.net, False)]
    for tax in found.taxes:
        share = f" {tongue.percent(tax.ppm)}" if tax.ppm is not None else ""
        base = _("of %s") % tongue.amount(tax.base)
        rows.append((f"{tax.name or _('Tax')}{share} {base}", tax.tax, False))
    is_credit = found.kind is InvoiceKind.CREDIT_NOTE
    rows.append((_("Total credited") if is_credit else _("Total"), found.total, True))
    told = [
        [
            paper.text(name, STRONG if strong else "plain", align=RIGHT),
            paper.text(tongue.amount(amount), STRONG if strong else "plain", align=RIGHT),
        ]
        for name, amount, strong in rows
    ]
    last = len(told) - 1
    return paper.together(
        paper.table(
            told, (72 * MM, 38 * MM),
            ("LINEABOVE", (0, last), (-1, last), 0.8, MUTED),
            ("BACKGROUND", (0, last), (-1, last), BAND),
            align="RIGHT",
        )
    )  # fmt: skip


def _ending(paper: Paper, found: InvoiceDetail, tongue: Tongue) -> Iterator[Any]:
    notes = {line.tax_name for line in found.lines if line.tax_ppm == 0 and line.tax_name}
    if found.buyer.get("tax_exempt") and notes:
        yield paper.text("\n".join(sorted(notes)))
        yield paper.gap(3)
    if found.kind is InvoiceKind.INVOICE and found.total and found.seller.get("payment_details"):
        asked = _("Please pay %(amount)s by %(day)s, and quote %(number)s.") % {
            "amount": tongue.amount(found.total),
            "day": tongue.day(found.due_on) if found.due_on else "\u2014",
            "number": found.number or "\u2014",
        }
        if found.automatic:
            asked = _("You need not do anything: the amount is charged automatically.")
        yield paper.together(
            paper.text(_("How to pay"), STRONG),
            paper.text(asked),
            paper.text(found.seller["payment_details"]),
            paper.gap(4),
        )
    for note in (found.note, found.seller.get("note", "")):
        if note:
            yield paper.text(note)
            yield paper.gap(2)


def _stamp(found: InvoiceDetail) -> str:
    if found.state is InvoiceState.DRAFT:
        return _("DRAFT")
    return _("VOID") if found.state is InvoiceState.VOID else ""


def _period(start: date | None, end: date | None, tongue: Tongue) -> str:
    """A period up to, not including, `end`, by its first and last day."""
    if start is None or end is None:
        return ""
    return f"{tongue.day(start)} \u2013 {tongue.day(end - timedelta(days=1))}"
