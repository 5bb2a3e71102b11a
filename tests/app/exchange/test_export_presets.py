"""Ways to export under a name: those that ship, one's own, and those others share."""

import csv
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.errors import Conflict, Invalid, NotFound
from app.core.listing import Selection
from app.customers.drafts import CompanyDraft
from app.customers.model import Customer
from app.customers.queries import SORTS
from app.exchange.export_schemas import (
    ALL,
    COLUMNS,
    SORTABLE,
    ExportOrder,
    Format,
    PresetDraft,
    suggested_name,
)
from app.exchange.model import ExportPreset
from app.exchange.presets import SHIPPED
from app.staff.schemas import StaffDraft

MINE = PresetDraft("Calls", Format.CSV, ("phone", "name"), "name", descending=True)


@pytest.fixture
def others(services, acting):
    """A function that gives the services of another member of the staff, in some role."""
    sam = services.staff.add(StaffDraft("Sam", "sam@example.org", 1), "Correct-horse-9")
    return lambda role="Manager": acting(role, staff_id=sam)


def named(services, name):
    return next(preset for preset in services.exports.presets() if preset.name == name)


def test_what_ships_can_be_exported(services):
    assert [preset.name for preset in services.exports.presets()] == [
        "Renewal list", "Contact list", "Address list", "Everything",
    ]  # fmt: skip
    for preset in SHIPPED:
        assert set(preset.columns) <= set(COLUMNS)
        assert preset.sort in {"", *SORTABLE}
        assert set(preset.headings) <= set(preset.columns)
    assert named(services, "Everything").columns == tuple(COLUMNS)


def test_what_can_be_sorted_by_is_what_the_list_sorts_by():
    assert set(SORTABLE) == set(SORTS) & set(COLUMNS)


def test_the_contact_list_has_its_four_columns_and_each_address_once(
    services, write, tmp_path, desk_db
):
    lines = "b@b.org,Bea,Bell\na@a.org,Ada,Able\nc@c.org,Cy,Cole\n"
    services.exchange.run(write(f"E-mail,First name,Last name\n{lines}"))
    with desk_db.transaction(SYSTEM) as session:
        # Only a deleted customer's address may be somebody else's too.
        cy = session.scalars(sa.select(Customer).where(Customer.email == "c@c.org")).one()
        gone = cy.id
    services.lifecycle.delete([gone])
    services.exchange.run(write("E-mail,First name,Last name\nc@c.org,Cyra,Cook\n"))
    with desk_db.reading(SYSTEM) as session:
        ids = tuple(session.scalars(sa.select(Customer.id).order_by(Customer.id)))
    preset = named(services, "Contact list")
    path = tmp_path / "contacts.csv"
    order = ExportOrder(
        preset.form, Selection(ids=ids), preset.columns, sort=preset.sort,
        each_email_once=preset.each_email_once, headings=preset.headings,
    )  # fmt: skip
    result = services.exports.run(path, order)
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["Name", "Email", "License Count", "Soonest Expiry"]
    assert rows == [
        ["Ada Able", "a@a.org", "0", ""], ["Bea Bell", "b@b.org", "0", ""],
        ["Cy Cole", "c@c.org", "0", ""],
    ]  # fmt: skip
    assert (result.rows, result.notes[0][:18]) == (3, "1 row was left out")


def test_the_renewal_list_begins_with_who_was_silent_longest(
    services, write, tmp_path, clock, desk_db
):
    services.exchange.run(write("E-mail,First name\nn@n.org,New\no@o.org,Old\nz@z.org,Zero\n"))
    with desk_db.transaction(SYSTEM) as session:
        for email, days in (("n@n.org", 3), ("o@o.org", 300)):
            found = session.scalars(sa.select(Customer).where(Customer.email == email)).one()
            found.last_activity_at = clock.now() - timedelta(days=days)
    preset = named(services, "Renewal list")
    assert {"phone", "email", "owner", "licenses", "contact_name"} < set(preset.columns)
    path = tmp_path / "calls.csv"
    order = ExportOrder(Format.CSV, ALL, preset.columns, sort=preset.sort)
    services.exports.run(path, order)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["Name", "Old", "New", "Zero"]


@pytest.mark.usefixtures("company")
def test_a_primary_contact_is_exported_with_the_customer(services, tmp_path):
    path = tmp_path / "calls.csv"
    columns = ("company", "contact_name", "contact_phone", "contact_email")
    services.exports.run(path, ExportOrder(Format.CSV, columns=columns))
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert header == [
        "Company", "Primary contact", "Primary contact’s phone", "Primary contact’s e-mail",
    ]  # fmt: skip
    assert row == ["Acme", "Ann Other", "+41 44 668 18 00", "ann@acme.example"]


@pytest.fixture
def company(services):
    return services.customers.create_company(
        CompanyDraft(
            "Acme", address_line1="Weg 1", country="CH", admin_first_name="Zoë",
            admin_last_name="Ng", admin_email="zoe@acme.example",
            admin_password="Correct-horse-9", contact_name="Ann Other",
            contact_phone="+41 44 668 18 00", contact_email="ann@acme.example",
        )
    )  # fmt: skip


def test_a_saved_preset_is_its_makers_alone(services, others):
    services.exports.save_preset(MINE)
    kept = named(services, "Calls")
    assert (kept.form, kept.columns, kept.sort, kept.descending, kept.mine, kept.shared) == (
        Format.CSV, ("phone", "name"), "name", True, True, False,
    )  # fmt: skip
    assert "Calls" not in {preset.name for preset in others().exports.presets()}
    with pytest.raises(NotFound, match="no longer exists"):
        others().exports.remove_preset(kept.id)


def test_a_shared_preset_is_everybodys_to_use_and_the_makers_to_change(services, others):
    services.exports.save_preset(replace(MINE, shared=True))
    found = named(others(), "Calls")
    assert (found.mine, found.owner) == (False, "Ada Admin")
    with pytest.raises(Conflict, match="somebody else"):
        others().exports.save_preset(MINE, found.id, found.version)
    # Who sets up the organization may tidy up.
    assert named(others("Admin"), "Calls").mine
    others("Admin").exports.remove_preset(found.id)
    assert "Calls" not in {preset.name for preset in services.exports.presets()}


def test_a_preset_is_replaced_only_as_it_was_seen(services):
    made = services.exports.save_preset(MINE)
    assert services.exports.save_preset(replace(MINE, columns=("name",)), made, 1) == made
    with pytest.raises(Conflict, match="meanwhile"):
        services.exports.save_preset(MINE, made, 1)
    services.exports.remove_preset(made)
    with pytest.raises(NotFound):
        services.exports.save_preset(MINE, made, 2)
    with pytest.raises(NotFound):
        services.exports.remove_preset(made)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"), ({"name": "x" * 101}, "name"), ({"columns": ()}, "columns"),
        ({"columns": ("name", "shoe_size")}, "columns"), ({"columns": ("name", "name")}, "columns"),
        ({"name": "contact LIST"}, "name"),
    ],
)  # fmt: skip
def test_a_preset_that_cannot_be_is_refused_at_its_field(services, wrong, field):
    with pytest.raises(Invalid) as refused:
        services.exports.save_preset(replace(MINE, **wrong))
    assert set(refused.value.fields) == {field}


def test_a_name_is_used_once_by_each(services, others):
    made = services.exports.save_preset(MINE)
    with pytest.raises(Invalid, match="already") as refused:
        services.exports.save_preset(replace(MINE, name="CALLS"))
    assert refused.value.existing == {"name": made}
    others().exports.save_preset(MINE)
    services.exports.save_preset(replace(MINE, name="calls"), made, 1)
    with pytest.raises(NotFound, match="sorted"):
        services.exports.save_preset(replace(MINE, name="New", sort="shoe_size"))


def test_columns_another_version_knew_are_left_out(services, desk_db):
    made = services.exports.save_preset(MINE)
    with desk_db.transaction(SYSTEM) as session:
        row = session.get(ExportPreset, made)
        row.columns, row.sort = ["name", "shoe_size"], "shoe_size"
    assert (named(services, "Calls").columns, named(services, "Calls").sort) == (("name",), "")


def test_a_file_is_called_after_its_preset_and_day(clock):
    day = clock.now().date()
    assert suggested_name(Format.CSV, day) == "customers-2026-11-20.csv"
    assert suggested_name(Format.PDF, day, "Who to call?") == "who-to-call-2026-11-20.pdf"
