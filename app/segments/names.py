"""What the values in criteria are called, as they stand in the database today."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.countries import countries
from app.organization.service import current
from app.segments.criteria_values import Names
from app.staff.model import StaffUser, Team
from app.tags.model import Tag

_SOLD = {
    key: sa.table(name, sa.column("id", sa.Integer), sa.column("name", sa.String))
    for key, name in (("product", "products"), ("plan", "plans"))
}


def names(session: Session) -> Names:
    """Every name a value may be called by; those of removed tags stand apart."""
    named: dict[str, Any] = {
        "owner_id": sa.select(StaffUser.id, StaffUser.name),
        "team_id": sa.select(Team.id, Team.name),
        "tags": sa.select(Tag.id, Tag.name).where(Tag.removed_at.is_(None)),
        **{key: sa.select(table.c.id, table.c.name) for key, table in _SOLD.items()},
    }
    found: dict[str, dict[Any, str]] = {
        key: {row.id: row.name for row in session.execute(asked.order_by(sa.text("name")))}
        for key, asked in named.items()
    }
    found["country"] = {country.code: country.name for country in countries()}
    gone = sa.select(Tag.id, Tag.name).where(Tag.removed_at.is_not(None))
    removed = {row.id: row.name for row in session.execute(gone)}
    return Names(current(session).currency, found, removed)
