"""Use cases on the domains of customers."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.contact import website_domain
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError, Invalid
from app.core.folding import search_text, sort_key
from app.core.listed import ListService
from app.core.query import Listing, Where
from app.core.service import use_case
from app.core.text import _
from app.customers import queries as customers
from app.customers.following import follow
from app.customers.model import Customer
from app.customers.schemas import Outcome
from app.customers.stale import refuse_deleted
from app.domains import queries
from app.domains.drafts import DomainDraft
from app.domains.model import Domain
from app.domains.schemas import DomainRow, DomainState
from app.licensing.model import License
from app.organization.service import current

S = DomainState


class DomainService(ListService[DomainRow], reads=Permission.LICENSES_READ):
    """Domains of the customers within the actor's scope."""

    @use_case(Permission.LICENSES_EDIT)
    def add(self, session: Session, customer_id: int, draft: DomainDraft) -> int:
        """Add a domain to a customer, and return its id.

        Raises:
            Conflict: the customer is deleted.
            Invalid: the draft has problems, keyed by field; the domain may be taken.
            NotFound: the customer is not there, or not for this actor to see.
        """
        customer = customers.get(session, self.actor, customer_id, lock=True)
        refuse_deleted(session, customer)
        domain = Domain(customer_id=customer.id, state=S.ACTIVE)
        self._fill(session, domain, customer, draft)
        session.add(domain)
        session.flush()
        return domain.id

    @use_case(Permission.LICENSES_EDIT)
    def edit(self, session: Session, domain_id: int, version: int, draft: DomainDraft) -> None:
        """Save changed fields of the version that was read.

        Raises:
            Conflict: somebody else changed the domain since, or it was removed.
            Invalid: the draft has problems, keyed by field; the domain may be taken.
            NotFound: it is not there, or not for this actor to see.
        """
        domain = queries.get(session, self.actor, domain_id)
        if domain.version != version:
            raise Conflict(
                _("%s changed this domain meanwhile. Look at it again before you change it.")
                % domain.updated_by
            )
        if domain.state is S.REMOVED:
            raise Conflict(_("This domain was removed. Add it again instead."))
        customer = session.get_one(Customer, domain.customer_id)
        self._fill(session, domain, customer, draft)

    @use_case(Permission.LICENSES_EDIT)
    def suspend(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Let domains count no longer until they are resumed."""
        return self._move(session, ids, {S.ACTIVE}, S.SUSPENDED)

    @use_case(Permission.LICENSES_EDIT)
    def resume(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Let suspended domains count again."""
        return self._move(session, ids, {S.SUSPENDED}, S.ACTIVE)

    @use_case(Permission.LICENSES_EDIT)
    def remove(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Take domains off their customers; their names are free again, their history stays."""
        return self._move(session, ids, {S.ACTIVE, S.SUSPENDED}, S.REMOVED)

    def _fill(
        self, session: Session, domain: Domain, customer: Customer, draft: DomainDraft
    ) -> None:
        values = draft.checked()
        norm = website_domain(values["name"]) or ""
        _refuse_taken(session, self.actor, norm, domain.id)
        if (license_id := values["license_id"]) is not None:
            found = session.get(License, license_id)
            if found is None or found.customer_id != customer.id:
                raise Invalid({"license_id": _("Choose one of this customer's licenses.")})
        domain.name = values["name"]
        domain.name_norm = norm
        domain.name_key = sort_key(norm) or ""
        domain.license_id, domain.expires_on = values["license_id"], values["expires_on"]
        domain.note = values["note"]
        domain.own_text = search_text(dict.fromkeys([domain.name, norm]))
        follow(domain, customer)

    def _move(
        self, session: Session, ids: Sequence[int], allowed: set[DomainState], to: DomainState
    ) -> Outcome:
        """Bring each domain into a state; who refuses is named and left as it was."""

        def move(domain: Domain) -> None:
            if domain.state not in allowed:
                said = _("%(name)s is %(state)s already.")
                raise Conflict(said % {"name": domain.name, "state": domain.state.value})
            domain.state = to

        return self._each(session, ids, move)

    def _each(self, session: Session, ids: Sequence[int], act: Callable[[Domain], Any]) -> Outcome:
        done, refused = [], []
        for one in sorted(set(ids)):
            try:
                act(queries.get(session, self.actor, one))
            except DeskError as refusal:
                refused.append((one, str(refusal)))
            else:
                done.append(one)
        return Outcome(tuple(done), tuple(refused))

    def _explain(self, duplicate: Duplicate) -> DeskError:  # noqa: ARG002 - one value can be taken
        return Invalid({"name": _("Somebody added this domain in the same moment. Look again.")})

    def _listing(self, session: Session) -> Listing[DomainRow]:
        return queries.listing(current(session), session.info["now"])

    def _visible(self) -> Sequence[Where]:
        return queries.visible(self.actor)


def _refuse_taken(session: Session, actor: Actor, norm: str, own: int | None) -> None:
    """Check that no customer has the domain.

    Raises:
        Invalid: one does; it is named to those who may see it.
    """
    taken = sa.select(Domain.customer_id).where(
        Domain.name_norm == norm, Domain.state != S.REMOVED, Domain.id != (own or 0)
    )
    whose = session.scalar(taken)
    if whose is None:
        return
    known = sa.select(Customer.name, Customer.email).where(Customer.id == whose)
    found = session.execute(known.where(*customers.visible(actor))).first()
    said = _("%(domain)s already belongs to %(customer)s. Remove it there first.")
    name = (found.name or found.email) if found else None
    raise Invalid(
        {"name": said % {"domain": norm, "customer": name or _("another customer")}},
        {"name": whose} if found else {},
        Customer.__tablename__,
    )
