"""Ends the active devices of licenses that end themselves."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.batch import among
from app.licensing import activating
from app.licensing.model import Activation, License
from app.licensing.schemas import ActivationState


def end_activations(session: Session, ended: Iterable[License], why: str) -> None:
    """Deactivate whatever is active on these licenses; who and why is kept."""
    by_id = {one.id: one for one in ended}
    active = session.scalars(
        sa.select(Activation).where(
            among(session, Activation.license_id, list(by_id)),
            Activation.state == ActivationState.ACTIVE,
        )
    )
    for one in active:
        activating.end(session, one, ActivationState.DEACTIVATED, why)
    for found in by_id.values():
        found.activations = 0
