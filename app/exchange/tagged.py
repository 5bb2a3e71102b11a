"""Reads the tags a file gives a customer by name, and joins them with those it has."""

import re

from app.core.text import _
from app.tags.book import TagBook
from app.tags.schemas import MOST_TAGS, packed, too_many, unpacked

_BETWEEN = re.compile("[,;]+")


def read(cell: str, book: TagBook) -> tuple[str | None, str, str]:
    """The packed tags a cell names, a sentence if it cannot be, and one if it looks odd.

    Names stand between commas or semicolons; case and accents do not matter.
    """
    ids, automatic = [], []
    for name in filter(None, (part.strip() for part in _BETWEEN.split(cell))):
        found = book.find(name)
        if found is None:
            return None, _("There is no tag “%s”. Add it first: Tools ▸ Tags…") % name[:60], ""
        if found.automatic:
            automatic.append(found.name)
        else:
            ids.append(found.id)
    if len(frozenset(ids)) > MOST_TAGS:
        return None, too_many(), ""
    said = _("Given by themselves, and so left out here: %s.") % ", ".join(automatic)
    return packed(ids), "", said if automatic else ""


def joined(stored: str | None, given: str | None, book: TagBook) -> str | None:
    """The tags a file gives, with those a customer has that nobody sees or gives by hand."""
    kept = [
        tag_id
        for tag_id in unpacked(stored)
        if tag_id in book.hidden or (tag_id in book.tags and book.tags[tag_id].automatic)
    ]
    return packed({*unpacked(given), *kept})
