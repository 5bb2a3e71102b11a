"""Writes customers as vCards, all in one file.

Version 3.0 (RFC 2426) in UTF-8: the newest that Outlook, Apple Contacts and Google Contacts
all take in; of 4.0 Outlook takes nothing. Notes stay out: a card is made to be passed on.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from app.core.countries import country_name
from app.core.progress import Progress
from app.customers.model import Customer
from app.exchange.columns import Cell, ExportColumn, Shape
from app.exchange.sheets import Sheet

C = Customer
_WIDTH = 75  # octets of a line, without its end
_TO_ESCAPE = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": None})
_CARD = (
    C.uid, C.updated_at, C.name, C.first_name, C.last_name, C.company_name, C.email, C.phone,
    C.website, C.address_line1, C.address_line2, C.city, C.state, C.postal_code, C.country,
    C.client_id,
)  # fmt: skip
# What a card is made of, in place of columns somebody chose.
COLUMNS: Mapping[str, ExportColumn] = {
    "card": ExportColumn(_CARD, lambda *stored: list(map(_card, *stored)), Shape.TEXT)
}


class VcardSink:
    """Adds cards to a file."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def add(
        self, columns: Sequence[Sequence[Cell]], _counted: Sequence[bool] | None = None
    ) -> None:
        """Add rows, as `Sink.add`; each is a card already."""
        (cards,) = columns
        self._stream.writelines(str(card) for card in cards)


@contextmanager
def vcard_sink(path: Path, _sheet: Sheet, _progress: Progress) -> Iterator[VcardSink]:
    """UTF-8 without a byte order mark, which some readers take for text."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        yield VcardSink(stream)


def _card(
    uid: str, changed: datetime, name: str | None, first: str, last: str, company: str,
    email: str | None, phone: str, website: str, line1: str, line2: str, city: str, state: str,
    postal_code: str, country: str, client_id: str,
) -> str:  # fmt: skip
    address = ("", line2, line1, city, state, postal_code, country and country_name(country))
    # Every card must have a name.
    shown = name or email or client_id
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "PRODID:-//Customer Desk//EN",
        f"UID:urn:uuid:{uid}",
        f"FN:{_value(shown)}",
        f"N:{_value(last)};{_value(first)};;;",
        company and f"ORG:{_value(company)}",
        email and f"EMAIL;TYPE=INTERNET,PREF:{_value(email)}",
        phone and f"TEL;TYPE=WORK,VOICE:{_value(phone)}",
        any(address) and f"ADR;TYPE=WORK:{';'.join(map(_value, address))}",
        website and f"URL:{_value(website)}",
        f"X-CLIENT-ID:{_value(client_id)}",
        f"REV:{changed.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "END:VCARD",
    ]
    return "".join(_folded(line) for line in lines if line)


def _value(text: str) -> str:
    return text.translate(_TO_ESCAPE)


def _folded(line: str) -> str:
    """The line with its end, in parts of 75 octets at most; no character is cut."""
    if len(line) <= _WIDTH and line.isascii():
        return f"{line}\r\n"
    parts, part, room = [], "", _WIDTH
    for character in line:
        size = len(character.encode())
        if size > room:
            parts.append(part)
            part, room = " ", _WIDTH - 1
        part += character
        room -= size
    return "\r\n".join([*parts, part]) + "\r\n"
