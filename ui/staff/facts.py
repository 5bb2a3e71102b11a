"""What the staff forms need to know before they open, asked for off the GUI thread."""

from dataclasses import dataclass

from app.core.errors import NotFound
from app.core.passwords import PasswordPolicy
from app.core.text import _
from app.staff.schemas import RoleRow, StaffRow
from ui.kit.desk import Desk


@dataclass(frozen=True, slots=True)
class Facts:
    """Every account, role and team as they are now.

    `policy` is what a password must contain; `shared` whether the database is on a server.
    """

    people: tuple[StaffRow, ...]
    roles: tuple[RoleRow, ...]
    teams: tuple[str, ...]
    policy: PasswordPolicy
    shared: bool

    def person(self, staff_id: int) -> StaffRow:
        """The account of that id.

        Raises:
            NotFound: it is gone.
        """
        for row in self.people:
            if row.id == staff_id:
                return row
        raise NotFound(_("This staff account is gone. Reload the list."))


def gather(desk: Desk) -> Facts:
    """Ask for them; runs on a worker."""
    staff = desk.services.staff
    return Facts(
        staff.everyone(),
        staff.roles(),
        tuple(team.name for team in staff.teams()),
        desk.services.organization.settings().password_policy,
        shared=not staff.db.address.is_sqlite,
    )
