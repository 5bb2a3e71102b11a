"""Changes the password of whoever is signed in."""

from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.passwords import PasswordPolicy
from app.core.text import N_, _
from app.organization.schemas import OrganizationSettings
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.password import new_password, password

PLACE = "ownPassword"


@dataclass(frozen=True, slots=True)
class OwnPasswordDraft(Draft):
    """The password there is, and the one to be."""

    current: str = field(default="", repr=False)
    new: str = field(default="", repr=False)


class OwnPasswordDialog(FormDialog[OwnPasswordDraft]):
    """Asks for the current password and a new one."""

    def __init__(self, desk: Desk, policy: PasswordPolicy, parent: QWidget | None = None) -> None:
        def save(draft: OwnPasswordDraft) -> None:
            desk.services.staff.change_own_password(draft.current, draft.new)

        def judge(draft: OwnPasswordDraft) -> dict[str, str]:
            problem = policy.problem(draft.new)
            return {"new": problem} if problem else {}

        fields = (
            Field("current", N_("Current password"), password, required=True, wide=True),
            Field(
                "new", N_("New password"), new_password(lambda: policy), required=True, wide=True
            ),
        )
        super().__init__(
            desk,
            PLACE,
            N_("Change my password"),
            OwnPasswordDraft,
            (Section("", fields),),
            save,
            verb=N_("Change password"),
            check=judge,
            parent=parent,
        )
        said = _("Your password was changed. Use the new one from the next sign-in on.")
        self.saved.connect(lambda _none: desk.notices.say(said))


def open_own_password(desk: Desk, parent: QWidget) -> None:
    """Ask what a password must contain, then open the form, once."""

    def show(settings: OrganizationSettings) -> None:
        if parent.findChild(OwnPasswordDialog) is None:
            OwnPasswordDialog(desk, settings.password_policy, parent).open()

    desk.tasks.run(parent, desk.services.organization.settings, show)
