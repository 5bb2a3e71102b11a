"""Tags go into files by name and come back from them; what cannot be is said of the row."""

import csv
from dataclasses import replace

import pytest

from app.core.access import Permission
from app.core.errors import PermissionDenied
from app.core.listing import ListQuery, Selection
from app.customers.bulk_changes import TagCustomers
from app.customers.drafts import CustomerDraft
from app.exchange.export_schemas import ExportOrder, Format
from app.exchange.options import Options
from app.services import Services
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
        (
            "There is no tag “Gold”. Choose “Create tags that do not exist yet”, or add it: "
            "Tools ▸ Tags…"
        )
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


LIST = (
    "E-mail,First name,Last name,Tags\n"
    'ann@x.example,Ann,Roe,"vip, gold"\n'
    "bob@x.example,Bob,Roe,GOLD; Grand  Café\n"
    "no mail,Cy,Roe,Silver\n"
)
CREATE = Options(create_tags=True, skip_errors=True)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.mark.usefixtures("tags")
def test_an_import_creates_the_tags_that_are_missing(services, file):
    one = services.customers.create(CustomerDraft("ann@x.example", "Ann", "Roe"))
    assert services.exchange.rehearse(file).new_tags == ()
    rehearsal = services.exchange.rehearse(file, options=CREATE)
    assert rehearsal.new_tags == ("gold", "Grand Café")
    [change] = next(row for row in rehearsal.rows if row.line == 2).changes
    assert (change.old, change.new) == ("", "gold, VIP")
    assert len(services.tags.list().tags) == 3

    done = services.exchange.run(file, options=CREATE)
    assert done.rehearsal.new_tags == ("gold", "Grand Café")
    assert names(services) == {"Café", "gold", "Grand Café", "Old", "VIP"}
    assert worn(services, "ann@x.example") == ["gold", "VIP"]
    assert worn(services, "bob@x.example") == ["gold", "Grand Café"]

    # Once they are there, the same file finds them.
    assert services.exchange.rehearse(file, options=CREATE).new_tags == ()

    services.imports.revert(done.job)
    assert names(services) == {"Café", "Old", "VIP"}
    assert worn(services, "ann@x.example") == []
    services.undo.redo(done.command)
    assert names(services) == {"Café", "gold", "Grand Café", "Old", "VIP"}
    assert worn(services, "bob@x.example") == ["gold", "Grand Café"]
    assert services.undo.steps().undo.title == "Import in.csv (2 rows)"

    # What somebody else was given since stays.
    two = services.customers.create(CustomerDraft("eve@x.example", "Eve", "Roe"))
    gold = services.tags.find("Gold")
    services.bulk.run(Selection(ids=(two,)), TagCustomers(add=(gold,)))
    services.imports.revert(done.job)
    assert names(services) == {"Café", "gold", "Old", "VIP"}
    assert services.customers.show(two).tags == {gold}
    assert services.customers.show(one).tags == frozenset()


LONG = "long " * 10 + "long"


@pytest.mark.usefixtures("tags")
def test_a_new_tag_may_not_be_just_anything(services, tmp_path):
    path = tmp_path / "in.csv"
    rows = [f"c{n}@x.example,Cy,Roe,Tag {n}" for n in range(101)]
    rows.insert(0, f"e@x.example,Ed,Roe,{LONG}")
    path.write_text("\n".join(["E-mail,First name,Last name,Tags", *rows]))
    rehearsal = services.exchange.rehearse(path, options=CREATE)
    said = [row.problems[0].message for row in rehearsal.rows if row.problems]
    assert said == [
        f"“{LONG}”: The name can have 50 characters at most, and has 54. Shorten it.",
        "This file names more than 100 new tags. Look which column is taken for tags.",
    ]
    assert len(rehearsal.new_tags) == 100


@pytest.mark.usefixtures("tags")
def test_who_may_not_look_after_tags_creates_none(desk_db, admin, changes, file):
    allowed = admin.permissions - {Permission.TAGS_MANAGE}
    clerk = Services.build(desk_db, replace(admin, permissions=allowed), changes)
    found = clerk.exchange.rehearse(file).rows[1].problems[0]
    assert found.message == "There is no tag “GOLD”. Ask somebody who looks after tags to add it."
    with pytest.raises(PermissionDenied, match="does not allow creating tags"):
        clerk.exchange.run(file, options=CREATE)


def names(services):
    return {tag.name for tag in services.tags.list().tags}


def worn(services, email):
    return [chip.name for chip in row_of(services, email).tags]
