"""Makes, changes and removes drafts; what is issued is beyond it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.errors import Conflict, DeskError, Invalid
from app.core.money import Money
from app.core.text import _
from app.customers import queries as customers
from app.customers.following import follow
from app.customers.model import Customer
from app.customers.stale import refuse_deleted
from app.invoices import claims, parties, queries, states
from app.invoices.drafts import InvoiceDraft, LineDraft
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.schemas import InvoiceKind, InvoiceState, LineKind
from app.invoices.totals import Line, reckon

Stored = tuple[Line, InvoiceLine]
BY_HAND = frozenset({LineKind.MANUAL, LineKind.COMMISSION})
COPIED = ("currency", "terms_days", "reference", "note", "period_start", "period_end")
# What an `InvoiceLine` and a `Line` call by the same name, but for its tax.
_SAME = (
    "name", "quantity", "unit_minor", "discount_minor", "kind", "sku", "tax_category", "tax_name",
    "tax_ppm", "tax_minor", "period_start", "period_end", "subscription_id", "order_id",
    "for_customer_id", "detail",
)  # fmt: skip


def create(session: Session, actor: Actor, draft: InvoiceDraft, today: date) -> Invoice:
    """Add a draft.

    Raises:
        Conflict: the customer is deleted.
        Invalid: the draft has problems, keyed by field; or there is no tax rate for the
            buyer's country.
        NotFound: the customer is not there, or not for this actor to see.
    """
    values = draft.checked()
    customer = customers.get(session, actor, values["customer_id"], lock=True)
    refuse_deleted(session, customer)
    party = parties.party(session, customer)
    lines = resolved(session, party, draft, today)
    found = blank(
        customer_id=customer.id,
        rounding=parties.rounding(session),
        automatic=party.automatic,
        **{name: values[name] for name in COPIED},
    )
    rows = [(line, row_of(found, line, place)) for place, line in enumerate(lines)]
    settle(found, customer, rows, today)
    session.add_all([found, *(row for _line, row in rows)])
    session.flush()
    return found


def edit(
    session: Session, actor: Actor, key: tuple[int, int], draft: InvoiceDraft, today: date
) -> Invoice:
    """Change a draft; `key` is its id and the version that was read.

    Raises:
        Conflict: it is issued, or was changed meanwhile.
        Invalid: the draft has problems, keyed by field.
        NotFound: it is not there, or not for this actor to see.
    """
    values = draft.checked()
    found, _customer = queries.locked(session, actor, key[0])
    if found.state is not InvoiceState.DRAFT:
        raise states.refused(found)
    refuse_stale(found, key[1])
    stored = queries.lines_of(session, found.id)
    sourced = [row for row in stored if row.kind not in BY_HAND]
    if sourced and (values["customer_id"], values["currency"]) != (
        found.customer_id, found.currency,
    ):  # fmt: skip
        raise Conflict(
            _(
                "The customer and currency of this draft come from what it bills. Remove the "
                "draft, and make another one."
            )
        )
    customer = customers.get(session, actor, values["customer_id"], lock=True)
    refuse_deleted(session, customer)
    found.customer_id = customer.id
    for name in COPIED:
        setattr(found, name, values[name])
    settle(found, customer, _exchange(session, found, customer, draft, stored, today), today)
    session.flush()
    return found


def remove(session: Session, actor: Actor, invoice_id: int) -> None:
    """Take a draft away; what it billed is free for the next one.

    Raises:
        Conflict: it is issued.
        NotFound: it is not there, or not for this actor to see.
    """
    found, _customer = queries.locked(session, actor, invoice_id)
    if found.state is not InvoiceState.DRAFT:
        raise states.refused(found)
    claims.free(session, found.id)
    for row in queries.lines_of(session, found.id):
        session.delete(row)
    session.flush()
    session.delete(found)


def blank(**values: Any) -> Invoice:
    """A draft with nothing in it yet."""
    return Invoice(
        uid=str(uuid4()),
        state=InvoiceState.DRAFT,
        **{"kind": InvoiceKind.INVOICE, "reference": "", **values},
        buyer={},
        seller={},
        taxes=[],
        paid_minor=0,
        credited_minor=0,
    )


def resolved(session: Session, party: parties.Party, draft: InvoiceDraft, on: date) -> list[Line]:
    """The lines of a draft with their tax rates.

    Raises:
        Invalid: there is no rate for the buyer's country, under "lines.0.tax".
    """
    rates, found, problems = parties.Rates(session), [], {}
    for place, item in enumerate(draft.items):
        try:
            found.append(_resolved(rates, party, item, on))
        except DeskError as missing:
            problems[f"lines.{place}.tax"] = str(missing)
    if problems:
        raise Invalid(problems)
    return found


def settle(found: Invoice, customer: Customer, lines: Sequence[Stored], today: date) -> None:
    """Rewrite what follows from an invoice's lines, and from its customer.

    Raises:
        DeskError: an amount is too large to be kept.
    """
    totals = reckon([line for line, _row in lines], found.rounding)
    Money(totals.total_minor, found.currency)
    for (_of, row), tax in zip(lines, totals.line_taxes, strict=True):
        row.tax_minor = tax
    found.net_minor, found.tax_minor = totals.net_minor, totals.tax_minor
    found.total_minor, found.taxes = totals.total_minor, totals.stored
    states.derive(found, today)
    follow(found, customer)


def row_of(found: Invoice, line: Line, place: int) -> InvoiceLine:
    """A line as it is stored."""
    values = {name: getattr(line, name) for name in _SAME}
    return InvoiceLine(invoice=found, position=place, net_minor=line.net_minor, **values)


def line_of(row: InvoiceLine, country: str) -> Line:
    """A stored line; the tax of an order's line was settled with the order."""
    values = {name: getattr(row, name) for name in _SAME}
    return Line(**values, tax_country=country, settled=row.kind is LineKind.ORDER)


def retaxed(
    session: Session, rows: Sequence[InvoiceLine], buyer: parties.Party, on: date
) -> list[Line]:
    """Stored lines at the rates of a day; what was entered by hand or settled stays.

    Raises:
        Conflict: there is no rate for the buyer's country.
    """
    rates = parties.Rates(session)
    lines = [line_of(row, buyer.country) for row in rows]
    return [
        line if line.settled or line.tax_ppm is None else rates.onto(line, buyer, on)
        for line in lines
    ]


def refuse_stale(found: Invoice, version: int) -> None:
    """Let nobody overwrite what they have not seen.

    Raises:
        Conflict: it was changed since `version`.
    """
    if found.version != version:
        raise Conflict(
            _("%s changed this invoice meanwhile. Look at it again before you change it.")
            % found.updated_by
        )


def _resolved(rates: parties.Rates, party: parties.Party, item: LineDraft, on: date) -> Line:
    values: Mapping[str, Any] = item.values()
    unit: Money = values["unit"]
    discount = values["discount"].minor if values["discount"] else 0
    plain = Line(
        values["name"], values["quantity"], unit.minor, discount, sku=values["sku"],
        tax_category=values["tax_category"],
    )  # fmt: skip
    if values["tax"] is not None:
        return replace(plain, tax_minor=values["tax"].minor, tax_country=party.country)
    return rates.onto(plain, party, on)


def _exchange(
    session: Session,
    found: Invoice,
    customer: Customer,
    draft: InvoiceDraft,
    stored: Sequence[InvoiceLine],
    today: date,
) -> list[Stored]:
    """Let a draft have the lines that are wanted; those of a run stay, and come first."""
    party, rows = parties.party(session, customer), {row.id: row for row in stored}
    day = queries.tax_day(found, today)
    wanted = resolved(session, party, draft, day)
    kept = [row for row in stored if row.kind not in BY_HAND]
    _refuse_changes({row.id: row for row in kept}, draft)
    lines = list(zip(retaxed(session, kept, party, day), kept, strict=True))
    for anew, of in lines:
        _rewrite(of, anew)
    for item, line in zip(draft.items, wanted, strict=True):
        row = rows.pop(item.id or 0, None)
        if row is None:
            row = row_of(found, line, 0)
            session.add(row)
        elif row in kept:
            continue
        else:
            _rewrite(row, line)
        lines.append((line, row))
    for row in rows.values():
        if row not in kept:
            session.delete(row)
    for place, (_line, row) in enumerate(lines):
        row.position = place
    return lines


def _rewrite(row: InvoiceLine, line: Line) -> None:
    row.net_minor = line.net_minor
    for name in _SAME:
        if name not in {"kind", "tax_minor"}:
            setattr(row, name, getattr(line, name))


def _refuse_changes(kept: Mapping[int, InvoiceLine], draft: InvoiceDraft) -> None:
    problems = {}
    for place, item in enumerate(draft.items):
        row = kept.get(item.id or 0)
        if row is None or item.unit is None:
            continue
        asked = (item.quantity, item.unit.minor, item.discount.minor if item.discount else 0)
        if asked != (row.quantity, row.unit_minor, row.discount_minor):
            problems[f"lines.{place}.unit"] = _(
                "This line comes from what the customer has. Change that and bill it anew, or "
                "make a credit note."
            )
    if problems:
        raise Invalid(problems)


def follow_customer(session: Session, found: Invoice) -> None:
    """Rewrite what follows from its customer, after its own text was."""
    follow(found, session.get_one(Customer, found.customer_id))
