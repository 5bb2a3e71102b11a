"""Makes what demo customers bought: licenses, the devices they use, subscriptions, domains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from app.catalogue.terms import Terms
from app.core.folding import search_text, sort_key
from app.core.vault import Vault
from app.customers.following import found_by
from app.customers.model import Customer
from app.demo import devices
from app.demo.licensing_story import Story, story
from app.demo.spans import METRIC, Billed
from app.demo.story import Days
from app.domains.schemas import DomainState
from app.licensing import keys, rules
from app.licensing.activating import derive_own
from app.licensing.activations_drafts import fingerprint
from app.licensing.model import Activation, License
from app.licensing.schemas import VALID, LicenseState
from app.subscriptions import rules as periods
from app.subscriptions.schemas import LIVING, SubscriptionStatus

SEED = 20261102
# How many licenses a customer has, and how often out of a hundred, for two each on average.
_MANY = ((0, 22), (1, 30), (2, 19), (3, 12), (4, 6), (6, 5), (9, 4), (14, 2))
_SUBSCRIBED, _WITH_DOMAIN, _IN_STOCK = 0.5, 0.55, 0.04
_STATUSES = (
    *(SubscriptionStatus.ACTIVE,) * 15, SubscriptionStatus.TRIALING,
    SubscriptionStatus.PAUSED, SubscriptionStatus.CANCELLED, SubscriptionStatus.EXPIRED,
)  # fmt: skip
Rows = list[dict[str, Any]]
# What an activation takes over from its license, and what not every device tells.
_OF_LICENSE = ("customer_id", "product_id", "key_tail", "product_key")
_BARE = {"label": "", "hostname": "", "domain": "", "platform": ""}


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """A plan as licenses are made of it; only itself equals it."""

    plan_id: int
    product_id: int
    product: str
    plan: str
    terms: Terms
    key_format: str
    on_domains: bool
    cycles: bool


@dataclass(slots=True)
class Sold:
    """What some customers bought.

    Rows lack ids; `license` and `subscription` hold the place in the list instead.
    """

    licenses: Rows
    activations: Rows
    subscriptions: Rows
    domains: Rows


class Seller:
    """Sells to one customer after the other, the same on every run.

    `each` is how many licenses a customer has on average.
    """

    def __init__(
        self, days: Days, goods: Mapping[Goods, int], vault: Vault, zone: str, each: float
    ) -> None:
        self._rng = Random(SEED)  # noqa: S311 - nothing to keep secret
        self._days, self._vault, self._zone = days, vault, zone
        self._goods, self._often = list(goods), list(goods.values())
        counts, often = zip(*_MANY, strict=True)
        average = sum(n * share for n, share in _MANY) / sum(often)
        self._counts, self._shares, self._factor = counts, often, each / average
        self._number = 0
        self._domains: set[str] = set()
        metered = (one for one in goods if METRIC in one.terms.usage_prices)
        self.billed = Billed(days, frozenset(one.plan_id for one in metered))

    def sell(self, customers: Sequence[dict[str, Any]]) -> Sold:
        """What these customers bought; their counters are set."""
        sold = Sold([], [], [], [])
        for customer in customers:
            self._sell_to(sold, customer)
            if self._rng.random() < _IN_STOCK * self._factor:
                self._license(sold, None, self._pick(), customer["created_at"])
        return sold

    def _sell_to(self, sold: Sold, customer: dict[str, Any]) -> None:
        domain = customer["website_domain"]
        if domain and domain not in self._domains and self._rng.random() < _WITH_DOMAIN:
            self._domains.add(domain)
            sold.domains.append(self._domain(customer, domain))
        first = len(sold.licenses)
        [many] = self._rng.choices(self._counts, self._shares)
        wanted = many * self._factor
        for _one in range(int(wanted) + (self._rng.random() < wanted % 1)):
            self._license(sold, customer, self._pick(), customer["created_at"])
        made = sold.licenses[first:]
        customer["licenses"] = len(made)
        customer["active_licenses"] = sum(one["status"] in VALID for one in made)

    def _pick(self) -> Goods:
        [goods] = self._rng.choices(self._goods, self._often)
        return goods

    def _license(
        self, sold: Sold, customer: dict[str, Any] | None, goods: Goods, since: datetime
    ) -> None:
        self._number += 1
        rng, number = self._rng, self._number
        told = story(rng, self._days, number, since, goods.terms, cycles=goods.cycles)
        if customer is None:
            told = Story(LicenseState.AVAILABLE, "", told.sold_at, None, None, told.cycle, 0)
        elif customer["deleted_at"] and told.state is LicenseState.ACTIVE:
            told = Story(
                LicenseState.CANCELLED, "Left us", told.sold_at, None, told.expires_on,
                told.cycle, 0,
            )  # fmt: skip
        values = self._license_values(customer, goods, told)
        place = len(sold.licenses)
        sold.licenses.append(values)
        if customer is not None:
            self._devices(sold, place, customer, goods, told)
            if told.cycle and told.state is LicenseState.ACTIVE and rng.random() < _SUBSCRIBED:
                values["subscription"] = len(sold.subscriptions)
                sold.subscriptions.append(self._subscription(customer, goods, told, number))

    def _license_values(
        self, customer: dict[str, Any] | None, goods: Goods, told: Story
    ) -> dict[str, Any]:
        uid = str(UUID(int=self._rng.getrandbits(128), version=4))
        key = keys.generate(goods.key_format, self._rng.randrange)
        email = (customer or {}).get("email") or ""
        found = SimpleNamespace(
            uid=uid,
            key_digest=keys.digest(key),
            key_sealed=self._vault.seal(key.encode(), f"licenses.key/{uid}"),
            key_tail=keys.tail(key),
            product_id=goods.product_id,
            plan_id=goods.plan_id,
            terms_id=goods.terms.id,
            customer_id=customer["id"] if customer else None,
            client_id=customer["client_id"] if customer else "",
            email=email,
            email_norm=(customer or {}).get("email_norm") or "",
            order_number=f"SO-{100_000 + self._number // 2}",
            state=told.state,
            state_reason=told.reason,
            cycle=told.cycle,
            starts_on=told.starts_on,
            expires_on=told.expires_on,
            overrides={},
            activations=told.used,
            product_key=sort_key(goods.product) or "",
            plan_key=sort_key(goods.plan),
            created_at=told.sold_at,
            updated_at=told.sold_at,
        )
        policy = rules.policy_of(goods.terms, {})
        rules.derive(cast("License", found), policy, self._days.now, self._zone)
        return vars(found) | _following(found.own_text, customer)

    def _devices(
        self, sold: Sold, place: int, customer: dict[str, Any], goods: Goods, told: Story
    ) -> None:
        rng, days = self._rng, self._days
        policy = rules.policy_of(goods.terms, {})
        of_license = sold.licenses[place]
        domain = (customer["website_domain"] or "example.net") if goods.on_domains else None
        made = [
            devices.device(rng, days, self._number * 7 + turn, told.sold_at, domain)
            for turn in range(told.used)
        ]
        if devices.has_gone(rng):
            before = devices.device(rng, days, self._number * 7 + 6, told.sold_at, domain)
            made.append(devices.ended(rng, days, before, customer["updated_by"]))
        for values in made:
            values["license"] = place
            values["fingerprint"] = fingerprint(values["kind"], values["identifier"])
            values |= {name: of_license[name] for name in _OF_LICENSE}
            values["created_at"] = values["updated_at"] = values["activated_at"]
            row = SimpleNamespace(**_BARE | values)
            derive_own(cast("Activation", row), policy)
            sold.activations.append(vars(row) | _following(row.own_text, customer))

    def _subscription(
        self, customer: dict[str, Any], goods: Goods, told: Story, number: int
    ) -> dict[str, Any]:
        cycle, today = told.cycle, self._days.now.date()
        assert cycle is not None  # noqa: S101 - whoever calls has looked
        status = _STATUSES[number % len(_STATUSES)]
        price = goods.terms.price(cycle)
        started = told.sold_at.date()
        begin, end = periods.period_after(started, cycle, today)
        values: dict[str, Any] = {
            "uid": str(UUID(int=self._rng.getrandbits(128), version=4)),
            "customer_id": customer["id"], "plan_id": goods.plan_id, "terms_id": goods.terms.id,
            "cycle": cycle, "quantity": 1 + (number % 5 == 0), "status": status,
            "price_minor": price.minor if price else 0, "currency": goods.terms.currency,
            "started_on": started, "anchor_on": started, "period_start": begin, "period_end": end,
            "renews": True, "cancel_at_period_end": number % 11 == 0, "cancel_reason": "",
            "product_key": sort_key(goods.product) or "", "plan_key": sort_key(goods.plan) or "",
            "created_at": told.sold_at, "updated_at": told.sold_at, "paused_at": None,
            "ended_at": None, "trial_ends_on": None,
        }  # fmt: skip
        values |= _ending(status, self._days, number)
        customer["subscriptions"] += 1
        customer["active_subscriptions"] += status in LIVING
        return values

    def _domain(self, customer: dict[str, Any], domain: str) -> dict[str, Any]:
        today = self._days.now.date()
        expires = today + timedelta(days=self._rng.randrange(-20, 700))
        own = search_text([domain])
        return {
            "name": domain, "name_norm": domain, "name_key": sort_key(domain) or "",
            "customer_id": customer["id"], "license_id": None, "state": DomainState.ACTIVE,
            "expires_on": expires if self._rng.random() < 0.8 else None,  # noqa: PLR2004 - a share
            "note": "", "own_text": own, "created_at": customer["created_at"],
            "updated_at": customer["created_at"], **_following(own, customer),
        }  # fmt: skip


def numbered(
    values: dict[str, Any], number: str, customer: Mapping[int, dict[str, Any]]
) -> dict[str, Any]:
    """A subscription with its number, and what follows from both."""
    found = SimpleNamespace(**values, number=number)
    periods.derive(cast("Any", found))
    return vars(found) | _following(found.own_text, customer[found.customer_id])


def _ending(status: SubscriptionStatus, days: Days, number: int) -> dict[str, Any]:
    match status:
        case SubscriptionStatus.TRIALING:
            ends = days.now.date() + timedelta(days=1 + number % 13)
            begun = ends - timedelta(days=14)
            return {
                "trial_ends_on": ends, "started_on": begun, "period_start": begun,
                "anchor_on": ends + timedelta(days=1), "period_end": ends + timedelta(days=1),
            }  # fmt: skip
        case SubscriptionStatus.PAUSED:
            return {"paused_at": days.base - timedelta(days=number % 20)}
        case SubscriptionStatus.CANCELLED:
            return {"ended_at": days.base, "cancel_reason": "Uses another product now"}
        case SubscriptionStatus.EXPIRED:
            return {"ended_at": days.base, "renews": False}
    return {}


def _following(own_text: str, customer: dict[str, Any] | None) -> dict[str, Any]:
    """What follows from the customer of a row."""
    whose = cast("Customer", SimpleNamespace(**customer)) if customer else None
    return {
        "customer_key": customer["name_key"] if customer else None,
        "search_text": found_by(own_text, whose),
    }
