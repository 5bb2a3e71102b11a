"""Use cases of licensing without a network."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Product
from app.core.access import Permission
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError, Invalid
from app.core.service import Service, query, use_case
from app.core.text import _
from app.customers.model import Customer
from app.licensing import activating, checks, keys
from app.licensing import queries as licenses
from app.licensing.activating import Refused
from app.licensing.activations_drafts import DeviceDraft
from app.licensing.activations_facts import as_it_is, policy
from app.licensing.model import Activation, License
from app.licensing.people import called as customer_called
from app.licensing.schemas import ActivationState
from app.offline import answering, contents, envelope, issuing, requests, signing
from app.offline.model import LicenseFile
from app.offline.requests import Request
from app.offline.schemas import FileRow, FileSeen, RequestKind, RequestSeen, Response

# So many of a license's files are shown.
_MOST = 500


class OfflineService(Service):
    """Signed license files, and the requests of devices that have no network."""

    @query(Permission.LICENSES_READ)
    def preview(self, session: Session, text: str) -> RequestSeen:
        """What a request asks, and whether answering it would grant that.

        Raises:
            Unreadable: it is no request, or was damaged on the way.
        """
        asked = requests.read(text)
        try:
            found = answering.license_of(session, self.actor, asked, lock=False)
        except Refused as refusal:
            return _seen(asked, allowed=False, sentence=str(refusal))
        return _judged(session, asked, found)

    @use_case(Permission.ACTIVATIONS_EDIT)
    def answer(self, session: Session, text: str) -> Response:
        """Grant a request, and give the signed text the device waits for.

        Raises:
            Unreadable: it is no request, or was damaged on the way.
            Refused: a check failed; `verdict` has them all.
            Conflict: it was answered before, its time cannot be, it does not fit the
                license, or there is no signing key yet.
            Sealed: this person's account does not open the signing key.
        """
        return answering.answer(session, self.actor, requests.read(text))

    @use_case(Permission.LICENSES_EDIT)
    def issue_file(
        self,
        session: Session,
        license_id: int,
        device: int | DeviceDraft | None = None,
        days: int | None = None,
    ) -> Response:
        """A license file without a request.

        It is for an active device (by its activation's id), for a device that is activated
        now, or without one for any device. `days` is how long it is good at most,
        1 to 3660; None is as the license's policy says.

        Raises:
            Invalid: the number of days cannot be, or the device has problems.
            NotFound: no license has the id, or it is not for this actor to see.
            Refused: a check failed; `verdict` has them all.
            Conflict: the device is not active, or there is no signing key yet.
            Sealed: this person's account does not open the signing key.
        """
        if days is not None and not 1 <= days <= issuing.LONGEST_DAYS:
            said = _("A file can be good for 1 to %d days. Choose a number between.")
            raise Invalid({"days": said % issuing.LONGEST_DAYS})
        found = licenses.get(session, self.actor, license_id, lock=True)
        row = self._seat(session, found, device)
        return issuing.license_file(session, self.actor, found, row, days=days)

    @query(Permission.LICENSES_READ)
    def files(self, session: Session, license_id: int) -> list[FileRow]:
        """The signed files that were given out for a license, the newest first.

        Raises:
            NotFound: no license has the id, or it is not for this actor to see.
        """
        found = licenses.get(session, self.actor, license_id)
        statement = (
            sa.select(LicenseFile, Activation.label, Activation.identifier)
            .outerjoin(Activation, Activation.id == LicenseFile.activation_id)
            .where(LicenseFile.license_id == found.id)
            .order_by(LicenseFile.id.desc())
            .limit(_MOST)
        )
        return [
            FileRow(
                row.uid, row.kind, label or identifier or "", row.activation_id, row.key_id,
                row.issued_at, row.issued_by, row.expires_on,
            )
            for row, label, identifier in session.execute(statement)
        ]  # fmt: skip

    @query(Permission.LICENSES_READ)
    def look_at(self, session: Session, text: str) -> FileSeen:
        """What a signed file says, where a key of ours, old or new, signed it.

        Raises:
            Unreadable: it is no such file, was changed, or somebody else signed it.
        """
        opened = envelope.opened(text, signing.trusted(session))
        return contents.seen(opened, session.info["now"])

    def _seat(
        self, session: Session, found: License, device: int | DeviceDraft | None
    ) -> Activation | None:
        """The activation a file is for, or none; what may not be is refused."""
        if isinstance(device, DeviceDraft):
            self.actor.require(Permission.ACTIVATIONS_EDIT)
            activation_id, _new = activating.admit(session, found, device)
            return session.get_one(Activation, activation_id)
        row = _row(session, found, device) if device is not None else None
        facts = activating.gatherer(session).facts(as_it_is(found), None, offline=True)
        verdict = checks.judge(facts)
        # A file takes no further seat; an active device may have the last one.
        failed = [one for one in verdict.failed if one.name != checks.LIMIT]
        if failed:
            raise Refused(verdict, checks.refusal(failed[0]))
        if row is None:
            activating.begin(session, found, policy(session, found))
        return row

    def _explain(self, duplicate: Duplicate) -> DeskError:
        if "nonce" not in str(duplicate.__cause__):
            return duplicate
        return Conflict(_("This request was answered in the same moment by somebody else."))


def _row(session: Session, found: License, activation_id: int) -> Activation:
    row = session.scalar(
        sa.select(Activation).where(
            Activation.id == activation_id,
            Activation.license_id == found.id,
            Activation.state == ActivationState.ACTIVE,
        )
    )
    if row is None:
        raise Conflict(_("This device is not active on this license. Activate it first."))
    return row


def _judged(session: Session, asked: Request, found: License) -> RequestSeen:
    """What would come of a request, by what answering it asks."""
    seat, sentence, allowed = None, "", False
    try:
        answering.refuse_replay(session, asked)
        answering.fits(session, asked, found)
        if asked.kind is not RequestKind.ACTIVATE:
            seat = answering.seat_of(session, found, asked).id
        sentence, allowed, seat = _verdict(session, asked, found, seat)
    except DeskError as refusal:
        sentence = str(refusal)
    customer = session.get(Customer, found.customer_id) if found.customer_id else None
    return _seen(
        asked,
        allowed=allowed,
        sentence=sentence,
        license_id=found.id,
        key=keys.mask(found.key_tail),
        product=session.get_one(Product, found.product_id).name,
        customer=customer_called(customer) if customer else "",
        activation_id=seat,
        seat_taken=allowed and asked.kind is RequestKind.ACTIVATE and seat is None,
    )


def _verdict(
    session: Session, asked: Request, found: License, seat: int | None
) -> tuple[str, bool, int | None]:
    """A sentence, whether the request would be granted, and the device's seat if it has one."""
    if asked.kind is RequestKind.DEACTIVATE:
        refused = answering.allowance(session, found)
        return refused or _("The device's seat would be free again."), refused is None, seat
    facts, verdict = activating.ask(session, found, asked.draft())
    if facts.device is not None and facts.device.seat is not None:
        seat = facts.device.seat.id
    return verdict.message, verdict.allowed, seat


def _seen(asked: Request, *, allowed: bool, sentence: str, **known: Any) -> RequestSeen:
    return RequestSeen(asked.kind, asked.device, asked.made_at, allowed, sentence, **known)
