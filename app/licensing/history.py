"""Reads a license's history out of the audit trail, one row for each field that changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, PlanTerms, Product
from app.core.audit import HIDDEN, AuditEvent, AuditPayload
from app.core.query import Where
from app.core.text import N_, _
from app.customers.history import title
from app.customers.model import Customer
from app.customers.schemas import HistoryRow
from app.subscriptions.model import Subscription

MOST = 2000
_FIELDS_PER_EVENT = 100
_THINGS = {
    "licenses": N_("License"),
    "activations": N_("Activation"),
    "license_files": N_("License file"),
    "offline_requests": N_("Offline request"),
}
_ACTIONS = {
    "created": N_("created"), "updated": N_("changed"), "deleted": N_("removed"),
    "event": N_("looked at"),
}  # fmt: skip
_USE_CASES = {
    "license.reveal": N_("License key shown"),
    "life.suspend": N_("License suspended"),
    "life.resume": N_("License resumed"),
    "life.revoke": N_("License revoked"),
    "life.reinstate": N_("License reinstated"),
    "life.cancel": N_("License cancelled"),
    "life.renew": N_("License renewed"),
    "life.extend": N_("License extended"),
    "life.change_plan": N_("Plan changed"),
    "life.rotate": N_("License key rotated"),
    "assign.assign": N_("License assigned"),
    "assign.unassign": N_("License unassigned"),
    "assign.transfer": N_("License transferred"),
    "offline.answer": N_("Answered without a network"),
    "offline.issue_file": N_("License file made"),
    "tableimport.run": N_("License imported"),
}
_TITLES = {
    "customer_id": N_("Customer"),
    "product_id": N_("Product"),
    "plan_id": N_("Plan"),
    "terms_id": N_("Version of the plan"),
    "subscription_id": N_("Subscription"),
    "expires_on": N_("Expires"),
    "starts_on": N_("Starts"),
    "uid": N_("UUID"),
    "key_sealed": N_("License key"),
    "key_tail": N_("End of the key"),
    "client_id": N_("Client ID"),
    "ip": N_("IP address"),
}
# Says to which license a device belongs, and what nobody reads.
_SKIPPED = frozenset({"license_id", "key_digest", "created_at"})
_BLANK: tuple[Any, ...] = ("", None, False, {})
_ERASED: dict[str, Any] = {"changes": {}, "reason": ""}
_NAMED: Mapping[str, Any] = {
    "customer_id": (Customer.id, sa.func.coalesce(Customer.name, Customer.email)),
    "product_id": (Product.id, Product.name),
    "plan_id": (Plan.id, Plan.name),
    "terms_id": (PlanTerms.id, PlanTerms.number),
    "subscription_id": (Subscription.id, Subscription.number),
}
_Names = Mapping[str, Mapping[Any, Any]]


def history(session: Session, license_id: int, within: tuple[Where, ...]) -> list[HistoryRow]:
    """The newest changes of a license and its devices, newest first.

    Customers it belonged to are named where they are `within` what may be seen.
    """
    found = session.execute(
        sa.select(AuditEvent, AuditPayload.body)
        .outerjoin(AuditPayload, AuditPayload.seq == AuditEvent.seq)
        .where(AuditEvent.subject == "licenses", AuditEvent.subject_id == license_id)
        .order_by(AuditEvent.seq.desc())
        .limit(MOST)
    )
    entries = [(event, json.loads(body) if body else _ERASED) for event, body in found]
    names = _names(session, within, [payload["changes"] for _event, payload in entries])
    return [row for event, payload in entries for row in _rows(event, payload, names)]


def _names(
    session: Session, within: tuple[Where, ...], told: Sequence[Mapping[str, Sequence[Any]]]
) -> _Names:
    found = {}
    for name, (key, words) in _NAMED.items():
        ids = {value for one in told for value in one.get(name, ()) if value is not None}
        where = within if name == "customer_id" else ()
        statement = sa.select(key, words).where(key.in_(ids), *where)
        found[name] = {row[0]: row[1] for row in session.execute(statement)} if ids else {}
    return found


def _rows(event: AuditEvent, payload: Mapping[str, Any], names: _Names) -> Iterable[HistoryRow]:
    thing = _(_THINGS.get(event.entity, event.entity))
    what = f"{thing} {_(_ACTIONS.get(event.action, event.action))}"
    if event.entity == "licenses" and event.use_case in _USE_CASES:
        what = _(_USE_CASES[event.use_case])
    changes = {
        name: change
        for name, change in payload["changes"].items()
        if name not in _SKIPPED and not (event.action == "created" and change[1] in _BLANK)
    } or {"": [None, None]}
    for place, (name, (old, new)) in enumerate(changes.items()):
        yield HistoryRow(
            id=event.seq * _FIELDS_PER_EVENT + place,
            at=event.at,
            who=event.actor_name,
            what=what,
            field=_(_TITLES.get(name) or title(name)) if name else "",
            old=_say(names, name, old),
            new=_say(names, name, new),
            reason=payload["reason"],
            seq=event.seq,
            command=event.command,
            key=name,
        )


def _say(names: _Names, field: str, value: Any) -> str:
    if value is None or value == HIDDEN:
        return value or ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field in names:
        unknown = _("another customer") if field == "customer_id" else str(value)
        return str(names[field].get(value) or unknown)
    if isinstance(value, dict):
        return ", ".join(f"{title(name)}: {one}" for name, one in sorted(value.items()))
    return str(value)
