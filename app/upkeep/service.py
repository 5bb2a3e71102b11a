"""Upkeep: ends what is due, checks the data, verifies the audit trail."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy.orm import Session

from app.attachments.service import AttachmentService
from app.contents.file_store import FileStoreService
from app.core import once, verify
from app.core.access import SYSTEM, Permission
from app.core.progress import Progress
from app.core.service import Service, guarded, query, use_case
from app.core.settings import Paths
from app.core.text import N_
from app.core.verify import Verified
from app.customers.lifecycle import LifecycleService
from app.invoices.service import InvoiceService
from app.licensing.life import LifeService
from app.organization.service import the_one
from app.subscriptions.service import SubscriptionService
from app.tagging.rule_service import TagRuleService
from app.upkeep.schemas import Done, Finding

# Nobody repeats a save after so long.
KEYS_KEPT = timedelta(days=30)
AUDIT = N_("audit trail")
_CALENDARS = (
    SubscriptionService, LifeService, InvoiceService, TagRuleService, AttachmentService,
)  # fmt: skip


@dataclass(frozen=True)
class UpkeepService(Service):
    """Use cases that keep a database sound; `paths` is where heads are remembered."""

    paths: Paths = field(default_factory=Paths.of_this_user, repr=False)

    @guarded(Permission.SIGN_IN)
    def run_due(self) -> Done:
        """End holds and purge customers whose time has come, in the program's own name.

        What the calendar changes in licenses, subscriptions and invoices is changed as well,
        and files that were removed long ago are taken away.

        Call it at start and now and then; it is quick when nothing is due.
        """
        if self._has_old_keys():
            self._forget_old_keys()
        for kind in _CALENDARS:
            calendar = kind(self.db, SYSTEM, self.changes)
            if calendar.anything_due():
                calendar.run_due()
        done, lifecycle = Done(0, 0), LifecycleService(self.db, SYSTEM, self.changes)
        if lifecycle.anything_due():  # Or it would wait for whoever is writing.
            done = Done(lifecycle.end_due_holds(), lifecycle.purge_due())
        files = FileStoreService(self.db, SYSTEM, self.changes)
        if files.anything_due():
            files.run_due()
        return done

    @guarded(Permission.UPKEEP)
    def check(self, progress: Progress | None = None) -> tuple[Finding, ...]:
        """Every check, after what is due was done; half a minute at 100,000 customers.

        Raises:
            Cancelled: the caller asked for it.
        """
        self.run_due()
        FileStoreService(self.db, SYSTEM, self.changes).run_due(thorough=True)
        progress = progress or Progress()
        audit = replace(self, actor=SYSTEM).verify_audit(progress)
        return (*self._data(progress), Finding(AUDIT, audit.problem))

    @use_case(Permission.UPKEEP)
    def repair(self, session: Session) -> tuple[str, ...]:
        """Rebuild counters and search indexes that do not fit; the names of those that did not.

        What people entered is never touched.
        """
        from app.upkeep import repairs  # noqa: PLC0415 - as large as the checks

        return tuple(repairs.repair(session))

    @guarded(Permission.AUDIT_READ)
    def verify_audit(self, progress: Progress | None = None) -> Verified:
        """Recompute the audit trail; a whole one's head is remembered on this computer.

        Raises:
            Cancelled: the caller asked for it.
            Unavailable: the head cannot be written.
        """
        uid, found = self._verified(progress or Progress())
        if found.whole:
            verify.remember(self.paths, uid, found.head)
        return found

    @guarded(Permission.SIGN_IN)
    def remember_head(self) -> None:
        """Keep the newest audit entry's hash on this computer; call it at sign-out.

        A head that does not follow from the one kept before is not kept: verifying
        must still find out.

        Raises:
            Unavailable: it cannot be written.
        """
        uid, head = self._head()
        if head is not None:
            verify.remember(self.paths, uid, head)

    @query(Permission.SIGN_IN)
    def _has_old_keys(self, session: Session) -> bool:
        return once.any_before(session, session.info["now"] - KEYS_KEPT)

    @use_case(Permission.SIGN_IN)
    def _forget_old_keys(self, session: Session) -> None:
        once.forget(session, session.info["now"] - KEYS_KEPT)

    @query(Permission.SIGN_IN)
    def _head(self, session: Session) -> tuple[str, verify.Head | None]:
        uid, head = the_one(session).uid, verify.newest(session)
        known = verify.recall(self.paths, uid)
        follows = known is None or (known.seq <= head.seq and verify.continues(session, known))
        return uid, head if follows else None

    @query(Permission.AUDIT_READ)
    def _verified(self, session: Session, progress: Progress) -> tuple[str, Verified]:
        uid = the_one(session).uid
        return uid, verify.verify(session, verify.recall(self.paths, uid), progress)

    @query(Permission.UPKEEP)
    def _data(self, session: Session, progress: Progress) -> tuple[Finding, ...]:
        from app.upkeep.findings import findings  # noqa: PLC0415 - seldom asked for, and large

        return findings(session, progress)
