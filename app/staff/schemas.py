"""What crosses the boundary between the staff feature and its callers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from app.core.access import Permission, Scope
from app.core.contact import email_problem
from app.core.draft import Draft
from app.core.passwords import PasswordPolicy
from app.core.text import N_
from app.organization.schemas import OrganizationDraft

_PERSON = {"name": (200, N_("The name")), "email": (254, N_("E-mail"))}
_TEAM = {"team": (80, N_("The team's name"))}


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
    password: str = field(repr=False)
    time_zone: str = ""
    currency: str = ""
    demo: bool = False

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {
        "organization": (200, N_("The organization's name")),
        **_PERSON,
    }
    required: ClassVar[Mapping[str, str]] = {
        "organization": N_("Enter the organization's name."),
        "name": N_("Enter your name."),
    }

    def of_organization(self) -> OrganizationDraft:
        """The organization's part."""
        return OrganizationDraft(self.organization, self.time_zone, self.currency, self.demo)

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Zone, currency, e-mail and password."""
        found = {
            **self.of_organization().rules(self.of_organization().values()),
            "email": email_problem(values["email"]),
            "password": PasswordPolicy().problem(values["password"]),
        }
        return {field: problem for field, problem in found.items() if problem}


@dataclass(frozen=True, slots=True)
class StaffDraft(Draft):
    """The editable fields of a person who works here.

    A `team` is named, and added where it is new; left blank, `team_id` says which.
    """

    name: str
    email: str
    role_id: int
    team_id: int | None = None
    team: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {**_PERSON, **_TEAM}
    required: ClassVar[Mapping[str, str]] = {"name": N_("Enter the name.")}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The e-mail."""
        problem = email_problem(values["email"])
        return {"email": problem} if problem else {}


@dataclass(frozen=True, slots=True)
class TeamDraft(Draft):
    """A team's name."""

    name: str

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"name": (80, N_("The team's name"))}
    required: ClassVar[Mapping[str, str]] = {"name": N_("Enter the team's name.")}


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
    """A role: what it allows, whose rows it sees, and whether the asker may give it."""

    id: int
    name: str
    permissions: frozenset[Permission]
    scope: Scope
    is_admin: bool
    givable: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A line in a picker."""

    id: int
    name: str
