"""What can be done with a customer's state, the same from the list and from its window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.core.text import _, ngettext
from app.customers.schemas import Consequences, Outcome, Status
from ui.customers import holds
from ui.customers.looks import customers, named, short
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm, tell

T = TypeVar("T")
HELD = (Status.INACTIVE, Status.SUSPENDED, Status.BLOCKED)


@dataclass(frozen=True, slots=True)
class Target:
    """The customer a step is about."""

    id: int
    name: str
    status: Status
    archived: bool = False

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

    Dialogs stand over `owner`. What is cheap to take back offers Undo.
    """

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner
        self._lifecycle = desk.services.lifecycle

    def activate(self, target: Target) -> None:
        """Release whatever holds the customer back."""
        said = _("%s is active again.") % short(target.name)
        self._run(partial(self._lifecycle.activate, target.id), lambda _none: self._say(said))

    def deactivate(self, target: Target) -> None:
        """Ask how and why, and suspend the customer or make it inactive."""
        dialog = holds.deactivate(self._desk, target.id, target.name, self._owner)
        dialog.saved.connect(partial(self._held, target))
        dialog.open()

    def block(self, target: Target) -> None:
        """Ask why, and block the customer."""
        dialog = holds.block(self._desk, target.id, target.name, self._owner)
        dialog.saved.connect(partial(self._held, target))
        dialog.open()

    def archive(self, ids: Sequence[int]) -> None:
        """Take customers out of the daily list."""
        undo = self._lifecycle.unarchive
        self._each(ids, self._lifecycle.archive, partial(_count, "archived"), undo)

    def unarchive(self, ids: Sequence[int]) -> None:
        """Bring customers back to the daily list."""
        undo = self._lifecycle.archive
        self._each(ids, self._lifecycle.unarchive, partial(_count, "unarchived"), undo)

    def restore(self, target: Target) -> None:
        """Take a deletion back."""
        said = _("%s is back.") % short(target.name)
        self._run(partial(self._lifecycle.restore, target.id), lambda _none: self._say(said))

    def delete(self, ids: Sequence[int]) -> None:
        """Show what deleting would do, and do it once that is confirmed."""
        chosen = tuple(ids)
        work = partial(self._lifecycle.consequences, chosen)
        self._run(work, partial(self._confirm_deletion, chosen))

    @staticmethod
    def email(address: str) -> None:
        """Begin a message in the system's own mail program."""
        url = QUrl()
        url.setScheme("mailto")
        url.setPath(address)
        QDesktopServices.openUrl(url)

    def _held(self, target: Target, _hold_id: object) -> None:
        said = _("%s is held back now.") % short(target.name)
        undo = None
        if target.status is Status.ACTIVE:
            undo = (_("Undo"), partial(self.activate, target))
        self._desk.notices.say(said, undo)

    def _confirm_deletion(self, ids: tuple[int, ...], found: Consequences) -> None:
        blocked = named([name for _id, name in found.blocked])
        left = [key for key in ids if key not in {key for key, _name in found.blocked}]
        if not left:
            tell(self._owner, _("Nothing can be deleted"), _licensed(blocked))
            return
        names = _without(found)
        title = _("Delete %s?") % (named(names) if len(left) == 1 else customers(len(left)))
        lines = [named(names)] if len(left) > 1 else []
        lines += [_licensed(blocked)] if blocked else []
        verb = ngettext("Delete %s customer", "Delete %s customers", len(left))
        if confirm(
            self._owner,
            title,
            "\n\n".join([*lines, _final(found.grace_days)]),
            verb % fmt.text(len(left)),
            destructive=True,
        ):
            undo = self._restore_all if found.grace_days else None
            self._each(left, self._lifecycle.delete, partial(_count, "deleted"), undo)

    def _restore_all(self, ids: Sequence[int]) -> Outcome:
        """Runs on a worker, one transaction for each."""
        for key in ids:
            self._lifecycle.restore(key)
        return Outcome(tuple(ids))

    def _each(
        self,
        ids: Sequence[int],
        act: Callable[[Sequence[int]], Outcome],
        words: Callable[[int], str],
        undo: Callable[[Sequence[int]], Outcome] | None,
    ) -> None:
        self._run(partial(act, tuple(ids)), partial(self._came, words, undo))

    def _came(
        self,
        words: Callable[[int], str],
        undo: Callable[[Sequence[int]], Outcome] | None,
        outcome: Outcome,
    ) -> None:
        if outcome.done:
            offer = None
            if undo is not None:
                back = partial(self._each, outcome.done, undo, partial(_count, "undone"), None)
                offer = (_("Undo"), back)
            self._desk.notices.say(words(len(outcome.done)), offer)
        if outcome.refused:
            why = " ".join(dict.fromkeys(said for _id, said in outcome.refused))
            left = _("%(customers)s stayed as they were: %(why)s")
            left %= {"customers": customers(len(outcome.refused)), "why": why}
            self._desk.notices.warn(left)

    def _say(self, said: str) -> None:
        self._desk.notices.say(said)

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._desk.tasks.run(self, work, then)


def _count(what: str, count: int) -> str:
    said = {
        "archived": ngettext("%s customer archived.", "%s customers archived.", count),
        "unarchived": ngettext(
            "%s customer is in the daily list again.",
            "%s customers are in the daily list again.",
            count,
        ),
        "deleted": ngettext("%s customer deleted.", "%s customers deleted.", count),
        "undone": ngettext("Undone for %s customer.", "Undone for %s customers.", count),
    }
    return said[what] % fmt.text(count)


def _without(found: Consequences) -> list[str]:
    """The names of those who can be deleted."""
    names = list(found.names)
    for _id, name in found.blocked:
        names.remove(name)
    return names


def _licensed(blocked: str) -> str:
    return (
        _("These have active licenses and stay: %s. Transfer or cancel their licenses first.")
        % blocked
    )


def _final(grace_days: int) -> str:
    if not grace_days:
        return _(
            "Their personal data is purged at once and cannot come back. Licenses and the audit "
            "trail stay."
        )
    days = ngettext("%d day", "%d days", grace_days) % grace_days
    return (
        _(
            "They leave every list, nobody signs in for them, and their e-mail addresses are free "
            "again. After %s their personal data is purged for good; until then you can restore "
            "them. Licenses and the audit trail stay."
        )
        % days
    )
