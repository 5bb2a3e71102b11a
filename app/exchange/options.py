"""How a file is to be read and what is to become of its rows, as a person chooses it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.text import N_
from app.exchange.sniff import DateOrder


class MatchBy(StrEnum):
    """By what a row and a customer are known to be the same."""

    AUTOMATIC = "automatic"
    CLIENT_ID = "client_id"
    EMAIL = "email"
    COMPANY = "company"


class Mode(StrEnum):
    """Which rows an import carries out; it skips the others."""

    BOTH = "both"
    CREATE = "create"
    UPDATE = "update"


class Case(StrEnum):
    """How letters are rewritten."""

    KEEP = "keep"
    UPPER = "upper"
    LOWER = "lower"
    TITLE = "title"


class NameOrder(StrEnum):
    """What a full name is made of: only for the field "name"."""

    GUESS = "guess"
    FIRST_LAST = "first_last"
    LAST_FIRST = "last_first"
    COMPANY = "company"


MATCHES = {
    MatchBy.AUTOMATIC: N_("Client ID, or e-mail where it is blank"),
    MatchBy.CLIENT_ID: N_("Client ID"),
    MatchBy.EMAIL: N_("E-mail"),
    MatchBy.COMPANY: N_("Company and postal code"),
}
MODES = {
    Mode.BOTH: N_("Create new customers and update known ones"),
    Mode.CREATE: N_("Only create new customers"),
    Mode.UPDATE: N_("Only update known customers"),
}
CASES = {
    Case.KEEP: N_("As in the file"),
    Case.UPPER: N_("ALL CAPITALS"),
    Case.LOWER: N_("all small"),
    Case.TITLE: N_("Each Word Capitalized"),
}
NAME_ORDERS = {
    NameOrder.GUESS: N_("Company or person, whichever it is"),
    NameOrder.FIRST_LAST: N_("First name, last name"),
    NameOrder.LAST_FIRST: N_("Last name, first name"),
    NameOrder.COMPANY: N_("Company"),
}


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What is done to the cells of one field before they are read.

    `default` stands in for a blank cell of a new customer, and of a known one only
    where it has nothing there yet. `collapse` makes runs of spaces one. `date_order`
    and `decimal_sign` go before those of the file.
    """

    default: str = ""
    collapse: bool = False
    case: Case = Case.KEEP
    date_order: DateOrder | None = None
    decimal_sign: str | None = None
    names: NameOrder = NameOrder.GUESS


AS_IT_IS = ColumnRule()


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read; None means as guessed.

    `sheet` is the name of one of a workbook's; `header_row` the row (the line, in a text
    file) the columns' names stand in, from 1: what stands above it is left out. `rules`
    are by field. `fixed` gives fields no column is mapped to one text for every row. With
    `blanks_clear` a blank cell empties what a known customer has there; without, it
    changes nothing. With `create_tags` tags that are not there yet are created; without,
    a row that names one has a problem.

    `fixes` are cells as a person mended them, by (line, column); `skipped` are lines
    that person left out. With `skip_errors` an import brings in the good rows of a
    file with bad ones. With `sha256` it refuses a file that is not the one rehearsed.
    `profile` is the id of the saved profile these came from, 0 for none.
    """

    encoding: str | None = None
    delimiter: str | None = None
    date_order: DateOrder | None = None
    decimal_sign: str | None = None
    skip_errors: bool = False
    sha256: str = ""
    sheet: str = ""
    header_row: int | None = None
    match: MatchBy = MatchBy.AUTOMATIC
    mode: Mode = Mode.BOTH
    blanks_clear: bool = False
    create_tags: bool = False
    rules: Mapping[str, ColumnRule] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    fixes: Mapping[tuple[int, str], str] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()
    profile: int = 0

    def rule(self, field: str) -> ColumnRule:
        """What is done to the cells of a field."""
        return self.rules.get(field, AS_IT_IS)
