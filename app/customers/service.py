"""Use cases on customers: find and look at them, create and edit them."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.clean import without_controls
from app.core.contact import normalise_email
from app.core.errors import DeskError, NotFound
from app.core.listed import ListService
from app.core.query import Listing, Where
from app.core.service import query, use_case
from app.core.text import _
from app.customers import queries
from app.customers.detail import detail
from app.customers.history import history
from app.customers.model import Customer
from app.customers.schemas import (
    Created,
    CustomerDetail,
    CustomerRow,
    HistoryRow,
    Match,
    Probe,
)
from app.customers.similar import find_similar
from app.organization.service import current
from app.tags.book import book

if TYPE_CHECKING:
    from app.customers.drafts import CompanyDraft, ContactDraft, CustomerDraft, ProfileDraft


class CustomerService(ListService[CustomerRow], reads=Permission.CUSTOMERS_READ):
    """Customers within the actor's scope."""

    @query(Permission.CUSTOMERS_READ)
    def show(self, session: Session, customer_id: int) -> CustomerDetail:
        """Everything about one customer.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        currency = current(session).currency
        return detail(session, customer_id, queries.visible(self.actor), currency)

    @query(Permission.CUSTOMERS_READ)
    def find(self, session: Session, named: str) -> int:
        """The id of the customer with this id, e-mail, Client ID or UUID.

        Raises:
            NotFound: nobody has it, or not for this actor to see.
        """
        within = queries.visible(self.actor)
        for where in _names(named.strip()):
            found = session.scalar(
                sa.select(Customer.id)
                .where(where, *within)
                .order_by(Customer.deleted_at.is_(None).desc())
            )
            if found is not None:
                return found
        raise NotFound(_("No customer has the ID, e-mail or Client ID “%s”.") % named)

    @query(Permission.CUSTOMERS_READ)
    def history(self, session: Session, customer_id: int) -> list[HistoryRow]:
        """Who changed what and when, newest first.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        queries.get(session, self.actor, customer_id)
        return history(session, customer_id, queries.visible(self.actor))

    @query(Permission.CUSTOMERS_READ)
    def similar(self, session: Session, probe: Probe) -> list[Match]:
        """Customers who may be the one being typed."""
        return find_similar(session, probe, queries.visible(self.actor))

    @use_case(Permission.CUSTOMERS_CREATE)
    def create_company(self, session: Session, draft: "CompanyDraft") -> Created:
        """Add a company with its admin user and primary contact: all of them or none.

        Queues the admin's welcome message.

        Raises:
            Invalid: the draft has problems, keyed by field; `existing` names the
                customer who has the admin's e-mail.
        """
        from app.customers import creation  # noqa: PLC0415 - not for the first list

        return creation.company(session, self.actor, draft)

    @use_case(Permission.CUSTOMERS_CREATE)
    def create(self, session: Session, draft: "CustomerDraft") -> int:
        """Add a customer by the quick form, unverified, and return its id.

        Raises:
            Invalid: the draft has problems, keyed by field; `existing` names the
                customer who has the e-mail or Client ID.
        """
        from app.customers import creation  # noqa: PLC0415 - not for the first list

        return creation.customer(session, self.actor, draft)

    @use_case(Permission.CUSTOMERS_EDIT)
    def edit(
        self, session: Session, customer_id: int, version: int, base: "ProfileDraft",
        mine: "ProfileDraft",
    ) -> int:  # fmt: skip
        """Save what changed from `base`, seen at `version`, to `mine`; the new version.

        What others changed since stays; a receipt names those fields.

        Raises:
            Conflict: the customer was deleted.
            Invalid: the changes have problems, keyed by field.
            NotFound: the customer is not there, or not for this actor to see.
            Stale: others changed the same fields since; nothing was saved.
        """
        from app.customers import editing  # noqa: PLC0415 - not for the first list

        found = editing.to_edit(session, self.actor, customer_id, base)
        return editing.profile(session, self.actor, found, version, (base, mine))

    @use_case(Permission.CUSTOMERS_EDIT)
    def save_contact(
        self, session: Session, customer_id: int, draft: "ContactDraft",
        contact_id: int | None = None, version: int = 0, base: "ContactDraft | None" = None,
    ) -> int:  # fmt: skip
        """Add a contact, or save one that exists; return its id. One is primary at most.

        What others changed since `version`, when it held `base`, stays; a receipt names
        those fields.

        Raises:
            Conflict: the customer was deleted, or somebody changed the contact since
                `version` and there is no `base`.
            Invalid: the draft has problems, keyed by field.
            NotFound: the customer or the contact is not there.
            Stale: others changed the same fields since; nothing was saved.
        """
        from app.customers import editing  # noqa: PLC0415 - not for the first list
        from app.customers.stale import refuse_deleted  # noqa: PLC0415 - not for the first list

        customer = queries.get(session, self.actor, customer_id, lock=True)
        refuse_deleted(session, customer)
        return editing.contact(session, customer_id, draft, contact_id, (version, base))

    @use_case(Permission.CUSTOMERS_EDIT)
    def remove_contact(self, session: Session, customer_id: int, contact_id: int) -> None:
        """Take a contact away; its history stays.

        Raises:
            NotFound: the customer or the contact is not there.
        """
        from app.customers import editing  # noqa: PLC0415 - not for the first list

        queries.get(session, self.actor, customer_id, lock=True)
        session.delete(editing.the_contact(session, customer_id, contact_id))

    @use_case(Permission.CUSTOMERS_EDIT)
    def set_avatar(self, session: Session, customer_id: int, image: bytes | None) -> None:
        """Keep a picture (PNG or JPEG, at most 1 MB), or none.

        Raises:
            Invalid: the picture is too large or of another kind, under "avatar".
            NotFound: the customer is not there, or not for this actor to see.
        """
        from app.customers import editing  # noqa: PLC0415 - not for the first list

        editing.avatar(queries.get(session, self.actor, customer_id, lock=True), image)

    def _listing(self, session: Session) -> Listing[CustomerRow]:
        settings = self.changes.kept("organization", partial(current, session))
        tags = self.changes.kept("tags", partial(book, session))
        return queries.listing(settings, session.info["now"], tags)

    def _visible(self) -> Sequence[Where]:
        return queries.visible(self.actor)


def _names(named: str) -> list[Any]:
    """Where to look for a customer somebody names, likeliest first."""
    if without_controls(named) != named:
        return []  # No database holds such text, and not every one may be asked for it.
    found: list[Any] = [Customer.client_id == named, Customer.uid == named.lower()]
    try:
        found.insert(0, Customer.email_norm == normalise_email(named).norm)
    except DeskError:
        if named.isascii() and named.isdigit() and len(named) < 10:  # noqa: PLR2004 - 32 bits
            found.insert(0, Customer.id == int(named))
    return found
