"""Statements about attachments that several use cases share; row scope is applied here."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.attachments import kinds
from app.attachments.model import Attachment
from app.attachments.schemas import AttachmentRow, AttachTo
from app.core.access import Actor
from app.core.errors import NotFound
from app.core.query import Where
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.interactions.model import Interaction
from app.orders.model import Order

A = Attachment
_ROW = (
    sa.select(
        A.id, A.version, A.name, A.media_type, A.size, A.note, A.customer_id, A.interaction_id,
        A.order_id, A.created_at, A.created_by, A.removed_at, Interaction.subject, Order.number,
    )
    .outerjoin(Interaction, Interaction.id == A.interaction_id)
    .outerjoin(Order, Order.id == A.order_id)
)  # fmt: skip


def visible(actor: Actor) -> tuple[Where, ...]:
    """Which files the actor sees: those of the customers they see."""
    within = customers.visible(actor)
    return (A.customer_id.in_(sa.select(Customer.id).where(*within)),) if within else ()


def get(session: Session, actor: Actor, attachment_id: int, *, lock: bool = False) -> Attachment:
    """One attachment, removed or not; locked against other writers if asked.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    statement = sa.select(A).where(A.id == attachment_id, *visible(actor))
    found = session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound(gone())
    return found


def rows(
    session: Session, actor: Actor, to: AttachTo, *, removed: bool = False
) -> list[AttachmentRow]:
    """The files of a customer, or of one of its interactions or orders, newest first."""
    where = [A.customer_id == to.customer_id, *visible(actor)]
    if not removed:
        where.append(A.removed_at.is_(None))
    if to.interaction_id is not None:
        where.append(A.interaction_id == to.interaction_id)
    if to.order_id is not None:
        where.append(A.order_id == to.order_id)
    return [_row(row) for row in session.execute(_ROW.where(*where).order_by(A.id.desc()))]


def refuse_strangers(session: Session, to: AttachTo) -> None:
    """Let nobody put a file on what belongs to another customer.

    Raises:
        NotFound: the interaction or the order is not this customer's.
    """
    for model, key, said in (
        (Interaction, to.interaction_id, _("That interaction is gone. The file was not added.")),
        (Order, to.order_id, _("That order is gone. The file was not added.")),
    ):
        if key is None:
            continue
        whose = session.scalar(sa.select(model.customer_id).where(model.id == key))
        if whose != to.customer_id:
            raise NotFound(said)


def target(
    session: Session, actor: Actor, interaction_id: int | None, order_id: int | None
) -> AttachTo:
    """An interaction or an order as what files belong to, with its customer.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    model, key = (Interaction, interaction_id) if interaction_id else (Order, order_id)
    whose = sa.select(model.customer_id).join(Customer, Customer.id == model.customer_id)
    found = session.scalar(whose.where(model.id == key, *customers.visible(actor)))
    if found is None:
        raise NotFound(_("It is not there any more, or is not yours to see."))
    return AttachTo(found, interaction_id, order_id)


def same(session: Session, to: AttachTo, sha256: str, name: str) -> int | None:
    """The id of a file that is there already: the same under the same name, on the same thing."""
    found = sa.select(sa.func.min(A.id)).where(
        A.customer_id == to.customer_id, A.sha256 == sha256, A.name == name,
        A.interaction_id.is_not_distinct_from(to.interaction_id),
        A.order_id.is_not_distinct_from(to.order_id), A.removed_at.is_(None),
    )  # fmt: skip
    return session.scalar(found)


def gone() -> str:
    """What to say of a file that cannot be found."""
    return _("That file is not there any more, or is not yours to see.")


def _row(row: sa.Row[*tuple[Any, ...]]) -> AttachmentRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    subject, number = values.pop("subject"), values.pop("number")
    belongs = number or subject or ""
    if subject is None:
        values["interaction_id"] = None  # It was removed; undoing that brings it back.
    name = values["name"]
    return AttachmentRow(
        **values, kind=kinds.kind_of(name), belongs=belongs, risky=kinds.is_risky(name)
    )
