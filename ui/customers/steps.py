"""What can be done with a customer's state, the same from the list and from its window."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.core.receipt import Receipt
from app.core.text import _, ngettext
from app.customers.schemas import Consequences, Outcome, Status
from ui.customers.bulk_words import WORDS, Doing, counted
from ui.customers.looks import short
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm, tell
from ui.kit.undoing import done

if TYPE_CHECKING:
    from app.customers.drafts import HoldDraft
    from app.customers.verify_schemas import Review
    from ui.kit.form import FormDialog

T = TypeVar("T")
HELD = (Status.INACTIVE, Status.SUSPENDED, Status.BLOCKED)


@dataclass(frozen=True, slots=True)
class Target:
    """The customer a step is about."""

    id: int
    name: str
    status: Status
    archived: bool = False
    verified: bool = False

    @property
    def can_activate(self) -> bool:
        """Whether something holds it back."""
        return self.status in HELD

    @property
    def can_deactivate(self) -> bool:
        """Whether it may be suspended or made inactive."""
        return self.status is Status.ACTIVE

    @property
    def can_block(self) -> bool:
        """Whether it may be blocked."""
        return self.status in {Status.ACTIVE, Status.INACTIVE, Status.SUSPENDED}

    @property
    def is_deleted(self) -> bool:
        """Whether it may only be restored."""
        return self.status is Status.DELETED


class Steps(QObject):
    """Asks what must be asked, does it in the background, and says what came of it.

    Dialogs stand over `owner`. Whatever is done can be undone from the message.
    """

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner

    def activate(self, target: Target) -> None:
        """Release whatever holds the customer back."""
        receipt = Receipt()
        work = partial(self._desk.services.lifecycle.noting(receipt).activate, target.id)
        self._run(work, partial(self._said, receipt, _("%s is active again.") % short(target.name)))

    def deactivate(self, target: Target) -> None:
        """Ask how and why, and suspend the customer or make it inactive."""
        from ui.customers.holds import deactivate  # noqa: PLC0415 - not for the first list

        self._hold(deactivate, target)

    def block(self, target: Target) -> None:
        """Ask why, and block the customer."""
        from ui.customers.holds import block  # noqa: PLC0415 - not for the first list

        self._hold(block, target)

    def verify(self, target: Target) -> None:
        """Show what is known of the customer, and verify it once that is confirmed."""
        work = partial(self._desk.services.verification.review, target.id)
        self._run(work, partial(self._review, target))

    def unverify(self, target: Target) -> None:
        """Ask why, and take the verification back."""
        from ui.customers.verify import unverify  # noqa: PLC0415 - not for the first list

        receipt = Receipt()
        dialog = unverify(self._desk, target.id, target.name, self._owner, receipt)
        said = _("%s is no longer verified.") % short(target.name)
        dialog.saved.connect(partial(self._said, receipt, said))
        dialog.open()

    def archive(self, target: Target) -> None:
        """Take the customer out of the daily list."""
        receipt = Receipt()
        work = partial(self._desk.services.lifecycle.noting(receipt).archive, [target.id])
        self._run(work, partial(self._came, Doing.ARCHIVE, receipt))

    def unarchive(self, target: Target) -> None:
        """Bring the customer back to the daily list."""
        receipt = Receipt()
        work = partial(self._desk.services.lifecycle.noting(receipt).unarchive, [target.id])
        self._run(work, partial(self._came, Doing.UNARCHIVE, receipt))

    def restore(self, target: Target) -> None:
        """Take a deletion back."""
        receipt = Receipt()
        work = partial(self._desk.services.lifecycle.noting(receipt).restore, target.id)
        self._run(work, partial(self._said, receipt, _("%s is back.") % short(target.name)))

    def delete(self, target: Target) -> None:
        """Show what deleting would do, and do it once that is confirmed."""
        work = partial(self._desk.services.lifecycle.consequences, [target.id])
        self._run(work, partial(self._confirm_deletion, target))

    @staticmethod
    def email(address: str) -> None:
        """Begin a message in the system's own mail program."""
        url = QUrl()
        url.setScheme("mailto")
        url.setPath(address)
        QDesktopServices.openUrl(url)

    def _review(self, target: Target, found: "Review") -> None:
        from ui.customers.verify import VerifyDialog  # noqa: PLC0415 - not for the first list

        dialog = VerifyDialog(self._desk, found, self._owner)
        said = _("%s is verified.") % short(target.name)
        dialog.verified.connect(lambda receipt: self._said(receipt, said))
        dialog.open()

    def _hold(self, make: "Callable[..., FormDialog[HoldDraft]]", target: Target) -> None:
        receipt = Receipt()
        dialog = make(self._desk, target.id, target.name, self._owner, receipt)
        said = _("%s is held back now.") % short(target.name)
        dialog.saved.connect(partial(self._said, receipt, said))
        dialog.open()

    def _confirm_deletion(self, target: Target, found: Consequences) -> None:
        name = short(target.name)
        if found.blocked:
            said = _("It has active licenses. Transfer, revoke or cancel them first.")
            tell(self._owner, _("%s cannot be deleted") % name, said)
        elif confirm(
            self._owner,
            _("Delete %s?") % name,
            _final(found.grace_days),
            counted(WORDS[Doing.DELETE].verb, 1),
            destructive=True,
        ):
            receipt = Receipt()
            work = partial(self._desk.services.lifecycle.noting(receipt).delete, [target.id])
            self._run(work, partial(self._came, Doing.DELETE, receipt))

    def _came(self, doing: Doing, receipt: Receipt, outcome: Outcome) -> None:
        if outcome.done:
            self._said(receipt, counted(WORDS[doing].done, len(outcome.done)))
        for _id, why in outcome.refused:
            self._desk.notices.warn(why)

    def _said(self, receipt: Receipt, said: str, _result: object = None) -> None:
        done(self._desk, said, receipt.command)

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._desk.tasks.run(self, work, then)


def _final(grace_days: int) -> str:
    if not grace_days:
        return _(
            "Its personal data is purged at once and cannot come back. Licenses and the audit "
            "trail stay."
        )
    days = ngettext("%d day", "%d days", grace_days) % grace_days
    return (
        _(
            "It leaves every list, nobody signs in for it, and its e-mail address is free again. "
            "After %s its personal data is purged for good; until then you can restore it. "
            "Licenses and the audit trail stay."
        )
        % days
    )
