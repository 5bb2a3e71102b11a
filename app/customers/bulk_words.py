"""Says stored values of customers in words, many at a time."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.countries import country_name
from app.core.text import N_, _
from app.customers.bulk_changes import BULK_FIELDS, RELATIONS
from app.customers.bulk_steps import called
from app.customers.history import title
from app.staff.model import StaffUser
from app.tags.book import TagBook, book

_WORDS = {
    "business": N_("Business"),
    "individual": N_("Individual"),
    "active": N_("Active"),
    "inactive": N_("Inactive"),
    "suspended": N_("Suspended"),
    "blocked": N_("Blocked"),
    "deleted": N_("Deleted"),
}
# One sample of a field: customer, its name, the field, its old and its new value.
Told = tuple[int, str, str, Any, Any]


def titled(field: str) -> str:
    """What to call a field."""
    known = BULK_FIELDS.get(field)
    return _(known.title if known else title(field))


class Teller:
    """Knows the names of the people and customers that values refer to."""

    def __init__(self, session: Session, actor: Actor, told: Sequence[Told]) -> None:
        owners = _ids(told, ("owner_id",))
        staff = sa.select(StaffUser.id, StaffUser.name).where(StaffUser.id.in_(owners))
        self._staff: Mapping[int, str] = {row.id: row.name for row in session.execute(staff)}
        self._tags = book(session) if any(one[2] == "tags" for one in told) else TagBook()
        self._customers = called(session, actor, _ids(told, RELATIONS))

    def say(self, field: str, value: Any) -> str:
        """A value as a person reads it; blank is blank."""
        if value is None or value == "" or field == "tags":
            return self._tags.say(value)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, Enum):
            return _(_WORDS[value.value])
        if field == "owner_id":
            return self._staff.get(value, str(value))
        if field in RELATIONS:
            return self._customers.get(value, _("another customer"))
        return country_name(value) if field == "country" else str(value)


def _ids(told: Sequence[Told], fields: Sequence[str]) -> list[int]:
    found = {value for one in told if one[2] in fields for value in one[3:]}
    return sorted(found - {None})
