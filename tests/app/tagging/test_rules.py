"""Automatic tags: exactly the members of a segment carry them, whoever changes customers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.access import SYSTEM
from app.core.conditions import Condition, Op
from app.core.errors import Cancelled, Conflict, Invalid
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.customers.bulk_changes import Edit, EditFields, TagCustomers
from app.customers.drafts import CustomerDraft, HoldDraft
from app.segments.schemas import SegmentDraft
from app.tagging.rule_service import RulePreview, TagRuleService
from app.tags.drafts import TagDraft

BERN = Condition("city", Op.IS, "Bern")
ACTIVE = Condition("status", Op.IS, "active")


@pytest.fixture
def people(services):
    """Three customers, of whom the first two live in Bern."""
    ids = tuple(
        services.customers.create(CustomerDraft(f"{n}@x.example", "A", str(n))) for n in range(3)
    )
    services.bulk.run(Selection(ids=ids[:2]), EditFields((Edit("city", value="Bern"),)))
    return ids


@pytest.fixture
def tag(services):
    return services.tags.add(TagDraft("Bernese"))


@pytest.fixture
def linked(services, tag):
    """The tag, given to whoever is active in Bern."""
    segment = services.segments.add(SegmentDraft("In Bern", "", (BERN, ACTIVE)))
    services.tag_rules.link(tag, segment)
    return segment


def carriers(services, tag):
    asked = ListQuery(conditions=(Condition("tags", Op.IN, (tag,)),))
    return {row.id for row in services.customers.first(asked, 50)}


def test_a_tag_is_given_to_the_members_and_follows_them(services, people, tag):
    one, two, three = people
    segment = services.segments.add(SegmentDraft("In Bern", "", (BERN, ACTIVE)))
    services.bulk.run(Selection(ids=(two, three)), TagCustomers(add=(tag,)))
    rules = services.tag_rules
    assert rules.preview(tag, segment) == RulePreview(2, 1, 1)
    with pytest.raises(Conflict, match="given by hand"):
        rules.apply(tag)
    assert rules.link(tag, segment) == 2
    assert carriers(services, tag) == {one, two}
    assert services.tags.list().tags[0].segment == "In Bern"
    assert rules.apply(tag) == 0

    # Whatever changes customers changes their tags, in the same command.
    receipt = Receipt()
    move = EditFields((Edit("city", value="Bern"),))
    services.bulk.noting(receipt).run(Selection(ids=(three,)), move)
    services.lifecycle.hold(one, HoldDraft())
    assert carriers(services, tag) == {two, three}
    services.lifecycle.activate(one)
    services.undo.undo(receipt.command)
    assert carriers(services, tag) == {one, two}
    services.lifecycle.archive([one])
    made = Receipt()
    draft = CustomerDraft("new@x.example", "New", "Comer")
    new = services.customers.noting(made).create(draft)
    assert carriers(services, tag) == {two}
    assert services.customers.show(new).tags == frozenset()

    # So does another question of the segment.
    found = services.segments.show(segment)
    draft = SegmentDraft("All", "", (ACTIVE,))
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        services.segments.edit(segment, found.row.version, found.draft, draft, stopped)
    assert carriers(services, tag) == {two}
    assert services.segments.show(segment).draft == found.draft
    services.segments.edit(segment, found.row.version, found.draft, draft)
    assert carriers(services, tag) == {two, three, new}
    services.undo.undo(made.command)
    assert carriers(services, tag) == {two, three}


@pytest.mark.usefixtures("linked")
def test_nobody_gives_it_by_hand(services, people, tag):
    with pytest.raises(Invalid, match="“Bernese” is given by itself"):
        services.bulk.run(Selection(ids=people), TagCustomers(add=(tag,)))
    with pytest.raises(Invalid, match="“Bernese” is given by itself"):
        services.customers.create(CustomerDraft("x@x.example", "X", "Y", tags=frozenset({tag})))
    with pytest.raises(Invalid, match="cannot be merged"):
        services.tags.merge(tag, services.tags.add(TagDraft("Other")))
    assert [chip.id for chip in services.tags.choices()] != [tag]
    services.tag_rules.link(tag, None)
    services.bulk.run(Selection(ids=people), TagCustomers(add=(tag,)))
    assert carriers(services, tag) == set(people)


def test_rules_that_cannot_be_are_said_and_stop_nobody(services, people, tag, linked):
    other = services.tags.add(TagDraft("Other"))
    asks = services.segments.add(SegmentDraft("Tagged", "", (Condition("tags", Op.IN, (tag,)),)))
    with pytest.raises(Invalid, match="“Bernese”, which is given by itself"):
        services.tag_rules.link(other, asks)
    with pytest.raises(Conflict, match="The tag “Bernese” is given"):
        services.segments.remove(linked)
    gone = services.tags.add(TagDraft("Gone"))
    found = services.segments.show(linked)
    draft = SegmentDraft("In Bern", "", (BERN, Condition("tags", Op.NOT_IN, (gone,))))
    services.segments.edit(linked, found.row.version, found.draft, draft)
    assert {one.name: one.asked_by for one in services.tags.list().tags} == {
        "Bernese": ("Tagged",), "Gone": ("In Bern",), "Other": (),
    }  # fmt: skip
    services.tags.remove(gone)
    with pytest.raises(Conflict, match="“Gone”, which was removed"):
        services.segments.count(draft.criteria)
    assert services.segments.names().gone == {gone: "Gone"}
    with pytest.raises(Invalid, match="“Gone” was removed"):
        services.tag_rules.apply(tag)
    services.bulk.run(Selection(ids=people), EditFields((Edit("city", value="Ulm"),)))
    assert carriers(services, tag) == set(people[:2])


def test_the_calendar_moves_members_once_a_day(services, desk_db, changes, clock, tag):
    new = services.customers.create(CustomerDraft("new@x.example", "New", "Comer"))
    recent = Condition("created_at", Op.LAST, 2)
    services.tag_rules.link(tag, services.segments.add(SegmentDraft("New", "", (recent,))))
    assert carriers(services, tag) == {new}
    rules = TagRuleService(desk_db, SYSTEM, changes)
    assert rules.anything_due()
    assert rules.run_due() == 1
    assert not rules.anything_due()
    clock.at += timedelta(days=3)
    services.upkeep.run_due()
    assert carriers(services, tag) == set()
    assert not rules.anything_due()


@pytest.mark.usefixtures("people")
def test_who_sees_some_customers_only_sets_no_rules(services, linked, tag):
    narrow = replace(services.tag_rules, actor=replace(services.tag_rules.actor, scope="own"))
    with pytest.raises(Exception, match="sees every customer"):
        narrow.link(tag, linked)
