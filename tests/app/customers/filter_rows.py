"""Customers of every sort, and questions of every sort about them."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import sqlalchemy as sa

from app.core import bulk
from app.core.clock import time_zone
from app.core.filter_fields import Field, Kind
from app.core.filtering import holds
from app.core.folding import fold, main_digits, sort_key
from app.core.listing import Condition, Group, Match, Op, Period
from app.customers import rules
from app.customers.filter_fields import FIELDS, KINDS, SHELVES, STATUSES
from app.customers.filtering import phone_key
from app.customers.model import Customer
from app.customers.schemas import COMPANY_SIZES, INDUSTRIES
from app.tags.model import Tag
from app.tags.schemas import packed, unpacked
from tests.app.customers import filter_facts

NOW = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
ZONE = "Europe/Berlin"
CURRENCY = "EUR"
WORDS = (
    "", "Müller", "MULLER", "muller & söhne", "Åse", "100%", "under_score", "back\\slash",
    "İstanbul", "Straße", "x", "中文", "  spaced   out ", "N/A", "o'neil", "ﬀ",
)  # fmt: skip
PHONES = ("", "+49 30 901820", "(555) 010-0789", "call me", "030-901820 x12", "٣٤٥٦٧٨٩")
COUNTRIES = ("", "DE", "US", "CH")
TAGS = (1, 2, 3)
TYPED = (
    "company_name", "first_name", "last_name", "city", "state", "postal_code", "notes",
    "legal_name", "description", "address_line1", "address_line2",
)  # fmt: skip
# Folded as they were typed, whole.
PLAIN = ("website", "client_id", "state", "notes", "legal_name", "description")


class Light:
    """A customer's attributes without a mapper."""

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)


def rows(count: int, seed: int) -> list[dict[str, Any]]:
    """Random rows, ready to be inserted."""
    chance = random.Random(seed)
    blank = bulk.blank(Customer)
    made = []
    for number in range(1, count + 1):
        at = [NOW - timedelta(hours=chance.choice((0, 1, 25, 200, 800, 9000))) for _n in range(3)]
        email = chance.choice(("", f"a{number}@Exämple.org", f"Zoë{number}@gmail.com"))
        minor = chance.choice((None, 0, 100, 10**12))
        given = blank | {
            "id": number,
            "uid": str(number),
            "client_id": f"{chance.choice(('CUST', 'Kündé'))}-{number}",
            "created_at": at[0],
            "updated_at": at[1],
            "last_activity_at": chance.choice((None, at[2])),
            "email": email or None,
            "phone": chance.choice(PHONES),
            "website": chance.choice(("", "www.Müller.de", "acme.example/x")),
            "country": chance.choice(COUNTRIES),
            "industry": chance.choice(("", *INDUSTRIES[:3])),
            "company_size": chance.choice(("", *COMPANY_SIZES)),
            "kind": chance.choice(KINDS)[0],
            "status": chance.choice(STATUSES)[0],
            "archived": chance.random() < 0.2,
            "deleted_at": NOW if chance.random() < 0.2 else None,
            "verified_at": chance.choice((None, NOW, at[1])),
            "email_verified_at": chance.choice((None, NOW)),
            "parent_id": chance.choice((None, None, number - 1 or None)),
            "referred_by_id": chance.choice((None, None, number - 1 or None)),
            "orders": chance.randrange(3),
            "last_order_on": chance.choice((None, at[2].date())),
            "owner_id": chance.choice((None, 1)),
            "annual_revenue_minor": minor,
            "annual_revenue_currency": "" if minor is None else chance.choice(("EUR", "USD")),
            "revenue_minor": chance.choice((0, 1, 250_000, 10**15)),
            "open_invoices": chance.choice((0, 0, 3)),
            "tags": packed(chance.sample(TAGS, chance.randrange(3))),
        }
        for name in TYPED:
            given[name] = chance.choice(WORDS)
        for name in ("licenses", "active_licenses", "subscriptions", "active_subscriptions"):
            given[name] = chance.randrange(3)
        customer = Light(**given)
        rules.derive(customer, fold(email) or None)
        made.append(vars(customer) | {"facts": filter_facts.random_facts(chance, NOW)})
    return made


def insert(session: sa.orm.Session, made: list[dict[str, Any]]) -> None:
    """Put them into the database."""
    plain = [{key: value for key, value in row.items() if key != "facts"} for row in made]
    tags = [filter_facts.filled(Tag, id=n, name=f"Tag {n}", name_key=f"tag {n}") for n in TAGS]
    session.execute(sa.insert(bulk.table_of(Tag)), tags)
    session.execute(sa.insert(bulk.table_of(Customer)), plain)
    filter_facts.insert(session, {row["id"]: row["facts"] for row in made})


def values(row: dict[str, Any]) -> dict[str, Any]:
    """What each filter compares of a row, worked out from what was typed alone."""
    zone = time_zone(ZONE)
    days = {
        name: row[name] and row[name].astimezone(zone).date()
        for name in ("created_at", "updated_at", "last_activity_at", "verified_at", "deleted_at")
    }
    texts = {
        "name": sort_key(row["name"]),
        "company": sort_key(row["company_name"]),
        "city": sort_key(row["city"]),
        "email": fold(row["email"] or ""),
        "phone": main_digits(row["phone"]) or fold(row["phone"]),
        "postal_code": fold(row["postal_code"]),
        "person": fold(f"{row['first_name']} {row['last_name']}"),
        "address": fold(f"{row['address_line1']} {row['address_line2']}"),
        **{name: fold(row[name]) for name in PLAIN},
    }
    ours = row["annual_revenue_currency"] == CURRENCY
    return {
        **row,
        **days,
        **texts,
        **filter_facts.values(row["facts"], ZONE),
        "customer_since": (row["verified_at"] or row["created_at"]).astimezone(zone).date(),
        "email_verified": row["email_verified_at"] is not None,
        "has_parent": row["parent_id"] is not None,
        "referred": row["referred_by_id"] is not None,
        "revenue": row["revenue_minor"],
        "annual_revenue": row["annual_revenue_minor"] if ours else None,
        "has_licenses": row["licenses"] > 0,
        "has_subscriptions": row["subscriptions"] > 0,
        "has_open_invoices": row["open_invoices"] > 0,
        "tags": unpacked(row["tags"]),
    }


def passes(row: dict[str, Any], one: Condition | Group) -> bool:
    """Whether a row meets a condition or group, by the meaning of filters."""
    if isinstance(one, Group):
        met = [passes(row, part) for part in one.of]
        if one.match is Match.ANY:
            return any(met) or not met
        return all(met) if one.match is Match.ALL else not any(met)
    field = next(field for field in FIELDS if field.key == one.key)
    if one.key == "annual_revenue" and one.op in {Op.BLANK, Op.FILLED}:
        return (row["annual_revenue_minor"] is None) is (one.op is Op.BLANK)
    today = NOW.astimezone(time_zone(ZONE)).date()
    key = phone_key if one.key == "phone" else fold
    return holds(field.kind, values(row)[one.key], one, today, key)


TEXTS = st.sampled_from(
    ("m", "ü", "MÜLLER", "ss", "%", "_", "\\", "cust-1", "@", ".org", "0", "9", "n/a", "中",
     "49 30", "901820", " ", "o’neil", "é", "spaced out", "i", "ff", "gmail.com")
)  # fmt: skip
DAYS = st.one_of(
    st.dates(date(2026, 11, 1), date(2026, 11, 30)), st.dates(date(2025, 1, 1), date(2027, 1, 1))
)
NUMBERS = st.sampled_from((-1, 0, 1, 2, 100, 250_000, 10**12, 2**63 - 1))
OPEN = {
    "owner_id": (1, 2, None, 10**12),
    "team_id": (1, None),
    "country": (*COUNTRIES[1:], None),
    "product": (*filter_facts.PRODUCTS, None, 10**12),
    "plan": (*filter_facts.PLANS, None),
    "tags": TAGS,
}


def condition(field: Field) -> st.SearchStrategy[Condition]:
    """Any condition on a field that fits it."""
    return st.sampled_from(field.ops).flatmap(
        lambda op: VALUES.get(op, single)(field).map(lambda value: Condition(field.key, op, value))
    )


def single(field: Field) -> st.SearchStrategy[Any]:
    return {
        Kind.TEXT: TEXTS.filter(lambda text: bool(fold(text))),
        Kind.NUMBER: NUMBERS,
        Kind.MONEY: NUMBERS,
        Kind.DAY: DAYS,
        Kind.YES_NO: st.booleans(),
        Kind.CHOICE: st.sampled_from(choices(field)),
        Kind.SET: st.sampled_from(choices(field)),
    }[field.kind]


def choices(field: Field) -> list[Any]:
    """The values a choice may ask for."""
    known = [value for value, _words in field.options] or list(OPEN.get(field.key, ()))
    return [*known, None] if field.may_be_blank else known


VALUES = {
    Op.IN: lambda field: st.lists(single(field), min_size=1, max_size=3).map(tuple),
    Op.NOT_IN: lambda field: st.lists(single(field), min_size=1, max_size=3).map(tuple),
    Op.ALL_OF: lambda field: st.lists(
        single(field).filter(lambda value: value is not None), min_size=1, max_size=3
    ).map(tuple),
    Op.BETWEEN: lambda field: st.tuples(single(field), single(field)).map(sorted).map(tuple),
    Op.BLANK: lambda _field: st.none(),
    Op.FILLED: lambda _field: st.none(),
    Op.LAST: lambda _field: st.integers(1, 400),
    Op.OVER: lambda _field: st.integers(1, 400),
    Op.NEXT: lambda _field: st.integers(1, 400),
    Op.DURING: lambda _field: st.sampled_from(Period),
}
CONDITIONS = st.sampled_from(FIELDS).flatmap(condition)
PARTS = st.recursive(
    CONDITIONS,
    lambda inner: st.builds(Group, st.sampled_from(Match), st.lists(inner, max_size=4).map(tuple)),
    max_leaves=10,
)
assert len(SHELVES) == 3
