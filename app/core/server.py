"""The engine for a PostgreSQL server: how its connections behave, and whether they still live."""

from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

CONNECT_SECONDS = 5
RESTED_SECONDS = 2.0
# The execution option of statements whose values are to come as the server keeps them.
BINARY = "binary"


def engine_of(url: sa.URL, program: str) -> sa.Engine:
    """The engine for a server's database, in which we are called `program`."""
    from psycopg.pq import Format  # noqa: PLC0415 - a file's user needs none

    engine = sa.create_engine(
        url,
        hide_parameters=True,
        pool_size=4,
        max_overflow=2,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            # A prepared statement's plan is made for any word; a search needs one for its own.
            "prepare_threshold": None,
            "application_name": program,
            # A cut cable says nothing: ask now and then whether anybody is still there.
            "keepalives_idle": 5,
            "keepalives_interval": 3,
            "keepalives_count": 3,
            "tcp_user_timeout": 15_000,
            # To make machine code of a question takes longer than to answer nearly any.
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s -c jit=off",
        },
    )

    @event.listens_for(engine, "before_cursor_execute")
    def _choose_format(_connection: object, cursor: Any, *about: Any) -> None:
        """Take bytes as they are: spelled out, eight million hold up every thread while read."""
        *_said, context, _many = about
        if context is not None and context.execution_options.get(BINARY):
            cursor.format = Format.BINARY

    @event.listens_for(engine, "checkin")
    def _rest(_connection: object, record: sa.pool.ConnectionPoolEntry) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def _wake(connection: Any, record: sa.pool.ConnectionPoolEntry, _proxy: object) -> None:
        """Ask whether it still lives, unless it was in use just now: each ask takes its time."""
        if monotonic() - record.info.get("rests_since", monotonic()) < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise sa.exc.InvalidatePoolError from error

    return engine
