"""Tells from its entries what kind of change a command was: its words, and who may do such."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import ActorKind, Permission
from app.core.audit import AuditEvent, AuditPayload
from app.core.text import N_
from app.customers.schemas import HoldKind
from app.undo.commands import Past, Span, past, rows_in

# So many of a command's first entries tell what it was about.
_LOOKED_AT = 10
_TAGS = frozenset({"tags"})
_OWNER = frozenset({"owner_id", "team_id"})
# What an interaction comes along with, where it is not what a change is about.
_OWN = frozenset({"customers", "contacts", "customer_holds", "portal_users"})


@dataclass(frozen=True, slots=True)
class Kind:
    """What a change is called for one customer by name, and for some by number."""

    one: str
    singular: str
    plural: str
    permission: Permission = Permission.CUSTOMERS_EDIT


EDIT = Kind(N_("Edit %s"), N_("Edit %s customer"), N_("Edit %s customers"))
CREATE = Kind(
    N_("Create %s"), N_("Create %s customer"), N_("Create %s customers"),
    Permission.CUSTOMERS_CREATE,
)  # fmt: skip
DELETE = Kind(
    N_("Delete %s"), N_("Delete %s customer"), N_("Delete %s customers"),
    Permission.CUSTOMERS_DELETE,
)  # fmt: skip
RESTORE = Kind(
    N_("Restore %s"), N_("Restore %s customer"), N_("Restore %s customers"),
    Permission.CUSTOMERS_DELETE,
)  # fmt: skip
ARCHIVE = Kind(N_("Archive %s"), N_("Archive %s customer"), N_("Archive %s customers"))
UNARCHIVE = Kind(N_("Unarchive %s"), N_("Unarchive %s customer"), N_("Unarchive %s customers"))
ACTIVATE = Kind(
    N_("Activate %s"), N_("Activate %s customer"), N_("Activate %s customers"),
    Permission.CUSTOMERS_STATUS,
)  # fmt: skip
VERIFY = Kind(
    N_("Verify %s"), N_("Verify %s customer"), N_("Verify %s customers"),
    Permission.CUSTOMERS_VERIFY,
)  # fmt: skip
UNVERIFY = Kind(
    N_("Take back that %s is verified"),
    N_("Take back the verification of %s customer"),
    N_("Take back the verification of %s customers"),
    Permission.CUSTOMERS_VERIFY,
)
IMPORT = Kind(
    N_("Import %s"), N_("Import %s customer"), N_("Import %s customers"),
    Permission.CUSTOMERS_IMPORT,
)  # fmt: skip
PICTURE = Kind(
    N_("Change the picture of %s"),
    N_("Change the picture of %s customer"),
    N_("Change the pictures of %s customers"),
)
TAGS = Kind(
    N_("Change the tags of %s"),
    N_("Change the tags of %s customer"),
    N_("Change the tags of %s customers"),
)
OWNER = Kind(
    N_("Change the owner of %s"),
    N_("Change the owner of %s customer"),
    N_("Change the owner of %s customers"),
)
HOLDS = {
    HoldKind.SUSPENDED: Kind(
        N_("Suspend %s"), N_("Suspend %s customer"), N_("Suspend %s customers"),
        Permission.CUSTOMERS_STATUS,
    ),
    HoldKind.INACTIVE: Kind(
        N_("Deactivate %s"), N_("Deactivate %s customer"), N_("Deactivate %s customers"),
        Permission.CUSTOMERS_STATUS,
    ),
    HoldKind.BLOCKED: Kind(
        N_("Block %s"), N_("Block %s customer"), N_("Block %s customers"),
        Permission.CUSTOMERS_STATUS,
    ),
}  # fmt: skip
CONTACTS = {
    "created": Kind(
        N_("Add a contact to %s"),
        N_("Add contacts to %s customer"),
        N_("Add contacts to %s customers"),
    ),
    "updated": Kind(
        N_("Edit a contact of %s"),
        N_("Edit contacts of %s customer"),
        N_("Edit contacts of %s customers"),
    ),
    "deleted": Kind(
        N_("Remove a contact of %s"),
        N_("Remove contacts of %s customer"),
        N_("Remove contacts of %s customers"),
    ),
}

_TO_CONTACT = Permission.INTERACTIONS_LOG
# By table and by what was done to its rows.
TALKS = {
    ("interactions", "created"): Kind(
        N_("Log an interaction with %s"),
        N_("Log interactions with %s customer"),
        N_("Log interactions with %s customers"),
        _TO_CONTACT,
    ),
    ("interactions", "updated"): Kind(
        N_("Edit an interaction with %s"),
        N_("Edit interactions with %s customer"),
        N_("Edit interactions with %s customers"),
        _TO_CONTACT,
    ),
    ("interactions", "deleted"): Kind(
        N_("Remove an interaction with %s"),
        N_("Remove interactions with %s customer"),
        N_("Remove interactions with %s customers"),
        _TO_CONTACT,
    ),
    ("follow_ups", "created"): Kind(
        N_("Add a follow-up for %s"),
        N_("Add follow-ups for %s customer"),
        N_("Add follow-ups for %s customers"),
        _TO_CONTACT,
    ),
    ("follow_ups", "updated"): Kind(
        N_("Change a follow-up for %s"),
        N_("Change follow-ups for %s customer"),
        N_("Change follow-ups for %s customers"),
        _TO_CONTACT,
    ),
    ("follow_ups", "deleted"): Kind(
        N_("Remove a follow-up for %s"),
        N_("Remove follow-ups for %s customer"),
        N_("Remove follow-ups for %s customers"),
        _TO_CONTACT,
    ),
}


_TO_FILES = Permission.ATTACHMENTS_EDIT
# By what was done to them.
FILES = {
    "created": Kind(
        N_("Add a file to %s"),
        N_("Add files to %s customer"),
        N_("Add files to %s customers"),
        _TO_FILES,
    ),
    "updated": Kind(
        N_("Edit a file of %s"),
        N_("Edit files of %s customer"),
        N_("Edit files of %s customers"),
        _TO_FILES,
    ),
    "removed": Kind(
        N_("Remove a file of %s"),
        N_("Remove files of %s customer"),
        N_("Remove files of %s customers"),
        _TO_FILES,
    ),
    "restored": Kind(
        N_("Restore a file of %s"),
        N_("Restore files of %s customer"),
        N_("Restore files of %s customers"),
        _TO_FILES,
    ),
}
_TO_TAG = Permission.TAGS_MANAGE
# What is done to tags, not to customers, by its use case.
TAG_STEPS = {
    "tag.add": Kind(N_("Add the tag “%s”"), N_("Add %s tag"), N_("Add %s tags"), _TO_TAG),
    "tag.edit": Kind(N_("Edit the tag “%s”"), N_("Edit %s tag"), N_("Edit %s tags"), _TO_TAG),
    "tag.remove": Kind(
        N_("Remove the tag “%s”"), N_("Remove %s tag"), N_("Remove %s tags"), _TO_TAG
    ),
    "tag.restore": Kind(
        N_("Restore the tag “%s”"), N_("Restore %s tag"), N_("Restore %s tags"), _TO_TAG
    ),
    "tag.merge": Kind(N_("Merge the tag “%s”"), N_("Merge %s tag"), N_("Merge %s tags"), _TO_TAG),
}
TAG_STEPS["tag.add_starting_set"] = TAG_STEPS["tag.add"]


def kind_of(session: Session, found: Span) -> Kind:
    """What kind of change a command was."""
    if found.actor_kind == ActorKind.IMPORT:
        return IMPORT
    if found.use_case in TAG_STEPS and not rows_in(session, found):
        return TAG_STEPS[found.use_case]
    by_entity: dict[str, Past] = {}
    contacts = []
    for each in first_of(session, found):
        by_entity.setdefault(each.entity, each)
        contacts += [each.action] if each.entity == "contacts" else []
    holds = by_entity.get("customer_holds")
    kind = _of_customer(by_entity.get("customers"))
    if kind is EDIT and holds is not None:
        kind = _of_hold(holds)
    if contacts and "customers" not in by_entity:
        # Another contact steps back when a new one becomes the primary one.
        kind = CONTACTS[next((one for one in contacts if one != "updated"), "updated")]
    if kind is EDIT and not by_entity.keys() & _OWN:
        return _of_belonging(by_entity)
    return kind


def first_of(session: Session, found: Span) -> Sequence[Past]:
    """A command's first few entries."""
    few = range(found.command, min(found.last, found.command + _LOOKED_AT) + 1)
    return [each for seq in few if (each := past(session, seq)) is not None]


def file_of(session: Session, found: Span) -> str:
    """The file an import read; empty for anything else."""
    if found.actor_kind != ActorKind.IMPORT:
        return ""
    bodies = session.scalars(
        sa.select(AuditPayload.body)
        .join(AuditEvent, AuditEvent.seq == AuditPayload.seq)
        .where(AuditPayload.seq.in_([found.command, found.last]), AuditEvent.action == "event")
    )
    told = (json.loads(body)["changes"].get("file") for body in bodies)
    return next((str(file[1]) for file in told if file), "")


def _of_customer(change: Past | None) -> Kind:
    if change is None:
        return EDIT
    if change.action == "created":
        return CREATE
    fields = change.fields
    for name, when_set, when_unset in (
        ("deleted_at", DELETE, RESTORE),
        ("archived", ARCHIVE, UNARCHIVE),
        ("verified_at", VERIFY, UNVERIFY),
    ):
        if name in fields:
            return when_set if fields[name][1] else when_unset
    if set(fields) == {"avatar"}:
        return PICTURE
    if set(fields) == _TAGS:
        return TAGS
    return OWNER if fields and set(fields) <= _OWNER else EDIT


def _of_belonging(by_entity: Mapping[str, Past]) -> Kind:
    """What a change is that concerns nothing of a customer's own."""
    for name in ("interactions", "follow_ups"):
        if name in by_entity:
            return TALKS[name, by_entity[name].action]
    return _of_file(by_entity["attachments"]) if "attachments" in by_entity else EDIT


def _of_file(change: Past) -> Kind:
    if change.action == "updated" and "removed_at" in change.fields:
        return FILES["removed" if change.fields["removed_at"][1] else "restored"]
    return FILES[change.action]


def _of_hold(change: Past) -> Kind:
    if change.action == "created" and "kind" in change.fields:
        return HOLDS[HoldKind(change.fields["kind"][1])]
    return ACTIVATE if "released_at" in change.fields else EDIT
