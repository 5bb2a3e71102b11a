"""Looking after tags: names, colours, counts, merging, and what follows on customers."""

from dataclasses import replace

import pytest

from app.core.conditions import Condition, Op
from app.core.errors import Cancelled, Conflict, Invalid, NotFound, PermissionDenied
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.customers.drafts import CustomerDraft
from app.services import Services
from app.tags.drafts import TagDraft
from app.tags.schemas import TagColour


def carrying(services, tag_id):
    asked = ListQuery(conditions=(Condition("tags", Op.IN, (tag_id,)),))
    return services.customers.count(asked)


@pytest.fixture
def people(services):
    """A function that adds customers who carry tags."""

    def add(count, *ids, sort="a"):
        return [
            services.customers.create(
                CustomerDraft(f"{sort}{place}@x.example", "A", "B", tags=frozenset(ids))
            )
            for place in range(count)
        ]

    return add


def test_names_are_unique_whatever_their_case_and_accents(services):
    tags = services.tags
    cafe = tags.add(TagDraft("Café"))
    other = tags.add(TagDraft("Other"))
    for name in ("CAFE", "  café ", "Cafe\u0301"):
        with pytest.raises(Invalid, match="a tag “Café” already") as refusal:
            tags.add(TagDraft(name))
        assert refusal.value.existing == {"name": cafe}
        with pytest.raises(Invalid, match="a tag “Café” already"):
            tags.edit(other, 1, TagDraft(name))
    assert tags.edit(cafe, 1, TagDraft("CAFÉ", TagColour.RED, "Coffee")) == 2
    with pytest.raises(Conflict, match="Ada Admin changed this tag meanwhile"):
        tags.edit(cafe, 1, TagDraft("Tea"))
    for draft, said in (
        (TagDraft(), "Enter a name"),
        (TagDraft("a, b"), "Leave commas"),
        (TagDraft("x" * 51), "50 characters"),
        (TagDraft("X", "pink"), "Choose one of red, blue"),  # type: ignore[arg-type]  # bad input
    ):
        with pytest.raises(Invalid, match=said):
            tags.add(draft)
    assert tags.find("cafe") == tags.find(str(cafe)) == cafe
    with pytest.raises(NotFound, match="no tag “Tea”"):
        tags.find("Tea")


def test_the_starting_set_is_offered_not_forced(services):
    assert services.tags.list().tags == ()
    mine = services.tags.add(TagDraft("vip", TagColour.RED))
    assert services.tags.add_starting_set() == 7
    found = services.tags.list()
    colours = {tag.name: tag.colour for tag in found.tags}
    assert colours["vip"] is TagColour.RED
    assert colours["At Risk"] is TagColour.YELLOW
    assert not found.crowded
    with pytest.raises(Conflict, match="there already"):
        services.tags.add_starting_set()
    for place in range(3):
        services.tags.add(TagDraft(f"More {place}"))
    assert services.tags.list().crowded
    assert [chip.name for chip in services.tags.choices()][:2] == ["At Risk", "Enterprise"]
    assert services.tags.find("VIP") == mine


def test_counts_equal_what_the_list_opens(services, desk_db, changes, admin, people):
    vip, new = (services.tags.add(TagDraft(name)) for name in ("VIP", "New"))
    both, more = people(2, vip, new), people(2, vip, sort="b")
    services.lifecycle.archive([both[0]])
    services.lifecycle.delete([more[0]])
    counts = {tag.id: tag.customers for tag in services.tags.list().tags}
    assert counts == {vip: 2, new: 1} == {key: carrying(services, key) for key in counts}
    narrow = Services.build(desk_db, replace(admin, id=77, scope="own"), changes)
    assert {tag.customers for tag in narrow.tags.list().tags} == {0}
    with pytest.raises(PermissionDenied, match="sees every customer"):
        narrow.tags.merge(vip, new)


def test_a_removed_tag_comes_back_with_its_customers(services, people):
    vip = services.tags.add(TagDraft("VIP"))
    [one] = people(1, vip)
    services.tags.remove(vip)
    assert services.tags.list().tags == ()
    assert services.customers.show(one).chips == ()
    with pytest.raises(NotFound, match="no longer there"):
        services.tags.edit(vip, 2, TagDraft("VIP"))
    other = services.tags.add(TagDraft("vip"))
    with pytest.raises(Conflict, match="another tag “vip”"):
        services.tags.restore(vip)
    services.tags.edit(other, 1, TagDraft("Other"))
    services.tags.restore(vip)
    assert carrying(services, vip) == 1


def test_merging_is_one_step_that_can_be_taken_back(services, people):
    old, new, auto = (services.tags.add(TagDraft(name)) for name in ("Old", "New", "Auto"))
    people(2, old), people(1, old, new, sort="b"), people(1, auto, sort="c")
    stopped, receipt = Progress(), Receipt()
    stopped.cancel()
    with pytest.raises(Cancelled):
        services.tags.merge(old, new, stopped)
    assert services.tags.noting(receipt).merge(old, new) == 3
    assert [tag.name for tag in services.tags.list().tags] == ["Auto", "New"]
    assert carrying(services, new) == 3
    assert services.undo.steps().undo.command == receipt.command
    services.undo.undo(receipt.command)
    assert (carrying(services, old), carrying(services, new)) == (3, 1)
    services.undo.redo(receipt.command)
    assert carrying(services, new) == 3
    assert [tag.name for tag in services.tags.list().tags] == ["Auto", "New"]
    with pytest.raises(Invalid, match="Choose another tag"):
        services.tags.merge(new, new)
