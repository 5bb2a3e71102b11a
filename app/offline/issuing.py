"""Makes signed files for licenses and devices, and keeps a note of each."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.catalogue.queries import terms_of
from app.catalogue.terms import OnExpiry
from app.core import audit
from app.core.access import Actor
from app.core.clock import end_of_day, time_zone
from app.core.text import _
from app.customers.model import Customer
from app.licensing.activating import called
from app.licensing.activations_facts import policy
from app.licensing.model import Activation, License
from app.licensing.people import called as customer_called
from app.offline import envelope, signing
from app.offline.contents import FileContent
from app.offline.model import LicenseFile, OfflineRequest
from app.offline.schemas import FileKind, Response
from app.organization.service import current

LONGEST_DAYS = 3660


def license_file(
    session: Session,
    actor: Actor,
    found: License,
    activation: Activation | None,
    *,
    nonce: str | None = None,
    days: int | None = None,
) -> Response:
    """A license file for an active device, or without one for any device.

    It is good for so many days (without a number: as long as a device may go unverified
    before it counts as stale), but not beyond the license's last day and its grace.

    Raises:
        Conflict, Sealed: there is no key to sign with, as `signing.signer`.
    """
    last = _last_day(session, found, days)
    zone = current(session).time_zone
    terms = terms_of(session, found.terms_id) if found.terms_id is not None else None
    plan = session.get(Plan, found.plan_id) if found.plan_id is not None else None
    customer = session.get(Customer, found.customer_id) if found.customer_id is not None else None
    content = FileContent(
        file=str(uuid4()),
        license=found.uid,
        product=session.get_one(Product, found.product_id).reference,
        issued_at=session.info["now"],
        plan=plan.name if plan else "",
        customer=customer_called(customer) if customer else "",
        quotas=dict(terms.quotas) if terms else {},
        user_limit=terms.user_limit if terms else None,
        activation_limit=found.activation_limit,
        expires_at=end_of_day(found.expires_on, zone) if found.expires_on else None,
        valid_until=end_of_day(last, zone),
        fingerprint=activation.fingerprint if activation else None,
        nonce=nonce,
    )
    whom = called(activation) if activation else _("any device")
    said = _("The license file for %(device)s is good through %(day)s.")
    sentence = said % {"device": whom, "day": last.isoformat()}
    return _given(session, actor, found, activation, content, FileKind.LICENSE, last, sentence)


def confirmation(
    session: Session, actor: Actor, found: License, activation: Activation, nonce: str
) -> Response:
    """The signed proof that a device's seat is free again.

    Raises:
        Conflict, Sealed: there is no key to sign with, as `signing.signer`.
    """
    content = FileContent(
        file=str(uuid4()),
        license=found.uid,
        product=session.get_one(Product, found.product_id).reference,
        issued_at=session.info["now"],
        fingerprint=activation.fingerprint,
        nonce=nonce,
    )
    sentence = _("%s is deactivated, its seat is free.") % called(activation)
    kind = FileKind.DEACTIVATION
    return _given(session, actor, found, activation, content, kind, None, sentence)


def _last_day(session: Session, found: License, days: int | None) -> date:
    """The last good day of a file that is made now, in the organization's zone."""
    holds, now = policy(session, found), session.info["now"]
    today = now.astimezone(time_zone(current(session).time_zone)).date()
    last: date = today + timedelta(days=holds.stale_days if days is None else days)
    if found.expires_on is None or holds.on_expiry is OnExpiry.MAINTAIN:
        return last
    return min(last, found.expires_on + timedelta(days=holds.grace_days))


def _given(
    session: Session,
    actor: Actor,
    found: License,
    activation: Activation | None,
    content: FileContent,
    kind: FileKind,
    last: date | None,
    sentence: str,
) -> Response:
    key = signing.signer(session, actor)
    text = envelope.signed(kind, content.told(kind), key)
    now: datetime = session.info["now"]
    row = LicenseFile(
        uid=content.file,
        kind=kind,
        license_id=found.id,
        activation_id=activation.id if activation else None,
        key_id=envelope.key_id(envelope.raw_public(key.public_key())),
        issued_at=now,
        issued_by=actor.name,
        expires_on=last,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    session.add(row)
    note(session, row, {"kind": kind, "uid": row.uid, "key_id": row.key_id, "expires_on": last})
    return Response(
        kind, text, _file_name(content.product, kind, activation), sentence, found.id,
        row.activation_id, content.valid_until,
    )  # fmt: skip


def note(session: Session, row: LicenseFile | OfflineRequest, told: Mapping[str, object]) -> None:
    """Say in the license's history that something was given out or answered."""
    session.flush()
    fields: dict[str, list[Any]] = {
        name: [None, audit.plain(value)] for name, value in told.items() if value is not None
    }
    name = row.__tablename__
    change = audit.Change("created", name, row.id, "licenses", row.license_id, fields)
    audit.record(session, change)


def _file_name(product: str, kind: FileKind, activation: Activation | None) -> str:
    device = called(activation) if activation else ""
    parts = [re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-") for part in (product, device)]
    return "-".join([*filter(None, parts), kind.value])[:80] + ".txt"
