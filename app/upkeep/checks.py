"""Compares what is stored twice: columns with their causes, counters with counting."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, make_transient

from app.catalogue import counters as catalogue
from app.core.contact import normalise_email
from app.core.errors import DeskError
from app.core.folding import sort_key
from app.core.migrations import missing_guards
from app.core.numbers import NumberSeries
from app.core.progress import Progress
from app.core.text import _, ngettext
from app.customers import rules
from app.customers.model import Customer, CustomerHold
from app.licensing import checks_stored
from app.orders import counters as orders
from app.payments import balances
from app.staff.model import StaffUser
from app.subscriptions import counters as subscriptions

CHUNK = 500
SHOWN = 5


def storage(session: Session) -> str:
    """Whether the database file is undamaged and every reference leads somewhere.

    PostgreSQL watches over both itself; the triggers that guard the audit trail and
    feed the search index can be lost on either.
    """
    if lost := missing_guards(session.connection()):
        return _("These safeguards were removed: %s. Restore the latest backup.") % ", ".join(lost)
    if session.get_bind().dialect.name != "sqlite":
        return ""
    said = session.scalars(sa.text("PRAGMA integrity_check")).all()
    if list(said) != ["ok"]:
        return _("The file is damaged (%s). Restore the latest backup.") % str(said[0])
    if broken := session.execute(sa.text("PRAGMA foreign_key_check")).all():
        return (
            ngettext("%d reference leads nowhere.", "%d references lead nowhere.", len(broken))
            % len(broken)
            + " "
            + _("Restore the latest backup.")
        )
    return ""


def derived_columns(session: Session, progress: Progress) -> str:
    """Whether every column that follows from others is what recomputing gives."""
    total = session.scalar(sa.select(sa.func.count()).select_from(Customer)) or 0
    odd: list[int] = []
    for done, (customer, holds, owner) in enumerate(_customers(session), 1):
        if not _is_derived(session, customer, holds, owner):
            odd.append(customer.id)
        progress.report(done, total)
    return named(_("Columns that follow from others are wrong for these customers: %s."), odd)


def counters(session: Session) -> str:
    """Whether each customer's counters equal what counting gives, and numbers run ahead."""
    odd = {*checks_stored.wrong_customers(session), *subscriptions.wrong(session)}
    odd |= {*balances.wrong(session), *orders.wrong(session)}
    if odd:
        return named(_("Counters are wrong for these customers: %s."), sorted(odd))
    if sold := checks_stored.wrong_catalogue(session):
        said = _("Counters of licenses are wrong for these products and plans: %s.")
        return said % ", ".join(sold[:SHOWN])
    if offered := [name for _id, name in catalogue.wrong(session)]:
        said = _("Counters of plans are wrong for these products: %s.")
        return said % ", ".join(offered[:SHOWN])
    for series in session.scalars(sa.select(NumberSeries)):
        next_code = f"{series.prefix}{series.next_value:0{series.width}d}"
        taken = sa.select(Customer.id).where(Customer.client_id == next_code)
        if session.scalar(taken) is not None:
            return _("The next number, %s, is taken already.") % next_code
    return ""


def licenses(session: Session, progress: Progress) -> str:
    """Whether each license's status, limit and count of devices is what recomputing gives."""
    odd = checks_stored.wrong_licenses(session, progress)
    return named(_("What follows from their facts is wrong for these licenses: %s."), odd)


def _customers(session: Session) -> Iterator[tuple[Customer, list[CustomerHold], str | None]]:
    owners = {row.id: row.name for row in session.execute(sa.select(StaffUser.id, StaffUser.name))}
    last = 0
    while chunk := session.scalars(
        sa.select(Customer).where(Customer.id > last).order_by(Customer.id).limit(CHUNK)
    ).all():
        last = chunk[-1].id
        ids = [customer.id for customer in chunk]
        holds: dict[int, list[CustomerHold]] = {}
        for hold in session.scalars(
            sa.select(CustomerHold).where(CustomerHold.customer_id.in_(ids))
        ):
            holds.setdefault(hold.customer_id, []).append(hold)
        for customer in chunk:
            owner = owners.get(customer.owner_id) if customer.owner_id else None
            yield customer, holds.get(customer.id, []), owner
        session.expunge_all()


def _is_derived(
    session: Session, customer: Customer, holds: list[CustomerHold], owner: str | None
) -> bool:
    if customer.status != rules.status_of(customer.deleted_at, holds, session.info["now"]):
        return False
    if customer.owner_key != (sort_key(owner) if owner else None):
        return False
    before = {name: getattr(customer, name) for name in rules.DERIVED}
    make_transient(customer)
    rules.derive(customer, _norm(customer.email))
    return before == {name: getattr(customer, name) for name in rules.DERIVED}


def _norm(email: str | None) -> str | None:
    if not email:
        return None
    try:
        return normalise_email(email).norm
    except DeskError:
        return None


def named(sentence: str, ids: Sequence[int]) -> str:
    """The sentence about the first of those that are wrong; blank when none is."""
    if not ids:
        return ""
    names = ", ".join(str(one) for one in ids[:SHOWN])
    return sentence % (names + (" …" if len(ids) > SHOWN else ""))
