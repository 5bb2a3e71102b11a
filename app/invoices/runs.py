"""Use cases on monthly runs: look first at what would be billed, then bill exactly that."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.clock import add_months
from app.core.errors import Conflict, Invalid
from app.core.money import Money
from app.core.progress import Progress
from app.core.service import Service, query, use_case
from app.core.text import _
from app.invoices import parties, planning, queries, running, words
from app.invoices.gathering import Wanted
from app.invoices.model import BillingRun
from app.invoices.planning import Plan
from app.invoices.run_schemas import (
    PlannedInvoice,
    PlannedRow,
    RunOutcome,
    RunPreview,
    RunRow,
)
from app.organization.model import Organization

MOST_RUNS = 200


class BillingRunService(Service):
    """Bills what customers have for a month, and what earlier months left."""

    @query(Permission.INVOICES_ISSUE)
    def preview(
        self, session: Session, month: date, progress: Progress | None = None
    ) -> RunPreview:
        """What a run of the month with that day would make now; nothing is kept.

        Raises:
            Cancelled: `progress` was.
            Conflict: a later month was billed already.
            Invalid: the month is too far ahead, under "month".
        """
        month = _month(session, month)
        plan = self._plan(session, month, progress or Progress())
        rows = tuple(
            PlannedRow(
                one.party.customer_id,
                one.party.name,
                len(one.lines),
                Money(one.totals.net_minor, one.currency),
                Money(one.totals.tax_minor, one.currency),
                Money(one.totals.total_minor, one.currency),
            )
            for one in plan.invoices
        )
        return RunPreview(month, plan.digest, rows, plan.left_out, plan.totals)

    @query(Permission.INVOICES_ISSUE)
    def planned(
        self, session: Session, month: date, customer_id: int
    ) -> tuple[PlannedInvoice, ...]:
        """The invoices a run of that month would make for a customer, line by line.

        Raises:
            Conflict: a later month was billed already.
            Invalid: the month is too far ahead, under "month".
        """
        month = _month(session, month)
        payees = parties.Billing(session).payees(customer_id)
        wanted = Wanted(self.actor, planning.last_day(month), payees)
        only = frozenset({customer_id})
        plan = planning.plan(session, wanted, Progress(), payers=only)
        return words.invoices(plan)

    @use_case(Permission.INVOICES_ISSUE)
    def run(
        self,
        session: Session,
        month: date,
        digest: str,
        *,
        issue: bool = True,
        progress: Progress | None = None,
    ) -> RunOutcome:
        """Make what the preview with that `digest` showed, issued or as drafts.

        Raises:
            Cancelled: `progress` was; nothing was made.
            Conflict: something changed since the preview, or there is nothing to bill, or a
                later month was billed already.
            Invalid: the month is too far ahead, under "month".
        """
        progress = progress or Progress()
        # Runs wait for one another: each sees what the one before it billed.
        session.execute(sa.select(Organization.id).with_for_update())
        month = _month(session, month)
        plan = self._plan(session, month, progress)
        if plan.digest != digest:
            raise Conflict(
                _(
                    "Something changed since this preview was made. Nothing was billed; look at "
                    "the new preview first."
                )
            )
        if not plan.invoices:
            raise Conflict(_("There is nothing to bill. All of this month is billed already."))
        made = running.make(session, plan, month, issue=issue, progress=progress)
        return RunOutcome(
            made.run_id, len(plan.invoices), plan.totals, made.first_number, made.last_number
        )

    @query(Permission.BILLING_READ)
    def all(self, session: Session) -> tuple[RunRow, ...]:
        """The latest runs, newest first; their sums are for those who see every customer."""
        whole = not queries.visible(self.actor)
        newest = sa.select(BillingRun).order_by(BillingRun.id.desc()).limit(MOST_RUNS)
        return tuple(
            RunRow(
                one.id,
                one.month,
                one.at,
                one.by,
                one.issued,
                one.invoices if whole else 0,
                tuple(Money(minor, key) for key, minor in sorted(one.totals.items()) if whole),
            )
            for one in session.scalars(newest)
        )

    def _plan(self, session: Session, month: date, progress: Progress) -> Plan:
        wanted = Wanted(self.actor, planning.last_day(month))
        return planning.plan(session, wanted, progress)


def _month(session: Session, day: date) -> date:
    """The first day of a month that may be billed."""
    month, today = day.replace(day=1), queries.today(session)
    if month > add_months(today.replace(day=1), 1):
        raise Invalid(
            {"month": _("You can bill this month and the next. Choose one that is not later.")}
        )
    latest = session.scalar(sa.select(sa.func.max(BillingRun.month)))
    if latest is not None and month < latest:
        raise Conflict(
            _(
                "%s was billed already, and with it all that was left of earlier months. Bill that "
                "month again for what came late."
            )
            % latest.strftime("%Y-%m")
        )
    return month
