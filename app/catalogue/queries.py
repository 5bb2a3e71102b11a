"""Statements about what is sold that other features share."""

from typing import Any

from sqlalchemy.orm import Session

from app.catalogue.model import PlanTerms
from app.catalogue.terms import Terms, Tier
from app.core.money import Money

_SAME = (
    "id", "number", "currency", "months", "expiry_basis", "on_expiry", "grace_days",
    "activation_limit", "overage", "overage_percent", "stale_days", "self_deactivations",
    "offline_allowed", "user_limit",
)  # fmt: skip


def terms_of(session: Session, terms_id: int) -> Terms:
    """One version of a plan's terms."""
    row = session.get_one(PlanTerms, terms_id)

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, row.currency)

    def tier(stored: dict[str, Any]) -> Tier:
        monthly, yearly = money(stored["monthly_minor"]), money(stored["yearly_minor"])
        return Tier(stored["from_quantity"], monthly, yearly)

    return Terms(
        **{name: getattr(row, name) for name in _SAME},
        monthly=money(row.monthly_minor),
        yearly=money(row.yearly_minor),
        quotas=dict(row.quotas),
        usage_prices={name: Money(minor, row.currency) for name, minor in row.usage_prices.items()},
        tiers=tuple(map(tier, row.tiers)),
    )
