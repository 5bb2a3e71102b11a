"""Compares what licenses store twice with what follows: status, limits, counters."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.core.progress import Progress
from app.customers.model import Customer
from app.licensing.model import Activation, License
from app.licensing.rules import is_over, own_text, status_of
from app.licensing.schemas import VALID, ActivationState
from app.licensing.settling import Settling

CHUNK = 1000


def wrong_licenses(session: Session, progress: Progress | None = None) -> list[int]:
    """The licenses whose status, limit, count of devices or own text is not what follows."""
    settling, progress = Settling(session), progress or Progress()
    total = session.scalar(sa.select(sa.func.count()).select_from(License)) or 0
    odd = []
    for done, (found, devices) in enumerate(_licenses(session), 1):
        odd += [] if _follows(settling, found, devices) else [found.id]
        progress.report(done, total)
    return odd


def wrong_customers(session: Session) -> list[int]:
    """The customers whose counters of licenses are not what counting gives."""
    total = _counted(License.customer_id == Customer.id)
    active = _counted(License.customer_id == Customer.id, License.status.in_(sorted(VALID)))
    odd = sa.or_(Customer.licenses != total, Customer.active_licenses != active)
    return list(session.scalars(sa.select(Customer.id).where(odd).order_by(Customer.id)))


def wrong_catalogue(session: Session) -> list[str]:
    """The products and plans whose counter of licenses is not what counting gives."""
    odd: list[str] = []
    for entity, column in ((Product, License.product_id), (Plan, License.plan_id)):
        counter = entity.licenses != _counted(column == entity.id)
        odd += session.scalars(sa.select(entity.name).where(counter).order_by(entity.id))
    return odd


def _licenses(session: Session) -> Iterator[tuple[License, int]]:
    """Each license with how many devices are active on it, a chunk in memory at a time."""
    last = 0
    while chunk := session.scalars(
        sa.select(License).where(License.id > last).order_by(License.id).limit(CHUNK)
    ).all():
        first, last = chunk[0].id, chunk[-1].id
        rows = session.execute(
            sa.select(Activation.license_id, sa.func.count())
            .where(Activation.license_id.between(first, last))
            .where(Activation.state == ActivationState.ACTIVE)
            .group_by(Activation.license_id)
        )
        counted = {row[0]: row[1] for row in rows}
        for found in chunk:
            yield found, counted.get(found.id, 0)
        session.expunge_all()


def _follows(settling: Settling, found: License, devices: int) -> bool:
    policy = settling.policy(found)
    status, until = status_of(
        found.state, found.starts_on, found.expires_on, policy.grace_days, settling.now,
        settling.zone,
    )  # fmt: skip
    return (found.status, found.status_until, found.activations) == (status, until, devices) and (
        found.activation_limit,
        found.over_limit,
        found.own_text,
    ) == (policy.activation_limit, is_over(devices, policy.activation_limit), own_text(found))


def _counted(*where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    counted = sa.select(sa.func.count()).select_from(License).where(*where)
    return counted.correlate(Customer, Product, Plan).scalar_subquery()
