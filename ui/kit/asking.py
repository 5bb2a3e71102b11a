"""What every step with records needs: to look, to ask, and to say what came of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.core.errors import DeskError
from app.core.text import _, ngettext
from app.customers.schemas import Outcome
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.notices import Offer

T = TypeVar("T")
_SHOWN = 3


class Asking(QObject):
    """Works in the background for `owner`, over which its dialogs stand."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self.desk, self.owner = desk, owner

    def run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Do `work` off the GUI thread; refusals are said."""
        self.desk.tasks.run(self, work, then)

    def many(
        self,
        work: Callable[[Sequence[int]], Outcome],
        ids: Sequence[int],
        words: tuple[str, str],
        back: Callable[[Sequence[int]], Outcome] | None = None,
    ) -> None:
        """Do it to each record, and say how many; `back` undoes it."""
        self.run(partial(work, list(ids)), partial(self.told, words, back=back))

    def told(
        self,
        words: tuple[str, str],
        outcome: Outcome,
        *,
        back: Callable[[Sequence[int]], Outcome] | None = None,
    ) -> None:
        """Say how many, and why not the others; offer to take it back."""
        done = list(outcome.done)
        offer = None
        if back is not None and done:
            undone = (_("Undone."), _("Undone for %s records."))
            offer = (_("Undo"), partial(self.many, back, done, undone))
        self.say(counted(words, len(done)) if done else "", outcome.refused, offer)

    def say(
        self,
        said: str,
        refused: Sequence[tuple[int, str]] = (),
        offer: Offer | None = None,
        also: Offer | None = None,
    ) -> None:
        """Say what was done, and why some of it was not."""
        if said:
            self.desk.notices.say(said, offer, also)
        reasons = list(dict.fromkeys(why for _id, why in refused))
        if not reasons:
            return
        shown = reasons[:_SHOWN]
        if len(reasons) > _SHOWN:
            shown.append(
                ngettext("%s more was refused.", "%s more were refused.", len(refused) - _SHOWN)
                % fmt.text(len(refused) - _SHOWN)
            )
        self.desk.notices.show_error(DeskError(" ".join(shown)))

    def is_asking(self) -> bool:
        """Whether a dialog stands over the owner already."""
        return any(one.isVisible() and one.isModal() for one in self.owner.findChildren(QDialog))


def counted(words: tuple[str, str], count: int) -> str:
    """A sentence about so many; `words` are `N_()` constants for one and for many."""
    said = ngettext(*words, count)
    return said % fmt.text(count) if "%s" in said else said
