"""Customers' columns that filters compare, filled from what was typed before there were any.

The folding is the program's as it was when these columns came.
"""

import unicodedata
from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

_CHUNK = 2000
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "ss",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "Ð": "d",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "Œ": "oe",
        "þ": "th",
        "Þ": "th",
        "ħ": "h",
        "Ħ": "h",
        "ŧ": "t",
        "Ŧ": "t",
        "ŋ": "n",
        "Ŋ": "n",
        "İ": "i",
        "ı": "i",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u00b4": "'",
        "`": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
    }
)
_SELECTORS = {0x34F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}


def fold_customers(keys: Mapping[str, str]) -> None:
    """Fill each column of `keys` with the folded result of the SQL expression it names."""
    if op.get_bind().dialect.name == "sqlite":
        _fold_sqlite(keys)
    else:
        _fold_postgresql(keys)


def _fold_sqlite(keys: Mapping[str, str]) -> None:
    """One pass, by a function of ours."""
    driver = op.get_bind().connection.driver_connection
    driver.create_function("folded_key", 1, _key)
    told = ", ".join(f"{name} = folded_key({source})" for name, source in keys.items())
    op.execute(f"UPDATE customers SET {told}")


def _fold_postgresql(keys: Mapping[str, str]) -> None:
    """Chunk by chunk, in the order of the ids."""
    connection = op.get_bind()
    read = sa.text(
        f"SELECT id, {', '.join(keys.values())} FROM customers WHERE id > :after "
        "ORDER BY id LIMIT :chunk"
    )
    told = ", ".join(f"{name} = new.{name}" for name in keys)
    given = ", ".join(f"CAST(:{name} AS text[])" for name in keys)
    write = sa.text(
        f"UPDATE customers SET {told} FROM unnest(CAST(:ids AS integer[]), {given}) "
        f"AS new(id, {', '.join(keys)}) WHERE customers.id = new.id"
    )
    after = 0
    while rows := connection.execute(read, {"after": after, "chunk": _CHUNK}).all():
        columns = {name: [_key(row[place]) for row in rows] for place, name in enumerate(keys, 1)}
        connection.execute(write, {"ids": [row.id for row in rows], **columns})
        after = rows[-1].id


class _Folded(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _fold(chr(code))
        return found


_FOLDED = _Folded()


def _key(text: str | None) -> str | None:
    """The folded text, None when it is blank."""
    return " ".join((text or "").translate(_FOLDED).split()) or None


def _fold(character: str) -> str:
    """One character without case and accents."""
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in {"Cc", "Cf", "Cs", "Me"}:
        return ""
    found = character
    while True:
        apart = unicodedata.normalize("NFKD", found.translate(_LETTERS))
        again = "".join(
            one for one in apart if not unicodedata.combining(one) and ord(one) not in _SELECTORS
        ).casefold()
        if again == found:
            return found
        found = again
