"""Compares SQLite's full-text indexes with the texts they are made of.

PostgreSQL's own index cannot be out of step.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.text import N_, _

SAMPLES = 1000
SHOWN = 5
_TRIGRAM = 3


@dataclass(frozen=True, slots=True)
class Index:
    """A full-text table, and the rows it holds: all of `table`, or those `where` says.

    `ending` follows each text, so that trigrams begin with its last letters as well.
    """

    name: str
    table: str
    said: str
    where: str = "true"
    ending: str = " || char(10, 10)"


INDEXES = (
    Index(
        "customers_search", "customers", N_("The search index does not fit these customers: %s."),
    ),
    Index(
        "customers_search_aside", "customers",
        N_("The search index does not fit these archived or deleted customers: %s."),
        "shelf <> 'current'", "",
    ),
    Index("products_search", "products", N_("The search index does not fit these products: %s.")),
    Index("plans_search", "plans", N_("The search index does not fit these plans: %s.")),
    Index("licenses_search", "licenses", N_("The search index does not fit these licenses: %s.")),
    Index(
        "activations_search", "activations",
        N_("The search index does not fit these activations: %s."),
    ),
    Index(
        "subscriptions_search", "subscriptions",
        N_("The search index does not fit these subscriptions: %s."),
    ),
    Index("domains_search", "domains", N_("The search index does not fit these domains: %s.")),
    Index("orders_search", "orders", N_("The search index does not fit these orders: %s.")),
    Index("invoices_search", "invoices", N_("The search index does not fit these invoices: %s.")),
    Index("payments_search", "payments", N_("The search index does not fit these payments: %s.")),
    Index(
        "interactions_search", "interactions",
        N_("The search index does not fit these interactions: %s."),
    ),
    Index(
        "follow_ups_search", "follow_ups",
        N_("The search index does not fit these follow-ups: %s."),
    ),
)  # fmt: skip


def search_index(session: Session) -> str:
    """Whether each index holds every row it should, and a sample of them is found in it."""
    if session.get_bind().dialect.name != "sqlite":
        return ""
    return " ".join(_problems(session))


def rebuild(session: Session) -> list[str]:
    """Make each index anew that does not fit its texts; which."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    odd = [one for one in INDEXES if _misplaced(session, one) or _lost(session, one)]
    for one in odd:
        _rebuild(session, one)
    return [one.name for one in odd]


def _rebuild(session: Session, index: Index) -> None:
    """Its triggers belong to the other table, and go on feeding the new one of the same name."""
    run = session.connection().exec_driver_sql
    [made] = run("SELECT sql FROM sqlite_master WHERE name = ?", (index.name,)).one()
    run(f"DROP TABLE {index.name}")
    run(made)
    run(f"INSERT INTO {index.name}({index.name}, rank) VALUES ('secure-delete', 1)")  # noqa: S608 - constants
    run(
        f"INSERT INTO {index.name}(rowid, search_text) "  # noqa: S608 - constants
        f"SELECT id, search_text{index.ending} FROM {index.table} WHERE {index.where} ORDER BY id"
    )


def _problems(session: Session) -> Iterator[str]:
    for index in INDEXES:
        if odd := _misplaced(session, index) or _lost(session, index):
            names = ", ".join(str(one) for one in odd[:SHOWN])
            yield _(index.said) % (names + (" …" if len(odd) > SHOWN else ""))


def _misplaced(session: Session, index: Index) -> list[int]:
    """Rows that are in one of the two only."""
    indexed = f"SELECT id FROM {index.name}_docsize"  # noqa: S608 - constants
    stored = f"SELECT id FROM {index.table} WHERE {index.where}"  # noqa: S608 - as above
    odd = sa.text(
        f"SELECT id FROM ({indexed} EXCEPT {stored}) "  # noqa: S608 - as above
        f"UNION SELECT id FROM ({stored} EXCEPT {indexed}) ORDER BY id"
    )
    return list(session.scalars(odd))


def _lost(session: Session, index: Index) -> list[int]:
    """Which of a sample the index does not find by the beginning of their own text."""
    last = session.scalar(sa.text(f"SELECT max(id) FROM {index.table}")) or 0  # noqa: S608 - as above
    sample = sa.text(
        f"SELECT id, search_text FROM {index.table} WHERE {index.where} "  # noqa: S608 - as above
        "AND id % :step = 0 AND length(search_text) >= :shortest ORDER BY id"
    )
    asked = {"step": max(1, last // SAMPLES), "shortest": _TRIGRAM}
    found = sa.text(f"SELECT 1 FROM {index.name} WHERE rowid = :id AND {index.name} MATCH :q")  # noqa: S608 - as above
    return [
        row.id
        for row in session.execute(sample, asked)
        if not session.scalar(found, {"id": row.id, "q": _phrase(row.search_text[:60])})
    ]


def _phrase(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
