"""Ways to export that are kept under a name: those that ship, and those staff save."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.errors import Conflict, Invalid, NotFound
from app.core.folding import sort_key
from app.core.text import N_, _
from app.exchange.export_schemas import COLUMNS, SORTABLE, Format, Preset, PresetDraft
from app.exchange.model import ExportPreset
from app.staff.model import StaffUser

_KEY_LENGTH = 250
SHIPPED = (
    Preset(
        "renewals",
        N_("Renewal list"),
        Format.XLSX,
        ("name", "company", "person", "phone", "email", "contact_name", "contact_phone", "owner",
         "status", "licenses", "active_licenses", "soonest_expiry", "last_activity_at"),
        sort="last_activity_at",
        each_email_once=True,
        hint=N_(
            "Who to call about renewal, those not heard of for longest first. Soonest expiry "
            "stays blank until licenses are kept here."
        ),
    ),
    Preset(
        "contacts",
        N_("Contact list"),
        Format.CSV,
        ("name", "email", "licenses", "soonest_expiry"),
        sort="name",
        each_email_once=True,
        headings={
            "email": N_("Email"),
            "licenses": N_("License Count"),
            "soonest_expiry": N_("Soonest Expiry"),
        },
        hint=N_(
            "For a mailing: each e-mail address once. Soonest expiry stays blank until "
            "licenses are kept here."
        ),
    ),
    Preset(
        "addresses",
        N_("Address list"),
        Format.XLSX,
        ("name", "company", "person", "address_line1", "address_line2", "postal_code", "city",
         "state", "country"),
        sort="name",
        hint=N_("For letters and labels."),
    ),
    Preset(
        "everything",
        N_("Everything"),
        Format.XLSX,
        tuple(COLUMNS),
        hint=N_("Every column there is; it imports again."),
    ),
)  # fmt: skip


def presets(session: Session, actor: Actor) -> list[Preset]:
    """Those that ship, then the actor's own and those others share, by name."""
    found = session.execute(
        sa.select(ExportPreset, StaffUser.name)
        .join(StaffUser, StaffUser.id == ExportPreset.owner_id)
        .where(sa.or_(ExportPreset.owner_id == actor.id, ExportPreset.shared))
        .order_by(ExportPreset.name_key, ExportPreset.id)
    )
    return [*SHIPPED, *(_preset(actor, row, owner) for row, owner in found)]


def save(
    session: Session, actor: Actor, draft: PresetDraft, preset_id: int | None, version: int
) -> int:
    """Keep a preset under its name, in place of `preset_id` if given."""
    values = draft.checked()
    if draft.sort and draft.sort not in SORTABLE:
        raise NotFound(_("This list cannot be sorted by “%s”.") % draft.sort)
    _refuse_taken(session, actor, values["name"], preset_id)
    if preset_id is None:
        if actor.id is None:
            raise NotFound(_("Sign in to save a preset."))
        row = ExportPreset(owner_id=actor.id)
    else:
        row = _own(session, actor, preset_id)
        if row.version != version:
            raise Conflict(
                _("%s changed this preset meanwhile. Choose it again and repeat your change.")
                % (row.updated_by or _("Somebody else"))
            )
    row.name, row.name_key = values["name"], _key(values["name"])
    row.form, row.columns = draft.form.value, list(draft.columns)
    row.sort, row.descending = draft.sort, draft.descending
    row.each_email_once, row.shared = draft.each_email_once, draft.shared
    session.add(row)
    session.flush()
    return row.id


def remove(session: Session, actor: Actor, preset_id: int) -> None:
    """Forget a preset."""
    session.delete(_own(session, actor, preset_id))


def _key(name: str) -> str:
    return (sort_key(name) or name)[:_KEY_LENGTH]


def _refuse_taken(session: Session, actor: Actor, name: str, own: int | None) -> None:
    taken = session.scalar(
        sa.select(ExportPreset.id).where(
            ExportPreset.owner_id == actor.id, ExportPreset.name_key == _key(name)
        )
    )
    shipped = {_key(_(one.name)) for one in SHIPPED}
    if taken not in (None, own) or _key(name) in shipped:
        raise Invalid(
            {"name": _("There is a preset called “%s” already. Choose another name.") % name},
            {} if taken is None else {"name": taken},
        )


def _own(session: Session, actor: Actor, preset_id: int) -> ExportPreset:
    row = session.get(ExportPreset, preset_id)
    if row is None or not (row.shared or row.owner_id == actor.id):
        raise NotFound(_("That preset no longer exists. Choose another one."))
    if not _may_change(actor, row):
        raise Conflict(
            _("“%s” belongs to somebody else. Save yours under another name.") % row.name
        )
    return row


def _may_change(actor: Actor, row: ExportPreset) -> bool:
    return row.owner_id == actor.id or (row.shared and actor.can(Permission.SETTINGS_EDIT))


def _preset(actor: Actor, row: ExportPreset, owner: str) -> Preset:
    """The preset without the columns this version does not know."""
    return Preset(
        key=f"own.{row.id}",
        name=row.name,
        form=Format(row.form),
        columns=tuple(key for key in row.columns if key in COLUMNS),
        sort=row.sort if row.sort in SORTABLE else "",
        descending=row.descending,
        each_email_once=row.each_email_once,
        id=row.id,
        version=row.version,
        shared=row.shared,
        mine=_may_change(actor, row),
        owner=owner,
    )
