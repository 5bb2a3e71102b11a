"""Who the members of a segment are: statements for everybody who has to do with them."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import query as lists
from app.core.conditions import Condition, Group
from app.core.errors import NotFound
from app.core.listing import ListQuery
from app.core.listing_json import from_json, to_json
from app.core.query import Where
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.organization.service import current
from app.segments.model import Segment

Criteria = tuple[Condition | Group, ...]


def stored(criteria: Sequence[Condition | Group]) -> dict[str, Any]:
    """What `Segment.criteria` holds for these conditions."""
    return {"conditions": to_json(ListQuery(conditions=tuple(criteria)))["conditions"]}


def criteria_of(kept: Mapping[str, Any]) -> Criteria:
    """The conditions that `Segment.criteria` holds.

    Raises:
        Invalid: this version of the program cannot read them.
    """
    return from_json(dict(kept)).conditions


def get(session: Session, segment_id: int, *, lock: bool = False) -> Segment:
    """One segment, locked against other writers if asked.

    Raises:
        NotFound: it is not there.
    """
    found = session.get(Segment, segment_id, with_for_update=lock)
    if found is None:
        raise NotFound(_("That segment is gone. Somebody removed it."))
    return found


def where(session: Session, criteria: Sequence[Condition | Group]) -> list[Where]:
    """What holds for the customers who meet the criteria, archived and deleted ones not.

    The row scope of whoever asks comes on top (`app.customers.queries.visible`).

    Raises:
        Invalid: a condition does not fit its field, or groups are nested too deep.
        NotFound: a condition names a field there is not.
    """
    listing = customers.listing(current(session), session.info["now"])
    return lists.conditions(listing, ListQuery(conditions=tuple(criteria)))


def members(
    session: Session, criteria: Sequence[Condition | Group], within: Sequence[Where] = ()
) -> sa.Select[int]:
    """The ids of the customers who meet the criteria and `within`, in no particular order.

    Raises:
        Invalid: a condition does not fit its field, or groups are nested too deep.
        NotFound: a condition names a field there is not.
    """
    return sa.select(Customer.id).where(*where(session, criteria), *within)
