"""Use cases that take lists of customers out, remember how, and say who did."""

from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

from sqlalchemy.orm import Session

from app.core import query as listed
from app.core.access import Permission
from app.core.csvio import CsvWriter
from app.core.errors import Invalid
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.core.service import Service, guarded, query, use_case
from app.core.text import _
from app.customers import queries
from app.customers.filter_words import in_words
from app.exchange import export_log, exporting, presets
from app.exchange.export_schemas import (
    DRAGGED,
    EVERYTHING,
    ExportJob,
    ExportOrder,
    ExportResult,
    Format,
    Preset,
    PresetDraft,
    Reach,
)
from app.exchange.export_words import checked_words
from app.exchange.sheets import CsvSink
from app.exchange.vcards import VcardSink
from app.organization.service import current
from app.tags.book import book


class ExportsService(Service):
    """Export of customers within the actor's scope, and the log of it."""

    @guarded(Permission.CUSTOMERS_EXPORT)
    def run(
        self, path: Path | str, order: ExportOrder, progress: Progress | None = None
    ) -> ExportResult:
        """Write customers into a file, as filtered and sorted or just the ones selected.

        Only customers the actor may see are written. The log of exports and the audit
        trail say who took out what, and why.

        Raises:
            Invalid: the format has no room for so many rows or columns, or a reason is
                wanted; keyed "format", "columns", "purpose" or "title".
            NotFound: there is no such column, sort or filter.
            Unavailable: the file cannot be written.
            Cancelled: `progress` was; there is no file then.
        """
        order = self._checked(order)
        with self.db.reading(self.actor) as session:
            entry = export_log.entry_of(session, order)
        told = self.because(order.purpose or self.reason)
        with export_log.noting(told, "exports.run", entry, Path(path).name) as noted:
            return exporting.write(self.db, self.actor, path, order, progress or Progress(), noted)

    @guarded(Permission.CUSTOMERS_EXPORT)
    def as_text(
        self, ids: Sequence[int], form: Format, columns: Sequence[str] | None = None
    ) -> str:
        """Some customers as the text of a CSV or vCard file, to be dragged out of a list.

        This is an export like any other, and is in the log without a file's name.

        Raises:
            Invalid: there are more than `DRAGGED`, the format is no text, or a reason is
                wanted; keyed "format" or "purpose".
            NotFound: there is no such column.
        """
        if len(ids) > DRAGGED or form not in {Format.CSV, Format.VCARD}:
            raise Invalid(
                {
                    "format": _("At most %s customers can be dragged out. Export them instead.")
                    % f"{DRAGGED:,}"
                }
            )
        keys = None if columns is None else tuple(columns)
        order = self._checked(ExportOrder(form, Selection(ids=tuple(ids)), keys))
        written = StringIO(newline="")
        with self.db.reading(self.actor) as session:
            entry = export_log.entry_of(session, order)
            found = exporting.find(session, self.actor, order, Progress())
            rows = exporting.Rows(self.actor, order, found)
            sink: CsvSink | VcardSink = VcardSink(written)
            if form is Format.CSV:
                sink = CsvSink(CsvWriter(written), found.sheet)
            for cells in rows.read(session, Progress()):
                sink.add(cells)
        told = self.because(order.purpose or self.reason)
        with export_log.noting(told, "exports.as_text", entry, "") as noted:
            noted(rows.count)
        return written.getvalue()

    @query(Permission.CUSTOMERS_EXPORT)
    def reach(self, session: Session, asked: ListQuery) -> Reach:
        """How many customers a list asked this shows, and how many there are in all."""
        listing = queries.listing(current(session), session.info["now"], book(session))
        within = queries.visible(self.actor)
        return Reach(
            listed.count(session, listing, asked, within),
            listed.count(session, listing, EVERYTHING, within),
            in_words(session, asked),
        )

    @query(Permission.CUSTOMERS_EXPORT)
    def presets(self, session: Session) -> list[Preset]:
        """Those that ship, then the actor's own and those others share, by name."""
        return presets.presets(session, self.actor)

    @use_case(Permission.CUSTOMERS_EXPORT)
    def save_preset(
        self, session: Session, draft: PresetDraft, preset_id: int | None = None, version: int = 0
    ) -> int:
        """Keep a preset under a name, in place of `preset_id` if given, and give its id.

        Raises:
            Invalid: it has no name, one that is taken, or no columns; keyed "name" or
                "columns". `existing` has the actor's own of that name.
            NotFound: the one to replace is gone.
            Conflict: it is somebody else's, or was changed meanwhile.
        """
        return presets.save(session, self.actor, draft, preset_id, version)

    @use_case(Permission.CUSTOMERS_EXPORT)
    def remove_preset(self, session: Session, preset_id: int) -> None:
        """Forget a preset.

        Raises:
            NotFound: it is gone already.
            Conflict: it is somebody else's.
        """
        presets.remove(session, self.actor, preset_id)

    @query(Permission.AUDIT_READ)
    def jobs(self, session: Session) -> list[ExportJob]:
        """Every export, the latest first; fit for `listing.small`."""
        return export_log.jobs(session)

    @query(Permission.AUDIT_READ)
    def save_jobs(self, session: Session, path: Path | str) -> int:
        """Write the log into a CSV file, and give the number of its lines.

        Raises:
            Unavailable: the file cannot be written.
        """
        found = export_log.jobs(session)
        export_log.save(path, found)
        return len(found)

    def _checked(self, order: ExportOrder) -> ExportOrder:
        """The order with its texts as they will be kept."""
        with self.db.reading(self.actor) as session:
            purpose, title = checked_words(session, order.purpose, order.title, order.problems())
        return replace(order, purpose=purpose, title=title)
