"""What was said with a customer: written down, found again, corrected, removed and brought back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.core.errors import Conflict, Invalid, NotFound, PermissionDenied, Stale
from app.core.listing import Condition, ListQuery, Op
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.interactions.drafts import InteractionDraft, draft_of
from app.interactions.schemas import Direction, InteractionType, Sentiment
from app.interactions.types import TYPES, every_field
from app.staff.schemas import StaffDraft
from tests.app.interactions.conftest import NOON, call, promise

T = InteractionType


def test_every_type_keeps_its_own_fields(services, jane, desk_db, admin):
    interactions = services.interactions
    for kind, of in TYPES.items():
        details = {
            one.key: f" {one.title} \u202bשלום\u202c 🙂 " for one in of.fields if one.in_details
        }
        keys = {one.key for one in of.fields}
        draft = InteractionDraft(
            jane, kind, f"About {kind}", "Body 😐", NOON, Direction.INBOUND, Sentiment.NEUTRAL,
            minutes=5 if "minutes" in keys else None,
            satisfaction=4 if "satisfaction" in keys else None,
            details=details | {"never": " "},
        )  # fmt: skip
        found = interactions.show(interactions.log(draft))
        assert (found.type, found.body, found.occurred_at) == (kind, "Body 😐", NOON)
        assert found.details == {key: text.strip() for key, text in details.items()}
        assert (found.staff, found.automatic, found.may_edit) == ("Ada Admin", False, True)
        assert replace(draft_of(found), details=dict(found.details)) == replace(
            draft, details=dict(found.details)
        )
    assert interactions.count(ListQuery("שלום")) == interactions.count(ListQuery("jane")) == 6
    assert interactions.count(ListQuery("about meeting")) == 1
    assert len(every_field()) == 12
    with desk_db.reading(admin) as session:
        assert session.get_one(Customer, jane).last_activity_at == NOON


BAD = {
    "subject": ({"subject": " "}, "Enter a subject"),
    "body": ({"body": ""}, "Enter a description"),
    "body ": ({"body": "x" * 1_000_000}, "50000 characters at most, and has 1000000. Shorten it."),
    "type": ({"type": None}, "Choose the type"),
    "occurred_at": ({"occurred_at": NOON + timedelta(minutes=6)}, "has yet to come"),
    "occurred_at ": ({"occurred_at": datetime(206, 1, 1, tzinfo=UTC)}, "after 1970"),
    "satisfaction": ({"type": T.SUPPORT, "satisfaction": 9, "minutes": None}, "from 1 (poor) to 5"),
    "satisfaction ": ({"satisfaction": 3}, "The type Call has no field “satisfaction”. It has: "),
    "minutes": ({"minutes": -1}, "between 0 and 2,880 minutes"),
    "details.agenda": ({"details": {"agenda": "x"}}, "no field “agenda”. It has: minutes, key_po"),
    "details.key_points": ({"details": {"key_points": "x" * 10_001}}, "10000 characters at most"),
    "subject ": ({"subject": "a\nb"}, "single line"),
    "follow_ups.1.due_on": ({"follow_ups": (promise(), promise(due_on=None))}, "Choose the day"),
    "follow_ups.0.assignee_id": ({"follow_ups": (promise(assignee_id=99),)}, "Nobody with this"),
    "follow_ups": ({"follow_ups": (promise(),) * 21}, "at most 20"),
}


def test_what_cannot_be_is_refused_in_a_sentence(services, jane):
    for field, (values, sentence) in BAD.items():
        draft = call(jane, **{"details": {}, **values})
        with pytest.raises(Invalid) as refusal:
            services.interactions.log(draft)
        assert sentence in refusal.value.fields[field.strip()], field
    with pytest.raises(NotFound):
        services.interactions.log(call(99))
    assert services.interactions.count(ListQuery()) == services.follow_ups.count(ListQuery()) == 0
    # Clocks differ a little; a customer was never active in the future.
    soon = NOON + timedelta(minutes=4)
    one = services.interactions.log(call(jane, occurred_at=soon))
    assert services.interactions.show(one).occurred_at == soon
    assert services.customers.show(jane).last_activity_at == NOON
    services.lifecycle.delete([jane])
    with pytest.raises(Conflict, match="Ada Admin deleted this customer"):
        services.interactions.log(call(jane))


def test_lists_filter_sort_and_follow_names(
    services, jane, john, colleague, acting, desk_db, admin
):
    interactions = services.interactions
    sam = colleague()
    old = NOON - timedelta(days=40)
    first = interactions.log(call(jane, occurred_at=old, sentiment=Sentiment.NEGATIVE))
    second = interactions.log(
        call(john, type=T.SUPPORT, subject="Ärger", minutes=None, satisfaction=2, details={},
             follow_ups=(promise(due_on=date(2026, 12, 1)), promise(due_on=date(2026, 11, 25)))),
    )  # fmt: skip
    third = acting("Operator", sam).interactions.log(
        call(jane, subject="zoom", direction=Direction.OUTBOUND, minutes=None)
    )
    for key, op, value, wanted in (
        ("type", Op.IN, (T.SUPPORT,), [second]),
        ("sentiment", Op.IN, (Sentiment.NEGATIVE,), [first]),
        ("sentiment", Op.BLANK, None, [third, second]),
        ("direction", Op.IN, (Direction.OUTBOUND,), [third]),
        ("occurred_at", Op.AT_LEAST, date(2026, 11, 1), [third, second]),
        ("staff_id", Op.IN, (sam,), [third]),
        ("customer_id", Op.IN, (jane,), [third, first]),
        ("automatic", Op.IS, True, []),
        ("satisfaction", Op.AT_MOST, 2, [second]),
        ("minutes", Op.AT_LEAST, 10, [first]),
    ):
        asked = ListQuery(conditions=(Condition(key, op, value),))
        assert list(interactions.ids(asked, Progress())) == wanted, key
        assert [row.id for row in interactions.first(asked, 5)] == wanted, key
        assert interactions.count(asked) == len(wanted), key
    assert [row.id for row in interactions.first(ListQuery(sort="subject"), 5)] == [
        second, first, third,
    ]  # fmt: skip
    row = interactions.rows([second])[0]
    assert (row.follow_up_on, row.excerpt) == (date(2026, 11, 25), "Wants two more seats")

    draft = StaffDraft("Zed", "sam@example.org", 7)
    with desk_db.reading(admin) as session:
        base = profile_of(session.get_one(Customer, jane))
    services.staff.edit(sam, 1, draft)
    services.customers.edit(jane, 1, base, replace(base, first_name="Zoe", last_name="Zuse"))
    assert [
        row.staff for row in interactions.first(ListQuery(sort="staff", descending=True), 1)
    ] == ["Zed"]
    assert interactions.count(ListQuery("zuse")) == 2
    newest = interactions.first(ListQuery(sort="customer", descending=True), 1)
    assert newest[0].customer == "Zoe Zuse"


def test_edits_are_joined_or_refused(services, jane):
    interactions = services.interactions
    one = interactions.log(call(jane))
    base = draft_of(interactions.show(one))
    assert interactions.edit(one, 1, base, replace(base, subject="Two seats")) == 2
    both = replace(base, sentiment=Sentiment.POSITIVE, type=T.MEETING, details={"agenda": "1"})
    assert interactions.edit(one, 1, base, both) == 3
    found = interactions.show(one)
    assert (found.subject, found.sentiment, found.details) == (
        "Two seats", Sentiment.POSITIVE, {"agenda": "1"},
    )  # fmt: skip
    with pytest.raises(Stale, match="Ada Admin changed Subject at 12:00, and so did you"):
        interactions.edit(one, 1, base, replace(base, subject="Three"))
    with pytest.raises(Conflict, match="Reload it"):
        interactions.edit(one, 1, None, base)
    with pytest.raises(Invalid, match="no field “agenda”"):
        interactions.edit(one, 3, None, replace(draft_of(found), type=T.CALL))
    with pytest.raises(Invalid, match="stays with its customer"):
        interactions.edit(one, 3, None, replace(draft_of(found), customer_id=jane + 1))
    with pytest.raises(Invalid, match="yet to come"):
        later = NOON + timedelta(days=1)
        interactions.edit(one, 3, None, replace(draft_of(found), occurred_at=later))


def test_only_who_wrote_it_or_may_correct_changes_it(services, jane, colleague, acting):
    sam = colleague()
    helper = acting("Operator", sam).interactions
    mine, theirs = helper.log(call(jane)), services.interactions.log(call(jane))
    assert (helper.show(mine).may_edit, helper.show(theirs).may_edit) == (True, False)
    base = draft_of(helper.show(theirs))
    with pytest.raises(PermissionDenied, match="Ada Admin wrote this down"):
        helper.edit(theirs, 1, base, replace(base, subject="x"))
    outcome = helper.remove([mine, theirs])
    assert outcome.done == (mine,)
    assert "Ada Admin wrote this down" in outcome.refused[0][1]
    assert acting("Manager", sam).interactions.remove([theirs]).done == (theirs,)
    outsider = acting("Support Staff", sam).interactions
    with pytest.raises(NotFound):
        outsider.log(call(jane))
    assert outsider.count(ListQuery()) == 0
    with pytest.raises(NotFound):
        outsider.show(mine)


def test_indexes_hold_what_rows_say(services, jane, desk_db):
    one = services.interactions.log(call(jane, body="Unmistakable words"))
    base = draft_of(services.interactions.show(one))
    services.interactions.edit(one, 1, base, replace(base, body="Others"))
    assert services.interactions.count(ListQuery("unmistakable")) == 0
    assert services.interactions.count(ListQuery("others")) == 1
    with desk_db.engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.text("UPDATE interactions SET satisfaction = 9"))


def test_texts_of_one_type_are_joined_one_by_one(services, jane, colleague, acting):
    """Who writes the agenda does not take away the attendees another wrote meanwhile."""
    interactions, sam = services.interactions, acting("Manager", colleague(role="Manager"))
    asked = {"agenda": "Prices", "attendees": "Ann", "action_items": "Send the offer"}
    one = interactions.log(call(jane, type=T.MEETING, details=asked))
    base = draft_of(interactions.show(one))

    def wrote(**texts):
        return replace(base, details={**base.details, **texts})

    sam.interactions.edit(one, 1, base, wrote(attendees="Ann, Bob", action_items=""))
    receipt = Receipt()
    interactions.noting(receipt).edit(one, 1, base, wrote(agenda="Seats"))
    assert interactions.show(one).details == {"agenda": "Seats", "attendees": "Ann, Bob"}
    assert receipt.merged == ("details.action_items", "details.attendees")
    with pytest.raises(Stale, match="changed Attendees at 12:00, and so did you") as refused:
        interactions.edit(one, 1, base, wrote(attendees="Cid"))
    clash = refused.value.clash
    assert clash.fields == {"details.attendees": ("Ann", "Ann, Bob", "Cid")}
    # The agenda was changed later, by somebody else.
    assert clash.authors["details.attendees"][0] == receipt.by != "Ada Admin"
    # A text that the new type does not have is asked about, not dropped.
    with pytest.raises(Stale) as refused:
        interactions.edit(one, 1, base, replace(base, type=T.CALL, details={"key_points": "Few"}))
    assert refused.value.clash.fields["type"] == (T.MEETING, T.MEETING, T.CALL)
    assert refused.value.clash.fields["details.attendees"] == ("Ann", "Ann, Bob", "")
