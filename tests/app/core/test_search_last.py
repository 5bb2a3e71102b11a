"""Rows whose texts are indexed last are found like any others, and nothing else is changed."""

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.batch import Batch
from app.core.errors import Cancelled
from app.core.listing import Condition, ListQuery, Op
from app.core.search_last import search_last
from app.customers import bulk
from app.customers.model import Customer
from app.customers.schemas import Shelf
from app.exchange import importing
from app.exchange.schemas import Label

MASTER = sa.text("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
CONFIG = sa.text("SELECT k, v FROM customers_search_config ORDER BY k")
OLD, NEW = "Quixotic", "Xylophone"


@pytest.fixture
def lists(tmp_path):
    def made(word, count):
        path = tmp_path / f"{word}.csv"
        lines = (f"C{number},c{number}@x.example,{word} {number}" for number in range(count))
        path.write_text("\n".join(["Client ID,E-mail,Company", *lines]))
        return path

    return made


@pytest.fixture
def hits(services):
    return lambda word: services.customers.count(ListQuery(text=word))


def kept(desk_db):
    """What the index is made of, apart from what is in it."""
    if not desk_db.address.is_sqlite:
        return []
    with desk_db.reading(SYSTEM) as session:
        return [*session.execute(MASTER).all(), *session.execute(CONFIG).all()]


def test_new_and_changed_customers_are_found(services, desk_db, lists, hits, monkeypatch):
    monkeypatch.setattr("app.core.search_last.MANY", 10)
    monkeypatch.setattr(importing, "_FEW", 10)
    before = kept(desk_db)
    services.exchange.run(lists(OLD, 50))
    assert (hits(OLD), hits(NEW)) == (50, 0)

    done = services.exchange.run(lists(NEW, 60))

    assert (done.counts[Label.UPDATE], done.counts[Label.CREATE]) == (50, 10)
    assert (hits(OLD), hits(NEW)) == (0, 60)
    assert (hits("c7@x.example"), hits(f"{NEW} 59")) == (1, 1)
    assert kept(desk_db) == before


def test_customers_off_the_shelf_are_found_there_alone(services, desk_db, lists):
    services.exchange.run(lists(OLD, 6))
    with desk_db.transaction(SYSTEM) as session, search_last(session, Customer, 9000):
        ids = list(session.scalars(sa.select(Customer.id).order_by(Customer.id)))
        shelved, changed, gone = ids[:2], ids[1:4], ids[4:]
        session.execute(sa.delete(Customer).where(Customer.id.in_(gone)))
        move = sa.update(Customer).where(Customer.id.in_(shelved))
        session.execute(move.values(shelf=Shelf.ARCHIVED))
        write = sa.update(Customer).where(Customer.id.in_(changed))
        session.execute(write.values(search_text=NEW.lower(), version=Customer.version + 1))

    archived = Condition("shelf", Op.IN, (Shelf.ARCHIVED,))
    found = {
        (word, shelf): services.customers.count(ListQuery(text=word, conditions=shelf))
        for word in (OLD, NEW)
        for shelf in ((), (archived,))
    }
    assert found == {(OLD, ()): 0, (OLD, (archived,)): 1, (NEW, ()): 2, (NEW, (archived,)): 1}


def test_what_is_rolled_back_leaves_the_index_as_it_was(services, desk_db, lists, hits):
    services.exchange.run(lists(OLD, 5))
    before = kept(desk_db)

    with pytest.raises(Cancelled), desk_db.transaction(SYSTEM) as session:
        with search_last(session, Customer, 9000):
            for row in session.execute(sa.select(Customer.id, Customer.search_text)).all():
                batch = Batch(session)
                batch.change(Customer, row, {"search_text": NEW})
                batch.write()
        raise Cancelled

    assert (hits(OLD), hits(NEW)) == (5, 0)
    assert kept(desk_db) == before


def test_the_trigger_is_back_for_the_next_one(services, desk_db, lists, hits):
    with desk_db.transaction(SYSTEM) as session, search_last(session, Customer, 9000):
        pass
    services.exchange.run(lists(OLD, 5))

    with desk_db.transaction(SYSTEM) as session:
        [first, *_rest] = session.scalars(sa.select(Customer.id).order_by(Customer.id)).all()
        [version] = session.scalars(sa.select(Customer.version).where(Customer.id == first))
        bulk.update(session, {first: (version, {"company_name": NEW})})

    assert (hits(OLD), hits(NEW)) == (4, 1)
