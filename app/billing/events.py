"""What others do when what billing rests on changes, in the same transaction."""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy.orm import Session

# Called with the currencies whose exchange rates changed, and the first day that is affected.
rates_changed: list[Callable[[Session, Collection[str], date], None]] = []


def tell_rates_changed(session: Session, currencies: Collection[str], since: date) -> None:
    """Tell whoever keeps amounts in the organization's currency."""
    session.flush()
    for tell in rates_changed:
        tell(session, currencies, since)
