"""Every use case that changes something says so in the audit trail: who, what, old and new."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.catalogue.drafts import ProductDraft
from app.core.access import SYSTEM
from app.core.audit import AuditEvent, AuditPayload
from app.core.listing import Selection
from app.core.service import Receipt
from app.customers.bulk_changes import Edit, EditFields
from app.customers.drafts import CompanyDraft, ContactDraft, CustomerDraft, HoldDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.exchange.export_schemas import ExportOrder, Format, PresetDraft
from app.exchange.lists.reading import ListOrder
from app.staff.schemas import StaffDraft, TeamDraft
from tests.app.test_permissions import ALLOWED

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
JANE = CustomerDraft("jane@roe.example", "Jane", "Roe")
# They only read, or are made of others that do the changing.
SILENT = {
    "attachments": "anything_due of open_copy run_due save_all save_as target add add_many",
    "file_store": "anything_due kept move_all run_due",
    "activations": "count first ids rows",
    "billing_profiles": "show",
    "billing_runs": "all planned preview",
    "bulk": "preview run_in_parts",
    "customers": "count find first history ids rows show similar",
    "demo": "is_empty",
    "domains": "count first ids rows",
    "dunning": "preview",
    "dunning_steps": "list",
    "exchange_rates": "latest list look_at",
    "forecast": "customer plan_change",
    "exports": "jobs presets reach save_jobs",
    "list_exports": "reach",
    "exchange": "check_rows inspect rehearse save_errors",
    "assignment": "transfer_preview",
    "follow_ups": "assignees calendar count due_reminders first ids my_day overdue "
    "reminder_on rows show",
    "interactions": "count first ids rows show",
    "license_life": "anything_due change_plan_preview renew_preview run_due",
    "invoices": "anything_due count find first ids reckon rows run_due show",
    "licenses": "count customer_licenses find first history ids renewals rows show",
    "lifecycle": "anything_due consequences",
    "offline": "files look_at preview",
    "orders": "count find first history ids next_allowed rows show start taxing",
    "organization": "settings",
    "papers": "invoice invoices_into payment_receipt receipts_into statement statements_into",
    "payment_methods": "list",
    "payments": "count credits find first ids of_document propose receipt_of rows show totals",
    "signing_keys": "all public",
    "plans": "choices count first ids rows show",
    "products": "choices count first ids rows save_file show",
    "segments": "as_json asked count figures find list names parse show",
    "seller": "logo",
    "tax_rates": "categories list",
    "staff": "choices everyone roles teams",
    "tag_rules": "anything_due preview run_due segments",
    "tags": "choices find list",
    "table_imports": "inspect rehearse save_errors",
    "subscriptions": "anything_due change_preview count first ids rows show",
    "undo": "preview show steps",
    "usage": "of",
    "upkeep": "check remember_head run_due verify_audit",
}


@pytest.fixture
def trail(desk_db):
    """A function that gives the entries since it was last asked."""
    seen = {"seq": 0}

    def news():
        with desk_db.reading(SYSTEM) as session:
            rows = session.execute(
                sa.select(AuditEvent, AuditPayload.body)
                .join(AuditPayload, AuditPayload.seq == AuditEvent.seq)
                .where(AuditEvent.seq > seen["seq"])
                .order_by(AuditEvent.seq)
            ).all()
            session.expunge_all()
        seen["seq"] = max((event.seq for event, _body in rows), default=seen["seq"])
        return [(event, json.loads(body)) for event, body in rows]

    news()
    return news


class Noted:
    """Calls use cases, and looks at what each left in the trail."""

    def __init__(self, trail):
        self.trail, self.done, self.last = trail, set(), []

    def __call__(self, name, act, kind="staff"):
        result = act()
        self.last = self.trail()
        assert self.last, name
        for event, payload in self.last:
            assert event.use_case.replace("._", ".") == name
            assert (event.actor_kind, event.actor_name) == (kind, "Ada Admin")
            assert payload["reason"] == ""
            assert payload["changes"], name
            assert all(len(pair) == 2 for pair in payload["changes"].values())
        self.done.add(name)
        return result

    def changed(self, field):
        """Old and new of a field, once for each entry that has it."""
        bodies = [body["changes"] for _event, body in self.last]
        return [changes[field] for changes in bodies if field in changes]


@pytest.fixture
def noted(trail):
    return Noted(trail)


def named(feature, alias=None):
    """What a feature's changing use cases are called in the trail."""
    silent = SILENT.get(feature, "").split()
    names = {name for place, name in ALLOWED if place == feature} - set(silent)
    return {f"{alias or feature}.{name}" for name in names}


def test_changes_of_customers_are_told(services, desk_db, admin, noted):
    customers, changed = services.customers, noted.changed
    company = CompanyDraft("Acme", address_line1="Weg 1", country="CH", admin_first_name="Zoë",
                           admin_last_name="Ng", admin_email="zoe@acme.example",
                           admin_password="Correct-horse-9")  # fmt: skip
    noted("customer.create_company", lambda: customers.create_company(company))
    assert {event.entity for event, _body in noted.last} == {
        "customers", "portal_users", "contacts", "interactions",
    }  # fmt: skip
    assert changed("password_hash") == [["•••", "•••"]]
    jane = noted("customer.create", lambda: customers.create(JANE))
    with desk_db.reading(admin) as session:
        base = profile_of(session.get_one(Customer, jane))
    mine = replace(base, city="Bern")
    noted("customer.edit", lambda: customers.edit(jane, 1, base, mine))
    assert changed("city") == [["", "Bern"]]
    ann = noted("customer.save_contact", lambda: customers.save_contact(jane, ContactDraft("Ann")))
    noted("customer.remove_contact", lambda: customers.remove_contact(jane, ann))
    assert changed("name") == [["Ann", None]]
    noted("customer.set_avatar", lambda: customers.set_avatar(jane, PNG))
    assert changed("avatar") == [[None, f"{len(PNG)} bytes"]]

    assert noted.done == named("customers", "customer")


def test_changes_of_states_are_told(services, clock, noted, trail):
    lifecycle, changed = services.lifecycle, noted.changed
    jane = services.customers.create(JANE)
    services.customers.set_avatar(jane, PNG)
    trail()
    noted("lifecycle.hold", lambda: lifecycle.hold(jane, HoldDraft()))
    assert ["active", "suspended"] in changed("status")
    noted("lifecycle.activate", lambda: lifecycle.activate(jane))
    assert ["suspended", "active"] in changed("status")
    noted("lifecycle.archive", lambda: lifecycle.archive([jane]))
    noted("lifecycle.unarchive", lambda: lifecycle.unarchive([jane]))
    noted("lifecycle.delete", lambda: lifecycle.delete([jane]))
    noted("lifecycle.restore", lambda: lifecycle.restore(jane))
    end = clock.now() + timedelta(days=1)
    lifecycle.hold(jane, HoldDraft(ends_at=end))
    trail()
    clock.at += timedelta(days=2)
    noted("lifecycle.end_due_holds", lifecycle.end_due_holds)
    services.lifecycle.delete([jane])
    trail()
    clock.at += timedelta(days=400)
    noted("lifecycle.purge_due", lifecycle.purge_due)
    assert changed("first_name") == [["Jane", ""]]
    assert changed("avatar") == [[f"{len(PNG)} bytes", None]]

    assert noted.done == named("lifecycle")


def test_changes_of_many_are_told(services, noted, trail):
    jane = services.customers.create(JANE)
    trail()
    change = EditFields((Edit("city", value="Bern"),))
    noted("bulk.run", lambda: services.bulk.run(Selection(ids=(jane,)), change))
    assert noted.changed("city") == [["", "Bern"]]
    assert noted.done == named("bulk")


def test_steps_back_are_told(services, noted, trail):
    undo, changed, receipt = services.undo, noted.changed, Receipt()
    jane = services.customers.create(JANE)
    change = EditFields((Edit("city", value="Bern"),))
    services.bulk.noting(receipt).run(Selection(ids=(jane,)), change)
    ((edited, _body),) = trail()[-1:]
    noted("undo.undo", lambda: undo.undo(receipt.command))
    assert changed("city") == [["Bern", ""]]
    assert changed("command") == [[None, receipt.command]]
    noted("undo.redo", lambda: undo.redo(receipt.command))
    assert changed("city") == [["", "Bern"]]
    noted("undo.restore", lambda: undo.restore(jane, edited.seq, "city"))
    assert changed("city") == [["Bern", ""]]
    assert noted.done == named("undo")
    assert services.upkeep.verify_audit().whole


def test_imports_exports_settings_and_staff_are_told(services, noted, trail, tmp_path):
    staff, changed = services.staff, noted.changed
    services.customers.create(replace(JANE, email="zoe@acme.example", last_name="Ng"))
    trail()
    path = tmp_path / "in.csv"
    path.write_text("email,last_name\nnew@example.org,New\nzoe@acme.example,Nguyen\n")
    noted("exchange.run", lambda: services.exchange.run(path), kind="import")
    assert ["Ng", "Nguyen"] in changed("last_name")
    services.products.create(ProductDraft("Modeller", "MOD-1"))
    trail()
    path.write_text("key,product,email\nABCD-0001,MOD-1,zoe@acme.example\n")
    imports = services.table_imports
    noted("tableimport.run", lambda: imports.run("licenses", path), kind="import")
    assert {event.entity for event, _body in noted.last} == {"licenses", "imports"}
    assert changed("key_sealed") == [["•••", "•••"]]
    order = ExportOrder(Format.CSV)
    noted("exports.run", lambda: services.exports.run(tmp_path / "o.csv", order))
    assert changed("rows") == [[None, 2]]
    exports, out = services.list_exports, tmp_path / "l.csv"
    how = ListOrder(Format.CSV)
    noted("list_exports.run", lambda: exports.run("licenses", out, how))
    noted("list_exports.renewals", lambda: exports.renewals(out))
    noted("exports.as_text", lambda: services.exports.as_text([1], Format.CSV))
    draft = PresetDraft("Mine", Format.CSV, ("name",))
    mine = noted("exports.save_preset", lambda: services.exports.save_preset(draft))
    noted("exports.remove_preset", lambda: services.exports.remove_preset(mine))

    settings = services.organization.settings()
    noted("organization.save", lambda: services.organization.save(replace(settings, name="New")))
    assert changed("name") == [["Test firm", "New"]]
    draft = StaffDraft("Sam", "sam@example.org", 1)
    sam = noted("staff.add", lambda: staff.add(draft, "Correct-horse-9"))
    noted("staff.edit", lambda: staff.edit(sam, 1, replace(draft, name="Samuel")))
    noted("staff.deactivate", lambda: staff.deactivate(sam))
    assert changed("active") == [[True, False]]
    noted("staff.activate", lambda: staff.activate(sam))
    noted("staff.set_password", lambda: staff.set_password(sam, "Correct-horse-8"))
    assert changed("password_hash") == [["•••", "•••"]]
    old, new = "Correct-horse-9", "Better-9-horse"
    noted("staff.replace_own", lambda: staff.change_own_password(old, new))
    noted("staff.add_team", lambda: staff.add_team(TeamDraft("North")))

    wanted = named("list_exports") | named("table_imports", "tableimport")
    wanted |= named("exchange") | named("exports") | named("organization") | named("staff")
    assert noted.done == wanted - {"staff.change_own_password"} | {"staff.replace_own"}
    assert services.upkeep.verify_audit().whole
