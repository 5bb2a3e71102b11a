"""Use cases that bring lists of customers in and take them out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.access import ActorKind, Permission
from app.core.audit import Change, record
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.core.service import Service, guarded, query, use_case
from app.core.text import _
from app.exchange import exporting, importing, rehearsal
from app.exchange.schemas import EVERYTHING, Format, ImportResult, Inspection, Options, Rehearsal

AS_GUESSED = Options()


class ExchangeService(Service):
    """Import and export of customers within the actor's scope."""

    @query(Permission.CUSTOMERS_IMPORT)
    def inspect(
        self, _session: Session, path: Path | str, options: Options = AS_GUESSED
    ) -> Inspection:
        """What is in a CSV file, and what its columns probably mean.

        Raises:
            Invalid: it is no table, keyed "file", or does not fit the encoding.
        """
        return rehearsal.inspect(path, options)

    @query(Permission.CUSTOMERS_IMPORT)
    def rehearse(
        self,
        session: Session,
        path: Path | str,
        mapping: Mapping[str, str] | None = None,
        options: Options = AS_GUESSED,
        progress: Progress | None = None,
    ) -> Rehearsal:
        """What importing the file would do with each row; nothing is written.

        `mapping` gives a field (a key of `FIELDS`) for a column; None is the one proposed.

        Raises:
            Invalid: it is no table, or the mapping cannot be; keyed "file", "encoding",
                "mapping" or "date_order".
            Cancelled: `progress` was.
        """
        opened = rehearsal.opened(session, self.actor, path, mapping, options)
        return rehearsal.rehearse(opened, progress or Progress())

    @query(Permission.CUSTOMERS_IMPORT)
    def save_errors(
        self,
        session: Session,
        path: Path | str,
        target: Path | str,
        mapping: Mapping[str, str] | None = None,
        options: Options = AS_GUESSED,
        progress: Progress | None = None,
    ) -> int:
        """Write the rows an import would refuse into a CSV file, and give their number.

        It has the same columns, so that it imports again once it is mended.

        Raises:
            Invalid: the file is no table, or the mapping cannot be.
            Unavailable: `target` cannot be written.
            Cancelled: `progress` was.
        """
        opened = rehearsal.opened(session, self.actor, path, mapping, options)
        return rehearsal.save_errors(opened, target, progress or Progress())

    @use_case(Permission.CUSTOMERS_IMPORT)
    def run(
        self,
        session: Session,
        path: Path | str,
        mapping: Mapping[str, str] | None = None,
        options: Options = AS_GUESSED,
        progress: Progress | None = None,
    ) -> ImportResult:
        """Import the file: every row is decided as in a rehearsal, then all are written.

        One transaction: whatever stops it leaves nothing of it. Blank cells change
        nothing. A row is about the customer with its Client ID, or, where it has none,
        with its e-mail.

        Raises:
            RowsRefused: rows have problems, and `options` do not skip them.
            Invalid: it is no table, or the mapping cannot be.
            Conflict: somebody changed the same customers meanwhile.
            Cancelled: `progress` was.
        """
        session.info["actor"] = replace(self.actor, kind=ActorKind.IMPORT)
        opened = rehearsal.opened(session, self.actor, path, mapping, options)
        return importing.run(
            session,
            self.actor,
            opened,
            progress or Progress(),
            skip_errors=options.skip_errors,
        )

    @guarded(Permission.CUSTOMERS_EXPORT)
    def export(
        self,
        path: Path | str,
        form: Format,
        asked: ListQuery = EVERYTHING,
        columns: Sequence[str] | None = None,
        ids: Sequence[int] | None = None,
        progress: Progress | None = None,
    ) -> int:
        """Write customers into a file, as filtered and sorted, and give their number.

        With `ids` only these, in their order. `columns` are keys in the wanted order;
        None means all there are. Only customers the actor may see are written. The audit
        trail says who took out what.

        Raises:
            Invalid: the format has no room for so many rows, keyed "format".
            NotFound: there is no such column, sort or filter.
            Unavailable: the file cannot be written.
            Cancelled: `progress` was; there is no file then.
        """

        def recorded(rows: int) -> None:
            with self.db.transaction(self.actor, "exchange.export", self.reason) as session:
                fields = exporting.told(path, form, asked, columns, ids, rows)
                record(session, Change("event", "exports", 0, "exports", 0, fields))

        return exporting.write(
            self.db,
            self.actor,
            path,
            form,
            asked,
            columns,
            ids,
            progress or Progress(),
            recorded,
        )

    def _explain(self, _duplicate: Duplicate) -> DeskError:
        """Somebody saved one of the file's customers between decision and writing."""
        return Conflict(
            _("Somebody saved a customer of this file meanwhile. Nothing was imported; try again.")
        )
