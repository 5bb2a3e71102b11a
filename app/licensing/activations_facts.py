"""Gathers what a verdict rests on: as it is now, or as it was at some time before."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import PlanTerms, Product
from app.catalogue.queries import terms_of
from app.core.clock import start_of_day, time_zone
from app.core.db import UtcDateTime
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
        devices = self._devices(found.id, device)
        asking = None if device is None else self._device(device, devices)
        held = self._license(found, devices)
        return Facts(self.now, self.zone, license=held, device=asking, offline=offline)

    def license(self, found: Terms) -> LicenseFacts:
        """Everything about one license."""
        return self._license(found, self._devices(found.id, None))

    def _license(self, found: Terms, devices: sa.Row[*tuple[Any, ...]]) -> LicenseFacts:
        around = self._around(found)
        holds = policy(self.session, found)
        seen, full = devices.seen, holds.allowed is not None and devices.active >= holds.allowed
        return LicenseFacts(
            id=found.id,
            state=found.state,
            policy=holds,
            product=around.product,
            product_active=around.active,
            state_reason=found.state_reason,
            starts_on=found.starts_on,
            expires_on=found.expires_on,
            months_to_run=found.months_to_run,
            customer=self._customer(found.customer_id, around),
            active=devices.active,
            stalest=self._stalest(found.id) if full else (),
            last_seen=min(seen, self.at) if self.at and seen else seen,
            self_ended=0 if holds.self_deactivations is None else devices.self_ended,
        )

    def _around(self, found: Terms) -> sa.Row[*tuple[Any, ...]]:
        """The license's product, terms and customer, read at once."""
        ids = {"product": found.product_id, "terms": found.terms_id, "customer": found.customer_id}
        return self.session.execute(_AROUND, ids).one()

    def _devices(self, license_id: int, device: Device | None) -> sa.Row[*tuple[Any, ...]]:
        """How many devices are active and since when unheard of, and what the one that asks has.

        With them the seats the customer gave back in the year so far, in the organization's
        zone.
        """
        year = self.now.astimezone(time_zone(self.zone)).year
        asked = {
            "license": license_id,
            "fingerprint": device.fingerprint if device else None,
            "begin": start_of_day(date(year, 1, 1), self.zone),
            "now": self.now,
        }
        return self.session.execute(_counted(past=self.at is not None), asked).one()

    def _stalest(self, license_id: int) -> tuple[Seat, ...]:
        statement = sa.select(A.id, A.label, A.identifier, A.last_verified_at)
        statement = statement.where(A.license_id == license_id, _live(self.at))
        ordered = statement.order_by(A.last_verified_at, A.id).limit(_STALEST)
        return tuple(
            Seat(row.id, row.label or row.identifier, row.last_verified_at)
            for row in self.session.execute(ordered)
        )

    def _device(self, device: Device, known: sa.Row[*tuple[Any, ...]]) -> DeviceFacts:
        rows = {}
        if known.seat or known.bar:
            statement = sa.select(A.id, A.label, A.identifier, A.last_verified_at, A.ended_why)
            found = self.session.execute(statement.where(A.id.in_((known.seat, known.bar))))
            rows = {row.id: row for row in found}
        seat, bar = rows.get(known.seat), rows.get(known.bar)
        name = (seat.label or seat.identifier) if seat else device.name
        return DeviceFacts(
            name,
            Seat(seat.id, name, seat.last_verified_at) if seat else None,
            bar.id if bar else None,
            bar.ended_why if bar else "",
            device.clock,
        )

    def _customer(
        self, customer_id: int | None, found: sa.Row[*tuple[Any, ...]]
    ) -> CustomerFacts | None:
        if customer_id is None:
            return None
        gone = found.deleted_at is not None and found.deleted_at <= self.now
        status = customer_rules.status_of(
            found.deleted_at if gone else None, self._holds(customer_id), self.now
        )
        deleted = status is CustomerStatus.DELETED
        name = customer_words(found.name, found.email, found.client_id, deleted=deleted)
        return CustomerFacts(customer_id, name, status)

    def _holds(self, customer_id: int) -> list[CustomerHold]:
        """Its holds; those that were released since are not released yet."""
        return [
            CustomerHold(kind=row.kind, starts_at=row.starts_at, ends_at=row.ends_at)
            for row in self.session.execute(_HOLDS, {"customer": customer_id, "now": self.now})
        ]


# Statements are made once: that takes longer than to have them answered.
_AROUND = (
    sa.select(
        Product.name.label("product"), Product.active, PlanTerms,
        Customer.name, Customer.email, Customer.client_id, Customer.deleted_at,
    )
    .select_from(Product)
    .outerjoin(PlanTerms, PlanTerms.id == sa.bindparam("terms"))
    .outerjoin(Customer, Customer.id == sa.bindparam("customer"))
    .where(Product.id == sa.bindparam("product"))
)  # fmt: skip

_HOLDS = sa.select(CustomerHold.kind, CustomerHold.starts_at, CustomerHold.ends_at).where(
    CustomerHold.customer_id == sa.bindparam("customer"),
    sa.or_(CustomerHold.released_at.is_(None), CustomerHold.released_at > sa.bindparam("now")),
)


def _live(at: Any) -> Where:
    """Which devices are active, or were at some time."""
    if at is None:
        return A.state == ActivationState.ACTIVE
    return sa.and_(A.activated_at <= at, sa.or_(A.ended_at.is_(None), A.ended_at > at))


@cache
def _counted(*, past: bool) -> sa.Select[*tuple[Any, ...]]:
    """What is counted of a license's devices at a past instant, or now; made once."""
    now = sa.bindparam("now", type_=UtcDateTime())
    live, barred = _live(now if past else None), A.state == ActivationState.BLOCKED
    if past:
        barred = sa.and_(barred, A.ended_at <= now)
    mine = A.fingerprint == sa.bindparam("fingerprint")
    given_back = sa.and_(A.self_ended, A.ended_at.between(sa.bindparam("begin"), now))
    return sa.select(
        sa.func.count(sa.case((live, 1))).label("active"),
        sa.func.max(sa.case((live, A.last_verified_at))).label("seen"),
        sa.func.max(sa.case((sa.and_(live, mine), A.id))).label("seat"),
        sa.func.max(sa.case((sa.and_(barred, mine), A.id))).label("bar"),
        sa.func.count(sa.case((given_back, 1))).label("self_ended"),
    ).where(A.license_id == sa.bindparam("license"))
