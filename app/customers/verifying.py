"""Verifies customers: by hand, or by themselves where a switch of the settings says so.

Whoever was once unverified by hand is verified by hand alone from then on.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.audit import AuditEvent
from app.core.batch import among
from app.customers import rules
from app.customers.model import Customer
from app.customers.verify_schemas import AUTOMATIC, Ground
from app.organization.schemas import OrganizationSettings
from app.organization.service import current
from app.organization.trusted import is_trusted

UNVERIFY = "verification.unverify"
FIELDS = ("verified_at", "verified_by", "verified")
_ORDERS = sa.table(
    "orders", sa.column("customer_id", sa.Integer), sa.column("status", sa.String)
)  # fmt: skip
_AT_ONCE = 500


def verify(session: Session, customer: Customer, by: str) -> None:
    """Verify a customer as of now, and those it referred where that is switched on."""
    mark(customer, session.info["now"], by)
    session.flush()
    pass_on(session, [customer.id])


def mark(customer: Any, at: Any, by: str) -> None:
    """Write that a customer, or a light copy of one, is verified; None takes it back."""
    customer.verified_at, customer.verified_by = at, by
    rules.derive(customer, customer.email_norm, frozenset({"verified_at"}))


def automatic(session: Session, customer: Customer, *grounds: Ground) -> bool:
    """Verify a stored customer by itself if one of the grounds holds; whether it was."""
    if not _marked(session, customer, grounds):
        return False
    session.flush()
    pass_on(session, [customer.id])
    return True


def each(session: Session, ids: Iterable[int], *grounds: Ground) -> None:
    """The same with many, by their ids; nothing is read while all of it is switched off."""
    if not _switched_on(current(session), grounds):
        return
    for customer in _unverified(session, Customer.id, sorted(ids)):
        automatic(session, customer, *grounds)


def starter(session: Session) -> Callable[[Any], None]:
    """What verifies new customers of which the database knows nothing yet."""
    settings, now = current(session), session.info["now"]
    grounds = _switched_on(settings, (Ground.REFERRED, Ground.DOMAIN))

    def begin(customer: Any) -> None:
        if by := _by(session, settings, customer, grounds):
            mark(customer, now, by)

    return begin


def pass_on(session: Session, ids: Sequence[int]) -> None:
    """Verify whom these verified customers referred, and so on, where that is switched on."""
    grounds = _switched_on(current(session), (Ground.REFERRED,))
    while grounds and ids:
        referred = _unverified(session, Customer.referred_by_id, ids)
        ids = [one.id for one in referred if _marked(session, one, grounds)]
        session.flush()


def _marked(session: Session, customer: Customer, grounds: Sequence[Ground]) -> bool:
    if not grounds:
        return False
    by = _by(session, current(session), customer, grounds)
    if not by or _unverified_once(session, customer.id):
        return False
    mark(customer, session.info["now"], by)
    return True


def _unverified(session: Session, column: Any, ids: Sequence[int]) -> list[Customer]:
    found: list[Customer] = []
    for start in range(0, len(ids), _AT_ONCE):
        wanted = among(session, column, ids[start : start + _AT_ONCE])
        # Plainly: these are few, and looked up by the ids.
        open_ones = (Customer.verified_at.is_(None), Customer.deleted_at.is_(None))
        statement = sa.select(Customer).where(wanted, *open_ones).order_by(Customer.id)
        found += session.scalars(statement.with_for_update(key_share=True))
    return found


def _by(
    session: Session, settings: OrganizationSettings, customer: Any, grounds: Sequence[Ground]
) -> str:
    """What verifies a customer by itself, if one of the grounds does."""
    if customer.verified_at is not None or customer.deleted_at is not None:
        return ""
    for ground in _switched_on(settings, grounds):
        if _HOLDS[ground](session, settings, customer):
            return AUTOMATIC[ground]
    return ""


def _switched_on(settings: OrganizationSettings, grounds: Sequence[Ground]) -> tuple[Ground, ...]:
    return tuple(ground for ground in grounds if getattr(settings, ground.value))


def _unverified_once(session: Session, customer_id: int) -> bool:
    taken_back = sa.select(AuditEvent.seq).where(
        AuditEvent.subject == "customers",
        AuditEvent.subject_id == customer_id,
        AuditEvent.use_case == UNVERIFY,
    )
    return session.scalar(taken_back.limit(1)) is not None


def _ordered(session: Session, _settings: OrganizationSettings, customer: Any) -> bool:
    mine = (_ORDERS.c.customer_id == customer.id, _ORDERS.c.status == "delivered")
    return session.scalar(sa.select(sa.literal(1)).where(*mine).limit(1)) is not None


def _referred(session: Session, _settings: OrganizationSettings, customer: Any) -> bool:
    # A light copy of a new customer need not have it.
    if (referrer_id := getattr(customer, "referred_by_id", None)) is None:
        return False
    referrer = sa.select(Customer.verified_at).where(
        Customer.id == referrer_id, Customer.deleted_at.is_(None)
    )
    return session.scalar(referrer) is not None


def _confirmed(_session: Session, _settings: OrganizationSettings, customer: Any) -> bool:
    return customer.email_verified_at is not None


def _trusted(_session: Session, settings: OrganizationSettings, customer: Any) -> bool:
    return is_trusted(settings.trusted_domains, customer.email_norm)


_HOLDS: dict[Ground, Callable[[Session, OrganizationSettings, Any], bool]] = {
    Ground.FIRST_ORDER: _ordered,
    Ground.REFERRED: _referred,
    Ground.EMAIL: _confirmed,
    Ground.DOMAIN: _trusted,
}
