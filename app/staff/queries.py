"""Who somebody is, and what their role lets them do."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import PRESETS, Actor, Permission
from app.core.errors import NotFound
from app.core.text import _
from app.staff.model import Role, StaffUser

SUPER_ADMIN = PRESETS[0].name
_PRESETS = {preset.name: preset for preset in PRESETS}


def permissions_of(role: Role) -> frozenset[Permission]:
    """What a role allows.

    A built-in role is what this program says it is, so that a permission that comes
    with a new version needs no migration; what a newer version stored is left out.
    """
    if role.built_in and role.name in _PRESETS:
        return _PRESETS[role.name].permissions
    known = {permission.value for permission in Permission}
    return frozenset(Permission(name) for name in role.permissions if name in known)


def is_super_admin(role: Role) -> bool:
    """Whether this is the built-in role that may do everything."""
    return role.built_in and role.name == SUPER_ADMIN


def actor_for(staff: StaffUser, role: Role) -> Actor:
    """The person as an actor, with today's rights."""
    return Actor(
        staff.id,
        staff.name,
        permissions_of(role),
        scope=role.scope,
        team_id=staff.team_id,
        email=staff.email,
        role=role.name,
    )


def get_staff(session: Session, staff_id: int) -> StaffUser:
    """The person, locked against a change by somebody else.

    Raises:
        NotFound: there is no such person.
    """
    if found := session.get(StaffUser, staff_id, with_for_update=True):
        return found
    raise NotFound(_("This staff account is gone. Reload the list."))


def active_super_admins(session: Session) -> int:
    """How many people could still repair anything."""
    statement = (
        sa.select(sa.func.count())
        .select_from(StaffUser)
        .join(Role, Role.id == StaffUser.role_id)
        .where(StaffUser.active, Role.built_in, Role.name == SUPER_ADMIN)
    )
    return session.scalar(statement) or 0
