"""Keeps what is on an invoice off every other; a name is claimed once, also in a race."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import bulk
from app.core.batch import among
from app.invoices.charges import Claim, base
from app.invoices.model import BillingClaim
from app.orders.model import Order

_COLUMNS = (
    BillingClaim.source, BillingClaim.subscription_id, BillingClaim.currency,
    BillingClaim.amount_minor,
)  # fmt: skip


def of_subscriptions(session: Session, ids: Sequence[int]) -> dict[int, dict[str, Claim]]:
    """What invoices asked for so far, by subscription and name."""
    table = bulk.table_of(BillingClaim)
    rows = session.execute(sa.select(*_COLUMNS).where(among(session, table.c.subscription_id, ids)))
    found: dict[int, dict[str, Claim]] = defaultdict(dict)
    for source, subscription_id, currency, minor in rows:
        if subscription_id is not None:
            add(found[subscription_id], source, subscription_id, (currency, minor))
    return found


def add(found: dict[str, Claim], source: str, subscription_id: int, asked: tuple[str, int]) -> None:
    """Note that so much was asked for under a name."""
    name, part = base(source), int(source.rpartition("~")[2]) if "~" in source else 1
    before = found.get(name)
    amounts = dict(before.amounts) if before else {}
    amounts[asked[0]] = amounts.get(asked[0], 0) + asked[1]
    found[name] = Claim(subscription_id, amounts, max(part, before.times if before else 1))


def free(session: Session, invoice_id: int) -> None:
    """Let what an invoice claimed be billed again."""
    session.flush()
    session.execute(sa.delete(BillingClaim).where(BillingClaim.invoice_id == invoice_id))
    session.execute(
        sa.update(Order)
        .where(Order.invoice_id == invoice_id)
        .values(invoice_id=None)
        .execution_options(synchronize_session="fetch")
    )
