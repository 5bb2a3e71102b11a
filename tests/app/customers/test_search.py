"""A search by index finds, orders and counts just what reading every row would."""

import random

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.changes import Changes
from app.core.folding import terms
from app.core.listing import Condition, ListQuery, Op
from app.core.progress import Progress
from app.core.search import SearchIndex, Step
from app.customers.model import Customer
from app.customers.schemas import Shelf
from app.demo.service import DemoService
from app.domains.model import Domain
from app.orders.model import Order

CUSTOMERS = 220
# Found everywhere, nowhere, at the very end of a text, in one alphabet or another, in two words.
WORDS = (
    "example", "exa", "gmbh", "e", "an", "qq", "zz", "x", "zzzz", "ann mue", "a e", "an gmbh",
    "%", "_", '"', "49", "0", "王", "ltd", "com 1", "e exa",
)  # fmt: skip


@pytest.fixture
def full(desk_db):
    """A database with customers on every shelf."""
    DemoService(desk_db, SYSTEM, Changes()).fill(CUSTOMERS)
    return desk_db


def questions(database):
    """The words above and pieces of what there is, in several orders, on each shelf."""
    chance = random.Random(7)
    with database.reading(SYSTEM) as session:
        texts = list(session.scalars(sa.select(Customer.search_text).order_by(Customer.id)))
    lines = [line for text in chance.sample(texts, 20) for line in text.split("\n")]
    pieces = [line[at : at + size] for line in lines[:40] for at, size in ((0, 4), (-2, 2))]
    for word in (*WORDS, *pieces):
        yield ListQuery(word, sort=chance.choice(["name", "created_at", "company"]))
        shelf = Condition("shelf", Op.IS, chance.choice(list(Shelf)))
        yield ListQuery(word, (shelf,), "name", chance.random() > 0.5)


def by_reading(database, asked):
    """The ids a search should give, found without any index."""
    shelf = asked.conditions[0].value if asked.conditions else Shelf.CURRENT
    sort, step = asked.sort or "created_at", -1 if asked.descending or not asked.sort else 1
    column = {"name": "name_key", "company": "company_key"}.get(sort, sort)
    with database.reading(SYSTEM) as session:
        rows = session.scalars(sa.select(Customer).where(Customer.shelf == shelf)).all()
        found = [row for row in rows if all(word in row.search_text for word in terms(asked.text))]
        keyed = [(getattr(row, column), row.id) for row in found]
    known = sorted(pair for pair in keyed if pair[0] is not None)[::step]
    blank = sorted(pair[1] for pair in keyed if pair[0] is None)[::step]
    return [key for _sort, key in known] + blank


def agrees(database, services, asked):
    expected = by_reading(database, asked)
    assert list(services.customers.ids(asked, Progress())) == expected, asked
    assert services.customers.count(asked) == len(expected), asked
    for limit in (1, 3, 40):
        found = [row.id for row in services.customers.first(asked, limit)]
        assert found == expected[:limit], (asked, limit)


def test_every_way_of_searching_finds_the_same(full, services):
    for asked in questions(full):
        agrees(full, services, asked)


def test_an_index_is_in_step_after_every_kind_of_change(full, services):
    ids = list(services.customers.ids(ListQuery(sort="email"), Progress()))
    services.lifecycle.archive(ids[:20])
    services.lifecycle.unarchive(ids[:5])
    services.lifecycle.delete(ids[10:30])
    for key in ids[15:25]:
        services.lifecycle.restore(key)
    with full.transaction(SYSTEM) as session:
        for key in ids[::9]:
            found = session.get_one(Customer, key)
            found.search_text = f"{found.search_text}\nwaldorf {key}"
        above = session.scalars(
            sa.select(Customer.parent_id).where(Customer.parent_id.is_not(None))
        )
        # Who ordered anything stays.
        gone = set(ids[10:60]) - set(above) - set(session.scalars(sa.select(Order.customer_id)))
        session.execute(sa.delete(Domain).where(Domain.customer_id.in_(gone)))
        session.execute(sa.delete(Customer).where(Customer.id.in_(gone)))
    for word in ("waldorf", "rf", "exa", "com", "gmbh", "ann"):
        agrees(full, services, ListQuery(word))
        for shelf in Shelf:
            agrees(full, services, ListQuery(word, (Condition("shelf", Op.IS, shelf),)))


def test_rare_words_are_looked_up_and_frequent_ones_met_on_the_way(full):
    index = SearchIndex(Customer.id, Customer.search_text, "customers_search", aside=True)
    with full.reading(SYSTEM) as session:
        on_sqlite = session.get_bind().dialect.name == "sqlite"
        rare = [step for step, _reach in index.ways(session, ["nowhere"], 60)]
        often = [step for step, _reach in index.ways(session, ["exa"], 1)]
        nothing = [step for step, _reach in index.ways(session, ["zz"], 60)]
    assert rare == [Step.LOOK_UP]
    assert often == [Step.READ, Step.MEET if on_sqlite else Step.LOOK_UP]
    # Two letters are known to SQLite's index; PostgreSQL stops reading after a while.
    assert nothing == ([Step.LOOK_UP] if on_sqlite else [Step.READ, Step.LOOK_UP])
