"""Offers the dialogs that import into a list or export it, where the shell gave it some."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.access import Permission
from app.core.listing import ListQuery
from ui.kit.actions import Action
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage

BringIn = Callable[[Desk, QWidget], object]
# Gets what the list is asked, the ids of chosen rows and the keys of the columns shown.
TakeOut = Callable[[Desk, ListQuery, Sequence[int], Sequence[str], QWidget], object]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What opens the dialogs of a list; None where it has none."""

    bring_in: BringIn | None = None
    take_out: TakeOut | None = None


NOTHING = Exchange()


def import_action(
    page: ListPage[Any], place: str, title: str, needs: Permission, given: Exchange
) -> tuple[Action, ...]:
    """The action of a page that is not made yet; `title` is an `N_()` constant."""
    if (bring_in := given.bring_in) is None:
        return ()

    def run() -> None:
        bring_in(page.desk, page)

    return (Action(title, run, needs, Icon.IMPORT, "Ctrl+I", f"{place}.import"),)


def export_action(
    page: ListPage[Any],
    place: str,
    title: str,
    needs: Permission,
    given: Exchange,
    shortcut: str = "Ctrl+E",
) -> tuple[Action, ...]:
    """The same that hands over what the page shows."""
    if (take_out := given.take_out) is None:
        return ()

    def run() -> None:
        chosen, shown = page.chosen_ids(), page.columns.shown_keys()
        take_out(page.desk, page.query, chosen, shown, page)

    return (Action(title, run, needs, Icon.EXPORT, shortcut, f"{place}.export"),)
