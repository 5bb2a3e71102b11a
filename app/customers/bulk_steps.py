"""How a change of customers judges each of them, and what it makes of it: the common part.

A step is asked twice about a customer, in the preview and in the run, by the same words.
It sees rows with the columns it names, and changes light copies of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import bulk
from app.core.access import Actor
from app.core.batch import Batch, among
from app.core.db import Entity
from app.core.text import N_, _
from app.customers.model import Customer
from app.customers.queries import visible
from app.customers.schemas import Status

# What `rules.refresh_status` reads and writes.
STANDING = ("status", "deleted_at", "archived", "shelf")
GONE = N_("That customer no longer exists, or is not yours to see.")
DELETED = N_("This customer is deleted. Restore it first.")


@dataclass(frozen=True, slots=True)
class Why:
    """Why a customer stays as it is: a sentence that fits many, and perhaps one for it alone."""

    why: str
    detail: str = ""

    @property
    def sentence(self) -> str:
        """What to say of this one customer."""
        return self.detail or self.why


# Whether a customer changes (it does not where it is so already), or why it may not.
Verdict = bool | Why


class Step:
    """One kind of change, made ready for one transaction.

    `reads` are the columns a verdict looks at, `needs` those looked at or rewritten
    beyond them when the customer changes. `shown` are the fields a preview shows.
    """

    reads: tuple[str, ...] = ("status",)
    needs: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    already: ClassVar[str] = N_("It is so already.")

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session, self.actor = session, actor
        self.now = session.info["now"]

    def load(self, rows: Sequence[Any], *, writing: bool) -> None:
        """Read from elsewhere what verdicts about these rows need; for `writing` all it takes."""

    def verdict(self, row: Any) -> Verdict:
        """What becomes of a customer."""
        raise NotImplementedError

    def apply(self, customer: Any, batch: Batch) -> None:
        """Change a light copy of a customer; rows of other tables go into `batch`."""
        raise NotImplementedError

    def finish(self) -> None:
        """What comes after the last customer, before the audit trail is told."""

    def notes(self) -> list[str]:
        """Sentences to be read before agreeing."""
        return []


def refuse_deleted(row: Any) -> Why | None:
    """Only restoring is for deleted customers."""
    return Why(_(DELETED)) if row.status is Status.DELETED else None


def belonging(
    session: Session, entity: type[Entity], ids: Sequence[int], *where: sa.ColumnElement[bool]
) -> Mapping[int, list[Any]]:
    """Rows of another table by the customer they belong to, oldest first, as light copies."""
    table = bulk.table_of(entity)
    statement = sa.select(table).where(among(session, table.c.customer_id, ids), *where)
    found: dict[int, list[Any]] = {}
    for row in session.execute(statement.order_by(table.c.id)):
        found.setdefault(row.customer_id, []).append(light(row))
    return found


def called(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, str]:
    """What to call customers, as far as the actor may see them."""
    named = sa.select(Customer.id, column_of("called"))
    wanted = among(session, Customer.id, ids)
    return {row.id: row.called for row in session.execute(named.where(wanted, *visible(actor)))}


def light(row: Any) -> Any:
    """A copy of a row that can be changed."""
    return SimpleNamespace(**dict(zip(row._fields, row, strict=True)))


def column_of(name: str) -> sa.ColumnElement[Any]:
    """A customer's column as steps see it: of a picture only what the history tells of it."""
    if name == "called":
        return sa.func.coalesce(Customer.name, Customer.email, Customer.client_id).label(name)
    if name == "avatar":
        size = sa.cast(sa.func.length(Customer.avatar), sa.String)
        return sa.case((Customer.avatar.is_not(None), size.concat(" bytes"))).label(name)
    found: sa.ColumnElement[Any] = bulk.table_of(Customer).columns[name]
    return found
