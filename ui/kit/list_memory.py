"""What a list remembers of itself: columns, density, sort, and what was searched."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.core.errors import Invalid
from app.core.filter_fields import Field
from app.core.filtering import understood
from app.core.listing import Group, ListQuery
from app.core.listing_json import from_json, to_json
from ui.kit.desk import Named
from ui.kit.filters import pack, unpack

if TYPE_CHECKING:
    from ui.kit.list_page import ListPage

_SORT = 2


def remember(page: "ListPage[Any]") -> None:
    """Keep how the list looks. An embedded one does not keep what was searched in it."""
    state: dict[str, Any] = {
        "columns": page.columns.state(),
        "sort": list(page.sort),
        "compact": page.view.compact,
    }
    if page.peek:
        state["peek"] = not page.peek.isHidden()
    if not page.embedded:
        state["text"] = page.tools.search.text()
        state["filters"] = pack(page.tools.filters.picked)
        if advanced := page.tools.filters.advanced:
            state["advanced"] = to_json(ListQuery(conditions=(advanced,)))
        state["panel"] = page.tools.filter_button.isChecked()
    page.desk.memory.keep(f"list.{page.place}", state)


def recall(page: "ListPage[Any]") -> None:
    """Make the list look as it was left; what makes no sense any more is left out."""
    state: dict[str, Any] = page.desk.memory.recall(f"list.{page.place}", {})
    sort = state.get("sort")
    known = {spec.key for spec in page.model.columns if spec.sortable}
    if isinstance(sort, list) and len(sort) == _SORT and sort[0] in known:
        page.sort = (sort[0], sort[1] is True)
    page.view.set_compact(state.get("compact") is True)
    if page.peek and state.get("peek") is True:
        page.peek.show()
    if isinstance(columns := state.get("columns"), dict):
        page.columns.restore(columns)
    if not page.embedded:
        _recall_question(page, state)


def _recall_question(page: "ListPage[Any]", state: dict[str, Any]) -> None:
    tools = page.tools
    tools.filter_button.setChecked(state.get("panel") is True and bool(tools.filters.specs))
    if isinstance(picked := state.get("filters"), dict):
        tools.filters.pick(unpack(tools.filters.specs, picked))
    tools.filters.set_advanced(_advanced(tools.filters.fields, state.get("advanced")))
    text = state.get("text")
    tools.set_text(text if isinstance(text, str) else "")


def _advanced(fields: Mapping[str, Field], stored: object) -> Group | None:
    """The advanced filter as it was left, unless it no longer makes sense."""
    if stored is None:
        return None
    try:
        kept, dropped = understood(fields, from_json(stored).conditions)
    except Invalid:
        return None
    group = kept[0] if kept and not dropped else None
    return group if isinstance(group, Group) else None


def show_asked(page: "ListPage[Any]", asked: ListQuery, options: Named) -> None:
    """Let the list show what is asked, in its order if it has one; `options` name its values."""
    for key, named in options.items():
        page.tools.filters.set_options(key, named)
    page.tools.set_text(asked.text)
    page.tools.filters.show_conditions(asked.conditions)
    if asked.sort:
        page.sort = (asked.sort, asked.descending)
    page.ask()
