"""Segments: members are those who meet the criteria today, by every way one may ask."""

import csv
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.access import PRESETS, SYSTEM, Actor
from app.core.audit import AuditEvent
from app.core.conditions import Condition, Group, Match, Op, flat
from app.core.errors import Conflict, Invalid, NotFound, Stale
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.customers.schemas import Shelf
from app.exchange.export_schemas import ExportOrder, Format
from app.segments import events, queries
from app.segments.schemas import SegmentDraft
from app.services import Services
from app.tags.model import Tag
from app.tags.schemas import TagColour
from tests.app.customers import filter_rows
from tests.app.test_permissions import ALLOWED

ROWS = filter_rows.rows(120, seed=11)
ACTIVE = Condition("status", Op.IN, ("active",))
VERIFIED = Condition("verified", Op.IS, value=True)


@pytest.fixture
def filled(services, desk_db, clock):
    clock.at = filter_rows.NOW
    found = services.organization.settings()
    services.organization.save(replace(found, time_zone=filter_rows.ZONE))
    with desk_db.transaction(SYSTEM) as session:
        filter_rows.insert(session, ROWS)
    return services


def members(criteria):
    """Who meets the criteria, worked out without a database."""
    shelved = any(one.key == "shelf" for one in flat(criteria))
    return [
        row
        for row in ROWS
        if (shelved or row["shelf"] is Shelf.CURRENT)
        and all(filter_rows.passes(row, one) for one in criteria)
    ]


@given(st.lists(filter_rows.PARTS, max_size=3).map(tuple))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_counts_whom_criteria_mean(filled, desk_db, admin, criteria):
    met = members(criteria)
    found = filled.segments.count(criteria)
    assert found.members == len(met)
    assert found.value.minor == sum(row["revenue_minor"] for row in met)
    asked = ListQuery(conditions=criteria)
    assert set(filled.customers.ids(asked, Progress())) == {row["id"] for row in met}
    assert len(found.names) == min(5, len(met))
    with desk_db.reading(admin) as session:
        ids = session.scalars(queries.members(session, criteria)).all()
        assert sorted(ids) == [row["id"] for row in met]


def test_count_list_and_export_agree(filled, desk_db, changes, tmp_path):
    segments = filled.segments
    names = segments.add_examples()
    assert len(names) == 4
    assert segments.add_examples() == ()
    for row in segments.list():
        asked = segments.asked(row.id)
        figures = segments.figures(row.id)
        assert figures.members == len(members(asked.conditions)) == filled.customers.count(asked)
        filled.exports.run(
            tmp_path / "out.csv", ExportOrder(Format.CSV, Selection(asked), ("client_id",))
        )
        with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
            assert len(list(csv.reader(file))) - 1 == figures.members
        assert segments.parse(segments.as_json(row.criteria)) == row.criteria
    named = {row.name: row.words for row in segments.list()}
    assert named["High value customers"] == (
        "Revenue is at least EUR\u00a010,000.00; Verified is yes; Status is Active"
    )
    preset = next(one for one in PRESETS if one.name == "Support Staff")
    narrow = Actor(99, "Sam", preset.permissions, preset.scope, role=preset.name)
    theirs = Services.build(desk_db, narrow, changes).segments
    assert theirs.figures(row.id).members == 0


def test_a_segment_is_kept_and_edited_together_and_told_in_the_trail(services, desk_db):
    segments, receipt, heard = services.segments, Receipt(), []
    events.changed.append(lambda _session, segment, _progress: heard.append(segment.name))
    try:
        base = SegmentDraft("  Good ones ", "x", (ACTIVE,))
        key = segments.add(base)
        base = segments.show(key).draft
        assert base == SegmentDraft("Good ones", "x", (ACTIVE,))
        assert segments.find("GOOD ONES") == key
        segments.edit(key, 1, base, replace(base, criteria=(ACTIVE, VERIFIED)))
        assert heard == ["Good ones"]
        segments.noting(receipt).edit(key, 1, base, replace(base, name="Best ones"))
        assert (receipt.merged, receipt.by) == (("criteria",), "Ada Admin")
        assert segments.show(key).draft == SegmentDraft("Best ones", "x", (ACTIVE, VERIFIED))
        assert heard == ["Good ones"]
        with pytest.raises(Stale, match="changed Criteria"):
            segments.edit(key, 1, base, replace(base, criteria=(VERIFIED,)))
        with pytest.raises(Conflict, match="Look at it again"):
            segments.edit(key, 1, None, base)
    finally:
        events.changed.pop()
    copied = segments.copied(key)
    assert copied == SegmentDraft("Best ones (copy)", "x", (ACTIVE, VERIFIED))
    assert [row.name for row in segments.list()] == ["Best ones"]
    twin = segments.add(copied)
    assert segments.copied(key).name == "Best ones (copy 2)"
    with pytest.raises(Invalid, match="a segment of this name") as refusal:
        segments.add(SegmentDraft("BEST ones"))
    assert refusal.value.existing == {"name": key}
    draft = segments.remove(twin)
    assert segments.show(segments.add(draft)).draft == draft
    segments.add_examples()
    for wrong in (99, twin):
        with pytest.raises(NotFound, match="gone"):
            segments.figures(wrong)
    with pytest.raises(NotFound, match="There are: “At risk"):
        segments.find("nobody")
    with desk_db.reading(SYSTEM) as session:
        told = set(session.scalars(sa.select(AuditEvent.use_case)))
    silent = {
        "as_json", "asked", "copied", "count", "figures", "find", "list", "names", "parse", "show",
    }  # fmt: skip
    changing = {name for feature, name in ALLOWED if feature == "segments"} - silent
    assert {f"segment.{name}" for name in changing} <= told


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_tags_hold_a_segment_and_a_removed_tag_is_named(services, desk_db, admin, clock):
    segments = services.segments
    key = segments.add(SegmentDraft("Good", "", (ACTIVE,)))
    with desk_db.transaction(admin) as session:
        tag = Tag(name="Gold", name_key="gold", colour=TagColour.BLUE, segment_id=key)
        session.add(tag)
        session.flush()
        tag_id = tag.id
    other = segments.add(SegmentDraft("Tagged", "", (Condition("tags", Op.IN, (tag_id,)),)))
    [good, tagged] = segments.list()
    assert [(tag.name, tag.colour) for tag in good.tags] == [("Gold", TagColour.BLUE)]
    assert (tagged.problem, tagged.tags) == ("", ())
    assert segments.as_json(tagged.criteria) == '{\n  "tags": "Gold"\n}'
    with pytest.raises(Conflict, match="“Gold” is given to the members of “Good”"):
        segments.remove(key)
    with desk_db.transaction(admin) as session:
        session.get_one(Tag, tag_id).removed_at = clock.now()
    assert "tag “Gold”, which was removed" in segments.show(other).row.problem
    for ask in (segments.asked, segments.figures):
        with pytest.raises(Conflict, match="which was removed"):
            ask(other)
    segments.remove(key)
    with desk_db.reading(admin) as session:
        assert session.get_one(Tag, tag_id).segment_id is None


NESTED = Group(Match.ANY, (ACTIVE, VERIFIED))
for _level in range(9):
    NESTED = Group(Match.ANY, (NESTED, VERIFIED))


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("draft", "field", "said"),
    [
        (SegmentDraft(" "), "name", "Enter a name"),
        (SegmentDraft("x" * 101), "name", "100"),
        (SegmentDraft("x", "", (Condition("aura", Op.IS, "blue"),)), "criteria", "no field “aura”"),
        (SegmentDraft("x", "", (Condition("orders", Op.CONTAINS, "5"),)), "criteria", "not fit"),
        (SegmentDraft("x", "", (NESTED,)), "criteria", "nested more than 8 deep"),
        (SegmentDraft("x", "", (ACTIVE, *(VERIFIED,) * 200)), "criteria", "more than 200"),
    ],
)
def test_what_cannot_be_is_refused(services, draft, field, said):
    with pytest.raises(Invalid, match=said) as refusal:
        services.segments.add(draft)
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_this_version_cannot_read_is_said(services, desk_db, admin):
    key = services.segments.add(SegmentDraft("Old", "", (ACTIVE,)))
    for kept, said in (
        ({"conditions": [{"key": "aura", "op": "is", "value": 1}]}, "asks for “aura”"),
        ({"conditions": [{"key": "city", "op": "near", "value": "x"}]}, "unknown way"),
        ({"conditions": 5}, "wrong kind"),
    ):
        with desk_db.transaction(admin) as session:
            queries.get(session, key).criteria = kept
        [row] = services.segments.list()
        assert said in row.problem
        with pytest.raises(Conflict, match=said):
            services.segments.figures(key)
