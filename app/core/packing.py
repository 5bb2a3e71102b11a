"""Reads millions of ids from either engine without holding up other threads."""

import sys
from array import array
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.server import BINARY

CHUNK = 1000
_NO_BYTES = sa.literal(b"", sa.LargeBinary)


def in_chunks(session: Session, asked: sa.Select[int]) -> Iterator[Sequence[int]]:
    """The ids of a query, in its order.

    From a file they come in small parts. A server packs all of them into one value, eight
    bytes each: as rows they would take three times as long.
    """
    if session.get_bind().dialect.name == "postgresql":
        yield _packed(session, asked)
        return
    with session.connection().execute(asked) as result:
        yield from result.scalars().partitions(CHUNK)


def _packed(session: Session, asked: sa.Select[int]) -> "array[int]":
    """The sorted subquery keeps the order: nothing above it sorts, or works in parallel."""
    [key] = (asked.subquery()).c
    value = session.connection().execute(
        sa.select(sa.func.string_agg(sa.func.int8send(key), _NO_BYTES)),
        execution_options={BINARY: True},
    )
    found = array("q")
    found.frombytes(value.scalar() or b"")
    if sys.byteorder == "little":
        found.byteswap()
    return found
