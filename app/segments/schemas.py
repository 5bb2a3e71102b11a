"""What crosses the boundary between segments and their callers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from app.core.conditions import DEPTH, MOST_CONDITIONS, flat
from app.core.draft import Draft
from app.core.errors import Invalid
from app.core.money import Money
from app.core.text import N_, _
from app.segments.criteria_normal import Part, depth, normal
from app.tags.schemas import TagColour

LONGEST_NAME = 100
Criteria = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class SegmentDraft(Draft):
    """A segment: a name, and what is true of its members. No criteria are true of everybody."""

    name: str = ""
    description: str = ""
    criteria: Criteria = ()

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"name": (LONGEST_NAME, N_("Name"))}
    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = {"description": (2000, N_("Description"))}
    required: ClassVar[Mapping[str, str]] = {"name": N_("Enter a name for the segment.")}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Conditions that fit their fields, not too many, not nested too deep."""
        said = _problem(values["criteria"])
        return {"criteria": said} if said else {}


def _problem(criteria: Criteria) -> str:
    try:
        found = normal(criteria)
    except Invalid as refusal:
        return str(refusal)
    except KeyError as unknown:
        return _("There is no field “%s”. Take the condition off.") % str(unknown.args[0])
    if sum(1 for _one in flat(found)) > MOST_CONDITIONS:
        return _("It has more than %d conditions. Take some away.") % MOST_CONDITIONS
    if depth(found) > DEPTH:
        return _("Its groups are nested more than %d deep. Take a group away.") % DEPTH
    return ""


@dataclass(frozen=True, slots=True)
class CarriedBy:
    """An automatic tag that a segment's members carry."""

    id: int
    name: str
    colour: TagColour


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment in a list.

    `words` are its criteria in a line; `problem` says why nobody can be its member, such as
    a tag that was removed. Its figures are asked for one by one, they may take a while.
    """

    id: int
    version: int
    name: str
    description: str
    words: str
    tags: tuple[CarriedBy, ...]
    updated_at: datetime
    updated_by: str
    criteria: Criteria = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SegmentDetail:
    """A segment and what may be edited of it, as it was at `version`."""

    row: SegmentRow
    draft: SegmentDraft

    @property
    def id(self) -> int:
        """Its primary key."""
        return self.row.id

    @property
    def version(self) -> int:
        """Which state of it this is."""
        return self.row.version


@dataclass(frozen=True, slots=True)
class Figures:
    """How many members there are, what they are worth together, and some of their names.

    `value` is the sum of their lifetime value in the organization's currency.
    """

    members: int
    value: Money
    names: tuple[str, ...] = field(default=())
