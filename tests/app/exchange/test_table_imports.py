"""License keys and activations from files: as a rehearsal says, all or nothing, twice the same."""

import csv
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from app.catalogue.drafts import PlanDraft, ProductDraft
from app.core.access import PRESETS, SYSTEM
from app.core.audit import AuditEvent
from app.core.errors import Cancelled, Conflict, Invalid, NotFound, PermissionDenied
from app.core.money import Money
from app.core.progress import Progress
from app.customers.drafts import CustomerDraft
from app.customers.model import Customer
from app.exchange.plans import Label, RowsRefused
from app.exchange.schemas import DateOrder, Options
from app.exchange.tables.activations import ACTIVATIONS
from app.exchange.tables.licenses import LICENSES
from app.exchange.tables.target import TableRow
from app.exchange.tables.targets import TARGETS
from app.licensing.activations_drafts import DeviceDraft
from app.licensing.drafts import IssueDraft, LicenseDraft
from app.licensing.model import Activation, License
from app.licensing.schemas import ActivationState, LicenseState
from app.mail.model import OutboxMessage

SKIP = Options(skip_errors=True)
LICENSE_FILE = """\
License code,Product,Plan,Customer e-mail,Order no.,Expiry date,Status,Colour
ABCD-0001,MOD-1,Pro,jane@roe.example,PO 1,31.12.2027,Active,red
ABCD-0002,Modeller,Pro,new@person.example,,,,
ABCD-0003,MOD-1,,,PO 3,never,available,
ABCD-0004,MOD-1,Pro,NEW@person.example,,31.01.2026,expired,
abcd 0001,MOD-1,Pro,,,,,
ABCD-0006,MOD-9,Pro,,,,,
ABCD-0007,MOD-1,Max,,,,,
,MOD-1,,,,,,
•••••-…-ABCDE,MOD-1,,,,,,
ABCD-0010,MOD-1,,nonsense,,,,
ABCD-0011,MOD-1,,,,02.30.2027,,
ABCD-0012,MOD-1,Pro,,,,revoked,
ABCD-0013,MOD-1,Pro,,,,odd,
"""
WRONG = {
    6: "Line 2 has the same license key. Keep one of the two.",
    7: "No product has the reference “MOD-9”. Correct it, or add the product first.",
    8: "Modeller has no plan “Max”. Correct it, or add the plan first.",
    9: "Enter the license key.",
    10: "That is a key as lists show it, with most of it hidden. Enter the whole key.",
    11: "e-mail",
    12: "“02.30.2027” is no day that can be read for sure. Write it like 2027-12-31.",
    14: "“odd” is not known. Write active, expired, suspended or revoked, or clear the cell.",
}


@pytest.fixture
def shop(services):
    """A product with a plan for two devices, and a customer."""
    product = services.products.create(ProductDraft("Modeller", "MOD-1", email_on_issue=True))
    yearly = Money(10_000, "EUR")
    plan = services.plans.create(product, PlanDraft("Pro", yearly=yearly, activation_limit=2))
    jane = services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))
    return SimpleNamespace(product=product, plan=plan, jane=jane, imports=services.table_imports)


@pytest.fixture
def all_of(desk_db):
    """A function that gives every row of a table as it is in the database."""

    def read(kind, key="id"):
        with desk_db.reading(SYSTEM) as session:
            found = session.scalars(sa.select(kind).order_by(kind.id)).all()
            session.expunge_all()
            return {getattr(one, key): one for one in found}

    return read


@pytest.fixture
def intact(services):
    """A function that sees to it that counters and derived columns fit."""

    def look():
        assert [found.problem for found in services.upkeep.check() if found.problem] == []

    return look


def counted(found):
    return [found.counts[label] for label in Label]


def said(found, *labels):
    return {
        row.line: row.reason or " ".join(one.message for one in row.problems)
        for row in found.rows
        if row.label in labels
    }


def test_licenses_come_in_as_rehearsed_and_once(shop, write, all_of, intact, services):
    file = write(LICENSE_FILE)
    found = shop.imports.inspect("licenses", file)
    assert found.mapping == {
        "License code": "key", "Product": "product", "Plan": "plan", "Customer e-mail": "email",
        "Order no.": "order_number", "Expiry date": "expires_on", "Status": "status",
    }  # fmt: skip
    assert found.ignored == ("Colour",)

    rehearsal = shop.imports.rehearse("licenses", file)
    assert counted(rehearsal) == [4, 0, 0, 1, 8]
    wrong = said(rehearsal, Label.ERROR)
    assert {line: WRONG[line] in sentence for line, sentence in wrong.items()} == dict.fromkeys(
        WRONG, True
    ), wrong
    assert said(rehearsal, Label.SKIP) == {
        13: "The file says it is “revoked”. Only licenses in use are imported."
    }
    assert rehearsal.notes == (
        "1 new customer is created, and invited by e-mail.", "3 messages about licenses are sent."
    )  # fmt: skip
    assert next((row.name, row.email) for row in rehearsal.rows.of(Label.CREATE)) == (
        "•••••-…-0001", "jane@roe.example"
    )  # fmt: skip
    # Whole keys are not kept longer than they are needed.
    assert {row.cells for row in rehearsal.rows} == {()}
    assert all_of(License) == {}

    with pytest.raises(RowsRefused, match="8 rows have problems, so nothing was imported"):
        shop.imports.run("licenses", file)
    assert all_of(License) == {}
    before = services.undo.steps().undo
    result = shop.imports.run("licenses", file, None, SKIP)
    # Only imports of customers are taken back.
    assert services.undo.steps().undo.command == before.command
    assert (result.counts, result.notes) == (rehearsal.counts, rehearsal.notes)

    made = all_of(License, "key_tail")
    first, second, third, fourth = (made[f"-000{number}"] for number in range(1, 5))
    assert (first.customer_id, first.order_number) == (shop.jane, "PO 1")
    assert (first.expires_on, first.plan_id) == (date(2027, 12, 31), shop.plan)
    # A plan that is sold by the year lasts one; the past is no hindrance.
    assert (second.starts_on, second.expires_on) == (date(2026, 11, 20), date(2027, 11, 20))
    assert (third.state, third.expires_on, third.months_to_run) == (
        LicenseState.AVAILABLE, None, None
    )  # fmt: skip
    assert (fourth.status, fourth.expires_on) == ("expired", date(2026, 1, 31))
    assert second.customer_id == fourth.customer_id != shop.jane
    assert services.licenses.reveal(first.id) == "ABCD-0001"
    assert len(all_of(Customer)) == 2
    assert sorted(one.template for one in all_of(OutboxMessage).values()) == [
        "customer_invitation", *["license_assigned"] * 3
    ]  # fmt: skip
    intact()

    again = shop.imports.rehearse("licenses", file)
    assert counted(again) == [0, 0, 4, 1, 8]
    assert again.notes == ()
    assert shop.imports.run("licenses", file, None, SKIP).counts == again.counts
    assert {key: one.version for key, one in all_of(License).items()} == {
        one.id: one.version for one in made.values()
    }


def test_known_licenses_are_brought_up_to_date(shop, write, all_of, intact, services):
    issue = services.licenses.issue
    free = issue(IssueDraft(shop.product, shop.plan, key="FREE-0001")).id
    hers = issue(IssueDraft(shop.product, key="HERS-0001", customer_id=shop.jane)).id
    dead = issue(IssueDraft(shop.product, key="DEAD-0001", customer_id=shop.jane)).id
    services.activations.activate(hers, DeviceDraft("pc-1"))
    services.license_life.revoke([dead], "fraud")
    services.products.create(ProductDraft("Painter", "PNT"))
    file = write(
        "Key;Product;Plan;Email;Client ID;Order;Expires;Starts;Cycle\n"
        "free-0001;MOD-1;pro;joe@roe.example;J-1;PO 9;2028-06-30;;\n"
        "HERS-0001;;;JANE@roe.example;;PO 8;never;2026-01-01;\n"
        "NEWS-0001;PNT;;jack@roe.example;J-1;;;;monthly\n"
        "DEAD-0001;MOD-1;;;;PO 7;;;\n"
        "HERS0001;;;;;;;;\n"
        "NEWS-0002;PNT;;jane@roe.example;J-9;;2027-01-01;2027-01-02;\n"
    )
    found = shop.imports.rehearse("licenses", file)
    assert said(found, *Label) == {
        2: "Changes: Order number, Expires on, Customer. "
        "A new customer is created for joe@roe.example.",
        3: "Changes: Order number, Starts on.",
        4: "Another row has the Client ID “J-1” with another e-mail. Correct one of them.",
        5: "The license …-0001 is revoked. Reinstate it first.",
        6: "Line 3 has the same license key. Keep one of the two.",
        7: "It would end before it starts. Choose a day from 2027-01-02 on.",
    }
    assert shop.imports.run("licenses", file, None, SKIP).counts == found.counts
    now = all_of(License)
    assert (now[free].state, now[free].order_number) == (LicenseState.ACTIVE, "PO 9")
    assert (now[free].expires_on, now[free].months_to_run) == (date(2028, 6, 30), None)
    assert (now[hers].starts_on, now[hers].order_number) == (date(2026, 1, 1), "PO 8")
    assert now[dead].order_number == ""
    [joe] = [one for one in all_of(Customer).values() if one.client_id == "J-1"]
    assert (joe.email, joe.licenses) == ("joe@roe.example", 1)
    intact()
    assert counted(shop.imports.rehearse("licenses", file)) == [0, 0, 2, 0, 4]

    moving = write(
        "Key,Product,Plan,Email,Client ID,Cycle\n"
        "FREE-0001,MOD-1,,jane@roe.example,,\n"
        "FREE-0001 ,PNT,,,,\n"
        "HERS-0001,PNT,,,,\n"
        "HERS-0001-,MOD-1,Pro,,,\n"
        "FREE-00 01,,,,,monthly\n"
        "NEWS-0003,PNT,,jane@roe.example,J-1,\n"
        "NEWS-0004,PNT,,,X-1,\n"
    )
    wrong = said(shop.imports.rehearse("licenses", moving), Label.ERROR)
    assert wrong[2].startswith("It belongs to somebody else. Transfer it")
    assert wrong[4].startswith("This key belongs to another product.")
    assert wrong[7] == (
        "The Client ID is of joe@roe.example, who has another e-mail. Correct one of the two, "
        "or clear it."
    )
    assert wrong[8].startswith("No customer has the Client ID “X-1”.")


def test_mended_rows_come_in_and_nothing_stays_of_what_was_stopped(
    shop, write, all_of, services, tmp_path, acting, desk_db
):
    header = "License key,Product,Expires on\n"
    rows = "".join(f"MANY-{number:04},MOD-1,03/04/2027\n" for number in range(300))
    file = write(header + rows + '=1+"x",MOD-1,\nMANY-0800,MOD-1,2027-01-01,too many\n')
    imports = shop.imports
    assert counted(imports.rehearse("licenses", file)) == [1, 0, 0, 0, 301]
    days = Options(date_order=DateOrder.MDY, skip_errors=True)
    assert counted(imports.rehearse("licenses", file, None, days)) == [301, 0, 0, 0, 1]
    for progress in (Stopping(0.1), Stopping(0.6)):
        with pytest.raises(Cancelled):
            imports.run("licenses", file, None, days, progress)
    assert all_of(License) == {}

    mend = tmp_path / "mend.csv"
    assert imports.save_errors("licenses", file, mend) == 301
    with mend.open(encoding="utf-8-sig", newline="") as stream:
        saved = list(csv.reader(stream))
    assert saved[0] == ["License key", "Product", "Expires on", "Problem"]
    assert saved[1][:3] == ["MANY-0000", "MOD-1", "03/04/2027"]
    assert "03/04/2027" in saved[1][3]
    mend.write_text(mend.read_text("utf-8-sig").replace("03/04/2027,", "2027-03-04,"), "utf-8")
    assert imports.save_errors("licenses", mend, tmp_path / "again.csv") == 0
    assert counted(imports.run("licenses", mend)) == [301, 0, 0, 0, 0]
    assert {one.expires_on for one in all_of(License).values()} == {
        date(2027, 3, 4), date(2027, 1, 1)
    }  # fmt: skip

    found = imports.rehearse("licenses", mend)
    mend.write_text(mend.read_text("utf-8") + "MANY-0900,MOD-1,\n", "utf-8")
    with pytest.raises(Invalid, match="was changed meanwhile"):
        imports.run("licenses", mend, None, Options(sha256=found.sha256))
    with pytest.raises(Invalid, match="No column is called “License key”, “Product reference”"):
        imports.rehearse("licenses", write("a,b\n1,2\n"))
    for mapping, why in (({"a": "key", "b": "key"}, "Two columns"), ({"c": "key"}, "no column")):
        with pytest.raises(Invalid, match=why):
            imports.rehearse("licenses", write("a,b\n1,2\n"), mapping)
    mapped = write("a,b\nMANY-0900,MOD-1\n")
    assert counted(imports.run("licenses", mapped, {"a": "key", "b": "product"}))[0] == 1
    with pytest.raises(NotFound, match="Nothing can be imported as owls"):
        imports.inspect("owls", file)
    with desk_db.reading(SYSTEM) as session:
        about = sa.select(AuditEvent).where(AuditEvent.entity.in_(["licenses", "imports"]))
        told = session.scalars(about).all()
        assert {(one.actor_kind, one.use_case) for one in told} == {("import", "tableimport.run")}
        assert sum(one.entity == "imports" for one in told) == 2
        commands = {one.command for one in told if one.entity == "licenses"}
    jobs = services.imports.jobs()
    assert [(one.target, one.created, one.refused, one.who) for one in jobs] == [
        ("licenses", 1, 0, "Ada Admin"), ("licenses", 301, 0, "Ada Admin")
    ]  # fmt: skip
    assert {one.command for one in jobs} == commands
    with pytest.raises(Conflict, match="Only imports of customers can be taken back"):
        services.imports.revert(jobs[0].id)

    for preset in PRESETS:
        some = acting(preset.name)
        for name, target in TARGETS.items():
            if target.permission not in preset.permissions:
                with pytest.raises(PermissionDenied):
                    some.table_imports.run(name, tmp_path / "not there.csv")
    assert services


def test_devices_come_in_within_the_limit(shop, all_of, intact, services, tmp_path):
    issue = services.licenses.issue
    hers = issue(IssueDraft(shop.product, shop.plan, key="HERS-0001", customer_id=shop.jane)).id
    issue(IssueDraft(shop.product, shop.plan, key="FREE-0001"))
    home = IssueDraft(
        shop.product, key="HOME-0001", customer_id=shop.jane, overrides={"activation_limit": None}
    )
    home = issue(home).id
    known = services.activations.activate(home, DeviceDraft("PC-1")).id
    barred = services.activations.activate(home, DeviceDraft("pc-2")).id
    services.activations.block([barred], "stolen")
    book, file = Workbook(), tmp_path / "devices.xlsx"
    seen = datetime(2026, 11, 20, 11, 30)  # noqa: DTZ001 - as a spreadsheet has it
    for row in (
        ("License", "Device", "Type", "Name", "IP", "Activated", "Last seen", "Status"),
        ("HERS-0001", "pc-1", None, "Desk", "192.0.2.7", date(2026, 11, 20), seen, "Active"),
        ("hers0001", "shop.example", "domain", None, None, None, seen, None),
        ("HERS-0001", "pc-3", None, None, None, None, None, None),
        ("HERS-0001", "PC-1", None, None, None, None, None, None),
        ("HOME-0001", "pc-1", None, "Laptop", None, None, date(2030, 1, 1), None),
        ("HOME-0001", "pc-2", None, None, None, None, None, None),
        ("HOME-0001", "pc-4", None, None, "999", None, None, None),
        ("HOME-0001", "pc-5", None, None, None, date(2027, 1, 1), None, None),
        ("HOME-0001", "pc-6", None, None, None, None, None, "inactive"),
        ("HOME-0001", None, None, "No ID", None, None, None, None),
        ("FREE-0001", "pc-1", None, None, None, None, None, None),
        ("WHAT-0001", "pc-1", None, None, None, None, None, None),
    ):
        book.active.append(row)
    book.save(file)
    imports = shop.imports
    found = imports.rehearse("activations", file)
    told = said(found, *Label)
    assert counted(found) == [2, 0, 0, 1, 9], told
    for line, words in {
        2: "",
        3: "",
        4: "Activation limit reached. With the rows above, 2 devices are active.",
        5: "Line 2 has the same device on the same license.",
        6: "That lies ahead.",
        7: "blocked",
        8: "Write an IP address",
        9: "That lies ahead.",
        10: "The file says it is “inactive”. Only devices in use are imported.",
        11: "Enter the device's hardware ID",
        12: "belongs to nobody",
        13: "No license has the key",
    }.items():
        assert words in told[line], line
    assert next((row.name, row.email) for row in found.rows) == ("Desk", "•••••-…-0001")

    assert imports.run("activations", file, None, SKIP).counts == found.counts
    devices = {one.identifier: one for one in all_of(Activation).values()
               if one.license_id == hers}  # fmt: skip
    assert (devices["pc-1"].label, devices["pc-1"].ip) == ("Desk", "192.0.2.7")
    assert devices["shop.example"].activated_at == devices["pc-1"].last_verified_at
    assert devices["pc-1"].last_verified_at < datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert all_of(License)[hers].activations == 2
    intact()
    again = imports.rehearse("activations", file)
    assert counted(again) == [0, 0, 2, 1, 9]
    assert "Activation limit reached." in said(again, Label.ERROR)[4]

    more = tmp_path / "more.csv"
    more.write_text(
        "License key,Device identifier,Label,Activated\n"
        "HOME-0001,pc-1,Laptop,\nHERS-0001,pc-1,Desk,2026-11-20\nHERS-0001,pc-9,,\n",
        "utf-8",
    )
    services.activations.deactivate([devices["pc-1"].id], "sold")
    found = imports.run("activations", more)
    assert counted(found) == [1, 1, 0, 1, 0]
    assert said(found, Label.UPDATE, Label.SKIP) == {
        2: "Changes: Label.", 3: "That activation is known, and has ended since."
    }  # fmt: skip
    now = all_of(Activation)
    assert (now[known].label, now[known].device_key) == ("Laptop", "laptop")
    assert [one.state for one in now.values()].count(ActivationState.ACTIVE) == 3
    intact()


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_what_others_change_in_between_stops_it(shop, all_of, services, desk_db, admin):
    """On SQLite nobody else can write while an import decides and writes."""
    issue, seat = services.licenses.issue, DeviceDraft("pc-3")
    free = issue(IssueDraft(shop.product, shop.plan, key="FREE-0001")).id
    hers = issue(IssueDraft(shop.product, key="HERS-0001", customer_id=shop.jane)).id
    theirs = LicenseDraft(note="Theirs")
    new = {"key": "NEWS-0001", "product": "MOD-1"}
    known = {"key": "FREE-0001", "order_number": "PO 1"}
    device = {"key": "HERS-0001", "identifier": "pc-1"}
    for target, rows, meddle, why in (
        (LICENSES, [new, known], lambda: services.licenses.edit(free, 1, theirs), "changed it"),
        (LICENSES, [new], lambda: issue(IssueDraft(shop.product, key="NEWS-0001")), "has this key"),
        (ACTIVATIONS, [device], lambda: services.activations.activate(hers, seat), "Activation l"),
    ):
        table = [TableRow(line, values) for line, values in enumerate(rows, 2)]
        said = rf"^Line {len(rows) + 1}: .*{why}.* Nothing was imported\.$"
        with (
            pytest.raises(Conflict, match=said),
            desk_db.transaction(admin, "test") as session,
        ):
            judge = target.make(session, admin)
            decided = list(judge.judged(table))
            assert {one.label for one in decided} <= {Label.CREATE, Label.UPDATE}
            meddle()
            judge.write(decided, Progress())
    assert [(one.note, one.order_number) for one in all_of(License).values()] == [
        ("Theirs", ""), ("", ""), ("", "")
    ]  # fmt: skip
    assert [one.identifier for one in all_of(Activation).values()] == ["pc-3"]


class Stopping(Progress):
    """Cancels itself once the work is as far as `share`."""

    def __init__(self, share):
        super().__init__()
        self.share = share

    def report(self, done, total=None):
        if total and done / total >= self.share:
            self.cancel()
        super().report(done, total)
