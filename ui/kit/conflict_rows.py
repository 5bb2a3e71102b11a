"""What a clash of two edits asks: for each field, which of three values is to stay."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from app.core.errors import Clash
from app.core.merging import parts
from app.core.text import _
from ui.kit import format as fmt
from ui.kit.differences import Spans, added, missing

# Says a field's value in words.
Words = Callable[[str, Any], str]
Titles = Mapping[str, str]


class Side(Enum):
    """Whose value; its place in a clash's three."""

    BASE = 0
    THEIRS = 1
    MINE = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One question: fields that are answered as one, and their values in words.

    `texts` and `marks` go by `Side`; marks are the stretches that differ. `values` are
    the fields' (base, theirs, mine), `author` who changed it and when.
    """

    key: str
    title: str
    values: Mapping[str, tuple[Any, Any, Any]]
    texts: tuple[str, str, str]
    marks: tuple[Spans, Spans, Spans]
    author: tuple[str, datetime] | None

    def same_question(self, other: "Row") -> bool:
        """Whether an answer to the other also answers this one."""
        mine, theirs = Side.MINE.value, Side.THEIRS.value
        return self.key == other.key and (self.texts[theirs], self.texts[mine]) == (
            other.texts[theirs], other.texts[mine],
        )  # fmt: skip


def rows(
    clash: Clash, titles: Titles, together: Mapping[str, tuple[str, ...]], words: Words
) -> list[Row]:
    """The questions of a clash, in the order of its fields; slow for long texts."""
    whole = {name: title for title, fields in together.items() for name in fields}
    found = []
    for fields in parts(clash.fields, tuple(together.values())):
        title = titles[fields[0]] if len(fields) == 1 else _(whole[fields[0]])
        found.append(_row(clash, title, fields, titles, words))
    return found


def _row(clash: Clash, title: str, fields: Sequence[str], titles: Titles, words: Words) -> Row:
    def text(side: Side) -> str:
        told = {name: words(name, clash.fields[name][side.value]) for name in fields}
        if len(fields) == 1:
            return told[fields[0]]
        return "\n".join(f"{titles[name]}: {said or _('empty')}" for name, said in told.items())

    base, theirs, mine = text(Side.BASE), text(Side.THEIRS), text(Side.MINE)
    told = [clash.authors[name] for name in fields if name in clash.authors]
    return Row(
        fields[0],
        title,
        {name: clash.fields[name] for name in fields},
        (base, theirs, mine),
        (missing(base, theirs, mine), added(base, theirs), added(base, mine)),
        max(told, key=lambda author: author[1], default=None),
    )


def since(moment: datetime) -> str:
    """When somebody changed something: today's by the clock alone."""
    shown = fmt.local(moment)
    return f"{shown:%H:%M}" if shown.date() == fmt.today() else fmt.text(moment)
