"""Makes demo customers one after the other, the same ones on every run."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.core.currencies import exponent
from app.customers.creation import CUSTOMER_ADMIN
from app.customers.schemas import COMPANY_SIZES, Kind
from app.demo import phrases, story
from app.demo.country import Country, Town
from app.demo.inserting import NewCustomer
from app.demo.names import MAILBOXES, OFFICES, Firm, Names, Person
from app.demo.places import COUNTRIES

SEED = 20261101
# Out of a hundred customers, in turn: what is odd about their names.
_ODDITIES = ("long firm", "no name", "one word", "long person")
_HUNDRED, _STEP, _FIRST = 100, 53, 7
_BUSINESS, _FREELANCE, _AGENCY = 0.65, 0.12, 0.04
# A company's yearly revenue by its size, in euros.
_REVENUES = (80_000, 900_000, 6_000_000, 30_000_000, 120_000_000)
_RECENT = 30


class Maker:
    """Makes `total` customers; `owners` are ids of staff by the continent they look after."""

    def __init__(
        self, total: int, days: story.Days, owners: Mapping[str, Sequence[tuple[int, str]]]
    ) -> None:
        self._rng = Random(SEED)  # noqa: S311 - nothing to keep secret
        self._names = Names(self._rng)
        self._total, self._days, self._owners = total, days, owners
        self._deck: list[Country] = []
        self._companies: deque[NewCustomer] = deque(maxlen=_RECENT)

    def customers(self) -> Iterator[NewCustomer]:
        """Every customer, oldest first."""
        for number in range(1, self._total + 1):
            yield self._customer(number)

    def _customer(self, number: int) -> NewCustomer:
        country = self._country()
        since = story.joined(self._rng, self._days, number, self._total)
        odd = (number * _STEP + _FIRST) % _HUNDRED
        oddity = _ODDITIES[odd] if odd < len(_ODDITIES) else ""
        business = oddity == "long firm" or (not oddity and self._likely(_BUSINESS))
        make = self._company if business else self._individual
        made = make(country, number, oddity)
        made.values |= self._common(country, since)
        made.values |= story.columns(self._days, number)
        made.holds = story.holds(self._rng, self._days, number, since)
        if business:
            self._add_people(made, country)
        return made

    def _country(self) -> Country:
        """The next from a shuffled deck in which each is as often as its weight says."""
        if not self._deck:
            self._deck = [country for country in COUNTRIES for _card in range(country.weight)]
            self._rng.shuffle(self._deck)
        return self._deck.pop()

    def _company(self, country: Country, number: int, oddity: str) -> NewCustomer:
        names = self._names
        town, admin = names.pick(country.places), names.person(country)
        firm = (names.long_firm if oddity else names.firm)(country, town, number)
        local = names.pick(OFFICES) if self._likely(0.25) else admin.local
        size = int(self._rng.random() ** 2 * len(COMPANY_SIZES))
        values = {
            "kind": Kind.BUSINESS,
            "company_name": firm.name if self._likely(0.3) else firm.legal_name,
            "legal_name": firm.legal_name if self._likely(0.5) else "",
            "first_name": admin.first,
            "last_name": admin.last,
            "email": f"{local}@{firm.domain}",
            "phone": names.fill(town.phone),
            "website": f"https://www.{firm.domain}" if self._likely(0.8) else firm.domain,
            "description": phrases.DESCRIPTIONS[firm.industry] if self._likely(0.5) else "",
            "company_size": COMPANY_SIZES[size] if self._likely(0.9) else "",
            "industry": firm.industry,
            **self._address(country, town),
            **self._revenue(country, size),
        }
        made = NewCustomer(values, values["email"])
        if self._companies and self._likely(_AGENCY):
            made.parent = names.pick(self._companies)
        self._companies.append(made)
        return made

    def _individual(self, country: Country, number: int, oddity: str) -> NewCustomer:
        names = self._names
        person = self._named(country, oddity)
        local = names.unused(person.local, number)
        mailbox = names.pick(MAILBOXES)
        firm: Firm | None = None
        if not oddity and self._likely(_FREELANCE):
            firm = names.firm(country, names.pick(country.places), number)
        typed = local.title() if self._likely(0.05) else local
        values = {
            "kind": Kind.INDIVIDUAL,
            "first_name": person.first,
            "last_name": person.last,
            "company_name": firm.name if firm else "",
            "email": f"{typed}@{mailbox}",
            "country": country.code,
        }
        if oddity != "no name":
            values["phone"] = names.fill(names.pick(country.all_phones))
            if self._likely(0.8):
                values |= self._address(country, names.pick(country.places))
        return NewCustomer(values, f"{local}@{mailbox}")

    def _named(self, country: Country, oddity: str) -> Person:
        if oddity == "long person":
            return self._names.long_person(country)
        person = self._names.person(country)
        if oddity == "no name":
            return Person("", "", person.local)
        if oddity == "one word":
            return Person(person.first or person.last, "", person.local)
        return person

    def _address(self, country: Country, town: Town) -> dict[str, Any]:
        number = int(self._rng.random() ** 2 * 180) + 1
        return {
            "country": country.code,
            "address_line1": self._names.pick(country.streets).format(n=number),
            "city": town.name.native,
            "state": town.state,
            "postal_code": self._names.fill(town.postal),
        }

    def _revenue(self, country: Country, size: int) -> dict[str, Any]:
        if not self._likely(0.6):
            return {}
        euros = _REVENUES[size] * (0.5 + 1.5 * self._rng.random())
        thousands = int(euros * phrases.PER_EURO[country.currency] / 1000)
        return {
            "annual_revenue_minor": thousands * 1000 * 10 ** exponent(country.currency),
            "annual_revenue_currency": country.currency,
        }

    def _common(self, country: Country, since: datetime) -> dict[str, Any]:
        """What every customer has, whatever it is: an owner, dates, now and then a note."""
        base = self._days.base
        owner_id, owner = self._names.pick(self._owners[_continent(country)])
        changed = story.between(self._rng, since, base)
        values: dict[str, Any] = {
            "uid": str(UUID(int=self._rng.getrandbits(128), version=4)),
            "created_at": since,
            "created_by": owner,
            "updated_at": changed,
            "updated_by": owner,
            "owner_id": owner_id if self._likely(0.85) else None,
            "notes": self._names.pick(phrases.NOTES) if self._likely(0.25) else "",
        }
        if self._likely(0.7):
            month = min(since + timedelta(days=30), base)
            values["email_verified_at"] = story.between(self._rng, since, month)
            if self._likely(0.8):
                values["verified_at"] = story.between(self._rng, since, month)
                values["verified_by"] = owner
        if self._likely(0.8):
            # Most were seen lately, some not for a long time.
            lately = base - (base - since) * self._rng.random() ** 3
            values["last_activity_at"] = lately.replace(microsecond=0)
        return values

    def _add_people(self, made: NewCustomer, country: Country) -> None:
        """A company's contacts, and the user who administers its account."""
        values, names = made.values, self._names
        domain = values["email"].partition("@")[2]
        admin = Person(values["first_name"], values["last_name"], "")
        made.contacts.append(
            _contact(admin.name, values["phone"], values["email"], phrases.JOBS[0]) | _PRIMARY
        )
        for _more in range(int(self._rng.random() * 3)):
            person = names.person(country)
            phone = names.fill(names.pick(country.all_phones)) if self._likely(0.7) else ""
            email, job = f"{person.local}@{domain}", names.pick(phrases.JOBS[1:])
            made.contacts.append(_contact(person.name, phone, email, job))
        made.users.append(
            {
                "first_name": admin.first,
                "last_name": admin.last,
                "email": values["email"],
                "email_norm": made.email_norm,
                "role": CUSTOMER_ADMIN,
                "active": "deleted_at" not in values,
                "confirmed_at": values.get("email_verified_at"),
                "last_sign_in_at": values.get("email_verified_at")
                and values.get("last_activity_at"),
            }
        )

    def _likely(self, share: float) -> bool:
        return self._rng.random() < share


_PRIMARY = {"is_primary": True}
_OVERSEAS = frozenset(
    {"US", "CA", "MX", "BR", "AR", "IN", "JP", "CN", "KR", "VN", "SG", "AU", "NZ"}
)


def _continent(country: Country) -> str:
    return "overseas" if country.code in _OVERSEAS else "europe"


def _contact(name: str, phone: str, email: str, role: str) -> dict[str, Any]:
    return {"name": name, "phone": phone, "email": email, "role": role}
