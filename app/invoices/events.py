"""What others do when issued documents change, in the same transaction.

Whoever adds to these lists is imported by `app.services` before the services that use them.
"""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from app.invoices.model import Invoice

# Called with the ids of customers whose issued documents changed, after a flush.
changed: list[Callable[[Session, Sequence[int]], None]] = []
# Called instead where nothing but new invoices came, none of them due yet; there may be many.
billed: list[Callable[[Session, Sequence[int]], None]] = []
# Called with a credit note that was just issued, before `changed`; `credits_id` says what it
# takes back, where it is about one invoice.
credited: list[Callable[[Session, Invoice], None]] = []


def tell_changed(session: Session, customer_ids: Sequence[int]) -> None:
    """Let others follow a change of these customers' issued documents."""
    session.flush()
    for follow in changed:
        follow(session, customer_ids)


def tell_billed(session: Session, customer_ids: Sequence[int]) -> None:
    """Let others follow new invoices of these customers."""
    session.flush()
    for follow in billed:
        follow(session, customer_ids)


def tell_credited(session: Session, credit: Invoice) -> None:
    """Let others follow a new credit note."""
    session.flush()
    for follow in credited:
        follow(session, credit)
