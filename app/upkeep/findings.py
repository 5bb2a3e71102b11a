"""Every check of a database's data, with what each is called."""

from sqlalchemy.orm import Session

from app.core.progress import Progress
from app.core.text import N_
from app.upkeep import billing_checks, checks, contact_checks, file_checks, indexes
from app.upkeep.schemas import Finding

STORAGE = N_("storage")
SEARCH = N_("search index")
DERIVED = N_("derived columns")
COUNTERS = N_("counters")
LICENSES = N_("licenses")
ORDERS = N_("orders")
INVOICES = N_("invoices")
PAYMENTS = N_("payments")
INTERACTIONS = N_("interactions")
FILES = N_("files")


def findings(session: Session, progress: Progress) -> tuple[Finding, ...]:
    """What is wrong, check by check.

    Raises:
        Cancelled: `progress` was.
    """
    return (
        Finding(STORAGE, checks.storage(session)),
        Finding(SEARCH, indexes.search_index(session)),
        Finding(DERIVED, checks.derived_columns(session, progress)),
        Finding(COUNTERS, checks.counters(session)),
        Finding(LICENSES, checks.licenses(session, progress)),
        Finding(ORDERS, billing_checks.orders(session)),
        Finding(INVOICES, billing_checks.invoices(session, progress)),
        Finding(PAYMENTS, billing_checks.payments(session, progress)),
        Finding(INTERACTIONS, contact_checks.interactions(session, progress)),
        Finding(FILES, file_checks.files(session, progress)),
    )
