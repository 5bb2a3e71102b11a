"""Orders on both databases: placed for old and new customers, priced, edited, found."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
import sqlalchemy as sa

from app.billing.model import BillingProfile, TaxRate
from app.core.errors import Conflict, Invalid, NotFound, PermissionDenied, Stale
from app.core.listing import Condition, ListQuery, Op
from app.core.money import Money
from app.core.progress import Progress
from app.orders.drafts import AddressDraft, OrderDraft, TrackingDraft, draft_of
from app.orders.model import Order, OrderLine
from app.orders.schemas import OrderPayment, OrderStatus
from tests.app.orders.conftest import BERLIN, NEW, eur, line

TODAY = date(2026, 11, 20)  # as the `clock` fixture has it
S, P = OrderStatus, OrderPayment


def test_an_order_keeps_what_was_asked_for(services, order):
    one = order(
        line(quantity=3, sku="DNG-1", discount=eur(70)),
        line(name="Guide", unit=eur(999), tax_category="books"),
        line(name="Courier", unit=eur(500), tax=eur(11)),
        expected_on=date(2026, 12, 1), payment_method="Invoice", instructions="Ring twice",
    )  # fmt: skip

    found = services.orders.show(one)
    assert (found.number, found.status, found.payment_status) == (
        "ORD-000001",
        S.PENDING,
        P.PENDING,
    )
    # 59.00 at 19 % is 11.21; 9.99 at 7 % is 0.6993, rounded once for the line.
    assert [(one.tax.minor, one.tax_ppm, one.total.minor) for one in found.lines] == [
        (1121, 190_000, 7021), (70, 70_000, 1069), (11, None, 511),
    ]  # fmt: skip
    assert (found.subtotal, found.discount) == (eur(5970 + 999 + 500), eur(70))
    assert (found.tax, found.total) == (eur(1202), eur(8601))
    assert (found.ordered_on, found.billing_address, found.customer) == (TODAY, BERLIN, "Jane Roe")
    assert found.shipping_address == AddressDraft("Jane Roe")
    assert [(step.old, step.new, step.by) for step in found.history] == [
        ("", "pending", "Ada Admin")
    ]
    assert found.next == (S.PROCESSING, S.CANCELLED)
    [row] = services.orders.first(ListQuery("jane"), 5)
    assert (row.items, row.total, row.invoiced) == (3, eur(8601), False)
    assert services.orders.find(" ord-000001 ") == services.orders.find(str(one)) == one


@pytest.mark.usefixtures("rates")
def test_a_new_customer_comes_with_the_order_or_not_at_all(services, acting, jane):
    draft = OrderDraft(None, NEW, items=(line(),), billing_address=BERLIN)
    for broken, field in (
        (replace(draft, items=(line(quantity=0),)), "items.0.quantity"),
        (replace(draft, new_customer=replace(NEW, email="nobody")), "new_customer.email"),
        (replace(draft, customer_id=jane), "customer_id"),
    ):
        with pytest.raises(Invalid) as refusal:
            services.orders.create(broken)
        assert field in refusal.value.fields
    assert services.customers.count(ListQuery()) == 1
    with pytest.raises(Invalid) as taken:
        services.orders.create(replace(draft, new_customer=replace(NEW, email="JANE@roe.example")))
    assert taken.value.existing == {"new_customer.email": jane}
    with pytest.raises(PermissionDenied):
        acting("Viewer").orders.create(draft)

    made = services.orders.create(draft)
    assert made.customer_created
    assert services.customers.show(made.customer_id).email == "new@doe.example"


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"customer_id": None}, "customer_id", "Choose the customer"),
        ({"items": ()}, "items", "at least one item"),
        ({"items": (line(name=" "),)}, "items.0.name", "what is sold"),
        ({"items": (line(quantity=-1),)}, "items.0.quantity", "between 1 and 1,000,000"),
        ({"items": (line(unit=None),)}, "items.0.unit", "price of one"),
        ({"items": (line(unit=eur(-1)),)}, "items.0.unit", "cannot be negative"),
        ({"items": (line(), line(discount=eur(1991)))}, "items.1.discount", "above the item's"),
        ({"items": (line(discount=eur(-1)),)}, "items.0.discount", "cannot be negative"),
        ({"items": (line(tax=eur(-1)),)}, "items.0.tax", "cannot be negative"),
        ({"items": (line(unit=Money(5, "USD")),)}, "items.0.unit", "This order is in EUR"),
        ({"items": (line(tax_category="ghosts"),)}, "items.0.tax", "No tax rate is known for Ger"),
        ({"items": (line(unit=eur(2**62), quantity=4),)}, "items", "too large"),
        ({"billing_address": AddressDraft()}, "items.0.tax", "Tax follows the country"),
        ({"billing_address": AddressDraft(country="Mordor")}, "billing_address.country", "ISO"),
        ({"currency": "EURO"}, "currency", "Choose the currency"),
        ({"expected_on": date(2026, 11, 19)}, "expected_on", "before the order"),
        ({"payment_method": "x" * 101}, "payment_method", "100"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(services, order, values, field, said):
    with pytest.raises(Invalid) as refusal:
        order(**values)

    assert said in refusal.value.fields[field]
    assert services.orders.count(ListQuery()) == 0


def test_tax_follows_country_day_and_profile(services, order, jane, stored):
    lately = services.orders.show(order(ordered_on=date(2020, 8, 1)))
    assert lately.lines[0].tax_ppm == 160_000
    stored(TaxRate(country="JP", category="standard", name="消費税", ppm=100_000,
                   valid_from=date(2019, 10, 1)))  # fmt: skip
    yen = Money(1_999, "JPY")
    abroad = order(line(unit=yen), currency="JPY", billing_address=replace(BERLIN, country="JP"))
    assert services.orders.show(abroad).total == Money(2_199, "JPY")
    stored(BillingProfile(customer_id=jane, name="Roe Ltd", address_line1="Allee 2", city="Bonn",
                          country="DE", tax_exempt=True))  # fmt: skip
    exempt = services.orders.show(order(billing_address=None))
    assert (exempt.tax, exempt.billing_address.name) == (eur(0), "Roe Ltd")
    begun = services.orders.start(jane)
    assert (begun.billing_address.city, begun.shipping_address.name) == ("Bonn", "Jane Roe")
    assert (begun.currency, begun.customer) == ("EUR", "Jane Roe")


def test_edits_reprice_and_join(services, order, desk_db, admin):
    one = order(line(quantity=2))
    base = draft_of(services.orders.show(one))
    mine = replace(base, items=(*base.items, line(name="Cable", unit=eur(100))), notes="Call first")
    theirs = replace(base, carrier="DHL")
    assert services.orders.edit(one, 1, base, theirs) == 2
    services.orders.edit(one, 1, base, mine)

    found = services.orders.show(one)
    assert (found.carrier, found.notes) == ("DHL", "Call first")
    assert [row.name for row in found.lines] == ["Dongle", "Cable"]
    assert found.total == eur(3980 + 756 + 100 + 19)
    with pytest.raises(Stale, match="Carrier meanwhile"):
        services.orders.edit(one, 1, base, replace(base, carrier="UPS"))
    with pytest.raises(Conflict, match="Reload it"):
        services.orders.edit(one, 1, None, replace(base, carrier="UPS"))
    with pytest.raises(Invalid, match="stays with its customer"):
        services.orders.edit(one, found.version, None, replace(mine, customer_id=4711))
    with pytest.raises(Invalid, match="at least one item"):
        services.orders.edit(one, found.version, None, replace(mine, items=()))
    renamed = replace(draft_of(found), items=(replace(base.items[0], name="Key"), mine.items[1]))
    assert services.orders.edit(one, found.version, None, renamed) == found.version + 1
    # A rate of today does not change what was sold before: nothing of the money was touched.
    with desk_db.transaction(admin, "test") as session:
        session.execute(sa.update(TaxRate).values(ppm=1))
    now = services.orders.show(one)
    services.orders.edit(one, now.version, None, replace(draft_of(now), notes="Done"))
    assert services.orders.show(one).tax == now.tax


def test_what_is_on_an_invoice_or_over_stays(services, order, desk_db, admin):
    one = order()
    with desk_db.transaction(admin, "test") as session:
        session.get_one(Order, one).invoice_id = 7
    base = draft_of(services.orders.show(one))
    version = services.orders.show(one).version
    with pytest.raises(Conflict, match="ORD-000001 is on an invoice, so its items"):
        services.orders.edit(one, version, base, replace(base, items=(line(quantity=2),)))
    services.orders.edit(one, version, base, replace(base, carrier="DHL"))
    refused = services.orders.cancel([one]).refused
    assert "Void that invoice" in refused[0][1]

    other = order()
    services.orders.cancel([other], "Changed their mind")
    base = draft_of(services.orders.show(other))
    with pytest.raises(Conflict, match="enter a new order"):
        services.orders.edit(other, 2, base, replace(base, carrier="DHL"))
    with pytest.raises(Conflict, match="ORD-000002 is cancelled"):
        services.orders.tracking(other, TrackingDraft("1Z"))


def test_lists_are_found_by_customer_number_and_parcel_in_scope(
    services, order, acting, john, jane
):
    mine = order()
    theirs = services.orders.create(
        OrderDraft(john, items=(line(),), billing_address=BERLIN, tracking_number="1Z-999")
    ).id
    assert [row.id for row in services.orders.first(ListQuery("1z-999"), 9)] == [theirs]
    asked = ListQuery(conditions=(Condition("customer_id", Op.IN, (jane,)),))
    assert list(services.orders.ids(asked, Progress())) == [mine]
    base = services.customers.show(john)
    assert base.name == "John Doe"
    stranger = acting("Support Staff", staff_id=9)
    assert stranger.orders.count(ListQuery()) == 0
    with pytest.raises(NotFound, match="not yours to see"):
        stranger.orders.show(mine)
    with pytest.raises(NotFound):
        stranger.orders.find("ORD-000001")
    assert stranger.orders.update_status([mine], S.PROCESSING).refused[0][0] == mine


def test_a_deleted_customer_orders_nothing(services, order, jane):
    services.lifecycle.delete([jane])
    with pytest.raises(Conflict, match="restore it first"):
        order()
    assert services.orders.count(ListQuery()) == 0


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_database_itself_keeps_sums_that_add_up(order, desk_db, admin):
    one = order(line(quantity=2, discount=eur(10)))
    for wrong in ({"quantity": 0}, {"discount_minor": 3981}, {"total_minor": 1}):
        with pytest.raises(sa.exc.IntegrityError), desk_db.transaction(admin, "test") as session:
            session.execute(sa.update(OrderLine).where(OrderLine.order_id == one).values(**wrong))


def test_random_orders_are_stored_as_they_are_reckoned(services, order):
    rng = Random(5)
    for _round in range(6):
        items = tuple(
            line(
                quantity=(quantity := rng.randint(1, 50)),
                unit=eur(unit := rng.randint(0, 99_999)),
                discount=eur(rng.randint(0, unit * quantity)),
                tax=eur(rng.randint(0, 999)) if rng.random() < 0.2 else None,
                tax_category=rng.choice(["standard", "books"]),
            )
            for _item in range(rng.randint(1, 8))
        )
        found = services.orders.show(order(*items))
        assert found.total == sum((one.total for one in found.lines), eur(0))
        assert found.total == found.subtotal - found.discount + found.tax
        for one, asked in zip(found.lines, items, strict=True):
            assert one.total.minor == asked.net_minor + one.tax.minor
