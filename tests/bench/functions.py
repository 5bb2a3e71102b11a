"""What PostgreSQL's SQL knows and SQLite's does not, where sets of data are made."""

import hashlib

import sqlalchemy as sa

# A moment some seconds earlier.
EARLIER = {
    "sqlite": "strftime('%F %T.000000', {0}, '-' || ({1}) || ' seconds')",
    "postgresql": "{0} - ({1}) * interval '1 second'",
}


def teach(connection: sa.Connection) -> None:
    """Give a connection to SQLite `md5`, `translate` and `chr`."""
    if connection.dialect.name != "sqlite":
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.create_function("md5", 1, _md5, deterministic=True)
    driver.create_function("translate", 3, _translate, deterministic=True)
    driver.create_function("chr", 1, chr, deterministic=True)


def _md5(text: object) -> str:
    return hashlib.md5(str(text).encode(), usedforsecurity=False).hexdigest()


def _translate(text: str, old: str, new: str) -> str:
    return text.translate(str.maketrans(old, new))
