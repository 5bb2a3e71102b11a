"""What crosses the boundary between import and export and their callers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.core.errors import Invalid
from app.core.text import N_, _, ngettext
from app.exchange.encodings import ENCODINGS
from app.exchange.fields import FIELDS, plain, title
from app.exchange.options import (
    CASES,
    MATCHES,
    MODES,
    NAME_ORDERS,
    Case,
    ColumnRule,
    MatchBy,
    Mode,
    NameOrder,
    Options,
)
from app.exchange.plans import (
    KEPT_ROWS,
    Changed,
    ImportResult,
    Label,
    Plans,
    Problem,
    Rehearsal,
    RowPlan,
    RowsRefused,
)
from app.exchange.reading import Table
from app.exchange.sniff import DELIMITERS, DateOrder

__all__ = [
    "CASES",
    "DATE_ORDERS",
    "DELIMITERS",
    "DELIMITER_NAMES",
    "ENCODINGS",
    "FIELDS",
    "KEPT_ROWS",
    "MATCHES",
    "MODES",
    "NAME_ORDERS",
    "Case",
    "Changed",
    "ColumnRule",
    "DateOrder",
    "Fitted",
    "ImportJob",
    "ImportResult",
    "Inspection",
    "Label",
    "MappingDraft",
    "MatchBy",
    "Mode",
    "NameOrder",
    "Options",
    "Plans",
    "Problem",
    "Profile",
    "Rehearsal",
    "RowPlan",
    "RowsRefused",
    "title",
]

DELIMITER_NAMES = {",": N_("Comma"), ";": N_("Semicolon"), "\t": N_("Tab"), "|": N_("Bar")}
DATE_ORDERS = {
    DateOrder.YMD: N_("Year, month, day"),
    DateOrder.DMY: N_("Day, month, year"),
    DateOrder.MDY: N_("Month, day, year"),
}


@dataclass(frozen=True, slots=True)
class MappingDraft:
    """What a saved mapping is made of: for a file with these `columns`.

    `options` are kept but for what concerns one file alone: its checksum, the cells
    mended, the lines left out.
    """

    name: str
    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    options: Options = field(default_factory=Options)
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A saved mapping with its rules; `mine` may be changed and removed by whoever asked."""

    id: int
    version: int
    name: str
    shared: bool
    mine: bool
    owner: str
    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    options: Options
    used_at: datetime | None

    def fitted(self, header: Sequence[str]) -> "Fitted":
        """The profile for a file with this header; names are compared without case and signs."""
        here = {plain(name): name for name in reversed(header)}
        missing = tuple(name for name in self.mapping if plain(name) not in here)
        known = {
            here[plain(name)]: meant for name, meant in self.mapping.items() if name not in missing
        }
        exact = not missing and set(here) == {plain(name) for name in self.columns}
        return Fitted(self, known, replace(self.options, profile=self.id), missing, exact)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A profile put to a file's columns: `missing` are those it maps and the file lacks.

    `exact` when the file has the very columns it was saved for.
    """

    profile: Profile
    mapping: Mapping[str, str]
    options: Options
    missing: tuple[str, ...]
    exact: bool

    @property
    def note(self) -> str:
        """A sentence about what does not fit, empty if all does."""
        if not self.missing:
            return ""
        if not self.mapping:
            return (
                _(
                    "“%s” was saved for other columns: this file has none of them. Choose another, "
                    "or map the columns yourself."
                )
                % self.profile.name
            )
        said = ngettext(
            "“%(profile)s” was saved for other columns: this file has no %(columns)s. "
            "Check what is mapped before you import.",
            "“%(profile)s” was saved for other columns: this file has none of %(columns)s. "
            "Check what is mapped before you import.",
            len(self.missing),
        )
        columns = ", ".join(f"“{name}”" for name in self.missing)
        return said % {"profile": self.profile.name, "columns": columns}


# What an import brings in where it is not a table of something else.
CUSTOMERS = "customers"


@dataclass(frozen=True, slots=True)
class ImportJob:
    """An import as the log tells of it; field names are sort keys.

    `target` is what was imported: customers, or a key of `tables.targets.TARGETS`.
    `command` is its number in the audit trail, 0 where it changed nothing. `undone_at`
    is when all of it or a part was taken back, None while it stands.
    """

    id: int
    at: datetime
    who: str
    target: str
    file: str
    size: int
    sha256: str
    kind: str
    profile: str
    match: MatchBy
    mode: Mode
    created: int
    updated: int
    unchanged: int
    skipped: int
    refused: int
    command: int
    undone_at: datetime | None
    undone_by: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is in a file, and what its columns probably mean.

    `mapping` proposes a field (a key of `FIELDS`) for a column; columns without one are
    ignored. `samples` are cells of the first rows, by column. `uncertain` marks an
    encoding that is a mere guess; `date_order` is None where the file has no dates.
    `kind` is "csv", "workbook", "vcard" or "pasted"; encoding and delimiter are blank where
    it has none. A workbook has `sheets`, of which `sheet` was read. `header_row` is where
    the names stand (the lower row of two), None where the kind has no such row.
    `profiles` are the saved mappings that fit, the best first; `earlier` are the imports
    of this very file, the latest first. `table` is for the services alone.
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
    profiles: tuple[Fitted, ...] = ()
    earlier: tuple[ImportJob, ...] = ()
    table: Table | None = field(default=None, repr=False, compare=False)

    @property
    def read_table(self) -> Table:
        """The table itself, for the services.

        Raises:
            Invalid: this was made of no table.
        """
        if self.table is None:
            raise Invalid({"file": _("Choose the file again.")})
        return self.table

    @property
    def ignored(self) -> tuple[str, ...]:
        """The columns no field was found for."""
        return tuple(name for name in self.header if name not in self.mapping)

    @property
    def suggested(self) -> Fitted | None:
        """The saved mapping for these very columns, if there is one."""
        best = next(iter(self.profiles), None)
        return best if best and best.exact else None
