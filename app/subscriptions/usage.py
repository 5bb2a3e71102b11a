"""Use cases on recorded use: what customers used of a metric, day by day (SUB-07)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.draft import Draft
from app.core.driver_errors import Duplicate
from app.core.errors import DeskError, Invalid, NotFound
from app.core.service import Service, query, use_case
from app.core.text import N_, _
from app.subscriptions import due, queries
from app.subscriptions.model import Subscription, UsageRecord

MOST = 1_000_000_000_000
SHOWN = 1000


@dataclass(frozen=True, slots=True)
class UsageDraft(Draft):
    """So much of a metric was used on a day; without `used_on` today.

    What has a `reference` is recorded once, however often it is sent.
    """

    subscription_id: int | None = None
    metric: str = ""
    quantity: int = 1
    used_on: date | None = None
    reference: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {
        "metric": (60, N_("What was used")),
        "reference": (100, N_("Reference")),
    }
    required: ClassVar[Mapping[str, str]] = {"metric": N_("Say what was used.")}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What can be judged without the subscription."""
        found = {}
        if values["subscription_id"] is None:
            found["subscription_id"] = _("Choose the subscription.")
        if not 1 <= values["quantity"] <= MOST:
            found["quantity"] = _("The quantity must be between 1 and %s.") % f"{MOST:,}"
        return found


@dataclass(frozen=True, slots=True)
class UsageRow:
    """One record of use."""

    id: int
    metric: str
    quantity: int
    used_on: date
    reference: str
    created_at: datetime
    created_by: str


class UsageService(Service):
    """Recorded use of the subscriptions within the actor's scope."""

    @query(Permission.LICENSES_READ)
    def of(self, session: Session, subscription_id: int) -> tuple[UsageRow, ...]:
        """The latest records of a subscription, newest day first.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        seen = sa.select(Subscription.id).where(
            Subscription.id == subscription_id, *queries.visible(self.actor)
        )
        if session.scalar(seen) is None:
            raise NotFound(_("That subscription is not there, or is not yours to see."))
        rows = session.scalars(
            sa.select(UsageRecord)
            .where(UsageRecord.subscription_id == subscription_id)
            .order_by(UsageRecord.used_on.desc(), UsageRecord.id.desc())
            .limit(SHOWN)
        )
        return tuple(
            UsageRow(
                row.id, row.metric, row.quantity, row.used_on, row.reference or "",
                row.created_at, row.created_by,
            )
            for row in rows
        )  # fmt: skip

    @use_case(Permission.SUBSCRIPTIONS_EDIT)
    def record(self, session: Session, draft: UsageDraft) -> int:
        """Record use, and return the record's id; it is billed with the next run.

        Raises:
            Invalid: the draft has problems, keyed by field; or the reference is used already.
            NotFound: the subscription is not there, or not for this actor to see.
        """
        values = draft.checked()
        found = queries.get(session, self.actor, values["subscription_id"])
        used_on = values["used_on"] or due.today(session)
        if used_on > due.today(session):
            raise Invalid({"used_on": _("That day is still to come. Enter the day of the use.")})
        if values["reference"]:
            same = sa.select(UsageRecord.id).where(
                UsageRecord.subscription_id == found.id,
                UsageRecord.reference == values["reference"],
            )
            if session.scalar(same) is not None:
                raise _known()
        row = UsageRecord(
            customer_id=found.customer_id,
            subscription_id=found.id,
            metric=values["metric"],
            quantity=values["quantity"],
            used_on=used_on,
            reference=values["reference"] or None,
        )
        session.add(row)
        session.flush()
        return row.id

    @use_case(Permission.SUBSCRIPTIONS_EDIT)
    def remove(self, session: Session, ids: Sequence[int]) -> int:
        """Take wrong records away; how many. What was billed for them is given back.

        Raises:
            NotFound: one is not there, or not for this actor to see.
        """
        wanted = sorted(set(ids))
        for one in wanted:
            row = session.get(UsageRecord, one)
            if row is None:
                raise NotFound(_("That record is not there any more. Reload the list."))
            queries.get(session, self.actor, row.subscription_id)
            session.delete(row)
        return len(wanted)

    def _explain(self, duplicate: Duplicate) -> DeskError:  # noqa: ARG002 - one value can be taken
        return _known()


def _known() -> Invalid:
    said = _("Use with this reference is recorded already. Leave it, or give another reference.")
    return Invalid({"reference": said})
