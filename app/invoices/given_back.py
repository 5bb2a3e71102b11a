"""Sees to it that nothing is given back twice: by hand as a credit note, and by a run.

A run gives back what was paid for and is no longer due, such as the unused days of a plan.
Where that outweighs the charges it waits, and somebody may give it by a credit note first:
what credit notes took back of a period is not given again. Nor do they take back what a run
gave: of a period, no more goes back than was asked for it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.tax import tax_of
from app.core.batch import among
from app.core.bulk import table_of
from app.core.money import Money
from app.invoices.charges import Charge, Part, base
from app.invoices.model import BillingClaim, Invoice, InvoiceLine
from app.invoices.schemas import InvoiceKind, InvoiceState, LineKind

_UNUSED = ":unused"
_ABOUT = frozenset({LineKind.SUBSCRIPTION, LineKind.PRORATION, LineKind.USAGE})
L = InvoiceLine


@dataclass(slots=True)
class Given:
    """So much of a period's price was taken back by credit notes; `name` is the line's."""

    usage: bool
    start: date
    currency: str
    minor: int
    name: str


def of_subscriptions(session: Session, ids: Sequence[int]) -> dict[int, list[Given]]:
    """What issued credit notes took back of charges, by subscription."""
    rows = session.execute(
        sa.select(L.subscription_id, L.kind, L.period_start, Invoice.currency, L.net_minor, L.name)
        .join(Invoice, Invoice.id == L.invoice_id)
        .where(
            among(session, table_of(L).c.subscription_id, ids),
            Invoice.kind == InvoiceKind.CREDIT_NOTE,
            Invoice.state == InvoiceState.ISSUED,
            L.period_start.is_not(None),
            L.net_minor > 0,
        )
        .order_by(L.id)
    )
    found: dict[int, list[Given]] = defaultdict(list)
    for one, kind, start, currency, minor, name in rows:
        if one is None or start is None:
            continue
        found[one].append(Given(kind is LineKind.USAGE, start, currency, minor, name))
    return found


def less(still: Sequence[Charge], given: Sequence[Given], due: Sequence[Charge]) -> list[Charge]:
    """What is still to be billed, where credit notes gave some of it back; `due` is all there is.

    Charges stay; what gives back is less by what was given for the same period.
    """
    left = [replace(one) for one in given]
    starts = sorted(one.period_start for one in due if one.part in {Part.WHOLE, Part.REST})
    found = []
    for charge in still:
        minor = charge.amount_minor
        if minor < 0:
            for one in left:
                taken = min(one.minor, -minor) if _is_about(charge, one, starts) else 0
                one.minor -= taken
                minor += taken
        if minor == charge.amount_minor:
            found.append(charge)
        elif minor:
            found.append(replace(charge, quantity=1, unit_minor=minor))
    return found


def by_runs(
    session: Session, against: Invoice, rows: Iterable[InvoiceLine]
) -> dict[int, tuple[int, int]]:
    """Net and tax that other invoices gave back of an invoice's lines, by their ids."""
    charged = [row for row in rows if row.kind in _ABOUT and row.period_start and row.net_minor > 0]
    ids = sorted({row.subscription_id for row in charged if row.subscription_id})
    if not ids:
        return {}
    given, found = _given_by_runs(session, against, ids), {}
    for row in charged:
        names = [name for name in given if _is_claimed(name, row)]
        minor = min(row.net_minor, sum(given[name] for name in names))
        for name in names:
            given[name] = 0
        if minor > 0:
            found[row.id] = minor, _tax(row, minor)
    return found


def _given_by_runs(session: Session, against: Invoice, ids: Sequence[int]) -> dict[str, int]:
    """How much was given back of what was claimed under each name."""
    claim = BillingClaim
    rows = session.execute(
        sa.select(claim.source, claim.amount_minor, claim.invoice_id).where(
            among(session, table_of(claim).c.subscription_id, ids),
            claim.currency == against.currency,
        )
    ).all()
    names = {base(row.source) for row in rows}
    found: dict[str, int] = defaultdict(int)
    for source, minor, invoice_id in rows:
        if minor < 0 and invoice_id != against.id:
            found[_paid_for(base(source), names)] -= minor
    return found


def _paid_for(name: str, names: Iterable[str]) -> str:
    """The name of what was paid for, of which unused days were given back."""
    if not name.endswith(_UNUSED):
        return name
    kind, one, day = name.removesuffix(_UNUSED).split(":")
    mine = [other for other in names if other.startswith(f"{kind}:{one}:")]
    before = [
        other for other in mine if not other.endswith(_UNUSED) and other < f"{kind}:{one}:{day}"
    ]
    return max(before, default=name)


def _is_claimed(name: str, row: InvoiceLine) -> bool:
    """Whether a line asks for what has that name."""
    kind, one, day, *metric = name.split(":")
    if (kind == "usage") is not (row.kind is LineKind.USAGE):
        return False
    if (one, day) != (str(row.subscription_id), row.period_start and row.period_start.isoformat()):
        return False
    return kind != "usage" or all(part in row.name for part in metric)


def _is_about(charge: Charge, given: Given, starts: Sequence[date]) -> bool:
    """Whether a credit note gave back of the period that a charge gives back of."""
    kind, _one, day, *rest = base(charge.source).split(":")
    if (kind == "usage", charge.currency) != (given.usage, given.currency):
        return False
    start: date | None = date.fromisoformat(day)
    if kind == "usage":
        return start == given.start and all(part in given.name for part in rest)
    if rest:
        place = bisect_left(starts, date.fromisoformat(day))
        start = starts[place - 1] if place else None
    return start == given.start


def _tax(row: InvoiceLine, minor: int) -> int:
    """The tax on a part of a line."""
    if row.tax_ppm is not None:
        return min(tax_of(minor, row.tax_ppm), row.tax_minor)
    weights = [minor, row.net_minor - minor]
    return Money(row.tax_minor, "EUR").split(weights)[0].minor
