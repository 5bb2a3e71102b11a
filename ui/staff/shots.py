"""The staff dialogs as `--screenshot` paints them."""

from PySide6.QtWidgets import QWidget

from app.core.text import _
from app.staff.schemas import StaffRow
from ui.kit.desk import Desk
from ui.kit.dialogs import confirmation
from ui.staff.facts import Facts, gather
from ui.staff.forms import NewStaffDraft, new_form, password_form
from ui.staff.handover import Handover
from ui.staff.own_password import OwnPasswordDialog
from ui.staff.steps import consequences

_PASSWORD = "m+Vq7tR#x4KzPw2e"  # noqa: S105 - made up, for a picture


def new(desk: Desk, parent: QWidget) -> QWidget:
    """The form for a new person, filled in."""
    facts = gather(desk)
    dialog = new_form(desk, facts, parent)
    role = next(role for role in facts.roles if role.name == "Sales Manager")
    typed = NewStaffDraft("Béatrice Étienne", "beatrice@example.org", role.id, team=_("North"))
    dialog.panel.load(typed)
    dialog.panel.mark_clean()
    dialog.show()
    return dialog


def password(desk: Desk, parent: QWidget) -> QWidget:
    """The form for somebody's new password."""
    dialog = password_form(desk, *_somebody(desk), parent)
    dialog.show()
    return dialog


def handover(_desk: Desk, parent: QWidget) -> QWidget:
    """What somebody signs in with, shown once."""
    name = "Béatrice Étienne"
    title = _("%s can sign in now") % name
    dialog = Handover(title, name, "beatrice@example.org", _PASSWORD, parent)
    dialog.show()
    return dialog


def deactivate(desk: Desk, parent: QWidget) -> QWidget:
    """What deactivating somebody leads to."""
    _facts, row = _somebody(desk)
    dialog = confirmation(parent, *consequences(row), destructive=True)
    dialog.show()
    return dialog


def own_password(desk: Desk, parent: QWidget) -> QWidget:
    """The form for one's own password."""
    dialog = OwnPasswordDialog(desk, gather(desk).policy, parent)
    dialog.show()
    return dialog


def _somebody(desk: Desk) -> tuple[Facts, StaffRow]:
    facts = gather(desk)
    return facts, facts.people[0]


SHOTS = (
    ("staff_new", new),
    ("staff_password", password),
    ("staff_handover", handover),
    ("staff_deactivate", deactivate),
    ("own_password", own_password),
)
