"""What a person fills in about a subscription, and the rules it must meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from app.catalogue.terms import Cycle
from app.core.draft import Draft
from app.core.money import Money
from app.core.text import N_, _

MOST_UNITS = 1_000_000
_NOTE = {"note": (10_000, N_("Note"))}


@dataclass(frozen=True, slots=True)
class SubscriptionDraft(Draft):
    """A new subscription.

    Without `unit_price` the plan's own price holds, without `started_on` it starts today.
    `trial_ends_on` is the last day of its trial, after which the first period begins.
    """

    customer_id: int | None = None
    plan_id: int | None = None
    cycle: Cycle = Cycle.YEARLY
    quantity: int = 1
    unit_price: Money | None = None
    started_on: date | None = None
    trial_ends_on: date | None = None
    renews: bool = True
    note: str = ""

    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = _NOTE

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What can be judged without the plan."""
        found = _quantity_and_price(values)
        if values["customer_id"] is None:
            found["customer_id"] = _("Choose the customer.")
        if values["plan_id"] is None:
            found["plan_id"] = _("Choose a plan.")
        started, trial = values["started_on"], values["trial_ends_on"]
        if started and trial and trial < started:
            found["trial_ends_on"] = _("The trial cannot end before the start.")
        return found


@dataclass(frozen=True, slots=True)
class ChangeDraft(Draft):
    """Another plan, cycle or quantity for a subscription; no `unit_price` is the plan's own."""

    plan_id: int | None = None
    cycle: Cycle = Cycle.YEARLY
    quantity: int = 1
    unit_price: Money | None = None

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What can be judged without the plan."""
        found = _quantity_and_price(values)
        if values["plan_id"] is None:
            found["plan_id"] = _("Choose a plan.")
        return found


def _quantity_and_price(values: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    if not 1 <= values["quantity"] <= MOST_UNITS:
        found["quantity"] = _("The quantity must be between 1 and %s.") % f"{MOST_UNITS:,}"
    price = values["unit_price"]
    if price is not None and price.minor < 0:
        found["unit_price"] = _("A price cannot be negative. Enter 0 if it is free.")
    return found
