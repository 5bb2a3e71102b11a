"""Takes a customer's timeline out into a file, as it is filtered and sorted."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.clock import time_zone
from app.core.csvio import Cell, CsvWriter
from app.core.files import replacing
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.core.service import Service, guarded
from app.core.text import N_, _
from app.customers import queries as customers
from app.exchange import export_log
from app.exchange.export_log import Entry
from app.exchange.export_schemas import Format, Scope
from app.exchange.export_words import checked_words, refuse_if_open
from app.exchange.lists.words import in_words
from app.organization.service import current
from app.timeline import queries
from app.timeline.filter_fields import BY_KEY
from app.timeline.queries import Question
from app.timeline.schemas import TimelineRow
from app.timeline.words import GROUPS

TITLES = (
    N_("Day"), N_("Time"), N_("Kind"), N_("What happened"), N_("Details"), N_("Who"),
    N_("Automatic"),
)  # fmt: skip
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the entries of a question in order, some at a time."""

    service: "TimelineExportService"
    question: Question

    def rows(self, session: Session, progress: Progress) -> Iterator[TimelineRow]:
        actor, question = self.service.actor, self.question
        ids = queries.ids(session, actor, question, Progress())
        for start in range(0, len(ids), _CHUNK):
            part = ids[start : start + _CHUNK]
            found = queries.rows(session, actor, question.customer_id, part, question.zone)
            by_id = {row.id: row for row in found}
            yield from (by_id[one] for one in part if one in by_id)
            progress.report(start + len(part), len(ids))


class TimelineExportService(Service):
    """Exports of timelines, for whoever may take customers out."""

    @guarded(Permission.CUSTOMERS_EXPORT)
    def run(
        self,
        path: Path | str,
        customer_id: int,
        asked: ListQuery,
        purpose: str = "",
        progress: Progress | None = None,
    ) -> int:
        """Write a timeline into a CSV file; how many entries it has.

        The log of exports and the audit trail say who took out what, and why.

        Raises:
            Cancelled: `progress` was; there is no file then.
            Invalid: a reason is wanted, under "purpose".
            NotFound: the customer is not there, or not for this actor to see; or there is
                no such filter.
            Unavailable: the file cannot be written.
        """
        refuse_if_open(path)
        count = 0
        with self.db.reading(self.actor) as session:
            entry, question = self._entry(session, customer_id, asked, purpose)
            told = self.because(entry.purpose or self.reason)
            name = Path(path).name
            noting = export_log.noting(told, "timeline_exports.run", entry, name)
            with noting as noted, replacing(path) as half:
                with half.open("w", encoding="utf-8-sig", newline="") as stream:
                    writer = CsvWriter(stream)
                    writer.row(_(title) for title in TITLES)
                    for row in _Reader(self, question).rows(session, progress or Progress()):
                        writer.row(_cells(row, question.zone))
                        count += 1
                noted(count)
        return count

    def _entry(
        self, session: Session, customer_id: int, asked: ListQuery, purpose: str
    ) -> tuple[Entry, Question]:
        found = customers.get(session, self.actor, customer_id)
        kept, _title = checked_words(session, purpose, "", {})
        name = found.name or found.email or found.client_id
        words = " · ".join(
            filter(None, (_("Timeline of %s") % name, in_words(session, BY_KEY, asked)))
        )
        titles = [_(title) for title in TITLES]
        zone, now = current(session).time_zone, session.info["now"]
        entry = Entry(Format.CSV, Scope.FILTERED, ListQuery(), words, titles, kept)
        return entry, Question(customer_id, asked, zone, now)


def _cells(row: TimelineRow, zone: str) -> tuple[Cell, ...]:
    time = f"{row.at.astimezone(time_zone(zone)):%H:%M}" if row.timed else ""
    return (
        row.day, time, _(GROUPS[row.group]), row.text, row.detail, row.who, row.automatic,
    )  # fmt: skip
