"""The way from a list to its advanced filter, whose dialog comes when it is asked for."""

from typing import TYPE_CHECKING, Any

from app.core.text import N_
from ui.kit.actions import Action
from ui.kit.icons import Icon

if TYPE_CHECKING:
    from ui.kit.list_page import ListPage


def advanced_action(page: "ListPage[Any]") -> Action:
    """Opens the builder of a list."""
    return Action(
        N_("Advanced filter\u2026"),
        page.tools.filters.advanced_asked.emit,
        icon=Icon.LAYERS,
        shortcut="Ctrl+Shift+F",
        name=f"{page.place}.advancedFilter",
    )


def edit_advanced(page: "ListPage[Any]") -> None:
    """Edit the advanced filter of a list."""
    from ui.kit.filter_builder import open_builder  # noqa: PLC0415 - not for the first list

    open_builder(page)
