"""Use cases that take lists other than that of customers out into files."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.files import replacing
from app.core.filter_fields import Field, Kind
from app.core.listing import Condition, ListQuery, Op
from app.core.progress import Progress
from app.core.service import Service, guarded, query
from app.core.stages import Stage
from app.core.text import N_, _
from app.exchange import export_log
from app.exchange.export_log import Entry
from app.exchange.export_schemas import ExportResult, Format, Reach, Scope
from app.exchange.export_words import checked_words, made_by, refuse_if_open
from app.exchange.filling import FOUND, fill, unknown_letters
from app.exchange.lists import every, reading
from app.exchange.lists import renewals as renewals_file
from app.exchange.lists.kinds import ListKind
from app.exchange.lists.reading import ListOrder, Rows
from app.exchange.lists.words import in_words
from app.exchange.sheets import Sheet
from app.licensing import renewals
from app.organization.country import country_of
from app.organization.service import current


class ListExportService(Service):
    """Exports of the lists of `every.LISTS`, within the actor's scope.

    A list has its own permissions, without which each of these is refused.
    """

    @guarded(Permission.SIGN_IN)
    def run(
        self, name: str, path: Path | str, order: ListOrder, progress: Progress | None = None
    ) -> ExportResult:
        """Write a list into a CSV, XLSX or PDF file, as filtered and sorted or as selected.

        The log of exports and the audit trail say who took out what, and why.

        Raises:
            Invalid: the kind of file has no room for so many rows or columns, or a reason
                is wanted; keyed "format", "columns", "purpose" or "title".
            NotFound: there is no such list, column, sort or filter.
            Unavailable: the file cannot be written.
            Cancelled: `progress` was; there is no file then.
        """
        kind, progress = every.allowed(self.actor, name, order.customer_id), progress or Progress()
        columns = reading.columns_of(kind, order)
        refuse_if_open(path)
        with self.db.reading(self.actor) as session:
            purpose, title = checked_words(session, order.purpose, order.title, _problems(order))
            entry = _entry(session, kind, order, purpose, tuple(columns))
            finding = Stage(progress, 0, FOUND)
            ids = reading.ids(session, self.actor, kind, order.selection, finding)
            sheet = self._sheet(session, kind, order, title or _(kind.title), len(ids))
        rows = Rows(self.actor, kind, columns, ids)
        told = self.because(purpose or self.reason)
        with export_log.noting(told, "list_exports.run", entry, Path(path).name) as noted:
            unknown = fill(
                self.db, self.actor, path, order.form, sheet, rows.blocks, progress,
                lambda: noted(rows.count),
            )  # fmt: skip
        return ExportResult(rows.count, unknown_letters(unknown))

    @query(Permission.SIGN_IN)
    def reach(
        self, session: Session, name: str, asked: ListQuery, customer_id: int | None = None
    ) -> Reach:
        """How many rows a list asked this shows, and how many there are in all.

        Raises:
            NotFound: there is no such list, or no such filter.
        """
        kind = every.allowed(self.actor, name, customer_id)
        return Reach(
            kind.source.count(session, self.actor, asked),
            kind.source.count(session, self.actor, ListQuery()),
            in_words(session, kind.fields, asked),
        )

    @guarded(Permission.LICENSES_EXPORT)
    def renewals(self, path: Path | str) -> int:
        """Write whom to talk to about renewal into a CSV file, and give their number.

        Raises:
            Unavailable: the file cannot be written.
        """
        refuse_if_open(path)
        with self.db.reading(self.actor) as session:
            found = renewals.rows(session, self.actor)
        titles = [_(title) for title in renewals_file.TITLES]
        purpose = self.reason or _("To talk about renewal")
        entry = Entry(Format.CSV, Scope.FILTERED, ListQuery(), _("Renewals"), titles, purpose)
        noting = export_log.noting(self, "list_exports.renewals", entry, Path(path).name)
        with noting as noted, replacing(path) as half:
            renewals_file.write(half, found)
            noted(len(found))
        return len(found)

    def _sheet(
        self, session: Session, kind: ListKind, order: ListOrder, title: str, rows: int
    ) -> Sheet:
        settings, notes = current(session), list[str]()
        columns = reading.columns_of(kind, order)
        if order.form is Format.PDF:
            words = _rows_in_words(session, kind, order)
            notes = [words, made_by(session, self.actor, settings)]
            if kind.remark and not set(kind.amounts).isdisjoint(columns):
                notes.insert(1, _(kind.remark))
        return Sheet(
            title, [_(one.title) for one in columns.values()], reading.made(columns), rows, notes,
            settings.name, country_of(settings.time_zone), _(kind.title), kind.one, kind.many,
        )  # fmt: skip


def _problems(order: ListOrder) -> dict[str, str]:
    if order.form is Format.VCARD:
        return {"format": _("This list can be exported as CSV, XLSX or PDF. Choose one.")}
    return {}


def _entry(
    session: Session, kind: ListKind, order: ListOrder, purpose: str, columns: tuple[str, ...]
) -> Entry:
    """What the log of exports says, beside those of customers."""
    asked, scope = order.selection.asked, Scope.FILTERED
    if order.selection.ids is not None:
        scope = Scope.SELECTED
    elif not asked.text.strip() and not asked.conditions:
        scope = Scope.ALL
    titles = [_(kind.columns[key].title) for key in columns]
    words = {"list": _(kind.title), "words": _rows_in_words(session, kind, order)}
    said = _("%(list)s: %(words)s") % words
    return Entry(order.form, scope, asked, said, titles, purpose)


def _rows_in_words(session: Session, kind: ListKind, order: ListOrder) -> str:
    chosen = order.selection.ids is not None
    asked, fields = ListQuery() if chosen else order.selection.asked, dict(kind.fields)
    if order.customer_id is not None:
        fields["customer_id"] = Field("customer_id", N_("Customer"), Kind.CHOICE, values=int)
        whose = Condition("customer_id", Op.IN, (order.customer_id,))
        asked = replace(asked, conditions=(whose, *asked.conditions))
    words = in_words(session, fields, asked)
    if chosen:
        return "; ".join(part for part in (words, _("Selected rows")) if part)
    return words or _("All")
