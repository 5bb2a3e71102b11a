"""A bulk change does what its preview said, to whom it said, wholly or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.errors import Cancelled, Invalid, NotFound, PermissionDenied
from app.core.listing import Condition, ListQuery, Op, Selection
from app.core.progress import Progress
from app.core.service import Receipt
from app.customers import bulk_run
from app.customers.bulk_changes import (
    Activate,
    Archive,
    BeginHold,
    ChangeOwner,
    Delete,
    Edit,
    EditFields,
    How,
    Restore,
    Unarchive,
)
from app.customers.drafts import HoldDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.customers.schemas import HoldKind, Kind, Shelf, Status
from app.staff.schemas import StaffDraft, TeamDraft
from tests.app.customers.bulk_people import company, everyone, fill, stored

BERN = EditFields((Edit("city", value="Bern"),))
EVERY = ListQuery(conditions=(Condition("shelf", Op.IN, tuple(Shelf)),))


def chosen(*ids):
    return Selection(ids=tuple(ids))


@pytest.fixture
def people(services, desk_db, admin):
    return everyone(services, desk_db, admin)


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(bulk_run, "CHUNK", 3)


def sound(services):
    """Whatever follows from other columns does."""
    return not any(found.problem for found in services.upkeep.check() if found.check != "counters")


def test_a_preview_counts_names_and_shows_what_would_be(services, people, desk_db):
    before = stored(desk_db)
    found = services.bulk.preview(Selection(EVERY), BERN)
    assert (found.total, found.changing, found.unchanged, found.refused_total) == (9, 8, 0, 1)
    assert [(reason.why, reason.count) for reason in found.reasons] == [
        ("This customer is deleted. Restore it first.", 1)
    ]
    assert [(one.customer_id, one.name) for one in found.refused] == [
        (people["deleted"], "Deleted")
    ]
    assert {(one.name, one.field, one.old, one.new) for one in found.samples} >= {
        ("Company", "City", "", "Bern"), ("Pat Number 0", "City", "", "Bern"),
    }  # fmt: skip
    assert stored(desk_db) == before


@pytest.mark.usefixtures("people")
def test_samples_come_in_the_order_of_the_list(services):
    asked = replace(EVERY, sort="name", descending=True)
    found = services.bulk.preview(Selection(asked), BERN)
    names = [one.name for one in found.samples]
    assert names == sorted(names, reverse=True)


@pytest.mark.parametrize(
    ("change", "refused", "unchanged"),
    [
        (BERN, {"deleted"}, set()),
        (ChangeOwner(None), {"deleted"}, set()),
        (BeginHold(HoldDraft(HoldKind.SUSPENDED)), {"inactive", "blocked", "deleted"},
         {"suspended"}),
        (BeginHold(HoldDraft(HoldKind.BLOCKED)), {"deleted"}, {"blocked"}),
        (Activate(), {"deleted"}, {"active", "other", "archived", "company", "licensed"}),
        (Archive(), {"deleted"}, {"archived"}),
        (Unarchive(), {"deleted"}, {"active", "other", "company", "suspended", "inactive",
                                    "blocked", "licensed"}),
        (Delete(), {"licensed"}, {"deleted"}),
        (Restore(), set(), {"active", "other", "archived", "company", "suspended", "inactive",
                            "blocked", "licensed"}),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("small_chunks")
def test_a_run_does_what_its_preview_said(services, people, desk_db, change, refused, unchanged):
    before = stored(desk_db)["customers"]
    seen = services.bulk.preview(Selection(EVERY), change)
    assert {one.customer_id for one in seen.refused} == {people[name] for name in refused}
    done = services.bulk.run(Selection(EVERY), change, snapshot=seen.snapshot)
    assert (done.changed, done.unchanged, done.refused_total) == (
        seen.changing, seen.unchanged, seen.refused_total,
    )  # fmt: skip
    assert (done.reasons, done.refused) == (seen.reasons, seen.refused)
    after = stored(desk_db)["customers"]
    untouched = {people[name] for name in refused | unchanged}
    for key, row in after.items():
        assert row["version"] == before[key]["version"] + (key not in untouched)
        assert (row == before[key]) is (key in untouched)
        if key not in untouched:
            assert row["updated_by"] == "Ada Admin"
    assert sound(services)
    again = services.bulk.preview(Selection(EVERY), change)
    assert (again.changing, again.refused_total) == (0, seen.refused_total)


def test_a_bulk_edit_makes_of_a_customer_what_editing_it_makes(services, desk_db, admin):
    edits = {
        "kind": Kind.BUSINESS, "company_name": "  Zürich Ä&Ö  AG ", "legal_name": "ZÄÖ",
        "city": "Genève", "state": "GE", "postal_code": "1200", "country": "CH",
        "industry": "Retail", "company_size": "11-50", "website": "https://www.Zürich.example/a",
        "description": "One\r\nTwo", "notes": "Three", "address_line1": "Rue 1",
        "address_line2": "b",
    }  # fmt: skip
    one, two = fill(desk_db, admin, 2)
    with desk_db.reading(admin) as session:
        base = profile_of(session.get_one(Customer, one))
    services.customers.edit(one, 1, base, replace(base, **edits))
    services.bulk.run(
        chosen(two), EditFields(tuple(Edit(name, value=value) for name, value in edits.items()))
    )
    first, second = (stored(desk_db)["customers"][key] for key in (one, two))
    differing = {name for name in first if first[name] != second[name]}
    assert differing == {
        "id", "uid", "client_id", "client_key", "email", "email_key", "email_norm", "last_name",
        "person_key", "search_text",
    }  # fmt: skip
    assert sound(services)


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        (Edit("city", How.REPLACE, "Zurich", "zürich"), "ZÜRICH Nord", "Zurich Nord"),
        (Edit("city", How.REPLACE, "Zurich", "zürich", match_case=True), "ZÜRICH", "ZÜRICH"),
        (Edit("city", How.REPLACE, "", "Nord"), "Zürich Nord", "Zürich"),
        (Edit("city", How.REPLACE, "\\1", "(.)"), "a(.)b", "a\\1b"),
        (Edit("city", How.CLEAR), "Bern", ""),
        (Edit("notes", How.ADD, "Two"), "One", "One\nTwo"),
        (Edit("notes", How.ADD, "Two"), "", "Two"),
        (Edit("phone", How.REPLACE, "+", "00"), "0041 44 668 18 00", "+41 44 668 18 +"),
        (Edit("phone", How.CLEAR), "+41 44 668 18 00", ""),
    ],
)
def test_texts_are_added_to_and_replaced(services, desk_db, admin, edit, before, after):
    [one] = fill(desk_db, admin, 1, **{edit.field: before})
    outcome = services.bulk.run(chosen(one), EditFields((edit,)))
    row = stored(desk_db)["customers"][one]
    if edit.field == "phone" and after:
        # A number that would not be one any more is refused, in words that fit every such one.
        assert (row["phone"], outcome.refused_total) == (before, 1)
        assert outcome.reasons[0].why == "Phone number would not be right any more."
        assert "Write + only once" in outcome.refused[0].why
    else:
        assert row[edit.field] == after
        assert outcome.changed == (before != after)
    assert sound(services)


def test_a_text_that_would_be_too_long_is_refused_by_name(services, desk_db, admin):
    long, short = fill(desk_db, admin, 2, city=lambda number: "x" * (100 if number == 0 else 1))
    change = EditFields((Edit("city", How.REPLACE, "xy", "x"), Edit("notes", value="New")))
    outcome = services.bulk.run(chosen(long, short), change)
    assert outcome.changed == 1
    assert outcome.reasons[0].why == "City would have more than 100 characters."
    rows = stored(desk_db)["customers"]
    # Who is refused keeps every field.
    assert (rows[long]["notes"], rows[short]["notes"]) == ("", "New")


def test_owner_takes_the_team_along(services, desk_db, admin):
    ids = fill(desk_db, admin, 3)
    sam = services.staff.add(StaffDraft("Sam Öz", "sam@example.org", 1, team="North"),
                             "Correct-horse-9")  # fmt: skip
    found = services.bulk.preview(chosen(*ids), ChangeOwner(sam))
    assert {(one.field, one.old, one.new) for one in found.samples} == {
        ("Owner", "Ada Admin", "Sam Öz")
    }
    services.bulk.run(chosen(*ids), ChangeOwner(sam))
    assert {row.owner for row in services.customers.rows(ids)} == {"Sam Öz"}
    assert {row["team_id"] for row in stored(desk_db)["customers"].values()} == {1}
    assert sound(services)
    services.staff.deactivate(sam)
    with pytest.raises(Invalid, match="somebody who works here"):
        services.bulk.preview(chosen(*ids), ChangeOwner(sam))


def test_a_hold_keeps_its_reason_and_end_and_lifts_itself(services, people, clock):
    draft = HoldDraft(HoldKind.SUSPENDED, note="Late", ends_at=clock.now() + timedelta(days=1))
    done = services.bulk.run(chosen(people["active"], people["company"]), BeginHold(draft))
    assert done.changed == 2
    [hold] = services.customers.show(people["active"]).holds
    assert (hold.note, hold.ends_at, hold.created_by) == ("Late", draft.ends_at, "Ada Admin")
    clock.at += timedelta(days=2)
    assert services.lifecycle.end_due_holds() == 2
    assert services.customers.show(people["active"]).status is Status.ACTIVE
    assert sound(services)
    with pytest.raises(Invalid) as refusal:
        services.bulk.preview(chosen(people["active"]), BeginHold(draft))
    assert list(refusal.value.fields) == ["ends_at"]


def test_only_one_of_two_with_the_same_address_comes_back(services, desk_db, people):
    [first] = (people["company"],)
    services.lifecycle.delete([first])
    second = company(services, "Company")
    services.lifecycle.delete([second])
    seen = services.bulk.preview(chosen(first, second), Restore())
    assert (seen.changing, [one.customer_id for one in seen.refused]) == (1, [second])
    done = services.bulk.run(chosen(first, second), Restore(), snapshot=seen.snapshot)
    assert done.refused == seen.refused
    users = stored(desk_db)["portal_users"].values()
    assert {row["customer_id"] for row in users if row["active"]} >= {first}
    assert second not in {row["customer_id"] for row in users if row["active"]}


def test_nobody_stands_above_themselves(services, desk_db, admin):
    top, middle, low = fill(desk_db, admin, 3)

    def below(parent):
        return EditFields((Edit("parent_id", value=parent),))

    services.bulk.run(chosen(middle), below(top))
    services.bulk.run(chosen(low), below(middle))
    found = services.bulk.preview(chosen(top, middle, low), below(low))
    assert found.changing == 0
    assert {(one.customer_id, one.why) for one in found.refused} == {
        (top, "Pat Number 2 already stands below this customer."),
        (middle, "Pat Number 2 already stands below this customer."),
        (low, "A customer cannot be its own parent or referrer."),
    }
    services.lifecycle.delete([top])
    for other, said in ((4711, "no longer exists"), (top, "deleted")):
        with pytest.raises(Invalid, match=said):
            services.bulk.preview(chosen(low), below(other))


def test_who_was_changed_after_the_preview_is_named_and_left(services, acting, desk_db, admin):
    ids = fill(desk_db, admin, 5)
    seen = services.bulk.preview(Selection(ListQuery()), BERN)
    acting("Admin").bulk.run(chosen(ids[1]), EditFields((Edit("state", value="BE"),)))
    services.bulk.run(chosen(ids[2]), BERN)
    services.lifecycle.delete([ids[3]])
    fill(desk_db, admin, 1, client_id="new", email="n@n.org", email_norm="n@n.org")
    done = services.bulk.run(Selection(ListQuery()), BERN, snapshot=seen.snapshot)
    assert (done.changed, done.unchanged, done.refused_total) == (2, 0, 3)
    why = {one.customer_id: one.why for one in done.refused}
    assert why[ids[1]] == "A Admin changed it at 12:00, after the preview. Look at it again."
    assert "Ada Admin" in why[ids[2]]
    assert why[ids[3]] == "This customer is deleted. Restore it first."
    rows = services.customers.rows([row.id for row in services.customers.first(ListQuery(), 9)])
    assert {row.id for row in rows if row.city == "Bern"} == {ids[0], ids[2], ids[4]}


class Stopping(Progress):
    """Stops the work when it asks for the so-manieth time whether it should."""

    def __init__(self, last):
        super().__init__()
        self._left = last

    def check(self):
        self._left -= 1
        if not self._left:
            self.cancel()
        super().check()


@pytest.mark.parametrize(
    "change", [BERN, Delete(), BeginHold(HoldDraft())], ids=lambda it: type(it).__name__
)
@pytest.mark.usefixtures("small_chunks")
def test_cancelled_at_any_stage_nothing_is_changed(services, desk_db, admin, change):
    fill(desk_db, admin, 12)
    before, stages = stored(desk_db), 0
    with pytest.raises(Cancelled):
        services.bulk.preview(Selection(ListQuery()), change, Stopping(2))
    while True:
        try:
            services.bulk.run(Selection(ListQuery()), change, Stopping(stages + 1))
        except Cancelled:
            stages += 1
            assert stored(desk_db) == before
        else:
            break
    assert stages >= 5
    assert stored(desk_db) != before


def test_in_parts_each_is_a_command_and_a_stop_keeps_those_done(services, desk_db, admin):
    ids = fill(desk_db, admin, 10)
    seen = services.bulk.preview(chosen(*ids), BERN)

    class Half(Progress):
        def report(self, done, total=None):
            if total and done / total > 0.5:
                self.cancel()
            super().report(done, total)

    parts = services.bulk.run_in_parts(chosen(*ids), BERN, Half(), snapshot=seen.snapshot, size=4)
    assert (parts.outcome.changed, parts.total, parts.stopped) == (4, 3, "Cancelled.")
    assert [part.name for part in parts.done] == ["Part 1 of 3"]
    rest = services.bulk.run_in_parts(chosen(*ids), BERN, size=4)
    assert (rest.outcome.changed, rest.outcome.unchanged, rest.stopped) == (6, 4, "")
    commands = [part.command for part in (*parts.done, *rest.done)]
    # A part that changes nothing is no command.
    assert [bool(command) for command in commands] == [True, False, True, True]
    assert services.customers.history(ids[9])[0].reason == "(Part 3 of 3)"


def test_a_run_is_one_command(services, desk_db, admin):
    ids = fill(desk_db, admin, 5)
    receipt = Receipt()
    services.bulk.noting(receipt).because("Moved").run(chosen(*ids), BERN)
    assert receipt.command > 0
    [row] = [row for row in services.customers.history(ids[0]) if row.field == "City"]
    assert (row.old, row.new, row.reason, row.who) == ("", "Bern", "Moved", "Ada Admin")
    nothing = Receipt()
    services.bulk.noting(nothing).run(chosen(*ids), BERN)
    assert nothing.command == 0


def test_nobody_out_of_scope_is_changed_or_named(services, acting, desk_db, admin):
    theirs = fill(desk_db, admin, 2)
    north = services.staff.add_team(TeamDraft("North"))
    sam = acting("Sales Manager", staff_id=1, team_id=north)
    with desk_db.transaction(SYSTEM, "test") as session:
        session.execute(sa.update(Customer).values(owner_id=None, team_id=None))
        own = sa.update(Customer).where(Customer.id == theirs[0])
        session.execute(own.values(team_id=north))
    before = stored(desk_db)["customers"][theirs[1]]
    for selection in (Selection(EVERY), chosen(*theirs)):
        found = sam.bulk.preview(selection, BERN)
        assert found.changing == 1
        assert [one.name for one in found.refused] == [""] * (len(found.refused))
    sam.bulk.run(chosen(*theirs), BERN)
    sam.bulk.run(Selection(EVERY), EditFields((Edit("notes", value="Mine"),)))
    assert stored(desk_db)["customers"][theirs[1]] == before
    gone = sam.bulk.preview(chosen(theirs[0]), ChangeOwner(None))
    assert gone.notes == ("They leave your list: afterwards they are no longer yours to see.",)


@pytest.mark.parametrize("change", [Delete(), Restore(), Activate(), BeginHold(HoldDraft())])
def test_a_change_needs_its_own_permission_too(acting, desk_db, admin, change):
    [one] = fill(desk_db, admin, 1)
    sales = acting("Sales Manager")
    for ask in (sales.bulk.preview, sales.bulk.run, sales.bulk.run_in_parts):
        with pytest.raises(PermissionDenied, match=change.permission.value):
            ask(chosen(one), change)


def test_many_at_once_need_their_permission_by_any_way(desk_db, admin, services):
    ids = fill(desk_db, admin, 2)
    only_one = replace(
        services.lifecycle,
        actor=replace(admin, permissions=admin.permissions - {"customers.bulk_edit"}),
    )
    assert only_one.archive(ids[:1]).done == (ids[0],)
    with pytest.raises(PermissionDenied, match="bulk_edit"):
        only_one.archive(ids)


@pytest.mark.parametrize(
    ("edits", "field", "said"),
    [
        ((), "fields", "at least one field"),
        ((Edit("email", value="a@b.org"),), "email", "no such field"),
        ((Edit("uid", value="x"),), "uid", "no such field"),
        ((Edit("city", How.ADD, "x"),), "city", "cannot be done"),
        ((Edit("city", value=" "),), "city", "choose to empty"),
        ((Edit("city", value="x" * 101),), "city", "100 characters at most"),
        ((Edit("city", value="a\0b"),), "city", "invisible control character"),
        ((Edit("city", value="a\nb"),), "city", "single line"),
        ((Edit("city", value="a\ud800"),), "city", "half a character"),
        ((Edit("city", How.REPLACE, "x", ""),), "city", "text to look for"),
        ((Edit("city", How.REPLACE, "x", "x"),), "city", "the same"),
        ((Edit("city", How.REPLACE, "\x01", "x"),), "city", "invisible"),
        ((Edit("country", value="XX"),), "country", "ISO code"),
        ((Edit("country", value=""),), "country", "choose to empty"),
        ((Edit("company_size", value="7"),), "company_size", "1-10"),
        ((Edit("kind", value="robot"),), "kind", "business"),
        ((Edit("kind", How.CLEAR),), "kind", "cannot be done"),
        ((Edit("website", value="not a site"),), "website", "example.com"),
        ((Edit("parent_id", value="7"),), "parent_id", "from the list"),
        ((Edit("city", value="A"), Edit("city", value="B")), "city", "twice"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_looked_at(services, edits, field, said):
    for ask in (services.bulk.preview, services.bulk.run, services.bulk.run_in_parts):
        with pytest.raises(Invalid, match=said) as refusal:
            ask(chosen(1), EditFields(edits))
        assert list(refusal.value.fields) == [field]


def test_no_customers_no_change(services):
    assert services.bulk.preview(Selection(ListQuery("nobody")), BERN).total == 0
    for selection in (Selection(ListQuery("nobody")), chosen()):
        with pytest.raises(Invalid, match="Choose some first"):
            services.bulk.run(selection, BERN)
        with pytest.raises(Invalid, match="Choose some first"):
            services.bulk.run_in_parts(selection, BERN)
    with pytest.raises(NotFound, match="no filter"):
        services.bulk.preview(Selection(ListQuery(conditions=(Condition("x", Op.IS, 1),))), BERN)


def test_who_is_not_there_is_counted(services, desk_db, admin):
    [one] = fill(desk_db, admin, 1)
    found = services.bulk.preview(chosen(one, one, 4711), BERN)
    assert (found.total, found.changing, found.refused_total) == (2, 1, 1)
    assert found.refused[0].name == ""
    assert "no longer exists" in found.refused[0].why


def test_grace_days_are_said_and_none_purge_at_once(services, people, desk_db):
    found = services.bulk.preview(chosen(people["company"]), Delete())
    assert "After 30 days" in found.notes[0]
    settings = services.organization.settings()
    services.organization.save(replace(settings, grace_days=0))
    services.customers.set_avatar(people["company"], b"\x89PNG\r\n\x1a\n" + b"x" * 100)
    found = services.bulk.preview(chosen(people["company"]), Delete())
    assert "at once" in found.notes[0]
    services.bulk.run(chosen(people["company"], people["active"]), Delete())
    shown = services.customers.show(people["company"])
    assert (shown.name, shown.email, shown.avatar, shown.contacts) == (None, "", None, ())
    users = stored(desk_db)["portal_users"].values()
    assert people["company"] not in {row["customer_id"] for row in users}
    assert sound(services)
