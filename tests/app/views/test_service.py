"""Views are saved, shared, changed and deleted by whoever may, under names of their own."""

import threading
from datetime import date

import pytest
import sqlalchemy as sa

from app.core.access import PRESETS, SYSTEM, Actor
from app.core.errors import Conflict, Invalid, NotFound, PermissionDenied
from app.core.listing import Condition, Group, ListQuery, Match, Op
from app.services import Services
from app.staff.model import Role
from app.staff.schemas import StaffDraft
from app.views.schemas import ViewDraft, Views

ASKED = ListQuery(
    "acme",
    (
        Group(
            Match.ANY,
            (
                Condition("status", Op.IN, ("active",)),
                Condition("created_at", Op.AT_LEAST, date(2026, 1, 26)),
            ),
        ),
    ),
    "name",
    descending=True,
)
LAYOUT = {"compact": True, "columns": {"order": ["name"]}}


def draft(name="Big ones", **changes):
    return ViewDraft(**{"page": "customers", "name": name, "asked": ASKED, "layout": LAYOUT}
                     | changes)  # fmt: skip


@pytest.fixture
def act(services, desk_db, changes):
    """A function that makes a person of a role and gives their services."""

    def make(role, name):
        preset = next(preset for preset in PRESETS if preset.name == role)
        with desk_db.reading(SYSTEM) as session:
            role_id = session.scalar(sa.select(Role.id).where(Role.name == role))
        person = StaffDraft(name, f"{name}@example.org", role_id)
        staff_id = services.staff.add(person, "Correct-horse-9")
        actor = Actor(staff_id, name, preset.permissions, preset.scope, role=role)
        return Services.build(desk_db, actor, changes)

    return make


@pytest.fixture
def sam(act):
    return act("Sales Manager", "Sam")


def names(services, page="customers"):
    return [(view.name, view.owner, view.editable) for view in services.views.of_page(page).saved]


def test_a_view_comes_back_as_it_was_saved(services):
    key = services.views.save(draft("  Big ones "))

    [view] = services.views.of_page("customers").saved
    assert (view.id, view.key, view.name, view.owner) == (key, str(key), "Big ones", "Ada Admin")
    assert (view.asked, view.layout, view.dropped) == (ASKED, LAYOUT, ())
    assert (view.mine, view.shared, view.editable) == (True, False, True)
    assert services.views.of_page("licenses") == Views(())


def test_private_views_are_their_owners_alone(services, sam):
    key = services.views.save(draft())

    assert names(sam) == []
    for ask in (
        lambda: sam.views.update(key, 1, ASKED, {}),
        lambda: sam.views.rename(key, "Mine"),
        lambda: sam.views.share(key, shared=True),
        lambda: sam.views.delete(key),
    ):
        with pytest.raises(NotFound, match="gone"):
            ask()


def test_shared_views_are_seen_by_all_and_changed_by_owner_and_admins(services, sam, act):
    viewer, admin = act("Viewer", "Vera"), act("Admin", "Alan")
    key = sam.views.save(draft("Sales", shared=True))
    services.views.save(draft("Own"))

    assert names(viewer) == [("Sales", "Sam", False)]
    assert names(admin) == [("Sales", "Sam", True)]
    assert names(services) == [("Own", "Ada Admin", True), ("Sales", "Sam", True)]
    for ask in (
        lambda: viewer.views.update(key, 1, ASKED, {}),
        lambda: viewer.views.rename(key, "Mine"),
        lambda: viewer.views.share(key, shared=False),
        lambda: viewer.views.delete(key),
    ):
        with pytest.raises(PermissionDenied, match="belongs to somebody else"):
            ask()
    admin.views.rename(key, "Selling")
    admin.views.update(key, 2, ListQuery("x"), {})
    assert names(sam) == [("Selling", "Sam", True)]
    admin.views.share(key, shared=False)
    assert names(viewer) == names(admin) == []
    assert names(sam) == [("Selling", "Sam", True)]


def test_names_are_unlike_whatever_their_case(services, sam):
    key = services.views.save(draft("Straße"))
    other = services.views.save(draft("Other"))

    for name in ("strasse", "STRASSE ", "Straße"):
        with pytest.raises(Invalid, match="already") as refusal:
            services.views.save(draft(name))
        assert refusal.value.existing == {"name": key}
        with pytest.raises(Invalid, match="already"):
            services.views.rename(other, name)
    services.views.rename(key, "STRASSE")
    sam.views.save(draft("Strasse"))
    services.views.save(draft("Straße", page="licenses"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"page": "Customers; DROP"}, "page"),
        ({"asked": ListQuery("a\x00")}, "asked"),
        ({"asked": ListQuery(conditions=(Condition("a", Op.IN, ()),))}, "asked"),
        ({"asked": ListQuery(conditions=(Condition("a", Op.IS, "x" * 900),) * 150)}, "asked"),
        ({"layout": {"columns": "x" * 100_001}}, "layout"),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_draft_with_problems_is_refused(services, changes, field):
    with pytest.raises(Invalid) as refusal:
        services.views.save(draft(**changes))
    assert set(refusal.value.fields) == {field}


def test_a_stale_update_overwrites_nothing(services, sam):
    key = sam.views.save(draft(shared=True))
    services.views.update(key, 1, ListQuery("first"), {}, shared=True)

    with pytest.raises(Conflict, match="Ada Admin changed this view"):
        sam.views.update(key, 1, ListQuery("second"), {})
    [view] = sam.views.of_page("customers").saved
    assert (view.asked.text, view.version) == ("first", 2)


def test_an_update_may_share_too(services, sam):
    key = services.views.save(draft())
    services.views.update(key, 1, ASKED, {})
    assert names(sam) == []
    services.views.update(key, 2, ASKED, {}, shared=True)
    assert names(sam) == [("Big ones", "Ada Admin", False)]


def test_a_deleted_view_can_be_saved_again(services):
    key = services.views.save(draft(shared=True))
    before = services.views.of_page("customers").saved[0]
    gone = services.views.delete(key)
    assert names(services) == []

    services.views.save(gone)
    [after] = services.views.of_page("customers").saved
    assert (after.asked, after.layout, after.shared) == (before.asked, before.layout, True)
    assert after.id != key


def test_each_person_begins_with_the_view_they_prefer(services, sam):
    services.views.prefer("customers", "12")
    services.views.prefer("customers", "active")
    sam.views.prefer("customers", "")

    assert services.views.of_page("customers").default == "active"
    assert services.views.of_page("licenses").default == ""
    assert sam.views.of_page("customers").default == ""
    for page, view in (("customers", "x y"), ("Nope!", "active"), ("customers", "v" * 41)):
        with pytest.raises(Invalid):
            services.views.prefer(page, view)


def test_a_view_of_another_version_opens_without_what_means_nothing(services, desk_db):
    for name in ("Half", "Whole"):
        services.views.save(draft(name))
    half = {"conditions": [{"key": "aura", "op": "resembles", "value": 1},
                           {"key": "city", "op": "is", "value": "Bern"}]}  # fmt: skip
    with desk_db.transaction(SYSTEM) as session:
        for name, asked in (("Half", half), ("Whole", ["what"])):
            session.execute(
                sa.text("UPDATE saved_views SET asked = :asked WHERE name = :name").bindparams(
                    sa.bindparam("asked", asked, sa.JSON), name=name
                )
            )
    first, second = services.views.of_page("customers").saved
    assert first.asked == ListQuery(conditions=(Condition("city", Op.IS, "Bern"),))
    assert (first.dropped, second.asked, second.dropped) == (("aura",), ListQuery(), ("?",))


def test_whoever_has_no_account_saves_nothing(desk_db, changes):
    program = Services.build(desk_db, SYSTEM, changes)
    with pytest.raises(PermissionDenied, match="account"):
        program.views.save(draft())
    program.views.prefer("customers", "active")
    assert program.views.of_page("customers") == Views(())


def test_two_who_take_a_name_at_once_do_not_both_get_it(services):
    outcomes = []

    def save():
        try:
            outcomes.append(services.views.save(draft("Race")))
        except Invalid as refusal:
            outcomes.append(refusal.fields["name"])

    threads = [threading.Thread(target=save) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(services)) == 1
    assert [type(outcome) for outcome in outcomes].count(int) == 1


def test_who_listens_hears_of_views(services, changes):
    heard = []
    changes.listen(heard.append)
    services.views.save(draft())
    assert [set(touched) for touched in heard] == [{"saved_views"}]
