"""Use cases on many customers at once: look what a change would do, and do it."""

from array import array
from dataclasses import replace

from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.errors import Cancelled, DeskError, Invalid
from app.core.listing import Selection
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.core.service import Service, guarded, query, use_case
from app.core.stages import Stage
from app.core.text import _
from app.customers import bulk_run
from app.customers.bulk_changes import BulkChange
from app.customers.bulk_making import step_for
from app.customers.bulk_schemas import BulkOutcome, BulkParts, BulkPreview, Part, Snapshot
from app.customers.filter_words import in_words

PART = 10_000
# How far finding the rows brings the whole.
_FOUND = 0.05


class BulkService(Service):
    """Changes of many customers within the actor's scope.

    Each needs the permission of the change itself too.
    """

    @query(Permission.CUSTOMERS_BULK)
    def preview(
        self,
        session: Session,
        selection: Selection,
        change: BulkChange,
        progress: Progress | None = None,
    ) -> BulkPreview:
        """What the change would do to each customer of the selection; nothing is written.

        Its `snapshot`, given to `run`, lets happen exactly what is announced here.

        Raises:
            Invalid: the change cannot be, keyed by field.
            NotFound: the selection names a filter the list does not have.
            PermissionDenied: the role does not allow this change.
            Cancelled: `progress` was.
        """
        self.actor.require(change.permission)
        whole = progress or Progress()
        step = step_for(session, self.actor, change)
        ids = bulk_run.chosen(session, self.actor, selection, Stage(whole, 0, _FOUND))
        found = bulk_run.look(session, self.actor, ids, step, Stage(whole, _FOUND, 1))
        about = in_words(session, selection.asked) if selection.ids is None else ""
        return replace(found, about=about)

    @use_case(Permission.CUSTOMERS_BULK)
    def run(
        self,
        session: Session,
        selection: Selection,
        change: BulkChange,
        progress: Progress | None = None,
        snapshot: Snapshot | None = None,
    ) -> BulkOutcome:
        """Change the customers of the selection in one transaction: all that can be, or none.

        Whoever must stay as it is is named. With a preview's `snapshot` it is about the
        customers seen there, and whoever was changed since stays as well.

        Raises:
            Invalid: the change cannot be, keyed by field; "selection" without customers.
            Conflict: others put customers below one another in a circle meanwhile.
            NotFound: the selection names a filter the list does not have.
            PermissionDenied: the role does not allow this change.
            Cancelled: `progress` was; nothing was changed.
        """
        whole = progress or Progress()
        finding, doing = Stage(whole, 0, _FOUND), Stage(whole, _FOUND, 1)
        self.actor.require(change.permission)
        ids = self._wanted(session, selection, snapshot, finding)
        step = step_for(session, self.actor, change)
        return bulk_run.carry_out(session, self.actor, ids, step, doing, snapshot).outcome()

    @guarded(Permission.CUSTOMERS_BULK)
    def run_in_parts(
        self,
        selection: Selection,
        change: BulkChange,
        progress: Progress | None = None,
        snapshot: Snapshot | None = None,
        size: int | None = None,
    ) -> BulkParts:
        """The same as `run`, in one transaction for each `size` customers, `PART` by default.

        Others can save in between. Every part is a command of its own, named in the audit
        trail and undone by itself. What stops the work stops it between two parts, and
        the answer says why.

        Raises:
            As `run`, before the first part is done.
        """
        whole = progress or Progress()
        self.actor.require(change.permission)
        with self.db.reading(self.actor) as session:
            ids = self._wanted(session, selection, snapshot, Stage(whole, 0, _FOUND))
        size = size or PART
        starts, share = range(0, len(ids), size), (1 - _FOUND) * size / len(ids)
        done: list[Part] = []
        for number, start in enumerate(starts):
            name = _("Part %(number)d of %(total)d") % {"number": number + 1, "total": len(starts)}
            receipt = Receipt()
            service = self.because(" ".join(filter(None, (self.reason, f"({name})"))))
            begun = _FOUND + share * number
            try:
                outcome = service.noting(receipt).run(
                    Selection(ids=tuple(ids[start : start + size])),
                    change,
                    Stage(whole, begun, min(1, begun + share)),
                    snapshot and snapshot.part(start, start + size),
                )
            except DeskError as error:
                if not done:
                    raise
                said = _("Cancelled.") if isinstance(error, Cancelled) else str(error)
                return BulkParts(tuple(done), len(starts), said)
            done.append(Part(name, receipt.command, outcome))
        return BulkParts(tuple(done), len(starts))

    def _wanted(
        self,
        session: Session,
        selection: Selection,
        snapshot: Snapshot | None,
        progress: Progress,
    ) -> "array[int]":
        if snapshot is not None:
            wanted = snapshot.ids
        else:
            wanted = bulk_run.chosen(session, self.actor, selection, progress)
        if not wanted:
            raise Invalid({"selection": _("No customer is chosen. Choose some first.")})
        return array("q", sorted(wanted))
