"""Takes the list of licenses out into a file, its keys masked as the list shows them."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.core import query as listed
from app.core.access import Actor, Permission
from app.core.clean import line
from app.core.clock import time_zone
from app.core.csvio import CsvWriter
from app.core.errors import DeskError, Invalid, NotFound
from app.core.files import replacing
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.core.service import Service, guarded
from app.core.text import N_, _
from app.exchange import export_log
from app.exchange.columns import Cell, ExportColumn, Shape
from app.exchange.export_log import Entry
from app.exchange.export_schemas import PURPOSE_LENGTH, ExportResult, Format, Scope
from app.exchange.export_words import refuse_if_open
from app.exchange.sheets import Opener, Sheet, csv_sink
from app.exchange.xlsx import xlsx_sink
from app.licensing import queries, renewals
from app.licensing.filter_fields import CYCLES, STATUSES
from app.licensing.filter_words import in_words
from app.licensing.outcomes import Priority
from app.licensing.schemas import LicenseRow
from app.organization.service import current

CHUNK = 500
_RUN, _RENEWALS = "license_exports.run", "license_exports.renewals"
OPENERS: Mapping[Format, Opener] = {Format.CSV: csv_sink, Format.XLSX: xlsx_sink}
Value = Callable[[LicenseRow], Cell]


def _text(field: str) -> Value:
    return lambda row: str(getattr(row, field) or "")


_STATUS, _CYCLE = dict(STATUSES), dict(CYCLES)
# Title, kind of cell, width in characters, value.
COLUMNS: Mapping[str, tuple[str, Shape, int, Value]] = {
    "key": (N_("Key"), Shape.TEXT, 16, _text("key")),
    "product": (N_("Product"), Shape.TEXT, 24, _text("product")),
    "plan": (N_("Plan"), Shape.TEXT, 16, _text("plan")),
    "status": (N_("Status"), Shape.TEXT, 14, lambda row: _(_STATUS[row.status])),
    "expires_on": (N_("Expires"), Shape.DAY, 12, lambda row: row.expires_on),
    "activations": (N_("Activations"), Shape.NUMBER, 12, lambda row: row.activations),
    "limit": (
        N_("Activation limit"), Shape.TEXT, 12,
        lambda row: _("Unlimited") if row.limit is None else str(row.limit),
    ),
    "customer": (N_("Customer"), Shape.TEXT, 28, _text("customer")),
    "email": (N_("E-mail"), Shape.TEXT, 28, _text("email")),
    "client_id": (N_("Client ID"), Shape.TEXT, 14, _text("client_id")),
    "order_number": (N_("Order number"), Shape.TEXT, 16, _text("order_number")),
    "cycle": (
        N_("Billing cycle"), Shape.TEXT, 12,
        lambda row: _(_CYCLE[row.cycle]) if row.cycle else "",
    ),
    "created_at": (N_("Created"), Shape.MOMENT, 20, lambda row: row.created_at),
    "updated_at": (N_("Last changed"), Shape.MOMENT, 20, lambda row: row.updated_at),
}  # fmt: skip

RENEWALS = (
    N_("Priority"), N_("Customer"), N_("E-mail"), N_("Licenses ending"), N_("Soonest expiry"),
    N_("All licenses"), N_("Renewed"),
)  # fmt: skip
_PRIORITIES = {Priority.HIGH: N_("High"), Priority.MEDIUM: N_("Medium"), Priority.LOW: N_("Low")}


@dataclass(frozen=True, slots=True)
class LicenseOrder:
    """What to take out and how: `columns` are keys of `COLUMNS`, all of them for None."""

    form: Format
    selection: Selection = field(default_factory=Selection)
    columns: tuple[str, ...] | None = None
    purpose: str = ""


class LicenseExportService(Service):
    """Export of the licenses within the actor's scope; the log of exports has it too."""

    @guarded(Permission.LICENSES_EXPORT)
    def run(
        self, path: Path | str, order: LicenseOrder, progress: Progress | None = None
    ) -> ExportResult:
        """Write licenses into a CSV or XLSX file, as filtered and sorted or as selected.

        Raises:
            Invalid: the kind of file is another, there are too many rows for it, or a reason
                is wanted; keyed "format" or "purpose".
            NotFound: there is no such column, sort or filter.
            Unavailable: the file cannot be written.
            Cancelled: `progress` was; there is no file then.
        """
        progress = progress or Progress()
        refuse_if_open(path)
        with self.db.reading(self.actor) as session:
            entry = _entry(session, order, _purpose(session, order))
            ids = _ids(session, self.actor, order.selection, progress)
            sheet = _sheet(_columns(order), len(ids))

            def write(half: Path) -> int:
                count = 0
                with OPENERS[order.form](half, sheet, progress) as sink:
                    for rows in _rows(session, self.actor, ids, progress):
                        count += len(rows)
                        sink.add(_cells(session, _columns(order), rows))
                progress.check()
                return count

            told = self.because(entry.purpose or self.reason)
            return ExportResult(told._written(_RUN, path, write, entry), ())  # noqa: SLF001 - its own

    @guarded(Permission.LICENSES_EXPORT)
    def renewals(self, path: Path | str) -> int:
        """Write whom to talk to about renewal into a CSV file, and give their number.

        Raises:
            Unavailable: the file cannot be written.
        """
        refuse_if_open(path)
        with self.db.reading(self.actor) as session:
            found = renewals.rows(session, self.actor)
        purpose = self.reason or _("To talk about renewal")
        titles = [_(title) for title in RENEWALS]
        entry = Entry(Format.CSV, Scope.FILTERED, ListQuery(), _("Renewals"), titles, purpose)

        def write(half: Path) -> int:
            with half.open("w", encoding="utf-8-sig", newline="") as stream:
                writer = CsvWriter(stream)
                writer.row(titles)
                for one in found:
                    priority, name = _(_PRIORITIES[one.priority]), one.name or _("N/A")
                    renewed = one.renewed_on or ""
                    writer.row(
                        [priority, name, one.email, one.count, one.soonest, one.total, renewed]
                    )
            return len(found)

        return self._written(_RENEWALS, path, write, entry)

    def _written(
        self, use_case: str, path: Path | str, write: Callable[[Path], int], entry: Entry
    ) -> int:
        """Have a file written and note it in the log, or neither; how many rows it has."""
        noted = list[int]()
        try:
            with replacing(path) as half:
                count = write(half)
                noted.append(self._record(use_case, entry, Path(path).name, count))
        except DeskError:
            for job_id in noted:
                with self.db.transaction(self.actor, use_case) as undoing:
                    export_log.take_back(undoing, job_id)
            raise
        return count

    def _record(self, use_case: str, entry: Entry, file: str, rows: int) -> int:
        with self.db.transaction(self.actor, use_case, self.reason) as session:
            job = export_log.note(session, self.actor, entry, file, rows)
        self.changes.publish(session.info["touched"])
        return job


def _purpose(session: Session, order: LicenseOrder) -> str:
    purpose, wrong = line(order.purpose, PURPOSE_LENGTH, _("The reason"))
    if wrong:
        raise Invalid({"purpose": wrong})
    if not purpose and current(session).export_purpose_required:
        raise Invalid({"purpose": _("Say what the export is for: your organization asks for it.")})
    if order.form not in OPENERS:
        raise Invalid({"format": _("Licenses can be exported as CSV or XLSX. Choose one.")})
    return purpose


def _columns(order: LicenseOrder) -> tuple[str, ...]:
    keys = tuple(COLUMNS) if order.columns is None else order.columns
    if not keys:
        raise Invalid({"columns": _("Choose at least one column.")})
    for key in keys:
        if key not in COLUMNS:
            said = _("There is no column “%(key)s”. Choose from: %(known)s.")
            raise NotFound(said % {"key": key, "known": ", ".join(COLUMNS)})
    return keys


def _ids(session: Session, actor: Actor, selection: Selection, progress: Progress) -> Sequence[int]:
    if selection.ids is not None:
        return array("q", selection.ids)
    listing = queries.listing(current(session), session.info["now"])
    return listed.ids(session, listing, selection.asked, queries.visible(actor), progress)


def _sheet(columns: Sequence[str], rows: int) -> Sheet:
    made = [ExportColumn((), None, COLUMNS[key][1], COLUMNS[key][2]) for key in columns]
    titles = [_(COLUMNS[key][0]) for key in columns]
    return Sheet(_("Licenses"), titles, made, rows, tab=_("Licenses"))


def _rows(
    session: Session, actor: Actor, ids: Sequence[int], progress: Progress
) -> Iterator[list[LicenseRow]]:
    """The licenses that are still there, in order, some at a time."""
    listing = queries.listing(current(session), session.info["now"])
    for start in range(0, len(ids), CHUNK):
        progress.report(start, len(ids))
        part = ids[start : start + CHUNK]
        found = listed.rows(session, listing, part, queries.visible(actor))
        known = {row.id: row for row in found}
        if rows := [known[key] for key in part if key in known]:
            yield rows
    progress.report(len(ids), len(ids))


def _cells(
    session: Session, columns: Sequence[str], rows: Sequence[LicenseRow]
) -> list[list[Cell]]:
    """By column; moments without a zone, which no spreadsheet knows."""
    zone = time_zone(current(session).time_zone)

    def cell(value: Cell) -> Cell:
        if isinstance(value, datetime):
            return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
        return value

    return [[cell(COLUMNS[key][3](row)) for row in rows] for key in columns]


def _entry(session: Session, order: LicenseOrder, purpose: str) -> Entry:
    """What the log of exports says, beside those of customers."""
    chosen = order.selection.ids is not None
    words = _("Selected licenses") if chosen else in_words(session, order.selection.asked)
    return Entry(
        order.form,
        Scope.SELECTED if chosen else Scope.FILTERED,
        order.selection.asked,
        f"{_('Licenses')}: {words or _('All licenses')}",
        _columns(order),
        purpose,
    )
