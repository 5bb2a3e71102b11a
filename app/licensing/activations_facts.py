"""Gathers what a verdict rests on: as it is now, or as it was at some time before."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Product
from app.catalogue.queries import terms_of
from app.core.clock import start_of_day, time_zone
from app.core.query import Where
from app.customers import rules as customer_rules
from app.customers.model import Customer, CustomerHold
from app.customers.schemas import Status as CustomerStatus
from app.licensing.checks_facts import CustomerFacts, DeviceFacts, Facts, LicenseFacts, Seat
from app.licensing.model import Activation, License
from app.licensing.queries import customer_words
from app.licensing.rules import policy_of
from app.licensing.schemas import ActivationState, LicenseState, Policy

A = Activation
# So many of the devices longest unheard of are offered to be given up.
_STALEST = 5


@dataclass(frozen=True, slots=True)
class Device:
    """A device that asks, by its fingerprint; `name` is what to call it."""

    fingerprint: str
    name: str
    clock: datetime | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The facts of a license that people decide, at one time."""

    id: int
    product_id: int
    state: LicenseState
    state_reason: str
    terms_id: int | None
    customer_id: int | None
    starts_on: date | None
    expires_on: date | None
    months_to_run: int | None
    overrides: dict[str, Any] = field(default_factory=dict)


def as_it_is(found: License) -> Terms:
    """What holds for a license now."""
    return Terms(
        found.id, found.product_id, found.state, found.state_reason, found.terms_id,
        found.customer_id, found.starts_on, found.expires_on, found.months_to_run,
        found.overrides,
    )  # fmt: skip


def policy(session: Session, found: Terms | License) -> Policy:
    """What its terms and overrides allow."""
    terms = terms_of(session, found.terms_id) if found.terms_id is not None else None
    return policy_of(terms, found.overrides)


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Reads facts in one session, for the organization's time zone.

    `at` is the past instant they are wanted for; None is now.
    """

    session: Session
    zone: str
    at: datetime | None = None

    @property
    def now(self) -> datetime:
        """The instant that is judged for."""
        now: datetime = self.session.info["now"]
        return self.at or now

    def facts(self, found: Terms, device: Device | None, *, offline: bool = False) -> Facts:
        """Everything about one license and the device that asks."""
        asking = None if device is None else self._device(found.id, device)
        return Facts(
            self.now, self.zone, license=self.license(found), device=asking, offline=offline
        )

    def license(self, found: Terms) -> LicenseFacts:
        """Everything about one license."""
        holds = policy(self.session, found)
        product = self.session.get_one(Product, found.product_id)
        live = self._live(found.id)
        counted = sa.select(sa.func.count(), sa.func.max(A.last_verified_at)).where(*live)
        active, seen = self.session.execute(counted).one()
        full = holds.allowed is not None and active >= holds.allowed
        return LicenseFacts(
            id=found.id,
            state=found.state,
            policy=holds,
            product=product.name,
            product_active=product.active,
            state_reason=found.state_reason,
            starts_on=found.starts_on,
            expires_on=found.expires_on,
            months_to_run=found.months_to_run,
            customer=self._customer(found.customer_id),
            active=active,
            stalest=self._stalest(live) if full else (),
            last_seen=min(seen, self.at) if self.at and seen else seen,
            self_ended=0 if holds.self_deactivations is None else self._self_ended(found.id),
        )

    def _live(self, license_id: int) -> tuple[Where, ...]:
        """Which devices were active."""
        if self.at is None:
            return (A.license_id == license_id, A.state == ActivationState.ACTIVE)
        return (
            A.license_id == license_id,
            A.activated_at <= self.at,
            sa.or_(A.ended_at.is_(None), A.ended_at > self.at),
        )

    def _stalest(self, live: tuple[Where, ...]) -> tuple[Seat, ...]:
        statement = sa.select(A.id, A.label, A.identifier, A.last_verified_at).where(*live)
        ordered = statement.order_by(A.last_verified_at, A.id).limit(_STALEST)
        return tuple(
            Seat(row.id, row.label or row.identifier, row.last_verified_at)
            for row in self.session.execute(ordered)
        )

    def _device(self, license_id: int, device: Device) -> DeviceFacts:
        mine = A.fingerprint == device.fingerprint
        seat = self.session.execute(
            sa.select(A.id, A.label, A.identifier, A.last_verified_at)
            .where(*self._live(license_id), mine)
            .limit(1)
        ).first()
        barred = sa.select(A.id, A.ended_why).where(
            A.license_id == license_id, mine, A.state == ActivationState.BLOCKED
        )
        if self.at is not None:
            barred = barred.where(A.ended_at <= self.at)
        bar = self.session.execute(barred.limit(1)).first()
        name = (seat.label or seat.identifier) if seat else device.name
        return DeviceFacts(
            name,
            Seat(seat.id, name, seat.last_verified_at) if seat else None,
            bar.id if bar else None,
            bar.ended_why if bar else "",
            device.clock,
        )

    def _self_ended(self, license_id: int) -> int:
        """How many seats the customer gave back in the year so far, in the organization's zone."""
        year = self.now.astimezone(time_zone(self.zone)).year
        begin = start_of_day(date(year, 1, 1), self.zone)
        counted = sa.select(sa.func.count()).where(
            A.license_id == license_id, A.self_ended, A.ended_at.between(begin, self.now)
        )
        return self.session.execute(counted.select_from(A)).scalar_one()

    def _customer(self, customer_id: int | None) -> CustomerFacts | None:
        if customer_id is None:
            return None
        found = self.session.execute(
            sa.select(Customer.name, Customer.email, Customer.client_id, Customer.deleted_at).where(
                Customer.id == customer_id
            )
        ).one()
        gone = found.deleted_at is not None and found.deleted_at <= self.now
        status = customer_rules.status_of(
            found.deleted_at if gone else None, self._holds(customer_id), self.now
        )
        deleted = status is CustomerStatus.DELETED
        name = customer_words(found.name, found.email, found.client_id, deleted=deleted)
        return CustomerFacts(customer_id, name, status)

    def _holds(self, customer_id: int) -> list[CustomerHold]:
        """Its holds; those that were released since are not released yet."""
        H = CustomerHold  # noqa: N806 - a short name for a class
        statement = sa.select(H.kind, H.starts_at, H.ends_at).where(
            H.customer_id == customer_id,
            sa.or_(H.released_at.is_(None), H.released_at > self.now),
        )
        return [
            H(kind=row.kind, starts_at=row.starts_at, ends_at=row.ends_at)
            for row in self.session.execute(statement)
        ]
