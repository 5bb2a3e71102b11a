"""Use cases on licenses: find and look at them, issue and edit them."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.catalogue.terms import Cycle
from app.core import audit
from app.core import query as listed
from app.core.access import Permission
from app.core.audit import Change
from app.core.conditions import Condition, Op
from app.core.errors import NotFound
from app.core.listed import ListService
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.core.query import Listing, Where
from app.core.service import query, use_case
from app.core.text import _
from app.customers import queries as customers
from app.customers.schemas import HistoryRow, Outcome
from app.licensing import editing, issuing, lookup, queries, renewals
from app.licensing.detail import detail
from app.licensing.drafts import IssueDraft, LicenseDraft
from app.licensing.history import history
from app.licensing.issuing import PLACE
from app.licensing.model import License
from app.licensing.outcomes import Issued, RenewalRow
from app.licensing.schemas import LicenseDetail, LicenseRow
from app.organization.service import current


class LicenseService(ListService[LicenseRow], reads=Permission.LICENSES_READ):
    """Licenses of the customers within the actor's scope, and those nobody has."""

    @query(Permission.LICENSES_READ)
    def show(self, session: Session, license_id: int) -> LicenseDetail:
        """Everything about one license but its key.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        return detail(session, self.actor, license_id)

    @query(Permission.LICENSES_READ)
    def find(self, session: Session, named: str) -> int:
        """The id of the license with this key, id, UUID or order number.

        Raises:
            Conflict: several have the order number.
            NotFound: none has it; of a mistyped key it is said what is wrong with it.
        """
        return lookup.find(session, self.actor, named)

    @query(Permission.LICENSES_READ)
    def history(self, session: Session, license_id: int) -> list[HistoryRow]:
        """Who changed what and when, its devices included; newest first.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        queries.get(session, self.actor, license_id)
        return history(session, license_id, customers.visible(self.actor))

    @query(Permission.LICENSES_READ)
    def customer_licenses(self, session: Session, customer_id: int) -> list[LicenseRow]:
        """Every license of a customer, the newest first (API-08).

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        customers.get(session, self.actor, customer_id)
        theirs = Condition("customer_id", Op.IN, (customer_id,))
        within = queries.visible(self.actor)
        listing, asked = self._listing(session), ListQuery(conditions=(theirs,))
        count = listed.count(session, listing, asked, within)
        return listed.first(session, listing, asked, within, count)

    @query(Permission.LICENSES_READ)
    def renewals(self, session: Session) -> list[RenewalRow]:
        """Customers whose licenses end soon, by priority and then by the soonest (WFL-5)."""
        return renewals.rows(session, self.actor)

    @use_case(Permission.LICENSES_EDIT)
    def mark_renewed(self, session: Session, customer_ids: Sequence[int]) -> Outcome:
        """Note that customers renew what ends within 60 days (WFL-11).

        The mark holds until a license ends that it was not about. Who has none that ends
        is refused, and named.
        """
        return renewals.mark(session, self.actor, customer_ids)

    @use_case(Permission.LICENSES_EDIT)
    def unmark_renewed(self, session: Session, customer_ids: Sequence[int]) -> Outcome:
        """Take that back."""
        return renewals.unmark(session, self.actor, customer_ids)

    @use_case(Permission.LICENSES_REVEAL)
    def reveal(self, session: Session, license_id: int) -> str:
        """The whole key; that it was looked at goes into the history.

        Raises:
            NotFound: it is not there, or not for this actor to see.
            Sealed: this account does not open keys yet.
        """
        found = queries.get(session, self.actor, license_id)
        key = self.actor.vault.unseal(found.key_sealed, PLACE % found.uid).decode()
        entity = License.__tablename__
        told: dict[str, list[object]] = {"key_tail": [None, found.key_tail]}
        audit.record(session, Change("event", entity, found.id, entity, found.id, told))
        return key

    @use_case(Permission.LICENSES_EDIT)
    def issue(self, session: Session, draft: IssueDraft) -> Issued:
        """Add a license: for a customer, for an e-mail, or for nobody yet.

        Raises:
            Conflict: the customer is deleted.
            Invalid: the draft has problems, keyed by field; `existing` names the license
                that has the key.
            NewCustomer: nobody has the e-mail yet, and nobody confirmed a new customer.
            NotFound: the customer is not there, or not for this actor to see.
        """
        return issuing.issue(session, self.actor, draft)

    @use_case(Permission.LICENSES_EDIT)
    def add_customer_license(
        self, session: Session, customer_id: int, plan_id: int, billing_cycle: Cycle,
        *, create_subscription: bool = False,
    ) -> Issued:  # fmt: skip
        """Add a license of a plan to a customer, with its subscription if asked (API-08).

        Raises:
            Conflict, Invalid, NotFound: as `issue`.
        """
        plan = session.get(Plan, plan_id)
        draft = IssueDraft(
            plan.product_id if plan else None, plan_id, billing_cycle, customer_id=customer_id,
            create_subscription=create_subscription,
        )  # fmt: skip
        return issuing.issue(session, self.actor, draft)

    @use_case(Permission.LICENSES_EDIT)
    def create_product_license(
        self, session: Session, product_reference_id: str, license_code: str = "",
        customer_id: str = "", email: str = "",
    ) -> Issued:  # fmt: skip
        """Add a license by the names vendors use (API-10): `customer_id` is a Client ID.

        An e-mail nobody has creates its customer, who gets that Client ID.

        Raises:
            NotFound: no product has the reference.
            Conflict, Invalid: as `issue`.
        """
        norm = product_reference_id.strip().casefold()
        product_id = session.scalar(
            sa.select(Product.id).where(sa.func.lower(Product.reference) == norm)
        )
        if product_id is None:
            said = _("No product has the reference “%s”. Look it up among the products.")
            raise NotFound(said % product_reference_id)
        draft = IssueDraft(
            product_id, key=license_code, client_id=customer_id, email=email, confirm_new=True
        )
        return issuing.issue(session, self.actor, draft)

    @use_case(Permission.LICENSES_EDIT)
    def generate(
        self, session: Session, product_id: int, plan_id: int | None, count: int,
        order_number: str = "", cycle: Cycle | None = None, progress: Progress | None = None,
    ) -> tuple[int, ...]:  # fmt: skip
        """Add up to 10,000 licenses to the pool of available ones; their ids.

        Raises:
            Cancelled: the caller asked for it; nothing was kept.
            Invalid: product, plan, cycle or count cannot be, keyed by field.
        """
        found = issuing.generate(
            session, self.actor, product_id, plan_id, count, order_number, cycle,
            progress or Progress(),
        )  # fmt: skip
        return tuple(found)

    @use_case(Permission.LICENSES_EDIT)
    def edit(
        self, session: Session, license_id: int, version: int, draft: LicenseDraft,
        base: LicenseDraft | None = None,
    ) -> int:  # fmt: skip
        """Save order number, dates, overrides and note; the new version.

        What others changed since `version`, when it held `base`, stays; a receipt names
        those fields.

        Raises:
            Conflict: others changed it since `version` and there is no `base`, or it is
                cancelled.
            Invalid: the draft has problems, keyed by field.
            NotFound: it is not there, or not for this actor to see.
            Stale: others changed the same fields since; nothing was saved.
        """
        return editing.edit(session, self.actor, license_id, version, (base, draft))

    def _asked(self, session: Session, asked: ListQuery) -> tuple[ListQuery, Sequence[Where]]:
        """The question; a text that is a whole key is looked up by its digest."""
        within = self._visible()
        found = queries.exact(session, self.actor, asked.text) if asked.text else None
        if found is None:
            return asked, within
        return replace(asked, text=""), (*within, License.id == found)

    def _listing(self, session: Session) -> Listing[LicenseRow]:
        return queries.listing(current(session), session.info["now"])

    def _visible(self) -> Sequence[Where]:
        return queries.visible(self.actor)
