"""Use cases that bring in tables of other things than customers."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from app.core import audit
from app.core.access import ActorKind, Permission
from app.core.csvio import csv_out
from app.core.errors import NotFound
from app.core.progress import Progress
from app.core.service import Service, query, use_case
from app.core.stages import Stage
from app.core.text import _
from app.exchange import log
from app.exchange.options import Options
from app.exchange.plans import Label, RowsRefused
from app.exchange.reading import Pasted
from app.exchange.rehearsal import table_of
from app.exchange.schemas import Inspection
from app.exchange.tables.reading import (
    TableRehearsal,
    Tally,
    inspected,
    prepared,
)
from app.exchange.tables.target import Judged, Target
from app.exchange.tables.targets import TARGETS

AS_GUESSED = Options()
Source = Path | str | Pasted
# How far deciding brings the whole.
_DECIDED = 0.3


class TableImportService(Service):
    """Imports into a target, named by a key of `TARGETS`, within the actor's scope.

    A target has its own permission, without which each of these is refused. Of the options
    those count that say how the file is read, `skip_errors` and `sha256`.
    """

    @query(Permission.SIGN_IN)
    def inspect(
        self, _session: Session, target: str, path: Source, options: Options = AS_GUESSED,
        progress: Progress | None = None,
    ) -> Inspection:  # fmt: skip
        """What is in a file, and which column holds which field.

        Raises:
            Invalid: it is no table, keyed "file", or does not fit what was chosen, keyed
                "encoding", "delimiter", "sheet" or "header_row".
            NotFound: there is no such target.
            Unavailable: there is no room or memory to read it.
            Cancelled: `progress` was.
        """
        wanted = self._target(target)
        with table_of(path, options, progress) as table:
            return inspected(table, wanted, options)

    @query(Permission.SIGN_IN)
    def rehearse(
        self, session: Session, target: str, path: Source,
        mapping: Mapping[str, str] | None = None, options: Options = AS_GUESSED,
        progress: Progress | None = None,
    ) -> TableRehearsal:  # fmt: skip
        """What importing the file would do with each row; nothing is written.

        `mapping` gives a field of the target for a column; None is the one proposed.

        Raises:
            Invalid: it is no table, or the mapping cannot be; keyed as in `inspect`, or
                "mapping".
            NotFound: there is no such target.
            Cancelled: `progress` was.
        """
        wanted, progress = self._target(target), progress or Progress()
        with table_of(path, options, Stage(progress, 0, 0)) as table:
            opened = prepared(session, self.actor, wanted, table, mapping, options)
            tally = Tally(opened.judge)
            for one in opened.judged(progress):
                tally.add(one)
            return tally.rehearsal(table.sha256)

    @use_case(Permission.SIGN_IN)
    def run(
        self, session: Session, target: str, path: Source,
        mapping: Mapping[str, str] | None = None, options: Options = AS_GUESSED,
        progress: Progress | None = None,
    ) -> TableRehearsal:  # fmt: skip
        """Import the file: every row is decided as in a rehearsal, then all are written.

        One transaction: whatever stops it leaves nothing of it. The log of imports has it.

        Raises:
            RowsRefused: rows have problems, and `options` do not skip them.
            Invalid: it is no table, or the mapping cannot be.
            Conflict: somebody changed the same rows meanwhile.
            NotFound: there is no such target.
            Cancelled: `progress` was.
        """
        wanted, progress = self._target(target), progress or Progress()
        session.info["actor"] = replace(self.actor, kind=ActorKind.IMPORT)
        with table_of(path, options, Stage(progress, 0, 0)) as table:
            opened = prepared(session, self.actor, wanted, table, mapping, options)
            tally, writing = Tally(opened.judge), list[Judged]()
            for one in opened.judged(Stage(progress, 0, _DECIDED)):
                tally.add(one)
                if one.label in {Label.CREATE, Label.UPDATE}:
                    writing.append(one)
            found = tally.rehearsal(table.sha256)
            if found.counts[Label.ERROR] and not options.skip_errors:
                raise RowsRefused(found)
            if writing:
                opened.judge.write(writing, Stage(progress, _DECIDED, 1))
            noted = log.add(session, self.actor, table, options, found.counts, target)
            audit.record(session, log.event(noted))
            # Only what is in the trail has a number to be found by.
            session.flush()
            audit.seal(session)
            noted.command = session.info["command"] if writing else 0
            return found

    @query(Permission.SIGN_IN)
    def save_errors(
        self, session: Session, target: str, path: Source, out: Path | str,
        mapping: Mapping[str, str] | None = None, options: Options = AS_GUESSED,
        progress: Progress | None = None,
    ) -> int:  # fmt: skip
        """Write the rows an import would refuse into a CSV file, and give their number.

        It has the same columns, and one that says what is wrong; mended, it imports again.

        Raises:
            Invalid: it is no table, or the mapping cannot be.
            NotFound: there is no such target.
            Unavailable: `out` cannot be written.
            Cancelled: `progress` was.
        """
        wanted, progress, count = self._target(target), progress or Progress(), 0
        with table_of(path, options, Stage(progress, 0, 0)) as table, csv_out(out) as writer:
            opened = prepared(session, self.actor, wanted, table, mapping, options)
            title, header = _("Problem"), table.header
            kept = [place for place, name in enumerate(header) if name != title]
            writer.row([*(header[place] for place in kept), title])
            for one in opened.judged(progress):
                if one.label is Label.ERROR:
                    writer.row([*(one.row.cells[place] for place in kept), one.sentence])
                    count += 1
        return count

    def _target(self, name: str) -> Target:
        if name not in TARGETS:
            raise NotFound(_("Nothing can be imported as %s.") % name)
        self.actor.require(TARGETS[name].permission)
        return TARGETS[name]
