"""What others do when subscriptions renew or go on, in the same transaction."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from app.subscriptions.model import Subscription

# Called with the subscriptions whose new period has begun.
renewed: list[Callable[[Session, Sequence[Subscription]], None]] = []
# Called with the subscriptions that go on after a pause.
resumed: list[Callable[[Session, Sequence[Subscription]], None]] = []
