"""An order goes onto the monthly invoice to the cent, and stays as it is while it is there."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import Conflict
from app.core.listing import ListQuery
from app.orders.drafts import draft_of
from app.orders.schemas import OrderStatus
from tests.app.orders.conftest import eur, line

NOVEMBER = date(2026, 11, 1)


@pytest.mark.parametrize("rounding", ["line", "document"])
def test_the_invoice_asks_for_what_the_order_said(services, order, rounding):
    settings = services.organization.settings()
    services.organization.save(replace(settings, tax_rounding=rounding))
    one = order(
        *(line(name=f"Part {number}", unit=eur(133 + number)) for number in range(5)),
        line(name="Guide", unit=eur(333), quantity=3, discount=eur(7), tax_category="books"),
        line(name="Courier", unit=eur(55), tax=eur(3)),
    )
    before = services.orders.show(one)
    services.orders.cancel([order()], "Not to be billed")

    preview = services.billing_runs.preview(NOVEMBER)
    services.billing_runs.run(NOVEMBER, preview.digest)

    [row] = services.invoices.first(ListQuery(), 5)
    assert row.total == before.total
    now = services.orders.show(one)
    assert (now.invoice_id, now.total, now.next) == (
        row.id,
        before.total,
        (OrderStatus.PROCESSING,),
    )
    base = draft_of(now)
    with pytest.raises(Conflict, match="is on an invoice"):
        services.orders.edit(one, now.version, base, replace(base, items=base.items[:1]))
    assert "Void that invoice" in services.orders.cancel([one]).refused[0][1]
    again = services.billing_runs.preview(NOVEMBER)
    assert again.invoices == ()

    services.invoices.void(row.id, "Typed wrong")
    assert services.orders.show(one).invoice_id is None
    assert services.orders.cancel([one]).done == (one,)
