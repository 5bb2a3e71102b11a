"""The door: the first run, and signing in.

An attempt is counted before the password is checked and taken back when it was right,
so that many at once cannot guess more often than one after the other. Whether an
address is known shows neither in the words nor in the time an answer takes.
"""

import platform
from dataclasses import dataclass, field, replace
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import PRESETS, Actor, ActorKind, Permission
from app.core.audit import AuditHead
from app.core.contact import normalise_email
from app.core.errors import Conflict, NotSignedIn
from app.core.numbers import NumberSeries
from app.core.passwords import Hasher, PasswordPolicy
from app.core.service import Service, guarded, query, use_case
from app.core.text import _
from app.core.vault import NO_VAULT, Vault
from app.organization import service as organizations
from app.staff import slots, throttle
from app.staff.model import Role, SignIn, StaffUser
from app.staff.queries import actor_for, is_super_admin
from app.staff.schemas import GateState, SetupDraft
from app.staff.slots import Slot, Wrapping

MACHINE_LENGTH = 200
# What gets a number of its own, and how numbers begin.
_SERIES = (
    ("customers", "CUST-"), ("subscriptions", "SUB-"), ("orders", "ORD-"), ("payments", "PAY-"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to get in: against which hash, or how long to wait first."""

    staff_id: int | None
    stored: str | None
    wait: timedelta | None
    refused: bool = False


@dataclass(frozen=True)
class GateService(Service):
    """What somebody who has not signed in may do."""

    hasher: Hasher = field(default_factory=Hasher, repr=False)

    @query(Permission.SIGN_IN)
    def state(self, session: Session) -> GateState:
        """Whether this database is new, and whose it is otherwise."""
        if not organizations.is_initialised(session):
            return GateState(needs_setup=True, organization="", demo=False, policy=PasswordPolicy())
        organization = organizations.the_one(session)
        return GateState(
            needs_setup=False,
            organization=organization.name,
            demo=organization.demo,
            policy=organizations.current(session).password_policy,
        )

    @guarded(Permission.SIGN_IN)
    def initialise(self, draft: SetupDraft) -> None:
        """Make a new database an organization's: its settings, roles and first Super Admin.

        Raises:
            Conflict: it belongs to an organization already.
            Invalid: the draft has problems, keyed by field.
        """
        name = draft.checked()["name"]
        founder = Actor(None, name, self.actor.permissions, kind=ActorKind.SYSTEM)
        by = None if draft.demo else slots.wrapping(self.hasher, draft.password)
        replace(self, actor=founder)._initialise(draft, self.hasher.hash(draft.password), by)  # noqa: SLF001 - our own

    @guarded(Permission.SIGN_IN)
    def sign_in(self, email: str, password: str, machine: str = "") -> Actor:
        """Let a person in; `machine` is this computer's name unless told otherwise.

        Raises:
            NotSignedIn: address or password is wrong, or there were too many failures.
        """
        machine = (machine or platform.node())[:MACHINE_LENGTH]
        attempt = self._attempt(email, machine)
        if not self.hasher.verify(attempt.stored, password) or attempt.stored is None:
            self._refuse(attempt, machine)
        renewed = None
        if self.hasher.needs_rehash(attempt.stored or ""):
            renewed = self.hasher.hash(password)
        actor = self._let_in(email, attempt, machine, renewed)
        if actor is None:
            actor = self._once_more(email, password, attempt, machine)
        return replace(actor, vault=self._vault_of(actor, password))

    @guarded(Permission.SIGN_IN)
    def unlock(self, actor: Actor, password: str, machine: str = "") -> Actor:
        """Let the person whose screen was locked go on, with the rights they have today.

        Raises:
            NotSignedIn: the password is wrong, or there were too many failures.
        """
        return self.sign_in(self._address_of(actor), password, machine)

    @query(Permission.SIGN_IN)
    def enter_demo(self, session: Session) -> Actor:
        """The demo's administrator, without a password.

        Raises:
            NotSignedIn: this is no demo.
        """
        if organizations.is_initialised(session) and organizations.the_one(session).demo:
            for staff in session.scalars(sa.select(StaffUser).order_by(StaffUser.id)):
                role = session.get_one(Role, staff.role_id)
                if staff.active and is_super_admin(role):
                    slot = slots.slot_of(session, staff.id)
                    return replace(
                        actor_for(staff, role), vault=slots.opened(self.hasher, "", slot)
                    )
        raise NotSignedIn(_("This is not a demo. Sign in with your e-mail and password."))

    @use_case(Permission.SIGN_IN)
    def _initialise(
        self, session: Session, draft: SetupDraft, password_hash: str, by: Wrapping | None
    ) -> None:
        # Two first runs at once stand in line here, and the second finds the first's work.
        session.execute(sa.select(AuditHead).with_for_update())
        if organizations.is_initialised(session):
            raise Conflict(
                _("This database already belongs to %s. Sign in instead.")
                % organizations.the_one(session).name
            )
        organizations.create(session, draft.of_organization())
        for name, prefix in _SERIES:
            session.add(NumberSeries(name=name, prefix=prefix, width=6, next_value=1))
        roles = [
            Role(
                name=preset.name,
                permissions=sorted(preset.permissions),
                scope=preset.scope,
                is_admin=preset.is_admin,
                built_in=True,
            )
            for preset in PRESETS
        ]
        session.add_all(roles)
        session.flush()
        address = normalise_email(draft.email)
        first = StaffUser(
            name=draft.values()["name"],
            email=address.typed,
            email_norm=address.norm,
            password_hash=password_hash,
            role_id=roles[0].id,
        )
        session.add(first)
        session.flush()
        slots.put(session, first.id, by, slots.new_vault())

    @use_case(Permission.SIGN_IN)
    def _attempt(self, session: Session, email: str, machine: str) -> Attempt:
        counter = throttle.locked(session, email)
        now = self.db.clock.now()
        staff = session.scalars(
            sa.select(StaffUser).where(StaffUser.email_norm == throttle.key_of(email))
        ).first()
        staff_id = staff.id if staff else None
        if counter.locked_until and now < counter.locked_until:
            session.add(SignIn(at=now, staff_id=staff_id, machine=machine, outcome="locked"))
            return Attempt(staff_id, None, counter.locked_until - now, refused=True)
        counter.failures += 1
        wait = throttle.lock_after(counter.failures)
        counter.locked_until = now + wait if wait else None
        stored = staff.password_hash if staff and staff.active else None
        return Attempt(staff_id, stored, wait)

    @use_case(Permission.SIGN_IN)
    def _let_in(
        self, session: Session, email: str, attempt: Attempt, machine: str, renewed: str | None
    ) -> Actor | None:
        staff = session.get_one(StaffUser, attempt.staff_id, with_for_update=True)
        now = self.db.clock.now()
        if not staff.active or staff.password_hash != attempt.stored:
            return None
        counter = throttle.locked(session, email)
        counter.failures, counter.locked_until = 0, None
        session.add(SignIn(at=now, staff_id=staff.id, machine=machine, outcome="let in"))
        # Not an edit of the person: no new version, no entry in their history.
        session.execute(
            sa.update(StaffUser)
            .where(StaffUser.id == staff.id)
            .values(last_sign_in_at=now, password_hash=renewed or staff.password_hash)
            .execution_options(synchronize_session=False)
        )
        return actor_for(staff, session.get_one(Role, staff.role_id))

    def _once_more(self, email: str, password: str, attempt: Attempt, machine: str) -> Actor:
        """Let a person in whose hash was replaced meanwhile, perhaps by a sign-in next to this.

        Raises:
            NotSignedIn: the password does not lead to the new one either.
        """
        stored = self._stored(attempt.staff_id)
        actor = None
        if self.hasher.verify(stored, password):
            actor = self._let_in(email, replace(attempt, stored=stored), machine, None)
        if actor is None:
            raise NotSignedIn(_wrong(None))
        return actor

    @query(Permission.SIGN_IN)
    def _stored(self, session: Session, staff_id: int | None) -> str | None:
        staff = session.get(StaffUser, staff_id) if staff_id is not None else None
        return staff.password_hash if staff and staff.active else None

    def _vault_of(self, actor: Actor, password: str) -> Vault:
        """What the person may unseal; the first to come to a database without a vault makes it."""
        slot, vaultless = self._slot(actor.id or 0)
        if not vaultless:
            return slots.opened(self.hasher, password, slot)
        return self._make_vault(actor.id or 0, slots.wrapping(self.hasher, password))

    @query(Permission.SIGN_IN)
    def _slot(self, session: Session, staff_id: int) -> tuple[Slot | None, bool]:
        return slots.slot_of(session, staff_id), slots.is_vaultless(session)

    @use_case(Permission.SIGN_IN)
    def _make_vault(self, session: Session, staff_id: int, by: Wrapping) -> Vault:
        # Two at once stand in line here, and the second finds the first's.
        session.execute(sa.select(AuditHead).with_for_update())
        if not slots.is_vaultless(session):
            return NO_VAULT
        vault = slots.new_vault()
        slots.put(session, staff_id, by, vault)
        return vault

    def _refuse(self, attempt: Attempt, machine: str) -> None:
        if attempt.refused:
            raise NotSignedIn(
                _("There were too many failed attempts. Try again in %s.")
                % throttle.in_words(attempt.wait or timedelta())
            )
        self._note_failure(attempt.staff_id, machine)
        raise NotSignedIn(_wrong(attempt.wait))

    @use_case(Permission.SIGN_IN)
    def _note_failure(self, session: Session, staff_id: int | None, machine: str) -> None:
        now = self.db.clock.now()
        session.add(SignIn(at=now, staff_id=staff_id, machine=machine, outcome="wrong"))

    @query(Permission.SIGN_IN)
    def _address_of(self, session: Session, actor: Actor) -> str:
        staff = session.get(StaffUser, actor.id) if actor.id is not None else None
        return staff.email if staff else actor.email


def _wrong(wait: timedelta | None) -> str:
    said = _("E-mail or password is not right. Check both and try again.")
    if wait:
        said += " " + _("After this many attempts, please wait %s.") % throttle.in_words(wait)
    return said
