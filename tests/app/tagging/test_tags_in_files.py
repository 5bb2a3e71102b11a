"""Tags go into files by name and come back from them; what cannot be is said of the row."""

import csv

import pytest

from app.core.listing import ListQuery, Selection
from app.customers.bulk_changes import TagCustomers
from app.customers.drafts import CustomerDraft
from app.exchange.export_schemas import ExportOrder, Format
from app.exchange.options import Options
from app.tags.drafts import TagDraft


@pytest.fixture
def tags(services):
    return {name: services.tags.add(TagDraft(name)) for name in ("VIP", "Café", "Old")}


def row_of(services, email):
    [found] = services.customers.first(ListQuery(text=email), 5)
    return found


def test_tags_go_out_and_come_in_by_name(services, tags, tmp_path):
    one = services.customers.create(
        CustomerDraft("ann@x.example", "Ann", "Roe", tags=frozenset(tags.values()))
    )
    services.tags.edit(tags["Old"], 1, TagDraft("Old", active=False))
    path = tmp_path / "out.csv"
    columns = ("email", "tags")
    services.exports.run(path, ExportOrder(Format.CSV, Selection(ids=(one,)), columns, sort="tags"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["E-mail", "Tags"], ["ann@x.example", "Café, VIP"]]

    path = tmp_path / "in.csv"
    path.write_text(
        "E-mail,First name,Last name,Tags\n"
        'ann@x.example,Ann,Roe,"vip"\n'
        "bob@x.example,Bob,Roe,CAFE;VIP\n"
        "cy@x.example,Cy,Roe,\n"
        "di@x.example,Di,Roe,VIP; Gold\n",
        encoding="utf-8",
    )
    rehearsal = services.exchange.rehearse(path)
    bad = [row for row in rehearsal.rows if row.problems]
    assert [row.problems[0].message for row in bad] == [
        "There is no tag “Gold”. Add it first: Tools ▸ Tags…"
    ]
    [change] = next(row for row in rehearsal.rows if row.line == 2).changes
    assert (change.old, change.new) == ("Café, Old, VIP", "Old, VIP")
    services.exchange.run(path, options=Options(skip_errors=True))
    shown = {
        email: [chip.name for chip in row_of(services, email).tags]
        for email in ("ann@x.example", "bob@x.example", "cy@x.example")
    }
    assert shown == {
        "ann@x.example": ["VIP"],
        "bob@x.example": ["Café", "VIP"],
        "cy@x.example": [],
    }
    # What nobody sees stays.
    assert tags["Old"] in services.customers.show(one).tags


def test_changes_of_tags_are_told(services, tags):
    one = services.customers.create(CustomerDraft("a@x.example", "Ann", "Roe"))
    services.bulk.run(Selection(ids=(one,)), TagCustomers(add=(tags["VIP"],)))
    [told] = [row for row in services.customers.history(one) if row.field == "Tags"]
    assert (told.old, told.new, told.restorable) == ("", "VIP", True)
    services.undo.restore(one, told.seq, "tags")
    assert services.customers.show(one).tags == frozenset()
