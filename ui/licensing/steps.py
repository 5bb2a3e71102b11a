"""What is done to licenses at once, or after a question: shown, held back, ended, re-keyed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.text import N_, _
from app.customers.schemas import Outcome
from app.licensing.schemas import LicenseDetail
from ui.kit.asking import Asking, counted
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_editors import check, paragraph
from ui.kit.secrecy import SECONDS, copy_secret
from ui.licensing.key_dialog import KeyDialog

FORM = "licenseReason"
Ids = Sequence[int]
Words = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReasonDraft(Draft):
    """Why something is done to licenses, and whether their customers lose them."""

    reason: str = ""
    unassign: bool = False

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"reason": (500, N_("Reason"))}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question before an end, as `N_()` constants; titles are for one license and for many."""

    title: Words
    hint: str
    verb: Words
    done: Words
    danger: bool = True
    unassign: bool = False
    needed: bool = False


SUSPEND = _Asked(
    (N_("Suspend the license?"), N_("Suspend %s licenses?")),
    N_("Its devices are refused until it is resumed. Nothing is lost, and its time runs on."),
    (N_("Suspend license"), N_("Suspend licenses")),
    (N_("%s license suspended."), N_("%s licenses suspended.")),
    danger=False,
)
REVOKE = _Asked(
    (N_("Revoke the license?"), N_("Revoke %s licenses?")),
    N_(
        "It cannot be used any more: its devices are refused from now on. It still counts among "
        "the customer's licenses, unless they lose it as well; its devices are deactivated then. "
        "It can be reinstated."
    ),
    (N_("Revoke license"), N_("Revoke licenses")),
    (N_("%s license revoked."), N_("%s licenses revoked.")),
    unassign=True,
)
CANCEL = _Asked(
    (N_("Cancel the license?"), N_("Cancel %s licenses?")),
    N_(
        "It ends for good and its devices are deactivated; that cannot be taken back. The record "
        "and its history stay."
    ),
    (N_("Cancel license"), N_("Cancel licenses")),
    (N_("%s license cancelled."), N_("%s licenses cancelled.")),
    unassign=True,
)
REINSTATE = _Asked(
    (N_("Reinstate the license?"), N_("Reinstate %s licenses?")),
    N_("It can be used again, by the devices it had before."),
    (N_("Reinstate license"), N_("Reinstate licenses")),
    (N_("%s license reinstated."), N_("%s licenses reinstated.")),
    danger=False,
    needed=True,
)
RESUMED = (N_("%s license resumed."), N_("%s licenses resumed."))


class LicenseSteps(Asking):
    """The same from the page, from a customer's tab and from a license's card."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(desk, owner)
        self._licenses, self._life = desk.services.licenses, desk.services.license_life

    def show(self, license_id: int) -> None:
        """Show everything about one."""
        from ui.licensing.card import LicenseCard  # noqa: PLC0415 - the card has these steps

        def shown(found: LicenseDetail) -> None:
            LicenseCard(self.desk, found, self.owner).open()

        self.run(partial(self._licenses.show, license_id), shown)

    def reveal(self, license_id: int) -> None:
        """Show the whole key for a moment; that is kept in the history."""
        self.run(partial(self._licenses.reveal, license_id), self.show_key)

    def show_key(self, key: str, title: str = "", said: str = "") -> None:
        """Show a key that is known now."""
        KeyDialog(self.desk, key, title, said, self.owner).open()

    def copy_key(self, license_id: int) -> None:
        """Put the whole key on the clipboard, for a short while."""
        self.run(partial(self._licenses.reveal, license_id), partial(copy_key, self.desk))

    def suspend(self, ids: Ids) -> None:
        """Ask why, and let them rest."""
        self._ask(
            SUSPEND,
            ids,
            lambda draft: self._life.suspend(list(ids), draft.reason),
            self._life.resume,
        )

    def resume(self, ids: Ids) -> None:
        """Let them go on."""
        self.many(self._life.resume, ids, RESUMED, self._life.suspend)

    def revoke(self, ids: Ids) -> None:
        """Ask why, and take the right to use back."""

        def end(draft: ReasonDraft) -> Outcome:
            return self._life.revoke(list(ids), draft.reason, unassign=draft.unassign)

        self._ask(REVOKE, ids, end)

    def reinstate(self, ids: Ids) -> None:
        """Ask why, and take a revocation back."""
        self._ask(REINSTATE, ids, lambda draft: self._life.reinstate(list(ids), draft.reason))

    def cancel(self, ids: Ids) -> None:
        """Ask why, and end them for good."""

        def end(draft: ReasonDraft) -> Outcome:
            return self._life.cancel(list(ids), draft.reason, unassign=draft.unassign)

        self._ask(CANCEL, ids, end)

    def rotate(self, license_id: int) -> None:
        """Give it another key once that is confirmed, and show it."""
        follows = _(
            "The old key stops working at once; whoever has it needs the new one. Devices that "
            "are active stay active."
        )
        if confirm(self.owner, _("Replace the license key?"), follows, _("Replace key")):
            told = partial(self.show_key, title=_("The new license key"), said=_NEW_KEY)
            self.run(partial(self._life.rotate, license_id), told)

    def _ask(
        self,
        asked: _Asked,
        ids: Ids,
        save: Callable[[ReasonDraft], Outcome],
        back: Callable[[Ids], Outcome] | None = None,
    ) -> None:
        if self.is_asking():
            return
        dialog = reason_form(self.desk, asked, len(ids), save, self.owner)
        dialog.saved.connect(partial(self.told, asked.done, back=back))
        dialog.open()


_NEW_KEY = N_("Give it to the customer: the old key works no longer.")


def copy_key(desk: Desk, key: str) -> None:
    """Copy a key, and say for how long."""
    copy_secret(key)
    said = _("License key copied. It leaves the clipboard in %d seconds.")
    desk.notices.say(said % SECONDS)


def reason_form(
    desk: Desk,
    asked: _Asked,
    count: int,
    save: Callable[[ReasonDraft], Outcome],
    parent: QWidget,
) -> FormDialog[ReasonDraft]:
    """Asks why; `saved` carries the outcome."""
    fields = [
        Field("reason", N_("Reason"), paragraph, required=asked.needed, wide=True,
              help=N_("Kept in the history and shown with the license."))
    ]  # fmt: skip
    if asked.unassign:
        fields.append(Field("unassign", N_("Take it from the customer as well"), check, wide=True))
    return FormDialog(
        desk, FORM, counted(asked.title, count), ReasonDraft,
        (Section("", tuple(fields), asked.hint),), save, verb=counted(asked.verb, count),
        danger=asked.danger, parent=parent,
    )  # fmt: skip
