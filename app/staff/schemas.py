"""What crosses the boundary between the staff feature and its callers."""

from dataclasses import dataclass
from datetime import datetime

from app.core.access import Permission, Scope
from app.core.clean import line
from app.core.contact import email_problem
from app.core.draft import Draft
from app.core.passwords import PasswordPolicy
from app.core.text import _
from app.organization.schemas import OrganizationDraft

NAME_LENGTH = 200
TEAM_LENGTH = 80


@dataclass(frozen=True, slots=True)
class GateState:
    """What the door shows before anybody is in: whose it is, or that it is new.

    `policy` is what a password must contain here.
    """

    needs_setup: bool
    organization: str
    demo: bool
    policy: PasswordPolicy


@dataclass(frozen=True, slots=True)
class SetupDraft(Draft):
    """What the first run asks: the organization, and its first administrator.

    Blank `time_zone` and `currency` mean this computer's.
    """

    organization: str
    name: str
    email: str
    password: str
    time_zone: str = ""
    currency: str = ""
    demo: bool = False

    def of_organization(self) -> OrganizationDraft:
        """The organization's part."""
        return OrganizationDraft(self.organization, self.time_zone, self.currency, self.demo)

    def problems(self) -> dict[str, str]:
        """Messages keyed by field."""
        theirs = self.of_organization().problems()
        found = {
            "organization": theirs.pop("name", None),
            "name": _name_problem(self.name),
            "email": email_problem(self.email),
            "password": PasswordPolicy().problem(self.password),
            **theirs,
        }
        return {field: problem for field, problem in found.items() if problem}


@dataclass(frozen=True, slots=True)
class StaffDraft(Draft):
    """The editable fields of a person who works here."""

    name: str
    email: str
    role_id: int
    team_id: int | None = None

    def problems(self) -> dict[str, str]:
        """Messages keyed by field."""
        found = {"name": _name_problem(self.name), "email": email_problem(self.email)}
        return {field: problem for field, problem in found.items() if problem}


@dataclass(frozen=True, slots=True)
class TeamDraft(Draft):
    """A team's name."""

    name: str

    def problems(self) -> dict[str, str]:
        """Messages keyed by field."""
        clean, problem = line(self.name, TEAM_LENGTH, _("The team's name"))
        if not clean:
            return {"name": _("Enter the team's name.")}
        return {"name": problem} if problem else {}


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person who works here, as a list shows them."""

    id: int
    version: int
    name: str
    email: str
    role_id: int
    role: str
    team_id: int | None
    team: str
    active: bool
    last_sign_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role: what it allows and whose rows it sees."""

    id: int
    name: str
    permissions: frozenset[Permission]
    scope: Scope
    is_admin: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A line in a picker."""

    id: int
    name: str


def _name_problem(name: str) -> str | None:
    clean, problem = line(name, NAME_LENGTH, _("The name"))
    if not clean:
        return _("Enter the name.")
    return problem
