"""The people of the demo: one of every role, in two teams."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.vault import Vault
from app.organization.service import the_one
from app.staff import slots
from app.staff.model import Role, StaffUser, Team

EUROPE, OVERSEAS = "Europe", "Overseas"
DOMAIN = "alderfinch.example.com"
# Fits no password: nobody signs in with it until an administrator sets one.
NO_PASSWORD = "!"  # noqa: S105 - see above


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here."""

    name: str
    role: str
    team: str = ""

    @property
    def email(self) -> str:
        """Their address."""
        return f"{self.name.lower().replace(' ', '.')}@{DOMAIN}"


COLLEAGUES = (
    Colleague("Vera Lindqvist", "Super Admin"),
    Colleague("Helen Marlowe", "CEO"),
    Colleague("Marco Bellini", "Manager"),
    Colleague("Judith Kramer", "Admin"),
    Colleague("Tomas Hruby", "Sales Manager", EUROPE),
    Colleague("Amelie Fournier", "Sales Manager", EUROPE),
    Colleague("Carlos Medina", "Sales Manager", OVERSEAS),
    Colleague("Priya Raman", "Support Staff", OVERSEAS),
    Colleague("Jonas Weber", "Support Staff", EUROPE),
    Colleague("Olga Petrova", "Operator"),
    Colleague("Ben Sutton", "Viewer"),
)
_SELLING = frozenset({"Sales Manager", "Support Staff"})


def add_colleagues(session: Session, vault: Vault) -> dict[str, list[tuple[int, str]]]:
    """Add everybody who is not there yet; who sells where, as ids and names.

    In a demo they have the password of the demo's administrator. Anywhere else nobody
    can sign in as one of them.
    """
    roles = {row.name: row.id for row in session.execute(sa.select(Role.name, Role.id))}
    teams = {name: _team(session, name) for name in (EUROPE, OVERSEAS)}
    password_hash = _shared_hash(session)
    known = set(session.scalars(sa.select(StaffUser.email_norm)))
    made = [
        StaffUser(
            name=one.name,
            email=one.email,
            email_norm=one.email,
            password_hash=password_hash,
            role_id=roles[one.role],
            team_id=teams.get(one.team),
        )
        for one in COLLEAGUES
        if one.email not in known
    ]
    session.add_all(made)
    session.flush()
    if the_one(session).demo:
        for one in made:
            slots.put(session, one.id, None, vault)
    return _sellers(session)


def _sellers(session: Session) -> dict[str, list[tuple[int, str]]]:
    of_ours = {one.email: one for one in COLLEAGUES if one.role in _SELLING}
    found: dict[str, list[tuple[int, str]]] = {EUROPE.lower(): [], OVERSEAS.lower(): []}
    for row in session.scalars(
        sa.select(StaffUser).where(StaffUser.email_norm.in_(of_ours)).order_by(StaffUser.id)
    ):
        found[of_ours[row.email_norm].team.lower()].append((row.id, row.name))
    return found


def _team(session: Session, name: str) -> int:
    found = session.scalar(sa.select(Team).where(Team.name == name))
    if found is None:
        found = Team(name=name)
        session.add(found)
        session.flush()
    return found.id


def _shared_hash(session: Session) -> str:
    if not the_one(session).demo:
        return NO_PASSWORD
    first = session.scalars(sa.select(StaffUser).order_by(StaffUser.id)).first()
    return first.password_hash if first else NO_PASSWORD
