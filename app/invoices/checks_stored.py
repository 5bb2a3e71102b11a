"""Compares what invoices and subscriptions store twice with what follows from their facts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.batch import among
from app.core.folding import search_text, sort_key
from app.core.progress import Progress
from app.invoices import queries, states
from app.invoices.content import content_hash
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.schemas import InvoiceState
from app.subscriptions import spans
from app.subscriptions.model import Subscription, SubscriptionSpan
from app.subscriptions.schemas import LIVING

CHUNK = 1000
R = TypeVar("R", Invoice, Subscription)


def wrong_invoices(session: Session, progress: Progress | None = None) -> list[int]:
    """The invoices whose status, sums or fingerprint is not what their facts give."""
    progress = progress or Progress()
    total = session.scalar(sa.select(sa.func.count()).select_from(Invoice)) or 0
    today, odd, done = queries.today(session), [], 0
    for chunk in _chunks(session, Invoice):
        lines: dict[int, list[InvoiceLine]] = defaultdict(list)
        for line in session.scalars(
            sa.select(InvoiceLine)
            .where(among(session, InvoiceLine.invoice_id, [one.id for one in chunk]))
            .order_by(InvoiceLine.invoice_id, InvoiceLine.position, InvoiceLine.id)
        ):
            lines[line.invoice_id].append(line)
        for found in chunk:
            amounts = (found.total_minor, found.paid_minor, found.credited_minor)
            stands = states.standing(found.kind, found.state, amounts, found.due_on, today)
            follows = (
                (found.status, found.owed_minor) == stands
                and found.number_key == (sort_key(found.number or "") or "")
                and found.own_text == search_text([found.number or "", found.reference])
                and _adds_up(found, lines[found.id])
            )
            odd += [] if follows else [found.id]
        done += len(chunk)
        progress.report(done, total)
        session.expunge_all()
    return odd


def wrong_spans(session: Session) -> list[int]:
    """The subscriptions of which something else is written than what they cost from now on."""
    today, odd = queries.today(session), []
    for chunk in _chunks(session, Subscription):
        written: dict[int, list[spans.Span]] = defaultdict(list)
        for row in session.scalars(
            sa.select(SubscriptionSpan)
            .where(among(session, SubscriptionSpan.subscription_id, [one.id for one in chunk]))
            .order_by(SubscriptionSpan.subscription_id, SubscriptionSpan.id)
        ):
            written[row.subscription_id].append(spans.as_span(row))
        for found in chunk:
            stored = tuple(written[found.id])
            if not stored and found.status not in LIVING:
                continue
            if spans.changed(stored, found, today) != stored:
                odd.append(found.id)
        session.expunge_all()
    return odd


def _adds_up(found: Invoice, lines: Sequence[InvoiceLine]) -> bool:
    net, tax = sum(line.net_minor for line in lines), sum(line.tax_minor for line in lines)
    if (net, tax, net + tax) != (found.net_minor, found.tax_minor, found.total_minor):
        return False
    if sum(row["tax_minor"] for row in found.taxes) != tax:
        return False
    if found.state is InvoiceState.DRAFT:
        return found.content_hash == ""
    return found.content_hash == content_hash(found, lines)


def _chunks(session: Session, entity: type[R]) -> Iterator[Sequence[R]]:
    last = 0
    while chunk := session.scalars(
        sa.select(entity).where(entity.id > last).order_by(entity.id).limit(CHUNK)
    ).all():
        last = chunk[-1].id
        yield chunk
