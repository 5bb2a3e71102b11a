"""No list reads or sorts a whole table: both planners are asked."""

import sqlalchemy as sa

from app.core import query
from app.core.listing import Condition, ListQuery, Op
from app.customers import queries
from app.customers.schemas import Shelf
from app.organization.service import current


def plan(session, statement) -> str:
    compiled = statement.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    if session.get_bind().dialect.name == "sqlite":
        found = session.execute(sa.text(f"EXPLAIN QUERY PLAN {compiled}"))
        return "\n".join(row[3] for row in found)
    # A small table is quicker read whole; what matters is that a large one need not be.
    session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    session.execute(sa.text("SET LOCAL enable_bitmapscan = off"))
    session.execute(sa.text("SET LOCAL enable_sort = off"))
    return "\n".join(session.scalars(sa.text(f"EXPLAIN {compiled}")))


def test_every_order_of_every_shelf_is_read_from_an_index(desk_db, admin):
    with desk_db.reading(admin) as session:
        listing = queries.listing(current(session), session.info["now"])
        for asked in questions():
            for statement in next(query.attempts(session, listing, asked, ())):
                for limited in (statement, statement.limit(100)):
                    found = plan(session, limited)
                    assert "Index" in found or "INDEX" in found
                    for whole in ("SCAN", "TEMP B-TREE", "Seq Scan", "Sort"):
                        assert whole not in found, (asked, found)


def questions() -> list[ListQuery]:
    """Every order of every shelf."""
    shelves = [(), *((Condition("shelf", Op.IS, shelf),) for shelf in Shelf)]
    return [
        ListQuery(conditions=where, sort=sort, descending=descending)
        for where in shelves
        for sort in sorted(queries.SORTS)
        for descending in (False, True)
    ]


def test_rows_are_fetched_by_key(desk_db, admin):
    with desk_db.reading(admin) as session:
        listing = queries.listing(current(session), session.info["now"])
        found = plan(session, listing.select.where(listing.key.in_([1, 2, 3])))
        assert "SCAN customers" not in found
        assert "Seq Scan on customers" not in found
