"""How often a password may be guessed: kept in the database, so a restart changes nothing."""

import hashlib
import math
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.clean import without_controls
from app.core.contact import normalise_email
from app.core.errors import DeskError
from app.core.text import ngettext
from app.staff.model import SignInThrottle

FREE = 5
SHORTEST = timedelta(seconds=15)
LONGEST = timedelta(minutes=15)


def key_of(email: str) -> str:
    """The address in its compared form; what is no address, without what no database holds."""
    try:
        return normalise_email(email).norm
    except DeskError:
        return without_controls(email).strip().casefold()


def locked(session: Session, email: str) -> SignInThrottle:
    """The counter of an address, known or not; it is ours until the transaction ends."""
    subject = hashlib.sha256(key_of(email).encode()).hexdigest()
    session.execute(
        sa.text(
            "INSERT INTO sign_in_throttles (subject, failures) VALUES (:subject, 0) "
            "ON CONFLICT DO NOTHING"
        ),
        {"subject": subject},
    )
    return session.get_one(SignInThrottle, subject, with_for_update=True)


def lock_after(failures: int) -> timedelta | None:
    """How long an address is locked after that many failures in a row."""
    if failures < FREE:
        return None
    doublings = min(failures - FREE, 16)
    return min(SHORTEST * (1 << doublings), LONGEST)


def in_words(wait: timedelta) -> str:
    """A waiting time, rounded up: "15 seconds", "2 minutes"."""
    seconds = max(1, math.ceil(wait.total_seconds()))
    if seconds < 60:  # noqa: PLR2004 - a minute
        return ngettext("%d second", "%d seconds", seconds) % seconds
    minutes = math.ceil(seconds / 60)
    return ngettext("%d minute", "%d minutes", minutes) % minutes
