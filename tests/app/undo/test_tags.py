"""Tags that were added, changed and removed, taken back and done again."""

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.errors import Conflict, PermissionDenied
from app.core.listing import Selection
from app.core.service import Receipt
from app.customers.bulk_changes import TagCustomers
from app.customers.drafts import CustomerDraft
from app.segments.schemas import SegmentDraft
from app.tags.drafts import TagDraft
from app.tags.model import CustomerTag, Tag
from app.tags.schemas import TagColour
from tests.app.customers.conftest import acting
from tests.app.undo.acts import dump

__all__ = ["acting"]


@pytest.fixture
def vip(services):
    return services.tags.add(TagDraft("VIP", TagColour.RED))


@pytest.fixture
def jane(services, vip):
    draft = CustomerDraft("jane@roe.example", "Jane", "Roe", tags=frozenset({vip}))
    return services.customers.create(draft)


@pytest.fixture
def done(services):
    """A function that does something with tags; its command."""

    def act(name, *given):
        receipt = Receipt()
        getattr(services.tags.noting(receipt), name)(*given)
        return receipt.command

    return act


@pytest.fixture
def state(desk_db):
    """A function that gives all customers with their tags, and the tags."""

    def look():
        with desk_db.reading(SYSTEM) as session:
            shown = sa.select(
                Tag.id, Tag.name, Tag.name_key, Tag.colour, Tag.meaning, Tag.removed_at
            )
            tags = session.execute(shown.order_by(Tag.id)).all()
            carried = session.execute(sa.select(CustomerTag.__table__)).all()
        return dump(desk_db), tags, sorted(carried)

    return look


def test_each_step_is_taken_back_and_forth(services, vip, jane, done, state):
    states, titles, commands = [state()], [], []
    for step in (
        lambda: done("edit", vip, 1, TagDraft("Best", TagColour.BLUE, "Ours")),
        lambda: done("remove", vip),
        lambda: done("restore", vip),
        lambda: done("remove", vip),
    ):
        commands.append(step())
        states.append(state())
        titles.append(services.undo.steps().undo.title)
    assert titles == [
        "Edit the tag “Best”", "Remove the tag “Best”", "Restore the tag “Best”",
        "Remove the tag “Best”",
    ]  # fmt: skip
    assert services.customers.show(jane).chips == ()
    for command, before in zip(reversed(commands), reversed(states[:-1]), strict=True):
        assert services.undo.steps().undo.command == command
        assert services.undo.preview(command).refused_total == 0
        assert services.undo.undo(command).rows == 1
        assert state() == before
    assert [chip.name for chip in services.customers.show(jane).chips] == ["VIP"]
    for command, after in zip(commands, states[1:], strict=True):
        assert services.undo.steps().redo.command == command
        services.undo.redo(command)
        assert state() == after
    assert services.upkeep.verify_audit().whole


def test_new_tags_go_unless_they_are_in_use(services, jane):
    assert services.tags.add_starting_set() == 7
    step = services.undo.steps().undo
    assert (step.title, step.rows) == ("Add 7 tags", 7)
    assert services.undo.undo(step.command).rows == 7
    assert [tag.name for tag in services.tags.list().tags] == ["VIP"]
    services.undo.redo(step.command)
    new = services.tags.find("New")
    services.bulk.run(Selection(ids=(jane,)), TagCustomers(add=(new,)))
    with pytest.raises(Conflict, match="The tag “New” is in use by now"):
        services.undo.undo(step.command)
    assert len(services.tags.list().tags) == 8
    auto = Receipt()
    tag = services.tags.noting(auto).add(TagDraft("Auto"))
    services.tag_rules.link(tag, services.segments.add(SegmentDraft("Nobody", "", ())))
    with pytest.raises(Conflict, match="The tag “Auto” is in use by now"):
        services.undo.undo(auto.command)


def test_what_came_after_stands_in_the_way(services, acting, vip, done):
    edited = done("edit", vip, 1, TagDraft("Best", TagColour.RED))
    theirs = acting("Manager", staff_id=2).tags
    theirs.edit(vip, 2, TagDraft("Their best", TagColour.RED))
    with pytest.raises(Conflict, match="A Manager changed the tag “Their best” on Nov 20"):
        services.undo.undo(edited)
    theirs.edit(vip, 3, TagDraft("Best", TagColour.GREEN))
    other = theirs.add(TagDraft("vip"))
    with pytest.raises(Conflict, match="a tag “vip” already"):
        services.undo.undo(edited)
    theirs.remove(other)
    services.undo.undo(edited)
    [tag] = services.tags.list().tags
    assert (tag.name, tag.colour) == ("VIP", TagColour.GREEN)
    removed = done("remove", vip)
    theirs.add(TagDraft("VIP"))
    with pytest.raises(Conflict, match="another tag “VIP” by now"):
        services.undo.undo(removed)
    with pytest.raises(Conflict, match="You removed the tag “VIP” on"):
        services.undo.redo(edited)


def test_a_tag_nobody_carried_comes_back_from_merging(services, vip, done):
    empty = services.tags.add(TagDraft("Empty"))
    command = done("merge", empty, vip)
    assert services.undo.steps().undo.title == "Merge the tag “Empty”"
    services.undo.undo(command)
    assert [tag.name for tag in services.tags.list().tags] == ["Empty", "VIP"]
    services.undo.redo(command)
    assert [tag.name for tag in services.tags.list().tags] == ["VIP"]


def test_it_needs_the_right_to_look_after_tags(acting, vip, done):
    command = done("remove", vip)
    support = acting("Support Staff")
    with pytest.raises(PermissionDenied):
        support.undo.undo(command)
    assert support.undo.steps().undo is None
