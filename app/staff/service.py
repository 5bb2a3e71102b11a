"""Staff accounts: who works here, in which role and team."""

from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import ActorKind, Permission
from app.core.audit import AuditHead
from app.core.contact import normalise_email
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError, Invalid, NotFound, PermissionDenied
from app.core.passwords import Hasher, PasswordPolicy
from app.core.service import Service, guarded, query, use_case
from app.core.text import _
from app.organization import service as organizations
from app.staff import events, slots
from app.staff.model import Role, StaffUser, Team
from app.staff.queries import (
    SUPER_ADMIN,
    active_super_admins,
    get_staff,
    is_super_admin,
    permissions_of,
)
from app.staff.schemas import Choice, RoleRow, StaffDraft, StaffRow, TeamDraft
from app.staff.slots import Wrapping

# These roles may be given and taken only by the first two of them.
_GUARDED = (SUPER_ADMIN, "CEO", "Admin")
_GUARDS = _GUARDED[:2]


@dataclass(frozen=True)
class StaffService(Service):
    """Use cases on staff accounts."""

    hasher: Hasher = field(default_factory=Hasher, repr=False)

    @guarded(Permission.STAFF_MANAGE)
    def add(self, draft: StaffDraft, password: str) -> int:
        """Add a person who may sign in at once, and return their id.

        Raises:
            Invalid: the draft or the password has problems, keyed by field.
            PermissionDenied: the actor may not give this role.
        """
        problems = draft.problems() | self._password_problems(password)
        if problems:
            raise Invalid(problems)
        by = slots.wrapping(self.hasher, password)
        return self._add(draft, self.hasher.hash(password), by)

    @use_case(Permission.STAFF_MANAGE)
    def edit(self, session: Session, staff_id: int, version: int, draft: StaffDraft) -> None:
        """Keep changed fields of the version that was read.

        Raises:
            Conflict: somebody else changed the account, or nobody would be Super Admin.
            Invalid: the draft has problems, keyed by field.
            NotFound: the account, role or team is gone.
            PermissionDenied: the actor may not manage this role.
        """
        draft.checked()
        _stand_in_line(session)
        staff = get_staff(session, staff_id)
        if staff.version != version:
            raise Conflict(
                _("%s changed this account meanwhile. Reload it and change it again.")
                % staff.updated_by
            )
        old, new = _role(session, staff.role_id), _role(session, draft.role_id)
        self._may_manage(old)
        self._may_manage(new)
        if is_super_admin(old) and not is_super_admin(new):
            _keep_one_super_admin(session, staff)
        before = (staff.name, staff.team_id)
        _fill(session, staff, draft)
        session.flush()
        if before != (staff.name, staff.team_id):
            for follow in events.changed:
                follow(session, staff)

    @use_case(Permission.STAFF_MANAGE)
    def deactivate(self, session: Session, staff_id: int) -> None:
        """Let a person in no more; what they did stays in the history.

        Raises:
            Conflict: it is the actor's own account, or the last Super Admin's.
            NotFound: the account is gone.
            PermissionDenied: the actor may not manage this role.
        """
        _stand_in_line(session)
        staff = get_staff(session, staff_id)
        role = _role(session, staff.role_id)
        self._may_manage(role)
        if staff.id == self.actor.id:
            raise Conflict(_("You cannot deactivate yourself. Ask another administrator."))
        if is_super_admin(role):
            _keep_one_super_admin(session, staff)
        staff.active = False

    @use_case(Permission.STAFF_MANAGE)
    def activate(self, session: Session, staff_id: int) -> None:
        """Let a deactivated person in again.

        Raises:
            NotFound: the account is gone.
            PermissionDenied: the actor may not manage this role.
        """
        staff = get_staff(session, staff_id)
        self._may_manage(_role(session, staff.role_id))
        staff.active = True

    @guarded(Permission.STAFF_MANAGE)
    def set_password(self, staff_id: int, password: str) -> None:
        """Give a person a new password.

        Raises:
            Invalid: the password lacks something.
            NotFound: the account is gone.
            PermissionDenied: the actor may not manage this role.
        """
        if problems := self._password_problems(password):
            raise Invalid(problems)
        by = slots.wrapping(self.hasher, password)
        self._set_password(staff_id, self.hasher.hash(password), by)

    @guarded(Permission.SIGN_IN)
    def change_own_password(self, current: str, new: str) -> None:
        """Replace the actor's password.

        Raises:
            Invalid: `current` is wrong or `new` lacks something, keyed by field.
        """
        stored = self._own_hash()
        if not self.hasher.verify(stored, current):
            raise Invalid({"current": _("This is not your current password. Type it again.")})
        if problem := self._policy().problem(new):
            raise Invalid({"new": problem})
        self._replace_own(stored, self.hasher.hash(new), slots.wrapping(self.hasher, new))

    @use_case(Permission.STAFF_MANAGE)
    def add_team(self, session: Session, draft: TeamDraft) -> int:
        """Add a team and return its id.

        Raises:
            Invalid: the name is blank, too long or taken.
        """
        team = Team(**draft.checked())
        session.add(team)
        session.flush()
        return team.id

    @query(Permission.STAFF_MANAGE)
    def everyone(self, session: Session) -> tuple[StaffRow, ...]:
        """Every account, active ones first, by name."""
        statement = (
            sa.select(StaffUser, Role.name, Team.name)
            .join(Role, Role.id == StaffUser.role_id)
            .join(Team, Team.id == StaffUser.team_id, isouter=True)
            .order_by(StaffUser.active.desc(), sa.func.lower(StaffUser.name), StaffUser.id)
        )
        return tuple(_row(*found) for found in session.execute(statement))

    @query(Permission.STAFF_MANAGE)
    def roles(self, session: Session) -> tuple[RoleRow, ...]:
        """Every role, as they ship first."""
        found = session.scalars(sa.select(Role).order_by(Role.id))
        return tuple(
            RoleRow(
                row.id, row.name, permissions_of(row), row.scope, row.is_admin, self._manages(row)
            )
            for row in found
        )

    @query(Permission.CUSTOMERS_READ)
    def teams(self, session: Session) -> tuple[Choice, ...]:
        """Every team, by name."""
        rows = session.execute(sa.select(Team.id, Team.name).order_by(sa.func.lower(Team.name)))
        return tuple(Choice(row.id, row.name) for row in rows)

    @query(Permission.CUSTOMERS_READ)
    def choices(self, session: Session) -> tuple[Choice, ...]:
        """Everybody who may own a customer, by name."""
        statement = (
            sa.select(StaffUser.id, StaffUser.name)
            .where(StaffUser.active)
            .order_by(sa.func.lower(StaffUser.name), StaffUser.id)
        )
        return tuple(Choice(row.id, row.name) for row in session.execute(statement))

    @use_case(Permission.STAFF_MANAGE)
    def _add(self, session: Session, draft: StaffDraft, password_hash: str, by: Wrapping) -> int:
        self._may_manage(_role(session, draft.role_id))
        staff = StaffUser(password_hash=password_hash)
        _fill(session, staff, draft)
        session.add(staff)
        session.flush()
        slots.put(session, staff.id, by, self.actor.vault)
        return staff.id

    @use_case(Permission.STAFF_MANAGE)
    def _set_password(
        self, session: Session, staff_id: int, password_hash: str, by: Wrapping
    ) -> None:
        staff = get_staff(session, staff_id)
        self._may_manage(_role(session, staff.role_id))
        staff.password_hash = password_hash
        slots.put(session, staff_id, by, self.actor.vault)

    @use_case(Permission.SIGN_IN)
    def _replace_own(self, session: Session, stored: str, password_hash: str, by: Wrapping) -> None:
        staff = get_staff(session, self.actor.id or 0)
        if staff.password_hash != stored:
            raise Conflict(_("Your password was changed meanwhile. Sign in again."))
        staff.password_hash = password_hash
        slots.put(session, staff.id, by, self.actor.vault)

    @query(Permission.SIGN_IN)
    def _own_hash(self, session: Session) -> str:
        staff = session.get(StaffUser, self.actor.id or 0)
        if staff is None or not staff.active:
            raise NotFound(_("This account is gone. Sign in with another one."))
        return staff.password_hash

    @query(Permission.SIGN_IN)
    def _policy(self, session: Session) -> PasswordPolicy:
        return organizations.current(session).password_policy

    def _password_problems(self, password: str) -> dict[str, str]:
        problem = self._policy().problem(password)
        return {"password": problem} if problem else {}

    def _manages(self, role: Role) -> bool:
        if self.actor.kind is ActorKind.SYSTEM:
            return True
        within = permissions_of(role) <= self.actor.permissions
        return within and (role.name not in _GUARDED or self.actor.role in _GUARDS)

    def _may_manage(self, role: Role) -> None:
        if not self._manages(role):
            raise PermissionDenied(
                _("Only %(guards)s may give or manage the role %(role)s.")
                % {"guards": _(" or ").join(_GUARDS), "role": role.name}
            )

    def _explain(self, duplicate: Duplicate) -> DeskError:
        if duplicate.table == "staff_users":
            return Invalid({"email": _("Somebody here already uses this e-mail. Choose another.")})
        if duplicate.table == "teams":
            return Invalid({"name": _("There is a team of this name already. Choose another.")})
        return duplicate


def _fill(session: Session, staff: StaffUser, draft: StaffDraft) -> None:
    values = draft.checked()
    address = normalise_email(values["email"])
    staff.name = values["name"]
    staff.email, staff.email_norm = address.typed, address.norm
    staff.role_id = draft.role_id
    staff.team_id = _team(session, values["team"]) if values["team"] else draft.team_id
    if staff.team_id is not None and session.get(Team, staff.team_id) is None:
        raise NotFound(_("This team is gone. Choose another."))


def _team(session: Session, name: str) -> int:
    """The team of this name in any case; one nobody used yet is added."""
    for team in session.scalars(sa.select(Team)):
        if team.name.casefold() == name.casefold():
            return team.id
    team = Team(name=name)
    session.add(team)
    session.flush()
    return team.id


def _row(staff: StaffUser, role: str, team: str | None) -> StaffRow:
    return StaffRow(
        staff.id, staff.version, staff.name, staff.email, staff.role_id, role,
        staff.team_id, team or "", staff.active, staff.last_sign_in_at,
    )  # fmt: skip


def _role(session: Session, role_id: int) -> Role:
    if found := session.get(Role, role_id):
        return found
    raise NotFound(_("This role is gone. Choose another."))


def _stand_in_line(session: Session) -> None:
    """Let nobody else change staff until we are done: two must not both remove the other."""
    session.execute(sa.select(AuditHead).with_for_update())


def _keep_one_super_admin(session: Session, staff: StaffUser) -> None:
    if staff.active and active_super_admins(session) <= 1:
        raise Conflict(
            _("%s is the last Super Admin. Make somebody else Super Admin first.") % staff.name
        )
