"""The step that verifies many customers."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.batch import Batch, among
from app.core.text import N_, _, ngettext
from app.customers import verifying
from app.customers.bulk_steps import Step, Verdict, refuse_deleted

_INVOICES, _SUBSCRIPTIONS = (
    sa.table(name, sa.column("customer_id", sa.Integer), sa.column("status", sa.String))
    for name in ("invoices", "subscriptions")
)


class Verifying(Step):
    """Verifies, and passes it on to those they referred where that is switched on."""

    reads = ("status", "verified_at")
    needs = ("email_norm", "verified_by", "verified")
    shown = ("verified",)
    already = N_("This customer is verified already.")

    def __init__(self, session: Session, actor: Actor) -> None:
        super().__init__(session, actor)
        self._verified: list[int] = []
        self._overdue = self._on_trial = 0

    def load(self, rows: Sequence[Any], *, writing: bool) -> None:
        """How many of those who would be verified had better not be."""
        if writing:
            return
        ids = [row.id for row in rows if row.verified_at is None]
        self._overdue += self._having(_INVOICES, "overdue", ids)
        self._on_trial += self._having(_SUBSCRIPTIONS, "trialing", ids)

    def verdict(self, row: Any) -> Verdict:
        """Whether it is not verified yet."""
        return refuse_deleted(row) or row.verified_at is None

    def apply(self, customer: Any, batch: Batch) -> None:  # noqa: ARG002 - nothing belongs to it
        """Verify it."""
        verifying.mark(customer, self.now, self.actor.name)
        self._verified.append(customer.id)

    def finish(self) -> None:
        """Those they referred."""
        verifying.pass_on(self.session, self._verified)

    def notes(self) -> list[str]:
        """What a person should know before they agree."""
        found = [_("Verify only customers whose information you have checked.")]
        if count := self._overdue:
            said = ngettext("%d has overdue invoices.", "%d have overdue invoices.", count)
            found.append(said % count)
        if count := self._on_trial:
            found.append(ngettext("%d is on trial.", "%d are on trial.", count) % count)
        return found

    def _having(self, table: Any, status: str, ids: Sequence[int]) -> int:
        wanted = among(self.session, table.c.customer_id, ids)
        count = sa.select(sa.func.count(table.c.customer_id.distinct()))
        return self.session.scalar(count.where(wanted, table.c.status == status)) or 0
