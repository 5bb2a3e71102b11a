"""The declarative base and the column types every model shares."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any, ClassVar, Final, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(sa.TypeDecorator[datetime]):
    """Stores UTC on every backend; refuses a naive value."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """To UTC, whatever zone it came in."""
        if value is not None and value.tzinfo is None:
            raise TypeError("naive datetime")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        """Back as UTC: SQLite forgets the zone, PostgreSQL answers in the session's."""
        if value is None or value.tzinfo:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


Key = Annotated[int, mapped_column(primary_key=True)]
# A sequence that outgrows 32 bits; SQLite's own key is 64 bits wide under this name.
LongKey = Annotated[
    int,
    mapped_column(sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
]
Minor = Annotated[int, mapped_column(sa.BigInteger)]


def folded() -> sa.types.TypeEngine[str]:
    """A folded text that both engines compare by bytes."""
    return sa.String(250).with_variant(sa.String(250, collation="C"), "postgresql")


# The last of a table's arguments: SQLite would give a removed row's id to the next new one,
# whose history then began with somebody else's.
NEVER_AGAIN: Final = {"sqlite_autoincrement": True}


class Base(DeclarativeBase):
    """Registry, naming convention and Python-to-column type map for all models."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        date: sa.Date(),
        dict[str, Any]: sa.JSON(),
        list[str]: sa.JSON(),
        Enum: sa.Enum(
            Enum,
            native_enum=False,
            length=32,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


class Tells(Protocol):
    """Finds out whom a row's change concerns, and what it was to each of these customers.

    `whose` is the customer who has the row now; each field has its old and new JSON value.
    """

    def __call__(
        self, action: str, whose: int | None, fields: Mapping[str, Sequence[Any]]
    ) -> Sequence[tuple[int, str]]:
        """Customers, each with a word of the feature's own."""
        ...


class Entity(Base):
    """A row staff can edit: an identity, a version, and who touched it when.

    A subclass whose history belongs to a parent names it in `audit_subject`, as
    (parent's table, own column that holds the parent's id). One whose changes belong in
    its customer's timeline, too, says by `audit_tells` which (see `core.concerns`), and by
    `customer_id` whose it is.
    """

    __abstract__ = True
    audit_subject: ClassVar[tuple[str, str] | None] = None
    audit_tells: ClassVar[Tells | None] = None

    id: Mapped[Key]
    version: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(sa.String(200), default="")
    updated_at: Mapped[datetime]
    updated_by: Mapped[str] = mapped_column(sa.String(200), default="")

    @sa.orm.declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it on the class
        """A stale version never overwrites: the UPDATE names the version it read."""
        return {"version_id_col": cls.version}


# Columns the kernel itself keeps; they say nothing a history reader wants to know.
KEPT = frozenset({"id", "version", "created_at", "created_by", "updated_at", "updated_by"})
# Of these, what a removed row needs to come back as it was.
BORN = frozenset({"created_at", "created_by"})
