"""Says in words what a command did: "Edit Acme Corporation", "Archive 12 customers"."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.text import N_, _, ngettext
from app.customers.model import Customer
from app.customers.queries import visible
from app.tags.model import Tag
from app.undo.commands import Span, rows_in, tags_in
from app.undo.kinds import file_of, first_of, kind_of
from app.undo.schemas import Step

ELSEWHERE = N_("another customer")
_LONGEST = 60


def step(session: Session, actor: Actor, found: Span) -> Step:
    """A command as people read it."""
    rows = rows_of(session, found)
    return Step(found.command, _title(session, actor, found, rows), found.at, rows)


def rows_of(session: Session, found: Span) -> int:
    """How many customers a command concerns; how many tags if it concerns none."""
    return rows_in(session, found) or len(tags_in(session, found))


def name_of(session: Session, actor: Actor, customer_id: int) -> str:
    """What a stored customer is called, to somebody who may see it."""
    named = sa.func.coalesce(Customer.name, Customer.email, Customer.client_id)
    mine = sa.select(named).where(Customer.id == customer_id, *visible(actor))
    found = session.scalar(mine)
    return _(ELSEWHERE) if found is None else str(found)


def named_by(fields: dict[str, list[Any]]) -> str:
    """What a customer was called by the values of an entry about it."""

    def value(name: str) -> str:
        return next((str(one) for one in reversed(fields.get(name, ())) if one), "")

    person = f"{value('first_name')} {value('last_name')}".strip()
    company = value("company_name")
    names = (company, person) if value("kind") == "business" else (person, company)
    found = (*names, value("email"), value("client_id"), _(ELSEWHERE))
    return next(name for name in found if name)


def _title(session: Session, actor: Actor, found: Span, rows: int) -> str:
    if file := file_of(session, found):
        said = ngettext("Import %(file)s (%(rows)s row)", "Import %(file)s (%(rows)s rows)", rows)
        return said % {"file": file, "rows": f"{rows:,}"}
    kind = kind_of(session, found)
    if rows != 1:
        return ngettext(kind.singular, kind.plural, rows) % f"{rows:,}"
    first = first_of(session, found)
    if not first:
        named = sa.select(Tag.name).where(Tag.id.in_(tags_in(session, found)))
        return _(kind.one) % _short(session.scalar(named) or "")
    customer_id = first[0].customer_id
    if session.scalar(sa.select(Customer.id).where(Customer.id == customer_id)):
        name = name_of(session, actor, customer_id)
    else:
        about = (each.fields for each in first if each.entity == "customers")
        name = named_by(next(about, {}))
    return _(kind.one) % _short(name)


def _short(name: str) -> str:
    plain = " ".join(name.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"
