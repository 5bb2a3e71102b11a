"""Locks rows in one order, whoever asks, so that nobody waits for somebody who waits for them."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

R = TypeVar("R")


def until(session: Session, lock: Callable[[], R | None]) -> R:
    """What `lock` gives once it holds all it must.

    While it gives None, what it locked is let go again and it is asked anew: whoever learns
    by waiting what else must be locked first cannot lock that as well.
    """
    while True:
        attempt = session.begin_nested()
        found = lock()
        if found is not None:
            attempt.commit()
            return found
        attempt.rollback()
