"""Use cases on whose licenses are: assign, take back, move from one customer to another."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Product
from app.core.access import Permission
from app.core.batch import among
from app.core.errors import Conflict, DeskError, Invalid
from app.core.service import Service, query, use_case
from app.core.text import _, ngettext
from app.customers import queries as customers
from app.customers.model import Customer
from app.customers.schemas import Outcome
from app.licensing import people, states
from app.licensing.issuing import give
from app.licensing.life import take
from app.licensing.model import License
from app.licensing.outcomes import Assigned, Transfer
from app.licensing.people import Whom
from app.licensing.queries import gone, locked, visible
from app.licensing.schemas import LicenseState as S
from app.licensing.settling import Settling, begin


class AssignService(Service):
    """Whose licenses are. Who refuses is named and left as it was."""

    @use_case(Permission.LICENSES_EDIT)
    def assign(
        self, session: Session, ids: Sequence[int], *, email: str = "", client_id: str = "",
        customer_id: int | None = None, confirm_new: bool = False,
    ) -> Assigned:  # fmt: skip
        """Give licenses to a customer, available ones or those of others.

        An e-mail nobody has creates its customer, once that is confirmed (LIC-13).

        Raises:
            Conflict: the customer is deleted, or no license at all could be given to a new one.
            Invalid: e-mail or Client ID cannot be used, or nobody is named.
            NewCustomer: nobody has the e-mail yet, and nobody confirmed a new customer.
            NotFound: the customer is not there, or not for this actor to see.
        """
        whom = Whom(customer_id, client_id, email)
        return self._give(session, ids, whom, confirmed=confirm_new)

    @use_case(Permission.LICENSES_EDIT)
    def bulk_reassign(self, session: Session, license_ids: Sequence[int], email: str) -> Assigned:
        """Give licenses to an e-mail's customer, who is created where nobody has it (API-11).

        Raises:
            Conflict, Invalid, NotFound: as `assign`.
        """
        return self._give(session, license_ids, Whom(email=email), confirmed=True)

    @use_case(Permission.LICENSES_EDIT)
    def unassign(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Let licenses be nobody's: active ones without active devices are available again."""
        settling, done, refused = Settling(session), [], []
        found = locked(session, self.actor, ids)
        for key in dict.fromkeys(ids):
            one = found.get(key)
            try:
                _let_go(one, settling)
            except DeskError as refusal:
                refused.append((key, str(refusal)))
                continue
            done.append(key)
        self._finish(settling, [found[key] for key in done])
        return Outcome(tuple(done), tuple(refused))

    @query(Permission.LICENSES_READ)
    def transfer_preview(
        self, session: Session, from_customer: int, *, email: str = "", client_id: str = "",
        customer_id: int | None = None, license_ids: Sequence[int] | None = None,
    ) -> Transfer:  # fmt: skip
        """What `transfer` would do.

        Raises:
            Conflict: both are the same customer, or the other one is deleted.
            Invalid: e-mail or Client ID cannot be used, or nobody is named.
            NotFound: a customer is not there, or not for this actor to see.
        """
        giver = customers.get(session, self.actor, from_customer)
        whom = _somebody(Whom(customer_id, client_id, email))
        taker = people.look_up(session, self.actor, whom)
        _refuse_same(giver, taker)
        theirs = self._of(session, giver, license_ids)
        return Transfer(
            from_customer=people.called(giver),
            to_customer=people.called(taker) if taker else email.strip(),
            to_is_new=taker is None,
            licenses=len(theirs),
            activations=sum(one.activations for one in theirs),
            told=people.reached_at(giver),
            refused=_not_theirs(giver, theirs, license_ids),
        )

    @use_case(Permission.LICENSES_EDIT)
    def transfer(
        self, session: Session, from_customer: int, *, email: str = "", client_id: str = "",
        customer_id: int | None = None, license_ids: Sequence[int] | None = None,
        confirm_new: bool = False, notify: bool = False,
    ) -> Assigned:  # fmt: skip
        """Move some or all of a customer's licenses, whatever their state, with their devices.

        With `notify` a message waits that tells the customer who had them (WFL-07).

        Raises:
            Conflict: both are the same customer, the other one is deleted, or there is
                nothing to move.
            Invalid: as `assign`, or who is to be told has no e-mail.
            NewCustomer, NotFound: as `assign`.
        """
        giver = customers.get(session, self.actor, from_customer)
        if notify:
            people.refuse_untold(giver)
        whom = _somebody(Whom(customer_id, client_id, email))
        taker = people.look_up(session, self.actor, whom)
        _refuse_same(giver, taker)
        both = {giver.id, taker.id if taker else giver.id}
        moving = self._of(session, giver, license_ids, lock=both)
        if not moving:
            raise Conflict(_("%s has no licenses to transfer.") % people.called(giver))
        taker, created = people.found_or_new(session, self.actor, whom, confirmed=confirm_new)
        settling = Settling(session)
        settling.know(giver, taker)
        for one in moving:
            settling.touch(one)
            give(one, taker)
        self._finish(settling, moving)
        refused = _not_theirs(giver, moving, license_ids)
        done = tuple(one.id for one in moving)
        if notify:
            people.tell_moved(session, giver, moving)
        return Assigned(taker.id, people.called(taker), created, done, refused, int(notify))

    def _give(
        self, session: Session, ids: Sequence[int], whom: Whom, *, confirmed: bool
    ) -> Assigned:
        known = people.look_up(session, self.actor, _somebody(whom))
        found = locked(session, self.actor, ids, [known.id] if known else ())
        customer, created = people.found_or_new(session, self.actor, whom, confirmed=confirmed)
        settling, done, refused, mailed = Settling(session), [], [], 0
        settling.know(customer)
        for key in dict.fromkeys(ids):
            one = found.get(key)
            try:
                take_up(one, customer, settling)
            except DeskError as refusal:
                refused.append((key, str(refusal)))
                continue
            done.append(key)
        if created and not done:
            raise Conflict(" ".join(dict.fromkeys(why for _id, why in refused)))
        given = [found[key] for key in done]
        self._finish(settling, given)
        for one in given:
            product = session.get_one(Product, one.product_id)
            mailed += people.tell(session, customer, one, product)
        name = people.called(customer)
        return Assigned(customer.id, name, created, tuple(done), tuple(refused), mailed)

    def _finish(self, settling: Settling, changed: Sequence[License]) -> None:
        for one in changed:
            settling.settle(one)
        settling.move_activations(changed)
        settling.finish()

    def _of(
        self,
        session: Session,
        giver: Customer,
        ids: Sequence[int] | None,
        *,
        lock: Iterable[int] = (),
    ) -> list[License]:
        """The customer's licenses, all or those of them with these ids.

        With `lock` they are locked, and these customers before them.
        """
        if ids is None:
            theirs = sa.select(License.id).where(License.customer_id == giver.id)
            ids = session.scalars(theirs.where(*visible(self.actor))).all()
        if lock:
            found = locked(session, self.actor, ids, lock)
        else:
            wanted = among(session, License.id, ids)
            rows = session.scalars(sa.select(License).where(wanted, *visible(self.actor)))
            found = {one.id: one for one in rows}
        return [one for one in found.values() if one.customer_id == giver.id]


def _somebody(whom: Whom) -> Whom:
    if not whom.anybody:
        raise Invalid({"email": _("Say whose the licenses are to be: enter an e-mail.")})
    return whom


def _refuse_same(giver: Customer, taker: Customer | None) -> None:
    if taker is not None and taker.id == giver.id:
        said = _("%s has these licenses already. Enter the e-mail of another customer.")
        raise Conflict(said % people.called(giver))


def _not_theirs(
    giver: Customer, theirs: Sequence[License], ids: Iterable[int] | None
) -> tuple[tuple[int, str], ...]:
    """Of the licenses somebody named, those that are not the customer's."""
    said = _("It does not belong to %s.") % people.called(giver)
    known = {one.id for one in theirs}
    return tuple((key, said) for key in dict.fromkeys(ids or ()) if key not in known)


def take_up(found: License | None, customer: Customer, settling: Settling) -> None:
    """Let a license be the customer's.

    Raises:
        Conflict: it is over, or theirs already.
    """
    if found is None:
        raise Conflict(gone())
    states.refuse_over(found)
    if found.customer_id == customer.id:
        said = _("%(key)s belongs to %(customer)s already.")
        raise Conflict(said % {"key": states.called(found), "customer": people.called(customer)})
    settling.touch(found)
    if found.state is S.AVAILABLE:
        begin(found, settling.policy(found), settling.today)
        states.move(found, S.ACTIVE)
        found.starts_on = found.starts_on or settling.today
    give(found, customer)


def _let_go(found: License | None, settling: Settling) -> None:
    """Let a license be nobody's.

    Raises:
        Conflict: nobody has it, it is suspended, or devices are active on it.
    """
    if found is None:
        raise Conflict(gone())
    if found.customer_id is None:
        raise Conflict(_("%s has no customer.") % states.called(found))
    if found.activations:
        said = ngettext(
            "%(count)d device is active on %(key)s. Deactivate it first.",
            "%(count)d devices are active on %(key)s. Deactivate them first.",
            found.activations,
        )
        key = _("the license …%s") % found.key_tail
        raise Conflict(said % {"count": found.activations, "key": key})
    if found.state not in {S.REVOKED, S.CANCELLED}:
        states.move(found, S.AVAILABLE)
    take(found, settling)
