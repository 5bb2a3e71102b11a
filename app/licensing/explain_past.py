"""What a license was like at an earlier time, told by its history."""

import json
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.audit import AuditEvent, AuditPayload
from app.licensing.activations_facts import Terms
from app.licensing.schemas import LicenseState

_KEPT = {field.name for field in fields(Terms)} - {"id", "product_id"}
_MAKE = {
    "state": LicenseState,
    "starts_on": date.fromisoformat,
    "expires_on": date.fromisoformat,
}


def as_it_was(session: Session, now: Terms, at: datetime) -> Terms | None:
    """The same license at an earlier time: each later change is taken back, the newest first.

    None when it was not there yet.
    """
    later = (
        sa.select(AuditEvent.action, AuditPayload.body)
        .outerjoin(AuditPayload, AuditPayload.seq == AuditEvent.seq)
        .where(
            AuditEvent.subject == "licenses",
            AuditEvent.subject_id == now.id,
            AuditEvent.entity == "licenses",
            AuditEvent.at > at,
        )
        .order_by(AuditEvent.seq.desc())
    )
    found = now
    for action, body in session.execute(later):
        if action == "created":
            return None
        changes = json.loads(body)["changes"] if body else {}
        found = replace(
            found,
            **{name: _made(name, pair[0]) for name, pair in changes.items() if name in _KEPT},
        )
    return found


def _made(name: str, stored: Any) -> Any:
    if name == "overrides":
        return stored or {}
    return stored if stored is None or name not in _MAKE else _MAKE[name](stored)
