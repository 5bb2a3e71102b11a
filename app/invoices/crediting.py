"""Takes issued invoices back: whole or in part by credit notes, or by voiding them."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.schemas import Rounding
from app.billing.tax import tax_of
from app.core.access import Actor
from app.core.errors import Conflict, Invalid
from app.core.money import Money
from app.core.text import _
from app.invoices import claims, editing, events, given_back, issuing, queries, states
from app.invoices.drafts import REASON_LENGTH, CreditDraft
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.schemas import InvoiceKind, InvoiceState
from app.invoices.totals import Line

Taken = tuple[int, int]


def credit(
    session: Session, actor: Actor, invoice_id: int, draft: CreditDraft, today: date
) -> Invoice:
    """Issue a credit note for an issued invoice.

    Raises:
        Conflict: the invoice is not issued, is a credit note itself, or is taken back whole.
        Invalid: the draft has problems, or takes back more than there is.
        NotFound: the invoice is not there, or not for this actor to see.
    """
    reason = draft.checked()["reason"]
    against, customer = queries.locked(session, actor, invoice_id)
    if against.kind is InvoiceKind.CREDIT_NOTE:
        raise Conflict(_("%s is a credit note. Only invoices are credited.") % against.number)
    if against.state is not InvoiceState.ISSUED:
        raise states.refused(against)
    rows = queries.lines_of(session, against.id)
    taken = gone_back(session, against, rows)
    lines = _lines(against, rows, draft, taken)
    found = editing.blank(
        kind=InvoiceKind.CREDIT_NOTE,
        customer_id=customer.id,
        credits_id=against.id,
        currency=against.currency,
        # Its taxes are parts of what the invoice says, so each line has its own.
        rounding=Rounding.LINE,
        terms_days=0,
        reference=against.number or "",
        reason=reason,
    )
    stored = []
    for place, (line, of) in enumerate(lines):
        row = editing.row_of(found, line, place)
        row.credits_line_id = of
        stored.append((line, row))
    editing.settle(found, customer, stored, today)
    if found.total_minor <= 0:
        raise Invalid({"items": _("There is nothing to take back. Choose lines with an amount.")})
    _refuse_more(session, against, found.total_minor)
    session.add_all([found, *(row for _line, row in stored)])
    issuing.finish(session, found, customer, issuing.How(today, today))
    events.tell_credited(session, found)
    events.tell_changed(session, [customer.id])
    return found


def end(
    session: Session, actor: Actor, key: tuple[int, InvoiceState], reason: str, today: date
) -> Invoice:
    """Void or write off an issued invoice; `key` is its id and which of the two.

    Raises:
        Conflict: it is not issued, or something was paid or credited that stands against it.
        Invalid: no reason is given, or it is too long, under "reason".
        NotFound: it is not there, or not for this actor to see.
    """
    reason = _reason(reason)
    found, _customer = queries.locked(session, actor, key[0])
    to = key[1]
    if to not in states.TRANSITIONS[found.state]:
        raise states.refused(found)
    if to is InvoiceState.VOID:
        _refuse_used(session, found)
        claims.free(session, found.id)
    else:
        _refuse_write_off(found)
    states.move(found, to)
    found.reason, found.ended_at = reason, session.info["now"]
    states.derive(found, today)
    editing.follow_customer(session, found)
    events.tell_changed(session, [found.customer_id])
    return found


def taken_back(session: Session, ids: Sequence[int]) -> dict[int, Taken]:
    """Net and tax that credit notes took back so far, by line of these invoices."""
    rows = session.execute(
        sa.select(
            InvoiceLine.credits_line_id,
            sa.func.sum(InvoiceLine.net_minor),
            sa.func.sum(InvoiceLine.tax_minor),
        )
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(
            Invoice.credits_id.in_(ids),
            Invoice.state == InvoiceState.ISSUED,
            InvoiceLine.credits_line_id.is_not(None),
        )
        .group_by(InvoiceLine.credits_line_id)
    )
    return {line_id: (int(net), int(tax)) for line_id, net, tax in rows if line_id is not None}


def gone_back(session: Session, against: Invoice, rows: Sequence[InvoiceLine]) -> dict[int, Taken]:
    """What went back of each line already: by credit notes, and by what runs gave back."""
    found = taken_back(session, [against.id])
    for line_id, (net, tax) in given_back.by_runs(session, against, rows).items():
        before = found.get(line_id, (0, 0))
        found[line_id] = before[0] + net, before[1] + tax
    return found


def _refuse_more(session: Session, against: Invoice, minor: int) -> None:
    """Give back no more than an invoice came to, whatever single lines of it ask for."""
    before = session.scalar(
        sa.select(sa.func.sum(Invoice.total_minor)).where(
            Invoice.credits_id == against.id, Invoice.state == InvoiceState.ISSUED
        )
    )
    left = against.total_minor - int(before or 0)
    if minor > left:
        said = _("Of %(invoice)s, %(left)s %(currency)s are left to take back. Choose less.")
        shown = {
            "invoice": against.number,
            "left": Money(max(left, 0), against.currency).amount,
            "currency": against.currency,
        }
        raise Invalid({"items": said % shown})


def _lines(
    against: Invoice,
    rows: Sequence[InvoiceLine],
    draft: CreditDraft,
    taken: Mapping[int, Taken],
) -> list[tuple[Line, int]]:
    """What is taken back, with the lines it is taken back of.

    Raises:
        Conflict: all of it was taken back before.
        Invalid: a line is none of the invoice's, or less of it is left, under "items".
    """
    left = {row.id: row.net_minor - taken.get(row.id, (0, 0))[0] for row in rows}
    by_id = {row.id: row for row in rows}
    wanted = _wanted(against, by_id, draft, left) if draft.items else left
    found = []
    for row in rows:
        tax_left = row.tax_minor - taken.get(row.id, (0, 0))[1]
        net = wanted.get(row.id, 0)
        if net or (net == left[row.id] and row.id in wanted and tax_left):
            tax = _tax(row, net, left[row.id], tax_left)
            found.append((_line(row, net, tax, _country(against, row)), row.id))
    if not found:
        raise Conflict(
            _("%s was taken back whole already. There is nothing left to credit.") % against.number
        )
    return found


def _wanted(
    against: Invoice,
    rows: Mapping[int, InvoiceLine],
    draft: CreditDraft,
    left: Mapping[int, int],
) -> dict[int, int]:
    wanted: dict[int, int] = {}
    for item in draft.items:
        row = rows.get(item.line_id)
        if row is None:
            raise Invalid({"items": _("That line is not on this invoice. Choose one that is.")})
        if item.net.currency != against.currency:
            said = _("This invoice is in %s. Enter amounts in it.") % against.currency
            raise Invalid({"items": said})
        wanted[row.id] = wanted.get(row.id, 0) + item.net.minor
    for line_id, net in wanted.items():
        low, high = min(0, left[line_id]), max(0, left[line_id])
        if not low <= net <= high or net == 0:
            raise Invalid({"items": _above(rows[line_id], left[line_id], against.currency)})
    return wanted


def _above(row: InvoiceLine, left: int, currency: str) -> str:
    if left == 0:
        return _("“%s” was taken back whole already. Leave it out.") % row.name
    return _("Of “%(line)s”, %(left)s %(currency)s are left to take back. Enter up to that.") % {
        "line": row.name,
        "left": Money(left, currency).amount,
        "currency": currency,
    }


def _tax(row: InvoiceLine, net: int, left: int, tax_left: int) -> int:
    """The tax on a part of a line; the last part takes what is left, so that all adds up."""
    if net == left:
        return tax_left
    if row.tax_ppm is not None:
        part = tax_of(net, row.tax_ppm)
    else:
        weights = [abs(net), abs(row.net_minor) - abs(net)]
        part = Money(row.tax_minor, "EUR").split(weights)[0].minor
    low, high = min(0, tax_left), max(0, tax_left)
    return min(max(part, low), high)


def _country(against: Invoice, row: InvoiceLine) -> str:
    """Whose tax a line pays; an invoice says so beside each rate alone."""
    rate = (row.tax_name, row.tax_ppm)
    return next((one["country"] for one in against.taxes if (one["name"], one["ppm"]) == rate), "")


def _line(row: InvoiceLine, net: int, tax: int, country: str) -> Line:
    """A credit note's line; one that takes back all of a line looks like it."""
    whole = net == row.net_minor
    return Line(
        row.name,
        row.quantity if whole else 1,
        row.unit_minor if whole else net,
        row.discount_minor if whole else 0,
        row.kind,
        row.sku,
        row.tax_category,
        row.tax_name,
        country,
        tax_ppm=row.tax_ppm,
        tax_minor=tax,
        settled=True,
        period_start=row.period_start,
        period_end=row.period_end,
        subscription_id=row.subscription_id,
        order_id=row.order_id,
        for_customer_id=row.for_customer_id,
    )


def _refuse_used(session: Session, found: Invoice) -> None:
    """Void only what nobody paid or credited."""
    taken = sa.select(Invoice.number).where(
        Invoice.credits_id == found.id, Invoice.state == InvoiceState.ISSUED
    )
    if (number := session.scalar(taken)) is not None:
        raise Conflict(
            _("%(invoice)s was taken back by %(credit)s. Void that first, or credit the rest.")
            % {"invoice": found.number, "credit": number}
        )
    if found.paid_minor or found.credited_minor:
        raise Conflict(
            _(
                "Something was paid on %s. Take that off it first, or make a credit note; what "
                "was paid then stays as credit."
            )
            % found.number
        )


def _refuse_write_off(found: Invoice) -> None:
    if found.kind is InvoiceKind.CREDIT_NOTE:
        raise Conflict(_("%s is a credit note. Void it instead.") % found.number)
    if not found.owed_minor:
        raise Conflict(_("Nothing is owed on %s, so there is nothing to write off.") % found.number)


def _reason(text: str) -> str:
    clean = text.strip()
    if not clean:
        raise Invalid({"reason": _("Say why, so that others understand.")})
    if len(clean) > REASON_LENGTH:
        raise Invalid({"reason": _("Use at most %d characters.") % REASON_LENGTH})
    return clean
