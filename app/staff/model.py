"""Staff, their roles and teams, and the record of who signed in."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.access import Scope
from app.core.db import Base, Entity, Key


class Role(Entity):
    """A set of permissions with a row scope; built-in ones cannot be changed."""

    __tablename__ = "roles"
    __table_args__ = (sa.UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(sa.String(80))
    permissions: Mapped[list[str]]
    scope: Mapped[Scope]
    is_admin: Mapped[bool]
    built_in: Mapped[bool]


class Team(Entity):
    """A group of staff who share their customers."""

    __tablename__ = "teams"
    __table_args__ = (sa.UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(sa.String(80))


class StaffUser(Entity):
    """One person who works here."""

    __tablename__ = "staff_users"
    __table_args__ = (sa.UniqueConstraint("email_norm"),)

    name: Mapped[str] = mapped_column(sa.String(200))
    email: Mapped[str] = mapped_column(sa.String(254))
    email_norm: Mapped[str] = mapped_column(sa.String(254), info={"derived": True})
    password_hash: Mapped[str] = mapped_column(sa.String(300), info={"secret": True})
    role_id: Mapped[int] = mapped_column(sa.ForeignKey("roles.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"))
    active: Mapped[bool] = mapped_column(default=True)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(info={"derived": True})

    role: Mapped[Role] = relationship(lazy="raise")


class SignIn(Base):
    """One attempt to sign in: who, when, from which machine, how it ended."""

    __tablename__ = "sign_ins"
    __table_args__ = (sa.Index(None, "staff_id", "at"),)

    id: Mapped[Key]
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff_users.id"))
    machine: Mapped[str] = mapped_column(sa.String(200))
    outcome: Mapped[str] = mapped_column(sa.String(32))


class SignInThrottle(Base):
    """Failures per address, under the SHA-256 of its normalised form; survives a restart."""

    __tablename__ = "sign_in_throttles"

    subject: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]


class VaultSlot(Base):
    """The database's data key, wrapped under one person's password; see `core.vault`."""

    __tablename__ = "vault_slots"

    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff_users.id"), primary_key=True)
    recipe: Mapped[str] = mapped_column(sa.String(120))
    wrapped: Mapped[bytes] = mapped_column(sa.LargeBinary)
