"""`desk orders`: placed from JSON, listed, shown, let go on, cancelled."""

import json
from datetime import date

import pytest

from app.billing.model import TaxRate
from app.core.access import SYSTEM
from app.core.engine import Address, Database

JANE = {"email": "jane@roe.example", "first_name": "Jane", "last_name": "Roe"}
ORDER = {
    "new_customer": JANE,
    "items": [
        {"name": "Dongle", "sku": "DNG-1", "quantity": 3, "unit": "19.90", "discount": "0.70"},
        {"name": "Courier", "unit": "5", "tax": "0.11"},
    ],
    "billing_address": {"city": "Berlin", "country": "DE"},
}


@pytest.fixture
def engine_name():
    """What the command line does is the same on each engine; other tests prove that."""
    return "sqlite"


@pytest.fixture
def place(ask, tmp_path, written):
    """A function that places an order from JSON."""
    database = Database(Address.parse(written))
    with database.transaction(SYSTEM, "test") as session:
        session.add(TaxRate(country="DE", category="standard", name="VAT", ppm=190_000,
                            valid_from=date(2020, 1, 1)))  # fmt: skip
    database.close()

    def create(**values):
        path = tmp_path / "order.json"
        path.write_text(json.dumps(ORDER | values), encoding="utf-8")
        return ask("orders", "create", path)

    return create


def test_an_order_is_placed_shown_and_let_go_on(ask, place):
    status, out, said = place()
    assert (status, said) == (0, ["A new customer was created.", "ORD-000001 was placed."])
    assert json.loads(out)["number"] == "ORD-000001"
    shown = json.loads(ask("orders", "show", "ord-000001")[1])
    assert shown["total"] == {"minor": 7532, "currency": "EUR", "amount": "75.32"}
    assert [line["tax_ppm"] for line in shown["lines"]] == [190_000, None]
    assert shown["next"] == ["processing", "cancelled"]

    assert ask("orders", "status", "processing", "1", "--note", "Picked")[0] == 0
    status, out, said = ask("orders", "status", "refunded", "1")
    assert (status, json.loads(out)["done"]) == (1, [])
    assert said[-1].startswith("ORD-000001 is being processed.")
    status, _out, said = ask("orders", "status", "delivered", "1", "--on", "2999-01-01")
    assert (status, said[-1]) == (1, "on: That day has yet to come. Enter the day of delivery.")
    assert ask("orders", "status", "pending", "1", "--correct", "--note", "Wrong one")[0] == 0
    status, _out, said = ask("orders", "cancel", "1")
    assert (status, said[-1].startswith("Nobody is there to ask")) == (2, True)
    assert ask("orders", "cancel", "1", "--yes", "--reason", "Too late")[0] == 0
    history = json.loads(ask("orders", "show", "1")[1])["history"]
    assert [(step["new"], step["note"]) for step in history] == [
        ("cancelled", "Too late"), ("pending", "Wrong one"), ("processing", "Picked"),
        ("pending", ""),
    ]  # fmt: skip


def test_orders_are_listed_and_exported_as_asked(ask, place, tmp_path):
    place()
    place(new_customer=JANE | {"email": "ann@roe.example", "first_name": "Ann"})
    listed = json.loads(ask("orders", "list", "--sort", "number", "--limit", "1")[1])
    assert (listed["total"], [row["number"] for row in listed["rows"]]) == (2, ["ORD-000001"])
    asked = ("orders", "list", "--customer", "ann@roe.example", "--status", "pending")
    assert [row["customer"] for row in json.loads(ask(*asked)[1])["rows"]] == ["Ann Roe"]
    assert json.loads(ask("orders", "list", "--payment", "paid")[1])["total"] == 0
    for wrong in (("--status", "lost"), ("--payment", "x"), ("--sort", "x")):
        assert ask("orders", "list", *wrong)[0] == 2
        assert ask("orders", "export", tmp_path / "o.csv", *wrong)[0] == 2
    path, asked = tmp_path / "o.csv", asked[2:]
    told = ask("orders", "export", path, *asked, "--columns", "customer,total", "--why", "Audit")
    assert told[2][-1] == f"1 order saved in {path}."
    [header, row] = path.read_text("utf-8-sig").splitlines()
    assert (header, row[:8], row[-4:]) == ("Customer,Total,Currency", "Ann Roe,", ",EUR")
    assert ask("orders", "export", tmp_path / "o.doc")[0] == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"items": []}, "items: Add at least one item."),
        ({"items": [{"name": "x", "unit": 19.9}]}, "items.0.unit: Write the amount as text"),
        ({"items": [{"name": "x", "unit": "1.999"}]}, "items.0.unit: Amounts in EUR have at mos"),
        ({"items": [{"name": "x", "unit": "1", "quantity": 0}]}, "items.0.quantity: The quantity"),
        ({"items": "x"}, "items: Write the items as a list"),
        ({"surprise": 1}, "surprise: There is no such field."),
        ({"ordered_on": "soon"}, "ordered_on: Write the day like 2026-12-31."),
        ({"customer": "nobody@x.example"}, "customer: No customer has the ID"),
        ({"billing_address": {"country": "FR"}}, "items.0.tax: No tax rate is known for France"),
    ],
)
def test_what_cannot_be_placed_is_said_and_nothing_is_kept(ask, place, values, said):
    status, out, told = place(**values)
    assert (status, out) == (1, "")
    assert told[-1].startswith(said)
    assert json.loads(ask("orders", "list")[1])["total"] == 0
    assert ask("orders", "show", "ORD-000001")[0] == 1
