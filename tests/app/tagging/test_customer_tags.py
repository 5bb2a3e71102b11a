"""Customers carry tags: a field like any other, filtered, merged, told and undone by names."""

from dataclasses import replace

import pytest

from app.core.conditions import Condition, Op
from app.core.errors import Invalid
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.customers.bulk_changes import TagCustomers
from app.customers.drafts import CompanyDraft, CustomerDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.tags.drafts import TagDraft
from app.tags.schemas import TagColour

ACME = CompanyDraft("Acme", address_line1="Weg 1", country="CH", admin_first_name="Zoë",
                    admin_last_name="Ng", admin_email="zoe@acme.example",
                    admin_password="Correct-horse-9")  # fmt: skip


@pytest.fixture
def tags(services):
    """The ids of some tags by name."""
    return {name: services.tags.add(TagDraft(name)) for name in ("VIP", "New", "Trial", "Alt")}


@pytest.fixture
def profile(desk_db, admin):
    """A function that gives what a customer's window begins with: version and fields."""

    def read(customer_id):
        with desk_db.reading(admin) as session:
            found = session.get(Customer, customer_id)
            return found.version, profile_of(found)

    return read


def jane(services, *ids, email="jane@roe.example"):
    draft = CustomerDraft(email, "Jane", email[:4].title(), tags=frozenset(ids))
    return services.customers.create(draft)


def listed(services, op, value=None, **more):
    asked = ListQuery(conditions=(Condition("tags", op, value),), **more)
    found = services.customers.first(asked, 50)
    ids = list(services.customers.ids(asked, Progress()))
    assert [row.id for row in found] == ids
    assert services.customers.count(asked) == len(ids)
    return set(ids)


def shown(services, customer_id):
    [row] = services.customers.rows([customer_id])
    detail = services.customers.show(customer_id)
    assert row.tags == detail.chips
    return [chip.name for chip in row.tags]


def test_tags_are_kept_shown_and_told_by_name(services, tags, profile):
    company = services.customers.create_company(replace(ACME, tags=frozenset({tags["VIP"]})))
    assert shown(services, company.customer_id) == ["VIP"]
    one = jane(services, tags["VIP"], tags["New"])
    version, base = profile(one)
    mine = replace(base, tags=base.tags | {tags["Trial"]}, city="Bern")
    theirs = replace(base, tags=base.tags - {tags["VIP"]})
    services.customers.edit(one, version, base, theirs)
    receipt = Receipt()
    services.customers.noting(receipt).edit(one, version, base, mine)
    assert receipt.merged == ("tags",)
    assert shown(services, one) == ["New", "Trial"]

    told = [(row.field, row.old, row.new) for row in services.customers.history(one)]
    assert ("Tags", "New", "New, Trial") in told
    assert ("Tags", "New, VIP", "New") in told
    services.undo.undo(receipt.command)
    assert shown(services, one) == ["New"]


def test_a_step_is_undone_though_other_tags_came_since(services, tags):
    one, receipt = jane(services), Receipt()
    change = TagCustomers(add=(tags["VIP"],))
    services.bulk.noting(receipt).run(Selection(ids=(one,)), change)
    services.bulk.run(Selection(ids=(one,)), TagCustomers(add=(tags["New"],)))
    assert services.undo.preview(receipt.command).refused_total == 0
    assert services.undo.steps().undo.title == "Change the tags of Jane Jane"
    services.undo.undo(receipt.command)
    assert shown(services, one) == ["New"]


def test_customers_are_found_by_their_tags(services, tags):
    vip, new = tags["VIP"], tags["New"]
    none, one, both = (
        jane(services, *ids, email=f"{place}@x.example")
        for place, ids in enumerate(((), (vip,), (vip, new)))
    )
    assert listed(services, Op.IN, (vip,)) == {one, both}
    assert listed(services, Op.IN, (new, None)) == {none, both}
    assert listed(services, Op.ALL_OF, (vip, new)) == {both}
    assert listed(services, Op.NOT_IN, (new,)) == {none, one}
    assert listed(services, Op.BLANK) == {none}
    assert listed(services, Op.FILLED, sort="tags") == {one, both}
    about = services.exports.reach(
        ListQuery(conditions=(Condition("tags", Op.ALL_OF, (vip, new)),))
    ).words
    assert about == "Tags include all of VIP and New"

    # Whom a tag shows on no customer has none of them; one that is gone is named.
    counts = {tag.name: tag.customers for tag in services.tags.list().tags}
    assert counts == {"VIP": 2, "New": 1, "Trial": 0, "Alt": 0}
    services.tags.edit(vip, 1, TagDraft("VIP", active=False))
    assert listed(services, Op.BLANK) == {none, one}
    assert shown(services, both) == ["New"]
    services.tags.remove(new)
    with pytest.raises(Invalid, match="“New” was removed"):
        listed(services, Op.IN, (new,))
    with pytest.raises(Invalid, match="“New” was removed"):
        services.bulk.preview(
            Selection(ListQuery(conditions=(Condition("tags", Op.IN, (new,)),))),
            TagCustomers(add=(vip,)),
        )


def test_tags_go_on_and_off_many_at_once(services, tags):
    vip, new = tags["VIP"], tags["New"]
    ids = tuple(jane(services, new, email=f"{place}@x.example") for place in range(3))
    change, receipt = TagCustomers((vip,), (new,)), Receipt()
    found = services.bulk.preview(Selection(ids=ids), change)
    assert (found.changing, found.samples[0].field) == (3, "Tags")
    assert (found.samples[0].old, found.samples[0].new) == ("New", "VIP")
    done = services.bulk.noting(receipt).run(Selection(ids=ids), change, snapshot=found.snapshot)
    assert (done.changed, listed(services, Op.IN, (vip,))) == (3, set(ids))
    assert services.bulk.run(Selection(ids=ids), change).unchanged == 3
    services.undo.undo(receipt.command)
    assert listed(services, Op.IN, (new,)) == set(ids)
    services.undo.redo(receipt.command)
    assert listed(services, Op.IN, (vip,)) == set(ids)


def test_what_cannot_be_is_said(services, profile):
    many = [services.tags.add(TagDraft(f"T{place}")) for place in range(31)]
    full = jane(services, *many[:30])
    with pytest.raises(Invalid, match="can carry 30 tags"):
        jane(services, *many)
    with pytest.raises(Invalid, match="no tag with the number 999"):
        jane(services, 999, email="x@x.example")
    version, base = profile(full)
    with pytest.raises(Invalid, match="can carry 30 tags"):
        services.customers.edit(full, version, base, replace(base, tags=base.tags | {many[30]}))
    refused = services.bulk.run(Selection(ids=(full,)), TagCustomers(add=(many[30],))).refused
    assert "can carry 30 tags" in refused[0].why
    for change, said in (
        (TagCustomers(), "at least one tag"),
        (TagCustomers((many[0],), (many[0],)), "put on and taken off"),
        (TagCustomers((999,)), "no tag with the number 999"),
    ):
        with pytest.raises(Invalid, match=said):
            services.bulk.run(Selection(ids=(full,)), change)


def test_colours_are_told_with_the_name(services):
    tag = services.tags.add(TagDraft("Red one", TagColour.RED))
    [chip] = services.customers.show(jane(services, tag)).chips
    assert (chip.id, chip.name, chip.colour) == (tag, "Red one", TagColour.RED)
