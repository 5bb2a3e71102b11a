"""What can be done with an account from the list: asks first where it matters, says what came."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.text import _
from app.staff.schemas import StaffRow
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.form import FormDialog
from ui.kit.format import short
from ui.staff.facts import Facts, gather
from ui.staff.forms import NewStaffDraft, PasswordDraft, edit_form, new_form, password_form
from ui.staff.handover import Handover

T = TypeVar("T")


class Steps(QObject):
    """Each looks at the accounts as they are now before it asks. Dialogs stand over `owner`."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner
        self._staff = desk.services.staff

    def new(self) -> None:
        """Ask for a new person, and show what they sign in with."""

        def show(facts: Facts) -> None:
            if not self._is_asking():
                dialog = new_form(self._desk, facts, self._owner)
                dialog.saved.connect(self._added)
                dialog.open()

        self._desk.tasks.run(self, partial(gather, self._desk), show)

    def edit(self, staff_id: int) -> None:
        """Ask for changes to an account."""

        def show(facts: Facts, row: StaffRow) -> None:
            dialog = edit_form(self._desk, facts, row, self._owner)
            said = _("The account of %s was saved.") % short(row.name)
            dialog.saved.connect(lambda _none: self._desk.notices.say(said))
            dialog.open()

        self._about(staff_id, show)

    def set_password(self, staff_id: int) -> None:
        """Ask for another password, and show it once."""

        def show(facts: Facts, row: StaffRow) -> None:
            dialog = password_form(self._desk, facts, row, self._owner)
            dialog.saved.connect(partial(self._hand_over, row))
            dialog.open()

        self._about(staff_id, show)

    def deactivate(self, staff_id: int) -> None:
        """Say what follows, and let the person in no more."""

        def ask(_facts: Facts, row: StaffRow) -> None:
            if confirm(self._owner, *consequences(row), destructive=True):
                said = _("%s can no longer sign in.") % short(row.name)
                undo = (_("Undo"), partial(self.activate, staff_id))
                self._run(
                    partial(self._staff.deactivate, staff_id),
                    lambda _none: self._desk.notices.say(said, undo),
                )

        self._about(staff_id, ask)

    def activate(self, staff_id: int) -> None:
        """Let a person in again."""

        def do(_facts: Facts, row: StaffRow) -> None:
            said = _("%s can sign in again, with the same password as before.") % short(row.name)
            self._run(
                partial(self._staff.activate, staff_id),
                lambda _none: self._desk.notices.say(said),
            )

        self._about(staff_id, do)

    def _added(self, draft: NewStaffDraft) -> None:
        name = draft.values()["name"]
        title = _("%s can sign in now") % short(name)
        Handover(title, short(name), draft.email.strip(), draft.password, self._owner).open()

    def _hand_over(self, row: StaffRow, draft: PasswordDraft) -> None:
        title = _("%s has a new password") % short(row.name)
        Handover(title, short(row.name), row.email, draft.password, self._owner).open()

    def _is_asking(self) -> bool:
        return any(form.isVisible() for form in self._owner.findChildren(FormDialog))

    def _about(self, staff_id: int, then: Callable[[Facts, StaffRow], None]) -> None:
        """Look the account up, and go on unless a form about one is open."""

        def look() -> tuple[Facts, StaffRow]:
            facts = gather(self._desk)
            return facts, facts.person(staff_id)

        def go_on(found: tuple[Facts, StaffRow]) -> None:
            if not self._is_asking():
                then(*found)

        self._run(look, go_on)

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._desk.tasks.run(self, work, then)


def consequences(row: StaffRow) -> tuple[str, str, str]:
    """What is asked before somebody is deactivated: title, what follows, and the verb."""
    name = short(row.name)
    follows = _(
        "%s can no longer sign in. If they are signed in now, that ends when their screen locks "
        "or they sign out.\n\nCustomers they own stay theirs until you give them to somebody "
        "else, and the history keeps what they did. You can reactivate the account at any time."
    )
    return _("Deactivate %s?") % name, follows % name, _("Deactivate account")
