"""Use cases on the steps that follow when an invoice is not paid in time."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.drafts import DunningDraft
from app.billing.model import DunningStep
from app.billing.schemas import DunningStepRow
from app.billing.stored import refuse_stale
from app.core.access import Permission
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError, Invalid, NotFound
from app.core.service import Service, query, use_case
from app.core.text import N_, _

_BODY = N_(
    "Dear customer,\n\nour invoice {invoice} of {issued} over {owed} was due on {due}, "
    "{days} days ago, and we have not received it yet. Please pay it soon. If your payment is "
    "on its way, no answer is needed.\n\n{payment_details}\n\n{seller}"
)
_LAST = N_(
    "Dear customer,\n\nour invoice {invoice} of {issued} over {owed} was due on {due}, "
    "{days} days ago. Until it is paid your access is limited; it comes back by itself with "
    "your payment.\n\n{payment_details}\n\n{seller}"
)
USUAL = (
    DunningDraft(7, N_("Reminder"), N_("Reminder: invoice {invoice}"), _BODY),
    DunningDraft(14, N_("Second reminder"), N_("Second reminder: invoice {invoice}"), _BODY),
    DunningDraft(
        30, N_("Last reminder"), N_("Last reminder: invoice {invoice}"), _LAST, holds=True
    ),
)


class DunningStepService(Service):
    """Reminders, and when customers are suspended."""

    @query(Permission.BILLING_READ)
    def list(self, session: Session) -> tuple[DunningStepRow, ...]:
        """Every step, the earliest first."""
        return tuple(_row(found) for found in steps_of(session))

    @use_case(Permission.SETTINGS_EDIT)
    def save(
        self, session: Session, draft: DunningDraft, step_id: int | None = None, version: int = 0
    ) -> int:
        """Add a step, or change the version of one that was read; its id.

        Raises:
            Conflict: somebody else changed it since.
            Invalid: the draft has problems, keyed by field; or there is one on that day.
            NotFound: it is not there.
        """
        values = draft.checked()
        same = sa.select(DunningStep.name).where(
            DunningStep.days == values["days"], DunningStep.id != (step_id or 0)
        )
        if (other := session.scalar(same)) is not None:
            said = _("“%s” comes on that day already. Choose another number of days.")
            raise Invalid({"days": said % other})
        found = DunningStep() if step_id is None else _get(session, step_id)
        if step_id is not None:
            refuse_stale(found, version)
        for name, value in values.items():
            setattr(found, name, value)
        session.add(found)
        session.flush()
        return found.id

    @use_case(Permission.SETTINGS_EDIT)
    def add_usual(self, session: Session) -> None:
        """Start with three reminders, the last of which suspends.

        Raises:
            Conflict: there are steps already.
        """
        if steps_of(session):
            raise Conflict(_("There are steps already. Change those, or remove them first."))
        for draft in USUAL:
            words = {name: _(getattr(draft, name)) for name in ("name", "subject", "body")}
            session.add(DunningStep(days=draft.days, holds=draft.holds, **words))

    @use_case(Permission.SETTINGS_EDIT)
    def remove(self, session: Session, step_id: int) -> None:
        """Take a step away; that its letters went out stays known.

        Raises:
            NotFound: it is not there.
        """
        session.delete(_get(session, step_id))

    def _explain(self, duplicate: Duplicate) -> DeskError:  # noqa: ARG002 - one value can be taken
        return Invalid({"days": _("Somebody added a step on that day in the same moment.")})


def steps_of(session: Session) -> list[DunningStep]:
    """Every step, the earliest first."""
    return list(session.scalars(sa.select(DunningStep).order_by(DunningStep.days)))


def _get(session: Session, step_id: int) -> DunningStep:
    found = session.get(DunningStep, step_id, with_for_update=True)
    if found is None:
        raise NotFound(_("That step is gone. Reload the list."))
    return found


def _row(found: DunningStep) -> DunningStepRow:
    return DunningStepRow(
        found.id, found.version, found.days, found.name, found.subject, found.body, found.holds
    )
