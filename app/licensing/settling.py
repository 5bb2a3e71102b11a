"""Brings a license in line with its facts: dates, terms, customer. Used by all who write."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.queries import terms_of
from app.catalogue.terms import Cycle, ExpiryBasis, Terms
from app.core.batch import among
from app.core.clock import add_months, time_zone
from app.core.errors import Invalid
from app.core.text import _
from app.customers.following import follow
from app.customers.model import Customer
from app.licensing import counters
from app.licensing.drafts import LAST_DAY
from app.licensing.model import Activation, License
from app.licensing.rules import derive, policy_of
from app.licensing.schemas import Policy
from app.organization.service import current


class Settling:
    """What one transaction knows about time and terms; `touched` is to be counted at its end."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now: datetime = session.info["now"]
        self.zone = current(session).time_zone
        self.today: date = self.now.astimezone(time_zone(self.zone)).date()
        self._terms: dict[int, Terms] = {}
        self._customers: dict[int, Customer] = {}
        self._whose: set[int | None] = set()
        self._products: Counter[int] = Counter()
        self._plans: Counter[int] = Counter()

    def terms(self, terms_id: int | None) -> Terms | None:
        """The terms of that id, read once."""
        if terms_id is None:
            return None
        if terms_id not in self._terms:
            self._terms[terms_id] = terms_of(self.session, terms_id)
        return self._terms[terms_id]

    def policy(self, found: License) -> Policy:
        """What holds for a license."""
        return policy_of(self.terms(found.terms_id), found.overrides)

    def know(self, *customers: Customer) -> None:
        """Use these customers instead of reading them again."""
        self._customers |= {one.id: one for one in customers}

    def settle(self, found: License) -> None:
        """Rewrite what follows from a license's facts and its customer."""
        self.touch(found)
        derive(found, self.policy(found), self.now, self.zone)
        follow(found, self._customer(found.customer_id))

    def touch(self, found: License) -> None:
        """Have its customer counted at the end; call it before another gets the license."""
        self._whose.add(found.customer_id)

    def add(self, found: License, more: int = 1) -> None:
        """Have so many licenses of its product and plan counted at the end."""
        self._products[found.product_id] += more
        if found.plan_id is not None:
            self._plans[found.plan_id] += more

    def finish(self) -> None:
        """Write, and count what was touched."""
        self.session.flush()
        counters.recount(self.session, self._whose)
        counters.add_to_catalogue(self.session, self._products, self._plans)

    def move_activations(self, moved: Iterable[License]) -> None:
        """Let devices follow their licenses to other customers; that is no edit of theirs."""
        by_customer: dict[int | None, list[int]] = {}
        for one in moved:
            by_customer.setdefault(one.customer_id, []).append(one.id)
        for customer_id, ids in by_customer.items():
            customer = self._customer(customer_id)
            self.session.execute(
                sa.update(Activation)
                .where(among(self.session, Activation.license_id, ids))
                .values(
                    customer_id=customer_id,
                    customer_key=customer.name_key if customer else None,
                    search_text=Activation.own_text + _found_by(customer),
                )
                .execution_options(synchronize_session=False)
            )

    def _customer(self, customer_id: int | None) -> Customer | None:
        if customer_id is None:
            return None
        if customer_id not in self._customers:
            self._customers[customer_id] = self.session.get_one(Customer, customer_id)
        return self._customers[customer_id]


def _found_by(customer: Customer | None) -> str:
    """What `customers.following.found_by` adds to a row's own text."""
    if customer is None:
        return ""
    parts = (customer.name_key, customer.email_norm, customer.client_key)
    return " " + " ".join(part or "" for part in parts)


def months_of(terms: Terms | None, cycle: Cycle | None) -> int | None:
    """How many months a license runs that is sold so; None for without end.

    Raises:
        Invalid: its plan's duration follows the billing cycle, and there is none.
    """
    if terms is None:
        return cycle.months if cycle else None
    if terms.months is not None:
        return terms.months or None
    if cycle is None:
        raise Invalid({"cycle": _("Its plan ends with its billing cycle. Choose one.")})
    return cycle.months


def cycle_for(terms: Terms | None, wanted: Cycle | None) -> Cycle | None:
    """The billing cycle: the one that was asked for, or the only one the plan is sold by."""
    if wanted is not None or terms is None:
        return wanted
    sold = [one for one in Cycle if terms.price(one) is not None]
    return sold[0] if len(sold) == 1 else None


def begin(found: License, policy: Policy, today: date) -> None:
    """Let a license's time run that was waiting for its customer.

    One whose time counts from its first activation waits on.
    """
    if found.months_to_run is None or policy.expiry_basis is ExpiryBasis.FIRST_ACTIVATION:
        return
    starts_on = found.starts_on or today
    found.expires_on = later(starts_on, found.months_to_run)
    found.starts_on, found.months_to_run = starts_on, None


def later(day: date, months: int) -> date:
    """The same day so many months later.

    Raises:
        Invalid: that is too far away, under "months".
    """
    try:
        found = add_months(day, months)
    except ValueError:
        found = date.max
    if found > LAST_DAY:
        said = _("That is after %s. Choose fewer months, or let it never expire.")
        raise Invalid({"months": said % LAST_DAY.isoformat()})
    return found
