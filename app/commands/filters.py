"""What narrows a list on the command line: saved views by name, filters as JSON."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.core.errors import Invalid, NotFound
from app.core.text import _

if TYPE_CHECKING:
    from app.core.listing import ListQuery
    from app.services import Services


def narrowed(
    services: "Services", asked: "ListQuery", page: str, view: str, where: str
) -> "ListQuery":
    """The question as the view of that name and the filters narrow it further.

    `where` is a condition, a list of them or a whole question, as saved views keep them.

    Raises:
        NotFound: there is no view of that name.
        Invalid: the filters are not JSON, or no filters.
    """
    for more in (_view(services, page, view), _filters(where)):
        if more is None:
            continue
        asked = replace(
            asked,
            text=f"{asked.text} {more.text}".strip(),
            conditions=(*asked.conditions, *more.conditions),
            sort=asked.sort or more.sort,
            descending=asked.descending if asked.sort else more.descending,
        )
    return asked


def _view(services: "Services", page: str, name: str) -> "ListQuery | None":
    if not name:
        return None
    views = services.views.of_page(page).saved
    for found in views:
        if found.name.casefold() == name.strip().casefold():
            return found.asked
    known = ", ".join(f"“{view.name}”" for view in views) or _("none")
    raise NotFound(
        _("There is no view “%(name)s”. Views you may use: %(known)s.")
        % {"name": name, "known": known}
    )


def _filters(where: str) -> "ListQuery | None":
    from app.core.listing_json import from_json  # noqa: PLC0415 - see the package's docstring

    if not where:
        return None
    try:
        stored: Any = json.loads(where)
    except (ValueError, RecursionError) as error:
        raise Invalid({"where": _("--where is not JSON (%s).") % error}) from error
    if isinstance(stored, dict) and "conditions" in stored:
        return from_json(stored)
    return from_json({"conditions": stored if isinstance(stored, list) else [stored]})
