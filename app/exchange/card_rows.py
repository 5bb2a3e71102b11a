"""What a contact card says of a customer, as the row of a table with fixed columns."""

import re
from collections.abc import Iterator

from app.exchange.outcomes import Remark
from app.exchange.vcard import Card, Property

# Names the mapping knows; the others are there to be seen and mapped by hand.
HEADER = (
    "First name",
    "Last name",
    "Company",
    "E-mail",
    "Phone",
    "Website",
    "Address line 1",
    "Address line 2",
    "City",
    "State",
    "Postal code",
    "Country",
    "Notes",
    "E-mail 2",
    "Phone 2",
    "Birthday",
    "UID",
)
CardRow = tuple[int, list[str], list[Remark]]
_ESCAPED = re.compile(r"\\([\\;,:nN])")
_SPLIT = re.compile(r"((?:[^\\;]|\\.)*)(?:;|$)", re.DOTALL)
_NOT_TO_SPEAK_ON = frozenset({"fax", "pager", "modem", "bbs"})
_FEW = 2


def row_of(card: Card) -> CardRow:
    """The card's line, its cells by `HEADER`, and what was odd with it."""
    found = _Found(card)
    first, last, company = found.names()
    mails, phones = found.mails(), found.phones()
    places = found.address()
    if len(mails) > _FEW or len(phones) > _FEW or len(found.all("ADR")) > 1:
        card.remark("more")
    mails, phones = [*mails, "", ""], [*phones, "", ""]
    cells = [
        first,
        last,
        company,
        mails[0],
        phones[0],
        found.first("URL"),
        *places,
        "\n\n".join(found.all("NOTE")),
        mails[1],
        phones[1],
        found.first("BDAY"),
        found.first("UID"),
    ]
    return card.line, [cell.strip() for cell in cells], card.remarks


class _Found:
    """The properties of a card by name, preferred ones first."""

    def __init__(self, card: Card) -> None:
        self._named: dict[str, list[Property]] = {}
        for one in card.properties:
            if one.value.strip(" ;"):
                self._named.setdefault(one.name, []).append(one)
        for properties in self._named.values():
            properties.sort(key=lambda one: one.rank)

    def all(self, name: str) -> list[str]:
        """The texts of all properties with this name."""
        return [_text(one.value) for one in self._named.get(name, ())]

    def first(self, name: str) -> str:
        """The text of the preferred one."""
        return next(iter(self.all(name)), "")

    def names(self) -> tuple[str, str, str]:
        """First name, last name and company; a full name is cut where nothing else is known."""
        company = self._parts("ORG", 1)[0]
        last, first, middle = self._parts("N", 3)
        full = self.first("FN").strip()
        if last.strip() or first.strip():
            return f"{first} {middle}".strip(), last, company
        kinds = {self.first(name).lower() for name in ("KIND", "X-ABSHOWAS")}
        if kinds & {"org", "organization", "company"}:
            return "", "", company or full
        if full == company:
            return "", "", company
        first, _space, last = full.rpartition(" ")
        return first, last, company

    def mails(self) -> list[str]:
        """Different e-mail addresses."""
        return _different(text.strip().removeprefix("mailto:") for text in self.all("EMAIL"))

    def phones(self) -> list[str]:
        """Different numbers one can call; those of fax machines only if there is nothing else."""
        every = self._named.get("TEL", [])
        spoken = [one for one in every if not one.types & _NOT_TO_SPEAK_ON]
        return _different(
            _text(one.value).strip().removeprefix("tel:").partition(";")[0]
            for one in spoken or every
        )

    def address(self) -> list[str]:
        """Two lines, city, state, postal code and country of the preferred address."""
        box, more, street, city, state, code, country = self._parts("ADR", 7)
        text = f"{street}\n{more}\n{box}"
        first, *others = [line.strip() for line in text.split("\n") if line.strip()] or [""]
        return [first, ", ".join(others), city, state, code, country]

    def _parts(self, name: str, count: int) -> list[str]:
        """The components of a structured property, as many as wanted."""
        one = next(iter(self._named.get(name, ())), None)
        found = [_text(part) for part in _SPLIT.findall(one.value)] if one else []
        return (found + [""] * count)[:count]


def _text(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _different(texts: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
