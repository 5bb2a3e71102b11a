"""Who may do what, as a table; and nobody reaches a customer outside their scope by any way."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.core.access import PRESETS, Actor
from app.core.errors import DeskError, NotFound, PermissionDenied
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.customers.drafts import CompanyDraft, ContactDraft, CustomerDraft, HoldDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.customers.schemas import Probe
from app.exchange.export_schemas import ExportOrder, Format
from app.exchange.schemas import RowsRefused
from app.services import Services
from app.staff.model import Role, StaffUser
from app.staff.schemas import StaffDraft

TOP = "Super Admin, CEO, Admin"
FULL = "Super Admin, CEO, Manager, Admin"
SALES = "Super Admin, CEO, Manager, Admin, Sales Manager"
HELP = "Super Admin, CEO, Manager, Admin, Sales Manager, Support Staff, Operator"
ALL = "Super Admin, CEO, Manager, Admin, Sales Manager, Support Staff, Operator, Viewer"
WHO = {
    ALL: "attachments: of open_copy save_all save_as target; "
    "products: choices count first ids rows save_file show; "
    "plans: choices count first ids rows show; "
    "activations: count first ids rows; explain: explain; "
    "customers: count find first history ids rows show similar; demo: is_empty; "
    "licenses: count customer_licenses find first history ids renewals rows show; "
    "license_life: change_plan_preview renew_preview; assignment: transfer_preview; "
    "subscriptions: change_preview count first ids rows show; domains: count first ids rows; "
    "segments: as_json asked count figures find list names parse show; "
    "drafts: drop find keep mine; offline: files look_at preview; signing_keys: all public; "
    "table_imports: inspect rehearse run save_errors; list_exports: reach run; "
    "orders: count find first history ids next_allowed rows show start taxing; "
    "invoices: count find first ids reckon rows show; "
    "billing_runs: all; forecast: customer plan_change; usage: of; "
    "tax_rates: categories list; exchange_rates: latest list; dunning_steps: list; "
    "billing_profiles: show; payment_methods: list; figures: of_customer of_everybody; "
    "dunning: preview; statements: currencies owing statement; "
    "interactions: count first ids rows show; follow_ups: assignees calendar count "
    "due_reminders first ids my_day overdue reminder_on rows show; "
    "payments: count credits find first ids of_document propose receipt_of rows show totals; "
    "papers: invoice invoices_into payment_receipt receipts_into statement statements_into; "
    "seller: logo; organization: settings; staff: change_own_password choices teams; "
    "timeline: count first ids rows; "
    "undo: preview redo show steps undo; upkeep: remember_head run_due; "
    "tags: choices find list; tag_rules: segments; "
    "views: delete of_page prefer rename save share update",
    HELP: "attachments: add add_many edit remove restore; "
    "interactions: edit log remove; "
    "follow_ups: add done drop edit move remove reopen; licenses: reveal; "
    "orders: tracking update_status; "
    "offline: answer; activations: activate block deactivate record unblock verify verify_device",
    SALES: "bulk: preview run run_in_parts; "
    "licenses: add_customer_license create_product_license edit generate issue "
    "mark_renewed unmark_renewed; "
    "license_life: change_plan extend renew resume rotate suspend; "
    "offline: issue_file; "
    "assignment: assign bulk_reassign transfer unassign; "
    "subscriptions: cancel change keep pause resume start; "
    "billing_profiles: save; payment_methods: add edit remove set_default; "
    "payments: allocate allocate_credit edit fail record succeed unallocate; "
    "invoices: create edit remove; usage: record remove; "
    "domains: add edit remove resume suspend; "
    "orders: cancel create edit set_payment_status; "
    "customers: create create_company edit remove_contact save_contact set_avatar; undo: restore; "
    "list_exports: renewals; exports: as_text presets reach remove_preset run save_preset; "
    "lifecycle: archive unarchive",
    FULL: "segments: add add_examples copied edit remove; "
    "products: add_file create edit offer remove remove_file retire; "
    "invoices: credit issue issue_many void write_off; "
    "dunning: run; payments: refund refund_credit; "
    "billing_runs: planned preview run; "
    "plans: create edit offer remove retire; "
    "license_life: cancel reinstate revoke; orders: correct refund; exports: jobs save_jobs; "
    "exchange: check_rows inspect rehearse run save_errors; "
    "tags: add add_starting_set edit merge remove restore; "
    "tag_rules: apply link preview; "
    "imports: fitting job jobs profiles remove_profile revert revert_preview save_profile; "
    "lifecycle: activate consequences delete hold restore; upkeep: verify_audit; "
    "verification: confirm_email review unverify verify",
    TOP: "attachments: anything_due run_due; "
    "file_store: anything_due kept move_all run_due set_place; "
    "tax_rates: remove save; exchange_rates: bring_in look_at remove save; "
    "dunning_steps: add_usual remove save; seller: set_logo; "
    "signing_keys: create rotate; subscriptions: anything_due run_due; demo: fill; "
    "license_life: anything_due run_due; "
    "invoices: anything_due run_due; "
    "lifecycle: anything_due end_due_holds purge_due; organization: save; "
    "staff: activate add add_team deactivate edit everyone roles set_password; "
    "tag_rules: anything_due run_due; upkeep: check repair",
}
ALLOWED = {
    (feature.strip(), name): set(roles.split(", "))
    for roles, table in WHO.items()
    for line in table.split(";")
    for feature, names in [line.split(":")]
    for name in names.split()
}


def test_the_table_has_every_use_case():
    found = {
        (feature, name)
        for feature, kind in Services.kinds().items()
        for name in dir(kind)
        if not name.startswith("_") and hasattr(getattr(kind, name), "permission")
    }
    assert found == set(ALLOWED)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_role_may_do_what_the_table_says_and_nothing_else(desk_db, changes, preset):
    actor = Actor(1, "X", preset.permissions, preset.scope, role=preset.name)
    services = Services.build(desk_db, actor, changes)
    for (feature, name), roles in ALLOWED.items():
        ask = getattr(getattr(services, feature), name)
        if preset.name in roles:
            assert actor.can(ask.permission), (feature, name)
        else:
            # Refused before anything that was asked for is looked at.
            with pytest.raises(PermissionDenied, match=preset.name):
                ask()


@pytest.fixture
def strangers(services):
    """A customer of somebody else's team, with a contact, and one that is deleted."""
    ids = [
        services.customers.create(CustomerDraft(f"{name}@roe.example", name, "Roe", client_id=name))
        for name in ("Jane", "Gone")
    ]
    services.customers.save_contact(ids[0], ContactDraft("Ann"))
    services.lifecycle.delete(ids[1:])
    return ids


@pytest.fixture(params=["Sales Manager", "Support Staff"])
def narrow(request, services, strangers, desk_db, admin, changes):
    """The services of somebody with a narrow scope, whose role may otherwise do everything."""
    assert strangers
    with desk_db.reading(admin) as session:
        role_id = session.scalar(sa.select(Role.id).where(Role.name == request.param))
    draft = StaffDraft("Sam", "sam@example.org", role_id, team="North")
    staff_id = services.staff.add(draft, "Correct-horse-9")
    with desk_db.reading(admin) as session:
        team_id = session.get_one(StaffUser, staff_id).team_id
        scope = session.get_one(Role, role_id).scope
    actor = replace(admin, id=staff_id, name="Sam", scope=scope, team_id=team_id)
    return Services.build(desk_db, actor, changes)


def test_nobody_reaches_a_customer_out_of_scope(narrow, strangers, desk_db, admin, tmp_path):
    jane, gone = strangers
    with desk_db.reading(admin) as session:
        base = profile_of(session.get_one(Customer, jane))
        before = session.execute(sa.select(Customer).order_by(Customer.id)).all()
        assert len(before) == 2
    customers, lifecycle = narrow.customers, narrow.lifecycle
    for ask in (
        lambda: customers.show(jane),
        lambda: customers.find("jane@roe.example"),
        lambda: customers.find("Jane"),
        lambda: customers.find(str(jane)),
        lambda: customers.history(jane),
        lambda: customers.edit(jane, 1, base, replace(base, notes="mine")),
        lambda: customers.save_contact(jane, ContactDraft("Bob")),
        lambda: customers.remove_contact(jane, 1),
        lambda: customers.set_avatar(jane, None),
        lambda: lifecycle.hold(jane, HoldDraft()),
        lambda: lifecycle.activate(jane),
        lambda: lifecycle.restore(gone),
    ):
        with pytest.raises(NotFound):
            ask()
    for outcome in (
        lifecycle.archive([jane]),
        lifecycle.unarchive([jane]),
        lifecycle.delete([jane]),
    ):
        assert (outcome.done, [refused for refused, _why in outcome.refused]) == ((), [jane])
    assert lifecycle.consequences([jane, gone]).names == ()
    asked = ListQuery("roe")
    assert customers.first(asked, 10) == customers.rows([jane, gone]) == []
    assert (customers.count(asked), list(customers.ids(asked, Progress()))) == (0, [])
    assert customers.similar(Probe("Jane Roe", "jane@roe.example", "", "")) == []

    out = tmp_path / "out.csv"
    chosen = Selection(ids=(jane, gone))
    assert narrow.exports.run(out, ExportOrder(Format.CSV)).rows == 0
    assert narrow.exports.run(out, ExportOrder(Format.CSV, chosen)).rows == 0
    assert narrow.exports.as_text([jane, gone], Format.VCARD) == ""
    rows = tmp_path / "in.csv"
    rows.write_text(
        "client_id,email,last_name\nJane,jane@roe.example,Mine\n,jane@roe.example,Mine\n"
    )
    with pytest.raises(RowsRefused) as refusal:
        narrow.exchange.run(rows)
    assert "Roe" not in str([row.problems for row in refusal.value.rehearsal.rows])
    with pytest.raises(DeskError) as taken:
        customers.create(CustomerDraft("jane@roe.example", "J", "R", client_id="Jane"))
    assert "Jane" not in str(taken.value)
    assert taken.value.existing == {}

    with desk_db.reading(admin) as session:
        assert session.get_one(Customer, jane).version == 1


def test_who_is_above_or_beside_a_customer_is_named_only_to_whom_may_see_it(
    services, narrow, strangers, desk_db, admin
):
    mine = narrow.customers.create(CustomerDraft("mine@example.org", "My", "Own"))
    with desk_db.reading(admin) as session:
        base = profile_of(session.get_one(Customer, mine))
    related = replace(base, parent_id=strangers[0], referred_by_id=strangers[0])
    services.customers.edit(mine, 1, base, related)

    assert services.customers.show(mine).parent == "Jane Roe"
    shown = narrow.customers.show(mine)
    assert (shown.parent, shown.referred_by) == ("another customer", "another customer")
    assert "Jane" not in str(narrow.customers.history(mine))
    with pytest.raises(DeskError):
        narrow.customers.edit(mine, 2, related, replace(related, parent_id=strangers[1]))


def test_new_customers_are_in_their_makers_scope(narrow, services):
    made = narrow.customers.create_company(
        CompanyDraft("Acme", address_line1="Weg 1", country="CH", admin_first_name="Zoë",
                     admin_last_name="Ng", admin_email="zoe@acme.example",
                     admin_password="Correct-horse-9")
    )  # fmt: skip
    assert narrow.customers.show(made.customer_id).owner == "Sam"
    assert narrow.customers.count(ListQuery()) == 1
    assert services.customers.count(ListQuery()) == 2
