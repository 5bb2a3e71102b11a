"""How a list looks as a view keeps it: what it asks and how it is laid out, and putting it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core.filtering import understood
from app.core.listing import ListQuery
from app.core.listing_json import to_json
from app.core.text import _, ngettext
from ui.kit.views_book import ListView

if TYPE_CHECKING:
    from ui.kit.list_page import ListPage


@dataclass(frozen=True, slots=True)
class Looks:
    """What a list shows and how."""

    asked: ListQuery
    layout: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """For comparing with what was remembered."""
        return {"asked": to_json(self.asked), "layout": dict(self.layout)}


def looks_of(page: "ListPage[Any]") -> Looks:
    """How the list looks now."""
    layout = {"columns": page.columns.state(), "compact": page.view.compact}
    return Looks(page.query, layout)


def put(page: "ListPage[Any]", view: ListView) -> list[str]:
    """Make the list look like the view; gives in words what the list does not know."""
    tools, asked = page.tools, view.asked
    kept, dropped = understood(tools.filters.fields, asked.conditions)
    lost = [_("the filter “%s”") % key for key in (*_lost(view), *dropped)]
    tools.filters.show_conditions(kept)
    tools.set_text(asked.text)
    sortable = {spec.key for spec in page.model.columns if spec.sortable}
    if asked.sort in sortable:
        page.sort = (asked.sort, asked.descending)
    elif asked.sort:
        lost.append(_("sorting by “%s”") % asked.sort)
    lost += [_("the column “%s”") % key for key in _put_layout(page, view.layout)]
    page.ask()
    return lost


def said(view: ListView, lost: list[str]) -> str:
    """That a view could not be shown whole."""
    return ngettext(
        "The view “%(view)s” was saved by another version of the program. "
        "%(parts)s is unknown here and was left out.",
        "The view “%(view)s” was saved by another version of the program. "
        "%(parts)s are unknown here and were left out.",
        len(lost),
    ) % {"view": view.title, "parts": _capital(", ".join(lost))}


def _put_layout(page: "ListPage[Any]", layout: Mapping[str, Any]) -> list[str]:
    """Lay the list out so; gives the columns it does not have."""
    columns = layout.get("columns")
    if not isinstance(columns, Mapping):
        return []
    page.columns.reset()
    page.columns.restore(columns)
    page.view.set_compact(layout.get("compact") is True)
    known = {spec.key for spec in page.model.columns}
    shown = columns.get("shown")
    return [str(key) for key in shown if key not in known] if isinstance(shown, list) else []


def _lost(view: ListView) -> tuple[str, ...]:
    return view.saved.dropped if view.saved else ()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
