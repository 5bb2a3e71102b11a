"""Offers the dialog that imports rows of a list, where the shell gave the list one."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.access import Permission
from ui.kit.actions import Action
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage

BringIn = Callable[[Desk, QWidget], object]


def import_action(
    page: ListPage[Any], place: str, title: str, bring_in: BringIn | None
) -> tuple[Action, ...]:
    """The action of a page that is not made yet; `title` is an `N_()` constant."""
    if bring_in is None:
        return ()

    def run() -> None:
        bring_in(page.desk, page)

    return (
        Action(
            title, run, Permission.BILLING_IMPORT, Icon.IMPORT, "Ctrl+I",
            f"{place}.import",
        ),
    )  # fmt: skip
