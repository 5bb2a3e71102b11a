"""Customers of every kind and state for the tests of bulk changes, and what is stored of them."""

import sqlalchemy as sa

from app.core.access import SYSTEM
from app.customers import bulk
from app.customers.drafts import CompanyDraft, HoldDraft
from app.customers.model import Contact, Customer, CustomerHold, PortalUser
from app.customers.schemas import HoldKind

TABLES = (Customer, Contact, PortalUser, CustomerHold)


def fill(db, actor, count, **values):
    """So many customers, and their ids; a value may be made of the number."""
    rows = [
        {
            "client_id": f"K-{number:06}",
            "email": f"p{number}@example.org",
            "email_norm": f"p{number}@example.org",
            "first_name": "Pat",
            "last_name": f"Number {number}",
            "kind": "individual",
            "country": "DE",
            **{name: made(number) if callable(made) else made for name, made in values.items()},
        }
        for number in range(count)
    ]
    with db.transaction(actor, "test") as session:
        return bulk.create(session, actor, rows)


def company(services, name):
    """A company with an admin user and a contact."""
    draft = CompanyDraft(name, address_line1="Weg 1", country="CH", admin_first_name="Zoë",
                         admin_last_name="Ng", admin_email=f"{name.lower()}@firm.example",
                         admin_password="Correct-horse-9", website="https://firm.example",
                         phone="+41 44 668 18 00")  # fmt: skip
    return services.customers.create_company(draft).customer_id


def everyone(services, db, admin):
    """One in each state, by name."""
    plain = dict(zip(("active", "other", "archived"), fill(db, admin, 3), strict=True))
    found = plain | {
        name: company(services, name.title())
        for name in ("company", "suspended", "inactive", "blocked", "deleted", "licensed")
    }
    services.lifecycle.archive([found["archived"]])
    for kind in HoldKind:
        services.lifecycle.hold(found[kind.value], HoldDraft(kind))
    services.lifecycle.delete([found["deleted"]])
    with db.transaction(SYSTEM, "test") as session:
        licensed = sa.update(Customer).where(Customer.id == found["licensed"])
        session.execute(licensed.values(active_licenses=2))
    return found


def stored(db):
    """Everything that is kept of customers and what belongs to them."""
    with db.reading(SYSTEM) as session:
        return {
            kind.__tablename__: {
                row.id: row._asdict()
                for row in session.execute(sa.select(kind.__table__).order_by(kind.id))
            }
            for kind in TABLES
        }
