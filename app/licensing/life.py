"""Use cases on the life of licenses: suspended, renewed, moved to another plan, ended."""

from collections.abc import Callable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Product
from app.catalogue.terms import Cycle
from app.core.access import Permission
from app.core.errors import Conflict, DeskError, Invalid
from app.core.service import Service, query, use_case
from app.core.text import _, ngettext
from app.customers.schemas import Outcome
from app.licensing import activating, due, keys, plan_moves, states
from app.licensing.drafts import LAST_DAY, MOST_MONTHS
from app.licensing.ending import end_activations
from app.licensing.issuing import seal
from app.licensing.model import Activation, License
from app.licensing.outcomes import Moved, PlanMoves, Renewals
from app.licensing.queries import get, gone, locked
from app.licensing.schemas import LicenseState as S
from app.licensing.settling import Settling
from app.licensing.states import From

REASON_LENGTH = 500


class LifeService(Service):
    """What happens to licenses between their issue and their end.

    Each use case is for one license or many: who refuses is named and left as it was.
    """

    @use_case(Permission.LICENSES_EDIT)
    def suspend(self, session: Session, ids: Sequence[int], reason: str = "") -> Outcome:
        """Let licenses rest: their devices are refused until they are resumed.

        Raises:
            Invalid: the reason is too long, under "reason".
        """
        why = _reason(reason)
        return self._each(session, ids, lambda one, _all: states.move(one, S.SUSPENDED, why))

    @use_case(Permission.LICENSES_EDIT)
    def resume(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Let suspended licenses work again."""

        def go_on(found: License, _all: Settling) -> None:
            if found.state is not S.SUSPENDED:
                raise Conflict(_("%s is not suspended.") % states.called(found))
            states.move(found, S.ACTIVE)

        return self._each(session, ids, go_on)

    @use_case(Permission.LICENSES_REVOKE)
    def revoke(
        self, session: Session, ids: Sequence[int], reason: str = "", *, unassign: bool = False
    ) -> Outcome:
        """Take the right to use back; with `unassign` the customers lose them as well.

        Devices stay as they are, for a reinstatement; those of customers who lose their
        license are deactivated, lest the next one gets them.

        Raises:
            Invalid: the reason is too long, under "reason".
        """
        why = _reason(reason)
        taken: list[License] = []

        def end(found: License, settling: Settling) -> None:
            states.move(found, S.REVOKED, why)
            if unassign:
                taken.append(found)
                take(found, settling)

        def devices(_settling: Settling) -> None:
            end_activations(session, taken, _("The license was taken from its customer."))

        return self._each(session, ids, end, devices)

    @use_case(Permission.LICENSES_REINSTATE)
    def reinstate(self, session: Session, ids: Sequence[int], reason: str) -> Outcome:
        """Take a revocation back. One that nobody has is available again.

        Raises:
            Invalid: the reason is missing or too long, under "reason".
        """
        why = _reason(reason)
        if not why:
            raise Invalid({"reason": _("Say why the license may be used again.")})

        def back(found: License, _all: Settling) -> None:
            if found.state is not S.REVOKED:
                raise Conflict(_("%s is not revoked.") % states.called(found))
            states.move(found, S.AVAILABLE if found.customer_id is None else S.ACTIVE, why)

        return self._each(session, ids, back)

    @use_case(Permission.LICENSES_REVOKE)
    def cancel(
        self, session: Session, ids: Sequence[int], reason: str = "", *, unassign: bool = False
    ) -> Outcome:
        """End licenses for good and deactivate their devices; the records stay.

        With `unassign` the customers lose them as well.

        Raises:
            Invalid: the reason is too long, under "reason".
        """
        why = _reason(reason)
        cancelled: list[License] = []

        def end(found: License, settling: Settling) -> None:
            states.move(found, S.CANCELLED, why)
            cancelled.append(found)
            if unassign:
                take(found, settling)

        def devices(_settling: Settling) -> None:
            end_activations(session, cancelled, _("The license was cancelled."))

        return self._each(session, ids, end, devices)

    @query(Permission.LICENSES_READ)
    def renew_preview(
        self, session: Session, ids: Sequence[int], by: Cycle | int, since: From = From.EXPIRY
    ) -> Renewals:
        """What `renew` would do.

        Raises:
            Invalid: so many months cannot be, under "months".
        """
        months, today = _months(by), Settling(session).today
        rows, refused = [], []
        for one in dict.fromkeys(ids):
            try:
                found = get(session, self.actor, one)
                new = states.renewed(found, months, since, today)
            except DeskError as refusal:
                refused.append((one, str(refusal)))
                continue
            rows.append(Moved(one, keys.mask(found.key_tail), found.expires_on, new))
        return Renewals(tuple(rows), tuple(refused))

    @use_case(Permission.LICENSES_EDIT)
    def renew(
        self, session: Session, ids: Sequence[int], by: Cycle | int, since: From = From.EXPIRY
    ) -> Outcome:
        """Let licenses last longer by a cycle or so many months, from their expiry or from today.

        Raises:
            Invalid: so many months cannot be, under "months".
        """
        months = _months(by)

        def longer(found: License, settling: Settling) -> None:
            found.expires_on = states.renewed(found, months, since, settling.today)

        return self._each(session, ids, longer)

    @use_case(Permission.LICENSES_EDIT)
    def extend(self, session: Session, ids: Sequence[int], to: date | None) -> Outcome:
        """Let licenses last until a later day; None is for ever.

        Raises:
            Invalid: the day is too far away, under "to".
        """
        if to is not None and to > LAST_DAY:
            raise Invalid({"to": _("Choose a day until %s, or never.") % LAST_DAY.isoformat()})

        def longer(found: License, _all: Settling) -> None:
            states.refuse_over(found)
            old = found.expires_on
            if found.months_to_run is None and old is None:
                raise Conflict(_("%s never expires already.") % states.called(found))
            if to is not None and (to <= (old or date.min) or to < (found.starts_on or to)):
                said = _("%(key)s lasts until %(day)s. Choose a later day, or edit its dates.")
                day = (old or found.starts_on or to).isoformat()
                raise Conflict(said % {"key": states.called(found), "day": day})
            found.expires_on, found.months_to_run = to, None

        return self._each(session, ids, longer)

    @query(Permission.LICENSES_READ)
    def change_plan_preview(self, session: Session, ids: Sequence[int], plan_id: int) -> PlanMoves:
        """What `change_plan` would do."""
        return plan_moves.preview(session, self.actor, ids, plan_id)

    @use_case(Permission.LICENSES_EDIT)
    def change_plan(self, session: Session, ids: Sequence[int], plan_id: int) -> Outcome:
        """Move licenses to another plan of their product, as it is sold today.

        Their dates stay, and so does what was agreed for them alone.
        """
        moved: list[License] = []

        def other(found: License, settling: Settling) -> None:
            plan_moves.change(settling, found, plan_id)
            moved.append(found)

        def devices(settling: Settling) -> None:
            plan_moves.restale(settling, moved)

        return self._each(session, ids, other, devices)

    @use_case(Permission.LICENSES_EDIT)
    def rotate(self, session: Session, license_id: int) -> str:
        """Give a license a new key, and return it; its devices stay, the old key is nobody's.

        Raises:
            Conflict: it is revoked or cancelled.
            NotFound: it is not there, or not for this actor to see.
            Sealed: this account does not open keys yet.
        """
        found = get(session, self.actor, license_id, lock=True)
        states.refuse_over(found)
        product = session.get_one(Product, found.product_id)
        key = keys.generate(product.key_format)
        seal(self.actor, found, key)
        settling = Settling(session)
        settling.settle(found)
        settling.finish()
        policy = settling.policy(found)
        theirs = sa.select(Activation).where(Activation.license_id == found.id)
        for device in session.scalars(theirs):
            device.key_tail = found.key_tail
            activating.settle(device, policy)
        return key

    @query(Permission.UPKEEP)
    def anything_due(self, session: Session) -> bool:
        """Whether the calendar has changed a license's status that nobody looked at since."""
        return due.anything_due(session)

    @use_case(Permission.UPKEEP)
    def run_due(self, session: Session) -> int:
        """Let licenses begin, come into grace and expire that are due; how many."""
        return due.run_due(session)

    def _each(
        self,
        session: Session,
        ids: Sequence[int],
        act: Callable[[License, Settling], None],
        finish: Callable[[Settling], None] | None = None,
    ) -> Outcome:
        """Do it to each license; `act` refuses before it changes anything."""
        settling, done, refused = Settling(session), [], []
        found = locked(session, self.actor, ids)
        before = {key: one.customer_id for key, one in found.items()}
        for key in dict.fromkeys(ids):
            if key not in found:
                refused.append((key, gone()))
                continue
            settling.touch(found[key])
            try:
                act(found[key], settling)
            except DeskError as refusal:
                refused.append((key, str(refusal)))
                continue
            done.append(key)
        if finish is not None:
            finish(settling)
        for key in done:
            settling.settle(found[key])
        settling.move_activations(
            found[key] for key in done if found[key].customer_id != before[key]
        )
        settling.finish()
        return Outcome(tuple(done), tuple(refused))


def take(found: License, settling: Settling) -> None:
    """Let a license be nobody's."""
    settling.touch(found)
    found.customer_id, found.client_id, found.email, found.email_norm = None, "", "", ""


def _reason(typed: str) -> str:
    if len(typed.strip()) > REASON_LENGTH:
        said = ngettext("Use at most %d character.", "Use at most %d characters.", REASON_LENGTH)
        raise Invalid({"reason": said % REASON_LENGTH})
    return typed.strip()


def _months(by: Cycle | int) -> int:
    months = by.months if isinstance(by, Cycle) else by
    if not 1 <= months <= MOST_MONTHS:
        said = _("Choose between 1 and %s months.")
        raise Invalid({"months": said % f"{MOST_MONTHS:,}"})
    return months
