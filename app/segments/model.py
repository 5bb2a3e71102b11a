"""The segments table."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import NEVER_AGAIN, Entity, folded

DERIVED = {"derived": True}


class Segment(Entity):
    """A name for a question about customers; who answers it is looked up each time.

    `criteria` are the conditions of a list of customers as `app/core/listing_json.py`
    stores them.
    """

    __tablename__ = "segments"
    __table_args__ = (sa.UniqueConstraint("name_key"), NEVER_AGAIN)

    name: Mapped[str] = mapped_column(sa.String(100))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    criteria: Mapped[dict[str, Any]]
    name_key: Mapped[str] = mapped_column(folded(), info=DERIVED)
