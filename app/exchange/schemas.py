"""What crosses the boundary between import and export and their callers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.errors import Invalid
from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_, _, ngettext
from app.customers.schemas import Shelf
from app.exchange.encodings import ENCODINGS
from app.exchange.fields import FIELDS, title
from app.exchange.sniff import DELIMITERS, DateOrder

__all__ = [
    "DATE_ORDERS",
    "DELIMITERS",
    "DELIMITER_NAMES",
    "ENCODINGS",
    "EVERYTHING",
    "FIELDS",
    "KEPT_ROWS",
    "DateOrder",
    "Format",
    "ImportResult",
    "Inspection",
    "Label",
    "Options",
    "Problem",
    "Rehearsal",
    "RowPlan",
    "RowsRefused",
    "suggested_name",
    "title",
]

# All customers there are; the deleted are nobody's to take out.
EVERYTHING = ListQuery(conditions=(Condition("shelf", Op.IN, (Shelf.CURRENT, Shelf.ARCHIVED)),))

# So many rows of each label are kept to be shown; the counts are always of all.
KEPT_ROWS = 5000
DELIMITER_NAMES = {",": N_("Comma"), ";": N_("Semicolon"), "\t": N_("Tab"), "|": N_("Bar")}
DATE_ORDERS = {
    DateOrder.YMD: N_("Year, month, day"),
    DateOrder.DMY: N_("Day, month, year"),
    DateOrder.MDY: N_("Month, day, year"),
}


class Label(StrEnum):
    """What an import does, or did, with a row."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read; None means as guessed.

    With `skip_errors` an import brings in the good rows of a file with bad ones. With
    `sha256` it refuses a file that is not the one rehearsed. `sheet` is the name of one of
    a workbook's; `header_row` the row (the line, in a text file) the columns' names stand
    in, from 1: what stands above it is left out.
    """

    encoding: str | None = None
    delimiter: str | None = None
    date_order: DateOrder | None = None
    decimal_sign: str | None = None
    skip_errors: bool = False
    sha256: str = ""
    sheet: str = ""
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is in a file, and what its columns probably mean.

    `mapping` proposes a field (a key of `FIELDS`) for a column; columns without one are
    ignored. `samples` are cells of the first rows, by column. `uncertain` marks an
    encoding that is a mere guess; `date_order` is None where the file has no dates.
    `kind` is "csv", "workbook", "vcard" or "pasted"; encoding and delimiter are blank where
    it has none. A workbook has `sheets`, of which `sheet` was read. `header_row` is where
    the names stand (the lower row of two), None where the kind has no such row.
    """

    header: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    mapping: Mapping[str, str]
    encoding: str
    uncertain: bool
    delimiter: str
    date_order: DateOrder | None
    decimal_sign: str
    notes: tuple[str, ...]
    sha256: str
    kind: str = "csv"
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    header_row: int | None = 1

    @property
    def ignored(self) -> tuple[str, ...]:
        """The columns no field was found for."""
        return tuple(name for name in self.header if name not in self.mapping)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, or odd, with a row: `field` is a key of `FIELDS`, or empty for all of it."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What becomes of one row: `problems` forbid it, `warnings` do not.

    `line` is where it starts in the file; `changes` names the fields an update changes.
    """

    line: int
    label: Label
    name: str
    email: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an import would do, row by row; `rows` has `KEPT_ROWS` of each label at most."""

    counts: Mapping[Label, int]
    warned: int
    rows: tuple[RowPlan, ...]
    sha256: str

    @property
    def total(self) -> int:
        """How many rows the file has."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; counted by the same code as the rehearsal."""

    rehearsal: Rehearsal

    @property
    def counts(self) -> Mapping[Label, int]:
        """Rows by label."""
        return self.rehearsal.counts


class RowsRefused(Invalid):
    """Some rows have problems, so nothing was imported; `rehearsal` lists them."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        count = rehearsal.counts[Label.ERROR]
        said = ngettext(
            "%d row has a problem, so nothing was imported. Mend it, or skip it.",
            "%d rows have problems, so nothing was imported. Mend them, or skip them.",
            count,
        )
        super().__init__({"file": said % count})
        self.rehearsal = rehearsal


class Format(StrEnum):
    """The kind of file an export writes."""

    CSV = "csv"
    XLSX = "xlsx"


def suggested_name(form: Format, today: date) -> str:
    """What to call an export of that day."""
    return f"{_('customers')}-{today.isoformat()}.{form.value}"
