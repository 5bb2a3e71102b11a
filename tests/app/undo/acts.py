"""Whatever people do to customers, as functions that tests can put into any order."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa

from app.attachments.model import Attachment
from app.attachments.schemas import AttachmentDraft, AttachTo
from app.core.access import SYSTEM
from app.core.errors import DeskError
from app.core.listing import Selection
from app.core.money import Money
from app.core.service import Receipt
from app.customers import bulk_changes as bulk
from app.customers.drafts import CompanyDraft, ContactDraft, CustomerDraft, HoldDraft
from app.customers.editing import profile_of
from app.customers.model import Contact, Customer, CustomerHold, PortalUser
from app.customers.schemas import HoldKind, HoldReason, Kind
from app.services import Services

PNG = b"\x89PNG\r\n\x1a\n"
TABLES = (Customer, Contact, CustomerHold, PortalUser, Attachment)
# They tell of the last write itself, which undoing is.
_OWN = {"version", "updated_at", "updated_by"}
_WORDS = ("Acme", "Zoë", "İstanbul", "Straße 7", "北京", "O'Neil", "x", "Ng", "  ", "de la Cruz")


def dump(db) -> dict[str, list[dict[str, Any]]]:
    """Every row of customers' tables, without what belongs to the last write alone."""
    found = {}
    with db.reading(SYSTEM) as session:
        for kind in TABLES:
            table = kind.__table__
            shown = [column for column in table.columns if column.key not in _OWN]
            rows = session.execute(sa.select(*shown).order_by(table.c.id)).mappings()
            found[table.name] = [dict(row) for row in rows]
    return found


@dataclass
class People:
    """Does at random what people do; `did` gives the command, 0 where nothing came of it."""

    services: Services
    folder: Path
    chance: Random
    made: int = 0

    def did(self, act: str) -> int:
        receipt = Receipt()
        try:
            getattr(self, act)(receipt)
        except DeskError:
            return 0
        return receipt.command

    # What there is.

    def ids(self, *, deleted: bool = False) -> list[int]:
        where = Customer.deleted_at.is_not(None) if deleted else Customer.deleted_at.is_(None)
        with self.services.customers.db.reading(SYSTEM) as session:
            return list(session.scalars(sa.select(Customer.id).where(where).order_by(Customer.id)))

    def one(self, **which: bool) -> int:
        return self.chance.choice(self.ids(**which) or [0])

    def some(self, **which: bool) -> list[int]:
        ids = self.ids(**which)
        return self.chance.sample(ids, self.chance.randint(0, len(ids)))

    def contacts(self) -> list[sa.Row[tuple[int, int, int]]]:
        statement = sa.select(Contact.id, Contact.customer_id, Contact.version)
        with self.services.customers.db.reading(SYSTEM) as session:
            return list(session.execute(statement.order_by(Contact.id)))

    def files(self) -> list[sa.Row[tuple[int, int]]]:
        with self.services.customers.db.reading(SYSTEM) as session:
            statement = sa.select(Attachment.id, Attachment.version).order_by(Attachment.id)
            return list(session.execute(statement))

    def word(self) -> str:
        return self.chance.choice(_WORDS)

    def address(self) -> str:
        self.made += 1
        return (
            f"p{self.made}@{self.chance.choice(['example.org', 'EXAMPLE.com', 'bücher.example'])}"
        )

    # What people do.

    def create(self, receipt: Receipt) -> None:
        draft = CustomerDraft(
            self.address(),
            self.word().strip() or "A",
            self.word().strip() or "B",
            kind=self.chance.choice(list(Kind)),
            company_name=self.word(),
            annual_revenue=self.chance.choice([None, Money(123456, "EUR"), Money(5, "JPY")]),
            notes=self.word(),
            active=self.chance.random() < 0.7,
        )
        self.services.customers.noting(receipt).create(draft)

    def create_company(self, receipt: Receipt) -> None:
        draft = CompanyDraft(
            self.word().strip() or "Firm", address_line1="Weg 1", country="CH",
            admin_first_name="Zoë", admin_last_name="Ng", admin_email=self.address(),
            admin_password="Correct-horse-9",
        )  # fmt: skip
        self.services.customers.noting(receipt).create_company(draft)

    def edit(self, receipt: Receipt) -> None:
        with self.services.customers.db.reading(SYSTEM) as session:
            found = session.get(Customer, self.one())
            if found is None:
                return
            base, version, key = profile_of(found), found.version, found.id
        changes: dict[str, Any] = {
            "city": self.word(),
            "first_name": self.word(),
            "company_name": self.word(),
            "email": self.address(),
            "client_id": f"C-{self.chance.randint(0, 99)}",
            "phone": self.chance.choice(["", "+41 44 668 18 00"]),
            "annual_revenue": self.chance.choice([None, Money(99, "USD"), Money(7, "EUR")]),
            "kind": self.chance.choice(list(Kind)),
            "owner_id": self.chance.choice([None, 1, 2]),
            "parent_id": self.chance.choice([None, self.one()]),
            "referred_by_id": self.chance.choice([None, self.one()]),
            "notes": self.word() * 3,
        }
        names = self.chance.sample(sorted(changes), self.chance.randint(1, 4))
        mine = replace(base, **{name: changes[name] for name in names})
        self.services.customers.noting(receipt).edit(key, version, base, mine)

    def contact(self, receipt: Receipt) -> None:
        draft = ContactDraft(
            self.word().strip() or "C", role=self.word(), is_primary=self.chance.random() < 0.5
        )
        key, contact_id, version = self.one(), None, 0
        if (rows := self.contacts()) and self.chance.random() < 0.5:
            contact_id, key, version = self.chance.choice(rows)
        self.services.customers.noting(receipt).save_contact(key, draft, contact_id, version)

    def remove_contact(self, receipt: Receipt) -> None:
        if rows := self.contacts():
            contact_id, key, _version = self.chance.choice(rows)
            self.services.customers.noting(receipt).remove_contact(key, contact_id)

    def avatar(self, receipt: Receipt) -> None:
        image = self.chance.choice([None, PNG + bytes([self.chance.randint(0, 255)])])
        self.services.customers.noting(receipt).set_avatar(self.one(), image)

    def hold(self, receipt: Receipt) -> None:
        self.services.lifecycle.noting(receipt).hold(self.one(), self.held())

    def held(self) -> HoldDraft:
        end = self.services.customers.db.clock.now() + timedelta(days=400)
        return HoldDraft(
            self.chance.choice(list(HoldKind)),
            self.chance.choice(list(HoldReason)),
            self.word(),
            self.chance.choice([None, end]),
        )

    def activate(self, receipt: Receipt) -> None:
        self.services.lifecycle.noting(receipt).activate(self.one())

    def archive(self, receipt: Receipt) -> None:
        self.services.lifecycle.noting(receipt).archive(self.some())

    def unarchive(self, receipt: Receipt) -> None:
        self.services.lifecycle.noting(receipt).unarchive(self.some())

    def delete(self, receipt: Receipt) -> None:
        self.services.lifecycle.noting(receipt).delete(self.some()[:2])

    def restore(self, receipt: Receipt) -> None:
        self.services.lifecycle.noting(receipt).restore(self.one(deleted=True))

    def bulk(self, receipt: Receipt) -> None:
        change = self.chance.choice(
            [
                bulk.EditFields((bulk.Edit("city", value=self.word()),
                                 bulk.Edit("notes", bulk.How.ADD, "Called"))),
                bulk.EditFields((bulk.Edit("kind", value=self.chance.choice(list(Kind))),)),
                bulk.EditFields((bulk.Edit("parent_id", value=self.one()),)),
                bulk.ChangeOwner(self.chance.choice([None, 1, 2])),
                bulk.BeginHold(self.held()),
                bulk.Activate(),
                bulk.Archive(),
                bulk.Unarchive(),
                bulk.Delete(),
                bulk.Restore(),
            ]
        )  # fmt: skip
        deleted = isinstance(change, bulk.Restore)
        ids = tuple(self.some(deleted=deleted))
        self.services.bulk.noting(receipt).run(Selection(ids=ids), change)

    def import_file(self, receipt: Receipt) -> None:
        lines = ["client_id,email,first_name,company,city,created"]
        with self.services.customers.db.reading(SYSTEM) as session:
            found = {row.id: row.client_id for row in session.scalars(sa.select(Customer))}
        changed = self.some()[:3]
        lines += [f"{found[key]},,{self.word()},{self.word()},Bern,2019-03-04" for key in changed]
        new = range(self.chance.randint(0, 3))
        lines += [f",{self.address()},{self.word()},{self.word()},,2020-01-02" for _each in new]
        path = self.folder / "list.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        mapping = {
            "client_id": "client_id", "email": "email", "first_name": "first_name",
            "company": "company_name", "city": "city", "created": "created_at",
        }  # fmt: skip
        self.services.exchange.noting(receipt).run(path, mapping)

    def add_file(self, receipt: Receipt) -> None:
        path = self.folder / f"{self.chance.randint(0, 3)}.txt"
        path.write_text(self.word(), encoding="utf-8")
        self.services.attachments.noting(receipt).add(AttachTo(self.one()), path)

    def edit_file(self, receipt: Receipt) -> None:
        if rows := self.files():
            key, version = self.chance.choice(rows)
            draft = AttachmentDraft(self.word().strip() or "A", self.word())
            self.services.attachments.noting(receipt).edit(key, version, draft)

    def remove_files(self, receipt: Receipt) -> None:
        ids = [key for key, _version in self.files()][:2]
        self.services.attachments.noting(receipt).remove(ids)

    def restore_files(self, receipt: Receipt) -> None:
        ids = [key for key, _version in self.files()]
        self.services.attachments.noting(receipt).restore(ids)


ACTS = (
    "create", "create_company", "edit", "contact", "remove_contact", "avatar", "hold", "activate",
    "archive", "unarchive", "delete", "restore", "bulk", "import_file", "add_file", "edit_file",
    "remove_files", "restore_files",
)  # fmt: skip
