"""What others do when subscriptions renew, in the same transaction."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from app.subscriptions.model import Subscription

# Called with the subscriptions whose new period has begun.
renewed: list[Callable[[Session, Sequence[Subscription]], None]] = []
