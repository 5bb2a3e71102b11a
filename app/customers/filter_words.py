"""Says in words what the list of customers was asked, for exports, logs and printed lists."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.conditions import Condition, flat
from app.core.countries import country_name
from app.core.filter_words import Speaker
from app.core.listing import ListQuery
from app.customers.filter_fields import BY_KEY
from app.organization.service import current
from app.staff.model import StaffUser, Team
from app.tags.model import Tag

_PRODUCTS, _PLANS = (
    sa.table(name, sa.column("id", sa.Integer), sa.column("name", sa.String))
    for name in ("products", "plans")
)
# Where the values of these fields have their names: the ids, and what they are called.
_NAMED_BY: dict[str, tuple[Any, Any]] = {
    "owner_id": (StaffUser.id, StaffUser.name),
    "team_id": (Team.id, Team.name),
    "tags": (Tag.id, Tag.name),
    "product": (_PRODUCTS.c.id, _PRODUCTS.c.name),
    "plan": (_PLANS.c.id, _PLANS.c.name),
}


def in_words(session: Session, asked: ListQuery) -> str:
    """One readable line, such as "Status is Active or Blocked; Search “acme”"; blank for all."""
    names: dict[str, dict[Any, str]] = {}
    for one in flat(asked.conditions):
        known = names.setdefault(one.key, {})
        if one.key == "country":
            known |= {code: country_name(code) for code in _values(one) if isinstance(code, str)}
        elif one.key in _NAMED_BY:
            known |= _stored(session, *_NAMED_BY[one.key], _values(one))
    return Speaker(BY_KEY, current(session).currency, names).question(asked)


def _values(one: Condition) -> list[Any]:
    several = isinstance(one.value, tuple | list)
    return [value for value in (one.value if several else (one.value,)) if value is not None]


def _stored(session: Session, ids: Any, names: Any, wanted: list[Any]) -> dict[Any, str]:
    known = [key for key in wanted if isinstance(key, int) and abs(key) < 2**31]
    named = sa.select(ids.label("id"), names.label("name")).where(ids.in_(known))
    return {row.id: row.name for row in session.execute(named)}
