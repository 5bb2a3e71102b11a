"""Plans to subscribe to."""

import pytest

from tests.app.licensing.conftest import jane, john, make_plan, make_product, stored

__all__ = ["jane", "john", "make_plan", "make_product", "stored"]


@pytest.fixture
def plan(make_product, make_plan) -> int:
    """Sold for 10.00 a month or 100.00 a year, from five on for 90.00."""
    tiers = [{"from_quantity": 5, "monthly_minor": None, "yearly_minor": 9000}]
    return make_plan(make_product(), tiers=tiers)
