"""Answers what devices without a network ask: the same checks as with one, and no request twice."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Product
from app.core.access import Actor
from app.core.errors import Conflict
from app.core.text import _
from app.licensing import activating, checks
from app.licensing import queries as licenses
from app.licensing.activating import Refused
from app.licensing.activations_drafts import fingerprint
from app.licensing.activations_facts import as_it_is, policy
from app.licensing.explain_keys import looked_up
from app.licensing.model import Activation, License
from app.licensing.schemas import ActivationState
from app.offline import issuing
from app.offline.contents import CLOCK_SLACK, words
from app.offline.model import LicenseFile, OfflineRequest
from app.offline.requests import Request
from app.offline.schemas import RequestKind, Response
from app.organization.service import current

# Carried by hand, a request may be under way for days; after this long nobody waits for it.
OLDEST = timedelta(days=30)


def answer(session: Session, actor: Actor, request: Request) -> Response:
    """Grant a request: activate, verify or deactivate the device, and sign what it is told.

    Raises:
        Refused: a check failed; `verdict` has them all.
        Conflict: it was answered before, its time cannot be, or it does not fit the license.
    """
    refuse_replay(session, request)
    found = license_of(session, actor, request, lock=True)
    fits(session, request, found)
    row = session.get_one(Activation, _GRANT[request.kind](session, found, request))
    if request.kind is RequestKind.DEACTIVATE:
        response = issuing.confirmation(session, actor, found, row, request.nonce)
    else:
        response = issuing.license_file(session, actor, found, row, nonce=request.nonce)
    noted = OfflineRequest(
        nonce=request.nonce,
        kind=request.kind,
        license_id=found.id,
        activation_id=row.id,
        made_at=request.made_at,
        answered_at=session.info["now"],
        answered_by=actor.name,
    )
    session.add(noted)
    issuing.note(session, noted, {"kind": request.kind, "made_at": request.made_at})
    return response


def license_of(session: Session, actor: Actor, request: Request, *, lock: bool) -> License:
    """The license a request names.

    Raises:
        Refused: there is none, or it is not for this actor to see.
    """
    if request.key:
        license_id = licenses.exact(session, actor, request.key)
    else:
        named = License.key_digest == request.key_digest
        license_id = session.scalar(sa.select(License.id).where(named, *licenses.visible(actor)))
    if license_id is None:
        text = request.key or request.key_digest
        raise Refused(checks.judge(looked_up(session, actor, text, current(session).time_zone)))
    return licenses.get(session, actor, license_id, lock=lock)


def refuse_replay(session: Session, request: Request) -> None:
    """Let a request pass that was not answered yet.

    Raises:
        Conflict: it was.
    """
    before = session.scalar(sa.select(OfflineRequest).where(OfflineRequest.nonce == request.nonce))
    if before is not None:
        said = _(
            "This request was answered at %(at)s by %(by)s, and is not answered twice. "
            "Let the device make a new one, or give out its license file again."
        )
        raise Conflict(said % {"at": words(before.answered_at), "by": before.answered_by})


def fits(session: Session, request: Request, found: License) -> None:
    """Let a request pass whose time can be, and which is for the license's product.

    Raises:
        Conflict: it is not.
    """
    now, made = session.info["now"], request.made_at
    if made > now + CLOCK_SLACK:
        said = _(
            "The request says it was made at %(made)s, but it is %(now)s. "
            "Set the device's clock, then make a new request."
        )
        raise Conflict(said % {"made": words(made), "now": words(now)})
    if made < now - OLDEST:
        said = _(
            "The request says it was made at %(made)s, more than %(days)d days ago. "
            "Check the device's clock, then make a new request."
        )
        raise Conflict(said % {"made": words(made), "days": OLDEST.days})
    latest = _latest(session, request, found)
    if latest is not None and made < latest - CLOCK_SLACK:
        said = _(
            "The request says it was made at %(made)s, before one that this device made at "
            "%(latest)s: its clock was set back. Set it, then make a new request."
        )
        raise Conflict(said % {"made": words(made), "latest": words(latest)})
    product = session.get_one(Product, found.product_id)
    if request.product and request.product.strip().casefold() != product.reference.casefold():
        said = _(
            "The request is for the product “%(asked)s”, but the license is for “%(sold)s”. "
            "Use a key of that product."
        )
        raise Conflict(said % {"asked": request.product[:60], "sold": product.reference})


def seat_of(session: Session, found: License, request: Request) -> Activation:
    """The active seat of a device that shows the file it was given for it.

    Raises:
        Conflict: it has none, or the file is not its own.
    """
    mine = fingerprint(request.device.kind, request.device.identifier)
    row = session.scalar(
        sa.select(Activation).where(
            Activation.license_id == found.id,
            Activation.fingerprint == mine,
            Activation.state == ActivationState.ACTIVE,
        )
    )
    if row is None:
        raise Conflict(_("This device is not active on this license. Let it ask to be activated."))
    owned = sa.select(LicenseFile.id).where(
        LicenseFile.uid == request.file,
        LicenseFile.license_id == found.id,
        LicenseFile.activation_id == row.id,
    )
    if session.scalar(owned) is None:
        raise Conflict(
            _(
                "The license file this request names was not given out for this device. "
                "Let it ask to be activated, or deactivate it by hand."
            )
        )
    return row


def allowance(session: Session, found: License) -> str | None:
    """Why the device may not give its seat back by itself; None where it may."""
    return checks.allowance(activating.gatherer(session).license(as_it_is(found)))


def _activate(session: Session, found: License, request: Request) -> int:
    activation_id, _new = activating.admit(session, found, request.draft())
    return activation_id


def _refresh(session: Session, found: License, request: Request) -> int:
    seat = seat_of(session, found, request)
    _facts, verdict = activating.ask(session, found, request.draft())
    if not verdict.allowed:
        raise Refused(verdict)
    values = request.draft().stored()
    return activating.touch(session, seat.id, policy(session, found), values)


def _deactivate(session: Session, found: License, request: Request) -> int:
    seat = seat_of(session, found, request)
    if (said := allowance(session, found)) is not None:
        raise Conflict(said)
    activating.end(session, seat, ActivationState.DEACTIVATED, _("Given back by the device"))
    seat.self_ended = True
    activating.count(session, [found.id])
    return seat.id


_GRANT: dict[RequestKind, Callable[[Session, License, Request], int]] = {
    RequestKind.ACTIVATE: _activate,
    RequestKind.REFRESH: _refresh,
    RequestKind.DEACTIVATE: _deactivate,
}


def _latest(session: Session, request: Request, found: License) -> datetime | None:
    mine = fingerprint(request.device.kind, request.device.identifier)
    statement = (
        sa.select(sa.func.max(OfflineRequest.made_at))
        .join(Activation, Activation.id == OfflineRequest.activation_id)
        .where(OfflineRequest.license_id == found.id, Activation.fingerprint == mine)
    )
    return session.scalar(statement)
