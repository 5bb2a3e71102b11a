"""The tables of saved mappings and presets, and of the logs of imports and exports."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import NEVER_AGAIN, Base, Entity, Key
from app.exchange.options import MatchBy, Mode


class ImportProfile(Entity):
    """A mapping of columns with its rules, saved under a name by one of the staff."""

    __tablename__ = "import_profiles"
    __table_args__ = (
        sa.Index("uq_import_profiles_name_key", "owner_id", "name_key", unique=True),
        NEVER_AGAIN,
    )

    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("staff_users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(100))
    name_key: Mapped[str] = mapped_column(sa.String(250), info={"derived": True})
    shared: Mapped[bool] = mapped_column(default=False)
    columns: Mapped[list[str]]
    mapping: Mapped[dict[str, Any]]
    options: Mapped[dict[str, Any]]


class ImportRun(Base):
    """An import that was carried out: a line of the log, written in its own transaction."""

    __tablename__ = "import_jobs"
    __table_args__ = (sa.Index(None, "sha256"), sa.Index(None, "profile_id"))

    id: Mapped[Key]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    file_name: Mapped[str] = mapped_column(sa.String(255))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(16))
    target: Mapped[str] = mapped_column(sa.String(16), default="customers")
    profile_id: Mapped[int | None]
    profile_name: Mapped[str] = mapped_column(sa.String(100), default="")
    match_by: Mapped[MatchBy]
    mode: Mapped[Mode]
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    command: Mapped[int] = mapped_column(sa.BigInteger, default=0)


class ExportPreset(Entity):
    """What to export and how, saved under a name by one of the staff."""

    __tablename__ = "export_presets"
    __table_args__ = (
        sa.Index("uq_export_presets_name_key", "owner_id", "name_key", unique=True),
        NEVER_AGAIN,
    )

    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("staff_users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(100))
    name_key: Mapped[str] = mapped_column(sa.String(250), info={"derived": True})
    shared: Mapped[bool] = mapped_column(default=False)
    form: Mapped[str] = mapped_column(sa.String(16))
    columns: Mapped[list[str]]
    sort: Mapped[str] = mapped_column(sa.String(40), default="")
    descending: Mapped[bool] = mapped_column(default=False)
    each_email_once: Mapped[bool] = mapped_column(default=False)


class ExportRun(Base):
    """An export that was carried out: a line of the log.

    `asked` is the question as `listing_json` writes it, `words` the same for people.
    `written` is taken back when the file could not be put in its place at the very end.
    """

    __tablename__ = "export_jobs"

    id: Mapped[Key]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    file_name: Mapped[str] = mapped_column(sa.String(255))
    form: Mapped[str] = mapped_column(sa.String(16))
    scope: Mapped[str] = mapped_column(sa.String(16))
    asked: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(sa.Text, default="")
    columns: Mapped[list[str]]
    rows: Mapped[int]
    purpose: Mapped[str] = mapped_column(sa.Text, default="")
    written: Mapped[bool] = mapped_column(default=True)
