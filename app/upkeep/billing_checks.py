"""Checks what billing stores twice."""

from sqlalchemy.orm import Session

from app.core.progress import Progress
from app.core.text import _
from app.invoices import checks_stored
from app.upkeep.checks import named


def invoices(session: Session, progress: Progress) -> str:
    """Whether invoices say what they said when issued, and stand as their facts have it.

    What subscriptions cost is written down apart, and must fit them as well.
    """
    odd = checks_stored.wrong_invoices(session, progress)
    said = named(_("What follows from their facts is wrong for these invoices: %s."), odd)
    other = checks_stored.wrong_spans(session)
    costs = named(_("What is billed does not fit these subscriptions: %s."), other)
    return " ".join(filter(None, (said, costs)))
