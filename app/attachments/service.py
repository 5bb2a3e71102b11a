"""Use cases on files: add them, look at them, hand them out, remove them and bring them back.

A customer's files are part of its data. Deleting the customer leaves them where they are,
so that restoring brings them back with it; when the customer is purged, they go for good.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.attachments import copying, kinds, purging, queries
from app.attachments.model import Attachment
from app.attachments.schemas import (
    LIMIT,
    Added,
    AttachmentDraft,
    AttachmentRow,
    AttachTo,
    Saved,
)
from app.contents import keeping, names
from app.contents.adding import Adding, Steps
from app.contents.handing import Found, Reader
from app.contents.schemas import Place
from app.contents.taking import Advance, Taken, measured
from app.core.access import Permission
from app.core.errors import Cancelled, Conflict, DeskError, Lost, NotFound
from app.core.folding import sort_key
from app.core.progress import Progress
from app.core.service import Service, guarded, query, use_case
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.customers.schemas import Outcome
from app.customers.stale import refuse_deleted


class AttachmentService(Service):
    """The files of the customers within the actor's scope."""

    @query(Permission.CUSTOMERS_READ)
    def of(self, session: Session, to: AttachTo, *, removed: bool = False) -> list[AttachmentRow]:
        """The files of a customer, or those on one of its interactions or orders, newest first.

        Those that were `removed` and can still be brought back are among them if asked for.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        customers.get(session, self.actor, to.customer_id)
        return queries.rows(session, self.actor, to, removed=removed)

    @query(Permission.CUSTOMERS_READ)
    def target(
        self, session: Session, *, interaction_id: int | None = None, order_id: int | None = None
    ) -> AttachTo:
        """An interaction or an order as what files belong to, with its customer.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        return queries.target(session, self.actor, interaction_id, order_id)

    @guarded(Permission.ATTACHMENTS_EDIT)
    def add(
        self, to: AttachTo, path: Path, name: str = "", progress: Progress | None = None
    ) -> int:
        """Keep a file of at most 50 MB, under its own name or another; its id.

        What is there already, the same under the same name, is not added again.

        Raises:
            Cancelled: the caller asked for it; nothing was kept.
            Conflict: the customer is deleted.
            Invalid: the file is too large or cannot be read; told of the field `file`.
            NotFound: the customer, interaction or order is not there, or not to be seen.
            Unavailable: there is no room, or the managed folder cannot be written.
        """
        progress = progress or Progress()
        total = 2 * measured(path, LIMIT)
        return self._add_one(to, path, name, Steps(progress, total))[0]

    @guarded(Permission.ATTACHMENTS_EDIT)
    def add_many(
        self, to: AttachTo, paths: Sequence[Path], progress: Progress | None = None
    ) -> Added:
        """Keep files, each for itself; those that cannot be are named with the reason.

        Raises:
            Cancelled: the caller asked for it before anything was kept.
            NotFound: the customer, interaction or order is not there, or not to be seen.
        """
        sizes: dict[Path, int] = {}
        for path in paths:
            with suppress(DeskError):  # told when its turn comes
                sizes[path] = measured(path, LIMIT)
        steps = Steps(progress or Progress(), 2 * sum(sizes.values()))
        found: list[int] = []
        refused: list[tuple[str, str]] = []
        again = 0
        for path in paths:
            try:
                key, was_there = self._add_one(to, path, "", steps)
            except Cancelled:
                if not found:
                    raise
                return Added(tuple(found), again, tuple(refused), stopped=True)
            except (NotFound, Lost):
                raise
            except DeskError as error:
                refused.append((names.kept(path.name), str(error)))
            else:
                found.append(key)
                again += was_there
        return Added(tuple(found), again, tuple(refused))

    @guarded(Permission.CUSTOMERS_READ)
    def save_as(self, attachment_id: int, path: Path, progress: Progress | None = None) -> None:
        """Write a file to `path`; what was there is replaced by the whole file or not at all.

        Raises:
            Cancelled: the caller asked for it; what was there stays.
            Damaged: what was kept is missing or was changed.
            NotFound: it is not there, or not for this actor to see.
            Unavailable: it cannot be written, or the managed folder cannot be reached.
        """
        self._reader(attachment_id).save(path, progress or Progress())

    @guarded(Permission.CUSTOMERS_READ)
    def save_all(self, ids: Sequence[int], folder: Path, progress: Progress | None = None) -> Saved:
        """Write files into a folder under names that are free there; others are named.

        Raises:
            Cancelled: the caller asked for it; files that were written stay.
        """
        readers = [self._reader(key) for key in dict.fromkeys(ids)]
        return copying.save_all(readers, folder, progress or Progress())

    @guarded(Permission.CUSTOMERS_READ)
    def open_copy(self, attachment_id: int, folder: Path, progress: Progress | None = None) -> Path:
        """A copy that only this user can read, and nobody can change, in a folder of its own.

        `folder` is private to this user. A copy made earlier that is unchanged will do.

        Raises:
            Cancelled: the caller asked for it.
            Damaged: what was kept is missing or was changed.
            Dangerous: opening it could run something; there is no copy.
            NotFound: it is not there, or not for this actor to see.
            Unavailable: it cannot be written, or the managed folder cannot be reached.
        """
        return copying.to_open(
            self._reader(attachment_id), folder / str(attachment_id), progress or Progress()
        )

    @use_case(Permission.ATTACHMENTS_EDIT)
    def edit(
        self, session: Session, attachment_id: int, version: int, draft: AttachmentDraft
    ) -> None:
        """Give a file another name or note; `version` is the one that was read.

        Raises:
            Conflict: somebody else changed it since, or the customer is deleted.
            Invalid: the draft has problems, keyed by field.
            NotFound: it is not there, or not for this actor to see.
        """
        values = draft.checked()
        found = self._living(session, attachment_id)
        if found.version != version:
            raise Conflict(_("Somebody else changed this file meanwhile. Look at it again."))
        found.name = names.kept(values["name"])
        found.note = values["note"]
        found.name_key = sort_key(found.name)
        found.media_type = kinds.media_type(found.name)

    @use_case(Permission.ATTACHMENTS_EDIT)
    def remove(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Take files away; for 30 days they can be brought back."""

        def take(found: Attachment) -> None:
            found.removed_at = session.info["now"]

        return self._each(session, ids, take)

    @use_case(Permission.ATTACHMENTS_EDIT)
    def restore(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Bring removed files back."""

        def bring(found: Attachment) -> None:
            found.removed_at = None

        return self._each(session, ids, bring)

    @query(Permission.UPKEEP)
    def anything_due(self, session: Session) -> bool:
        """Whether files were removed so long ago that they cannot come back."""
        over = sa.select(Attachment.id).where(purging.overdue(session)).limit(1)
        return session.scalar(over) is not None

    @guarded(Permission.UPKEEP)
    def run_due(self) -> int:
        """Take removed files away for good after 30 days; how many."""
        count = 0
        while taken := self._expire():
            count += taken
        return count

    @use_case(Permission.UPKEEP)
    def _expire(self, session: Session) -> int:
        return purging.expire(session)

    def _add_one(self, to: AttachTo, path: Path, name: str, steps: Steps) -> tuple[int, bool]:
        """The id of a file that is kept now, and whether it was there already."""
        place, folder = self._place(to)
        attach = partial(self._attach, to, names.kept(name or path.name))
        return Adding(place, folder, LIMIT, self._keep, attach).add(path, steps.go)

    @query(Permission.ATTACHMENTS_EDIT)
    def _place(self, session: Session, to: AttachTo) -> tuple[Place, Path]:
        """Where files go; asked before anything is read, and that it may be added at all."""
        refuse_deleted(session, customers.get(session, self.actor, to.customer_id))
        queries.refuse_strangers(session, to)
        return keeping.settings(session)

    @use_case(Permission.ATTACHMENTS_EDIT)
    def _keep(
        self, session: Session, content: Taken, place: Place, folder: Path, advance: Advance
    ) -> None:
        keeping.keep(session, content, place, folder, advance)

    @use_case(Permission.ATTACHMENTS_EDIT)
    def _attach(
        self, session: Session, to: AttachTo, name: str, content: Taken
    ) -> tuple[int, bool] | None:
        customer: Customer = customers.get(session, self.actor, to.customer_id, lock=True)
        refuse_deleted(session, customer)
        queries.refuse_strangers(session, to)
        if not keeping.want(session, content.sha256):
            return None
        same = queries.same(session, to, content.sha256, name)
        if same is not None:
            return same, True
        row = Attachment(
            customer_id=to.customer_id, interaction_id=to.interaction_id, order_id=to.order_id,
            name=name, name_key=sort_key(name), media_type=kinds.media_type(name),
            size=content.size, sha256=content.sha256,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id, False

    def _each(self, session: Session, ids: Sequence[int], act: "copying.Act") -> Outcome:
        done: list[int] = []
        refused: list[tuple[int, str]] = []
        for key in sorted(set(ids)):
            try:
                act(self._living(session, key))
                done.append(key)
            except DeskError as error:
                refused.append((key, str(error)))
        session.flush()
        return Outcome(tuple(done), tuple(refused))

    def _living(self, session: Session, attachment_id: int) -> Attachment:
        """A file to be changed, after its customer; that of a deleted one is not."""
        whose = queries.get(session, self.actor, attachment_id).customer_id
        refuse_deleted(session, customers.get(session, self.actor, whose, lock=True))
        return queries.get(session, self.actor, attachment_id, lock=True)

    def _reader(self, attachment_id: int) -> Reader:
        return Reader(partial(self._found, attachment_id), partial(self._piece, attachment_id))

    @query(Permission.CUSTOMERS_READ)
    def _found(self, session: Session, attachment_id: int) -> Found:
        row = queries.get(session, self.actor, attachment_id)
        return keeping.located(session, row.name, row.sha256)

    @query(Permission.CUSTOMERS_READ)
    def _piece(self, session: Session, attachment_id: int, position: int) -> bytes | None:
        row = queries.get(session, self.actor, attachment_id)
        return keeping.piece(session, row.sha256, position)
