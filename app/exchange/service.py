"""Use cases that bring lists of customers in and take them out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.access import ActorKind, Permission
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError
from app.core.progress import Progress
from app.core.service import Receipt, Service, guarded, query, use_case
from app.core.stages import Stage
from app.exchange import importing, rehearsal
from app.exchange.importing import Plan
from app.exchange.reading import Pasted
from app.exchange.schemas import (
    ImportResult,
    Inspection,
    Options,
    Rehearsal,
    RowPlan,
)

AS_GUESSED = Options()
# How far deciding brings the whole.
_DECIDED = 0.3
Source = Path | str | Pasted


class ExchangeService(Service):
    """Import of customers within the actor's scope.

    A list to import is a file's path, or text that was `Pasted`.
    """

    @query(Permission.CUSTOMERS_IMPORT)
    def inspect(
        self,
        session: Session,
        path: Source,
        options: Options = AS_GUESSED,
        progress: Progress | None = None,
    ) -> Inspection:
        """What is in a file, what its columns probably mean, and which saved mappings fit.

        Raises:
            Invalid: it is no table, keyed "file", or does not fit what was chosen, keyed
                "encoding", "delimiter", "sheet" or "header_row".
            Unavailable: there is no room or memory to read it.
            Cancelled: `progress` was.
        """
        return rehearsal.inspect(session, self.actor, path, options, progress)

    @query(Permission.CUSTOMERS_IMPORT)
    def rehearse(
        self,
        session: Session,
        path: Source,
        mapping: Mapping[str, str] | None = None,
        options: Options = AS_GUESSED,
        progress: Progress | None = None,
    ) -> Rehearsal:
        """What importing the file would do with each row; nothing is written.

        `mapping` gives a field (a key of `FIELDS`) for a column; None is the one proposed.

        Raises:
            Invalid: it is no table, or the mapping cannot be; keyed "file", "encoding",
                "mapping", "date_order", "rules" or "fixes".
            Cancelled: `progress` was.
        """
        progress = progress or Progress()
        opened = rehearsal.opened(session, self.actor, path, mapping, options, progress)
        return rehearsal.rehearse(opened, progress)

    @query(Permission.CUSTOMERS_IMPORT)
    def check_rows(
        self,
        session: Session,
        found: Inspection,
        rows: Mapping[int, Sequence[str]],
        mapping: Mapping[str, str] | None = None,
        options: Options = AS_GUESSED,
    ) -> list[RowPlan]:
        """What an import would do with a few rows, given by line as they were mended.

        At once, because it looks at nothing else in the file: rows like these elsewhere
        are found by rehearsing.

        Raises:
            Invalid: the mapping cannot be.
        """
        opened = rehearsal.prepared(session, self.actor, found.read_table, mapping, options)
        return rehearsal.check(opened, rows)

    @query(Permission.CUSTOMERS_IMPORT)
    def save_errors(
        self,
        session: Session,
        path: Source,
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
        progress = progress or Progress()
        opened = rehearsal.opened(session, self.actor, path, mapping, options, progress)
        return rehearsal.save_errors(opened, target, progress)

    @guarded(Permission.CUSTOMERS_IMPORT)
    def run(
        self,
        path: Source,
        mapping: Mapping[str, str] | None = None,
        options: Options = AS_GUESSED,
        progress: Progress | None = None,
    ) -> ImportResult:
        """Import the file: every row is decided as in a rehearsal, then all are written.

        One transaction: whatever stops it leaves nothing of it. Which customer a row is
        about, and what blank cells do, is as the options say.

        Raises:
            RowsRefused: rows have problems, and `options` do not skip them.
            Invalid: it is no table, or the mapping cannot be.
            Conflict: somebody changed the same customers meanwhile.
            Cancelled: `progress` was.
        """
        progress, receipt = progress or Progress(), self.receipt or Receipt()
        with importing.Plan(options) as plan:
            self._decide(plan, path, mapping, Stage(progress, 0, _DECIDED))
            work, rest = self.noting(receipt), Stage(progress, _DECIDED, 1)
            job = work._run(plan, path, mapping, rest)  # noqa: SLF001 - its own
            if not plan.size:
                receipt.command = 0
            return ImportResult(plan.rehearsal, job, receipt.command)

    @query(Permission.CUSTOMERS_IMPORT)
    def _decide(
        self,
        session: Session,
        plan: Plan,
        path: Source,
        mapping: Mapping[str, str] | None,
        progress: Progress,
    ) -> None:
        opened = rehearsal.opened(session, self.actor, path, mapping, plan.options, progress)
        plan.decide(session, opened, progress)

    @use_case(Permission.CUSTOMERS_IMPORT)
    def _run(
        self,
        session: Session,
        plan: Plan,
        path: Source,
        mapping: Mapping[str, str] | None,
        progress: Progress,
    ) -> int:
        session.info["actor"] = replace(self.actor, kind=ActorKind.IMPORT)
        begun = 0.0
        if not plan.holds(session):
            begun = _DECIDED
            stage = Stage(progress, 0, begun)
            opened = rehearsal.opened(session, self.actor, path, mapping, plan.options, stage)
            plan.decide(session, opened, stage)
        return importing.write(session, self.actor, plan, Stage(progress, begun, 1))

    def _explain(self, _duplicate: Duplicate) -> DeskError:
        """Somebody saved one of the file's customers between decision and writing."""
        return Conflict(importing.saved_meanwhile())
