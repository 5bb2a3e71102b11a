"""Forms about an account: a new one, its changes, its password."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.passwords import PasswordPolicy
from app.core.text import N_, _
from app.staff.schemas import StaffDraft, StaffRow
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.format import short
from ui.kit.password import new_password
from ui.staff.facts import Facts
from ui.staff.roles import role_editor
from ui.staff.teams import team_editor

NEW, EDIT, PASSWORD = "staffNew", "staffEdit", "staffPassword"


@dataclass(frozen=True, slots=True)
class PasswordDraft(Draft):
    """A password to be set."""

    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NewStaffDraft(StaffDraft):
    """A person who begins here, and what they sign in with first."""

    password: str = field(default="", repr=False)


def new_form(desk: Desk, facts: Facts, parent: QWidget | None = None) -> FormDialog[NewStaffDraft]:
    """Asks for a new person; `saved` carries the `NewStaffDraft` that was kept."""

    def save(draft: NewStaffDraft) -> NewStaffDraft:
        desk.services.staff.add(draft, draft.password)
        return draft

    password = _password(facts, N_("First password"))
    sections = (*_sections(facts, None), Section("", (password,)))
    return FormDialog(
        desk,
        NEW,
        N_("New staff member"),
        NewStaffDraft,
        sections,
        save,
        verb=N_("Add staff member"),
        check=partial(_judge, facts.policy),
        parent=parent,
    )


def edit_form(
    desk: Desk, facts: Facts, row: StaffRow, parent: QWidget | None = None
) -> FormDialog[StaffDraft]:
    """Asks for changes to an account; `saved` carries nothing."""
    return FormDialog(
        desk,
        EDIT,
        N_("Edit staff member"),
        StaffDraft,
        _sections(facts, row),
        partial(desk.services.staff.edit, row.id, row.version),
        StaffDraft(row.name, row.email, row.role_id, team=row.team),
        parent=parent,
    )


def password_form(
    desk: Desk, facts: Facts, row: StaffRow, parent: QWidget | None = None
) -> FormDialog[PasswordDraft]:
    """Asks for another password for somebody; `saved` carries the `PasswordDraft`."""

    def save(draft: PasswordDraft) -> PasswordDraft:
        desk.services.staff.set_password(row.id, draft.password)
        return draft

    hint = _("%s signs in with it from now on; the old one no longer works.") % short(row.name)
    return FormDialog(
        desk,
        PASSWORD,
        _("Set a password for %s") % short(row.name, 40),
        PasswordDraft,
        (Section("", (_password(facts, N_("Password")),), hint),),
        save,
        verb=N_("Set password"),
        check=partial(_judge, facts.policy),
        parent=parent,
    )


def _judge(policy: PasswordPolicy, draft: NewStaffDraft | PasswordDraft) -> Mapping[str, str]:
    problem = policy.problem(draft.password)
    return {"password": problem} if problem else {}


def _password(facts: Facts, title: str) -> Field:
    return Field(
        "password",
        title,
        new_password(lambda: facts.policy),
        required=True,
        wide=True,
        help=N_("Shown once more after saving, to be handed over."),
    )


def _sections(facts: Facts, row: StaffRow | None) -> Sequence[Section]:
    kept = row.role_id if row else None
    roles = [role for role in facts.roles if role.givable or role.id == kept]
    person = (
        Field("name", N_("Name"), required=True),
        Field("email", N_("E-mail"), required=True, help=N_("They sign in with it.")),
        Field(
            "team",
            N_("Team"),
            team_editor(facts.teams),
            placeholder=N_("None"),
            help=N_("Choose a team, or type the name of a new one."),
        ),
    )
    role = Field(
        "role_id",
        N_("Role"),
        role_editor(roles, shared=facts.shared),
        required=True,
        wide=True,
        help=N_("A change counts from their next sign-in.") if row else "",
    )
    return (Section("", person), Section("", (role,)))
