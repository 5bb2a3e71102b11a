"""Use cases on the devices and domains licenses are in use on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.clean import paragraph
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError, Invalid
from app.core.listed import ListService
from app.core.listing import ListQuery
from app.core.query import Listing, Where
from app.core.service import use_case
from app.core.text import _
from app.customers.schemas import Outcome
from app.licensing import activating, checks
from app.licensing import activations_queries as queries
from app.licensing import queries as licenses
from app.licensing.activating import Refused
from app.licensing.activations_drafts import DeviceDraft, RecordDraft
from app.licensing.activations_facts import as_it_is, policy
from app.licensing.activations_recording import record_many
from app.licensing.explain_keys import looked_up
from app.licensing.model import Activation, License
from app.licensing.schemas import ActivationRow, ActivationState
from app.organization.service import current

S = ActivationState
REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Activated:
    """A device that may use a license: `new` if it was not active before.

    `active` of `limit` devices are (None is without limit); `expires_on` is the license's
    last good day, None for never.
    """

    id: int
    license_id: int
    new: bool
    active: int
    limit: int | None
    expires_on: date | None


class ActivationService(ListService[ActivationRow], reads=Permission.LICENSES_READ):
    """The devices of the licenses within the actor's scope."""

    @use_case(Permission.ACTIVATIONS_EDIT)
    def activate(self, session: Session, license: str | int, device: DeviceDraft) -> Activated:
        """Use a license, named by its key or its id, on a device.

        One that is active already is verified and takes no further seat.

        Raises:
            Invalid: the device has problems, keyed by field.
            NotFound: no license has the id, or it is not for this actor to see.
            Refused: a check failed, or no license has the key; `verdict` has them all.
        """
        found = self._license(session, license)
        activation_id, new = activating.admit(session, found, device)
        return _activated(session, activation_id, found, new=new)

    @use_case(Permission.ACTIVATIONS_EDIT)
    def record(self, session: Session, license_id: int, draft: RecordDraft) -> Activated:
        """Write down by hand that a device uses, or used, a license; judged like `activate`.

        One that is over takes no seat and is written down whatever the license is worth.

        Raises:
            Invalid: the draft has problems, keyed by field.
            NotFound: no license has the id, or it is not for this actor to see.
            Refused: a check failed.
        """
        found = licenses.get(session, self.actor, license_id, lock=True)
        [written] = record_many(session, [(found, draft)], every=True)
        return _activated(session, written, found, new=True)

    @use_case(Permission.ACTIVATIONS_EDIT)
    def verify(self, session: Session, activation_id: int) -> Activated:
        """Note that an active device was in touch, if it may go on using its license.

        Raises:
            NotFound: it is not there, or not for this actor to see.
            Refused: a check failed, or it is no longer active.
        """
        license_id = queries.license_of(session, self.actor, activation_id)
        found = licenses.get(session, self.actor, license_id, lock=True)
        row = queries.read(session, [activation_id])[activation_id]
        return self._verify(session, found, DeviceDraft(row.identifier, row.kind, row.label))

    @use_case(Permission.ACTIVATIONS_EDIT)
    def verify_device(self, session: Session, key: str, device: DeviceDraft) -> Activated:
        """The same, for the device that shows its key.

        Raises:
            Invalid: the device has problems, keyed by field.
            Refused: a check failed, or it is not active.
        """
        return self._verify(session, self._license(session, key), device)

    @use_case(Permission.ACTIVATIONS_EDIT)
    def deactivate(
        self, session: Session, ids: Sequence[int], reason: str = "", *, by_customer: bool = False
    ) -> Outcome:
        """Free the seats of devices; who refuses is named and left as it was.

        With `by_customer` it counts against what the license allows its customer each year.

        Raises:
            Invalid: the reason is too long, under "reason".
        """

        def end(row: Activation, found: License) -> None:
            if by_customer:
                facts = activating.gatherer(session).license(as_it_is(found))
                if (said := checks.allowance(facts)) is not None:
                    raise Conflict(said)
            activating.end(session, row, S.DEACTIVATED, why)
            row.self_ended = by_customer
            session.flush()

        why = _reason(reason)
        return self._each(session, ids, end)

    @use_case(Permission.ACTIVATIONS_EDIT)
    def block(self, session: Session, ids: Sequence[int], reason: str = "") -> Outcome:
        """Free the seats of devices and bar them from their licenses.

        Raises:
            Invalid: the reason is too long, under "reason".
        """
        why = _reason(reason)
        return self._each(
            session, ids, lambda row, _found: activating.end(session, row, S.BLOCKED, why)
        )

    @use_case(Permission.ACTIVATIONS_EDIT)
    def unblock(self, session: Session, ids: Sequence[int], reason: str = "") -> Outcome:
        """Let blocked devices come back, each by a new activation that counts anew.

        Raises:
            Invalid: the reason is too long, under "reason".
        """
        why = _reason(reason) or _("Unblocked")
        return self._each(session, ids, lambda row, _found: activating.unbar(session, row, why))

    def _asked(self, session: Session, asked: ListQuery) -> tuple[ListQuery, Sequence[Where]]:
        """The question; a text that is a license's whole key is looked up by its digest."""
        within = self._visible()
        found = licenses.exact(session, self.actor, asked.text) if asked.text else None
        if found is None:
            return asked, within
        return replace(asked, text=""), (*within, Activation.license_id == found)

    def _license(self, session: Session, named: str | int) -> License:
        """The license, locked.

        Raises:
            Refused: no license has the key.
        """
        if isinstance(named, int):
            return licenses.get(session, self.actor, named, lock=True)
        license_id = licenses.exact(session, self.actor, named)
        if license_id is None:
            zone = current(session).time_zone
            raise Refused(checks.judge(looked_up(session, self.actor, named, zone)))
        return licenses.get(session, self.actor, license_id, lock=True)

    def _verify(self, session: Session, found: License, device: DeviceDraft) -> Activated:
        facts, verdict = activating.ask(session, found, device)
        if facts.device is None or facts.device.seat is None:
            said = _("Activation failed. This device is not active on this license. %s")
            way = _("Activate it again.") if verdict.allowed else verdict.failed[0].evidence
            raise Refused(verdict, said % way)
        if not verdict.allowed:
            raise Refused(verdict)
        seat = activating.touch(
            session, facts.device.seat.id, policy(session, found), device.stored()
        )
        return _activated(session, seat, found, new=False)

    def _each(
        self, session: Session, ids: Sequence[int], act: Callable[[Activation, License], None]
    ) -> Outcome:
        whose = queries.license_ids(session, self.actor, ids)
        held = licenses.locked(session, self.actor, list(whose.values()))
        rows = queries.read(session, list(whose))
        done, refused = [], []
        for one in dict.fromkeys(ids):
            found = held.get(whose.get(one, 0))
            if found is None or one not in rows:
                refused.append((one, queries.gone()))
                continue
            try:
                act(rows[one], found)
            except DeskError as refusal:
                refused.append((one, str(refusal)))
            else:
                done.append(one)
        activating.count(session, held)
        return Outcome(tuple(done), tuple(refused))

    def _explain(self, duplicate: Duplicate) -> DeskError:
        if "activations" not in str(duplicate.__cause__):
            return duplicate
        return Conflict(_("Activation failed. This device was activated in the same moment."))

    def _listing(self, session: Session) -> Listing[ActivationRow]:
        return queries.listing(current(session), session.info["now"])

    def _visible(self) -> Sequence[Where]:
        return queries.visible(self.actor)


def _activated(session: Session, activation_id: int, found: License, *, new: bool) -> Activated:
    session.flush()
    return Activated(
        activation_id, found.id, new, found.activations, found.activation_limit, found.expires_on
    )


def _reason(text: str) -> str:
    reason, problem = paragraph(text, REASON_LENGTH, _("The reason"))
    if problem:
        raise Invalid({"reason": problem})
    return reason
