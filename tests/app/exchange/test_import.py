"""An import does what its rehearsal announced, wholly or not at all."""

import csv
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.core import verify
from app.core.access import SYSTEM, Permission, Scope
from app.core.audit import AuditEvent
from app.core.changes import Changes
from app.core.errors import Cancelled, Conflict, Invalid, PermissionDenied
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.customers.drafts import CustomerDraft
from app.customers.model import Customer
from app.customers.schemas import Kind, Status
from app.exchange.importing import Plan
from app.exchange.schemas import DateOrder, Label, MappingDraft, Options, RowsRefused
from app.services import Services
from tests.app.exchange.conftest import DATA

SKIPPING = Options(skip_errors=True)
PEOPLE = "Client ID,E-mail,First name,Last name\nC-1,ann@a.org,Ann,Able\nC-2,bob@b.org,Bob,Baker\n"


def counts(create=0, update=0, unchanged=0, skip=0, error=0):
    return {
        Label.CREATE: create, Label.UPDATE: update, Label.UNCHANGED: unchanged,
        Label.SKIP: skip, Label.ERROR: error,
    }  # fmt: skip


def problems(services, path, mapping=None):
    rows = services.exchange.rehearse(path, mapping).rows
    return {(row.line, problem.field): problem.message for row in rows for problem in row.problems}


def test_a_list_of_companies_is_understood_by_itself(services, stored):
    path = DATA / "customers.csv"
    rehearsed = services.exchange.rehearse(path)
    assert rehearsed.counts == counts(create=30)
    done = services.exchange.run(path)
    assert done.counts == rehearsed.counts

    sheryl = stored()["DD37Cf93aecA6Dc"]
    assert (sheryl.kind, sheryl.name) == (Kind.BUSINESS, "Rasmussen Group")
    assert (sheryl.first_name, sheryl.last_name) == ("Sheryl", "Baxter")
    assert (sheryl.city, sheryl.country, sheryl.phone) == ("East Leonard", "CL", "229.077.5154")
    assert sheryl.website == "http://www.stephenson.com/"
    assert sheryl.created_at.date() == date(2020, 8, 24)
    assert (sheryl.status, sheryl.owner_id, sheryl.created_by) == (Status.ACTIVE, 1, "Ada Admin")
    assert services.exchange.inspect(path).ignored == ("Index", "Phone 2")


def test_phones_are_kept_exactly_and_warned_of(services, stored):
    path = DATA / "customers.csv"
    plans = {row.name: row for row in services.exchange.rehearse(path).rows}
    [warning] = plans["Rasmussen Group"].warnings
    assert warning.field == "phone"
    services.exchange.run(path)
    with path.open(encoding="utf-8", newline="") as file:
        typed = [row["Phone 1"] for row in csv.DictReader(file)]
    assert [customer.phone for customer in stored().values()] == typed
    assert any("x" in phone for phone in typed)


def test_companies_and_persons_mixed_with_accents(services, stored):
    path = DATA / "chinook-customers.csv"
    assert services.exchange.run(path).counts == counts(create=59)
    people = stored()
    luis, leonie = people["1"], people["2"]
    assert (luis.kind, luis.name) == (
        Kind.BUSINESS, "Embraer - Empresa Brasileira de Aeronáutica S.A.",
    )  # fmt: skip
    assert (luis.first_name, luis.last_name, luis.country) == ("Luís", "Gonçalves", "BR")
    assert (leonie.kind, leonie.name) == (Kind.INDIVIDUAL, "Leonie Köhler")
    assert (leonie.address_line1, leonie.postal_code) == ("Theodor-Heuss-Straße 34", "70174")
    assert leonie.phone == "+49 0711 2842222"
    assert services.customers.find("LeoneKohler@surfeu.de") == leonie.id
    assert services.customers.count(ListQuery(text="goncalves")) == 1


@pytest.mark.parametrize("name", ["customers.csv", "chinook-customers.csv"])
def test_the_same_file_twice_changes_nothing(services, stored, name):
    first = services.exchange.run(DATA / name)
    before = {key: customer.version for key, customer in stored().items()}
    again = services.exchange.run(DATA / name)
    assert again.counts == counts(unchanged=first.rehearsal.total)
    assert {key: customer.version for key, customer in stored().items()} == before


def test_what_the_form_would_derive_is_derived(services, stored, write):
    services.exchange.run(
        write(
            "Client ID,E-mail,First name,Last name,Phone,City,Website,Company\n"
            "C-1,Zoë@Exämple.org,Zoë,Ström,+46 8 123 456 78,Åre,https://WWW.Shop.example/x,Å & Ö\n"
        )
    )
    made = services.customers.create(
        CustomerDraft(
            "zoë2@exämple.org", "Zoë", "Ström", "+46 8 123 456 78", Kind.BUSINESS, "Å & Ö",
            client_id="C-2",
        )
    )  # fmt: skip
    by_import, by_form = stored()["C-1"], stored()["C-2"]
    assert by_form.id == made
    own = {"id", "uid", "client_id", "email", "email_norm", "search_text", "website", "city",
           "website_domain", "city_key", "avatar", "email_key", "client_key",
           "website_key"}  # fmt: skip
    for column in sa.inspect(Customer).columns:
        if column.key not in own:
            assert getattr(by_import, column.key) == getattr(by_form, column.key), column.key
    assert by_import.email_norm == "zoë@xn--exmple-cua.org"
    assert by_import.email == "Zoë@Exämple.org"
    assert (by_import.website_domain, by_import.city_key) == ("shop.example", "are")
    for text in ("strom", "C-1", "46812345678"):
        assert by_import.id in services.customers.ids(ListQuery(text=text), Progress())


def test_updates_change_what_the_file_says_and_blanks_change_nothing(services, stored, write):
    services.exchange.run(write(PEOPLE))
    changed = write(
        "Client ID,E-mail,First name,Last name,City\nC-1,,Anna,,Bonn\nC-2,BOB@B.org,,,\n"
    )
    [ann, bob] = services.exchange.rehearse(changed).rows
    assert ann.label is Label.UPDATE
    assert [one.field for one in ann.changes] == ["first_name", "city"]
    assert bob.label is Label.UNCHANGED
    assert services.exchange.run(changed).counts == counts(update=1, unchanged=1)
    ann = stored()["C-1"]
    assert (ann.first_name, ann.last_name, ann.email, ann.city) == (
        "Anna", "Able", "ann@a.org", "Bonn",
    )  # fmt: skip
    assert (ann.name, ann.city_key, ann.version) == ("Anna Able", "bonn", 2)


def test_without_a_client_id_the_email_tells_who_it_is(services, stored, write):
    services.exchange.run(write(PEOPLE))
    path = write("E-mail,City\n ANN@A.ORG ,Bonn\nnew@n.org,Köln\n")
    assert services.exchange.run(path).counts == counts(create=1, update=1)
    assert stored()["C-1"].city == "Bonn"
    assert stored()["CUST-000001"].email == "new@n.org"


def test_history_says_what_the_import_did(services, desk_db, write):
    services.exchange.run(write(PEOPLE))
    services.exchange.run(write("Client ID,First name\nC-1,Anna\n"))
    customer = services.customers.find("C-1")
    rows = services.customers.history(customer)
    assert (rows[0].field, rows[0].old, rows[0].new) == ("First name", "Ann", "Anna")
    assert {(row.field, row.new) for row in rows[1:]} >= {
        ("First name", "Ann"), ("E-mail", "ann@a.org"), ("Client ID", "C-1"),
    }  # fmt: skip
    with desk_db.reading(SYSTEM) as session:
        events = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq)).all()[-5:]
        assert [(event.use_case, event.actor_kind) for event in events] == [
            ("exchange.run", "import")
        ] * 5
        assert [event.entity for event in events] == [
            "customers", "customers", "imports", "customers", "imports"
        ]  # fmt: skip
        first, second = events[0].seq, events[3].seq
        assert [event.command for event in events] == [first] * 3 + [second] * 2
        assert verify.verify(session, None, Progress()).problem == ""


def test_joined_day_is_a_day_in_the_organizations_zone(services, stored, write):
    settings = services.organization.settings()
    services.organization.save(replace(settings, time_zone="Pacific/Auckland"))
    path = write("E-mail,Client ID,Joined\na@a.org,C-1,31.01.2024\nb@b.org,C-2,1.2.2024\n")
    assert services.exchange.inspect(path).date_order is DateOrder.DMY
    services.exchange.run(path)
    local = stored()["C-1"].created_at.astimezone(ZoneInfo("Pacific/Auckland"))
    assert (local.date(), local.hour) == (date(2024, 1, 31), 0)
    assert services.exchange.run(path).counts == counts(unchanged=2)


def test_ambiguous_days_are_asked_about(services, write, stored):
    path = write("E-mail,Client ID,Joined\na@a.org,C-1,03/04/2024\n")
    with pytest.raises(Invalid) as refusal:
        services.exchange.rehearse(path)
    assert list(refusal.value.fields) == ["date_order"]
    services.exchange.run(path, None, Options(date_order=DateOrder.MDY))
    assert stored()["C-1"].created_at.date() == date(2024, 3, 4)


def test_numbers_avoid_those_in_the_file_and_in_use(services, stored, write):
    services.customers.create(CustomerDraft("m@m.org", "M", "M", client_id="CUST-000007"))
    path = write(
        "E-mail,Client ID\n" + "".join(f"n{number}@n.org,\n" for number in range(4))
        + "a@a.org,CUST-000005\n"
    )  # fmt: skip
    services.exchange.run(path)
    assert set(stored()) == {
        "CUST-000005", "CUST-000006", "CUST-000007", "CUST-000008", "CUST-000009", "CUST-000010",
    }  # fmt: skip
    later = services.customers.create(CustomerDraft("l@l.org", "L", "L"))
    assert services.customers.show(later).client_id == "CUST-000011"


def test_rows_with_problems_stop_everything_unless_skipped(services, write):
    path = write(PEOPLE + "C-3,not an address,Cid,Cole\n")
    with pytest.raises(RowsRefused) as refusal:
        services.exchange.run(path)
    assert refusal.value.rehearsal.counts == counts(create=2, error=1)
    assert "1 row has a problem" in str(refusal.value)
    assert services.customers.count(ListQuery()) == 0

    assert services.exchange.run(path, None, SKIPPING).counts == counts(create=2, error=1)
    assert services.customers.count(ListQuery()) == 2


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        ("C-9,,Cid,Cole,,", "email", "needs one"),
        ("C-9,x@,Cid,Cole,,", "email", "e-mail"),
        ("C-9,ann@a.org,Cid,Cole,,", "email", "already belongs to Ann Able"),
        ("C-9, Ann@A.org ,Cid,Cole,,", "email", "already belongs to Ann Able"),
        ("C-2,ann@a.org,Cid,Cole,,", "email", "already belongs to Ann Able"),
        ("C-9,c@c.org,Cid,Cole,Atlantis,", "country", "no country “Atlantis”"),
        (f"C-9,c@c.org,{'x' * 101},Cole,,", "first_name", "100 characters"),
        ("C-9,c@c.org,Cid,Cole,,12 dollars", "annual_revenue", "Write the amount like"),
        ("C-9,c@c.org,Cid,Cole,,-5", "annual_revenue", "cannot be negative"),
        ('C-9,c@c.org,"Cid\nC",Cole,,', "first_name", "single line"),
        ("C-9,c@c.org,Cid,Cole,,,7", "", "7 cells"),
        ('C-9,c@c.org,C"i"d,Co"le,,x"', "annual_revenue", "amount"),
    ],
)
def test_a_bad_row_is_named_with_line_field_and_reason(services, write, row, field, said):
    services.exchange.run(write(PEOPLE))
    path = write(f"Client ID,E-mail,First name,Last name,Country,Annual revenue\n{row}\n")
    found = problems(services, path)
    assert list(found) == [(2, field)], found
    assert said in found[2, field]
    with pytest.raises(RowsRefused):
        services.exchange.run(path)
    assert services.customers.count(ListQuery()) == 2


def test_twins_inside_the_file_name_the_other_line(services, write):
    path = write(PEOPLE + "C-3,ANN@a.org ,Ann,Two\nC-2,x@x.org,Bob,Two\n")
    assert problems(services, path) == {
        (4, "email"): "Line 2 has the same e-mail address.",
        (5, "client_id"): "Line 3 has the same Client ID.",
    }


def test_two_rows_about_one_customer_are_refused(services, write):
    services.exchange.run(write(PEOPLE))
    path = write("Client ID,E-mail,City\nC-1,,Bonn\n,ann@a.org,Köln\n")
    assert problems(services, path) == {(3, ""): "Line 2 is about the same customer."}


def test_decisions_do_not_depend_on_earlier_rows_being_written(services, write):
    services.exchange.run(write(PEOPLE))
    path = write("Client ID,E-mail\nC-1,new@a.org\nC-3,ann@a.org\n")
    rehearsed = services.exchange.rehearse(path)
    assert rehearsed.counts == counts(update=1, error=1)
    assert services.exchange.run(path, None, SKIPPING).counts == rehearsed.counts


def test_the_deleted_and_those_who_sign_in_are_known(services, write):
    services.exchange.run(write(PEOPLE))
    services.lifecycle.delete([services.customers.find("C-1")])
    found = problems(services, write("Client ID,City\nC-1,Bonn\n"))
    assert "is deleted" in found[2, ""]
    again = services.exchange.run(write("Client ID,E-mail\nC-9,ann@a.org\n"))
    assert again.counts == counts(create=1)


def test_customers_of_others_are_neither_changed_nor_named(services, acting, desk_db, write):
    services.exchange.run(write(PEOPLE))
    preset = acting("Manager").exchange.actor
    other = replace(preset, id=2, scope=Scope.OWN)
    mine = Services.build(desk_db, other, Changes())
    found = problems(mine, write("Client ID,E-mail,City\nC-1,,Bonn\nC-9,bob@b.org,Rom\n"))
    assert "not yours" in found[2, ""]
    assert found[3, "email"] == "This e-mail already belongs to another customer."


def test_a_name_is_a_companys_or_a_persons(services, stored, write):
    path = write(
        "Name,E-mail,Company,Client ID\nAnna Maria Lopez,a@a.org,,C-1\nAnn Able,b@b.org,Acme,C-2\n"
        "Acme,c@c.org,Acme,C-3\nCher,d@d.org,,C-4\n"
    )
    services.exchange.run(path)
    names = {
        key: (found.first_name, found.last_name, found.company_name)
        for key, found in stored().items()
    }
    assert names == {
        "C-1": ("Anna Maria", "Lopez", ""), "C-2": ("Ann", "Able", "Acme"),
        "C-3": ("", "", "Acme"), "C-4": ("Cher", "", ""),
    }  # fmt: skip
    assert services.exchange.run(path).counts == counts(unchanged=4)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.79, 0.9, 1.0])
def test_cancelled_at_any_moment_nothing_is_left(services, write, share):
    lines = [f"C-{number},p{number}@p.org,P,N{number}" for number in range(1200)]
    path = write("Client ID,E-mail,First name,Last name\n" + "\n".join(lines))
    with pytest.raises(Cancelled):
        services.exchange.run(path, None, Options(), Eager(share))
    assert services.customers.count(ListQuery()) == 0
    assert services.exchange.run(path).counts == counts(create=1200)


class Eager(Progress):
    """Cancels itself once the work is as far as `share`."""

    def __init__(self, share):
        super().__init__()
        self.share = share

    def report(self, done, total=None):
        if total and done / total >= self.share:
            self.cancel()
        super().report(done, total)


class Meddler(Progress):
    """Lets somebody else save something once every row is decided."""

    def __init__(self, meddle, share=0.3):
        super().__init__()
        self.meddle, self.share = meddle, share

    def report(self, done, total=None):
        if self.meddle and total and done / total > self.share:
            meddle, self.meddle = self.meddle, None
            meddle()
        super().report(done, total)


def many(number):
    """Enough rows for the first to be written before the last."""
    lines = [f"M-{row},m{row}@m.org,M,{row}" for row in range(number)]
    return "Client ID,E-mail,First name,Last name\n" + "\n".join(lines)


def test_others_save_while_rows_are_decided_and_are_reckoned_with(services, write):
    services.exchange.run(write(many(600)))
    path = write(many(1200).replace(",M,", ",N,"), "changed.csv")
    rehearsed = services.exchange.rehearse(path)
    assert rehearsed.counts == counts(create=600, update=600)
    jane = CustomerDraft("m1199@m.org", "Jane", "Roe")
    last = write("Client ID,First name\nM-599,N\n", "last.csv")

    def meddle():
        services.customers.create(jane)
        assert services.exchange.run(last).counts == counts(update=1)

    done = services.exchange.run(path, None, SKIPPING, Meddler(meddle, 0.15))
    assert done.counts == counts(create=599, update=599, unchanged=1, error=1)
    [plan] = done.rehearsal.rows.of(Label.ERROR)
    assert "Jane Roe" in plan.problems[0].message
    assert services.customers.count(ListQuery()) == 1200


def test_what_others_do_elsewhere_changes_no_decision(services, write, monkeypatch):
    decided = []
    decide = Plan.decide
    monkeypatch.setattr(Plan, "decide", lambda *args: (decided.append(1), decide(*args))[1])
    settings = ("a list", ("E-mail",), {"E-mail": "email"})
    meddler = Meddler(lambda: services.imports.save_profile(MappingDraft(*settings)), 0.15)
    services.exchange.run(write(many(600)), None, Options(), meddler)
    assert (decided, meddler.meddle) == ([1], None)


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_an_email_taken_meanwhile_is_named(services, write):
    path = write(many(600))
    jane = CustomerDraft("m599@m.org", "Jane", "Roe")
    with pytest.raises(RowsRefused) as refusal:
        services.exchange.run(
            path, None, Options(), Meddler(lambda: services.customers.create(jane))
        )
    [plan] = [row for row in refusal.value.rehearsal.rows if row.problems]
    assert (plan.line, plan.problems[0].field) == (601, "email")
    assert "Jane Roe" in plan.problems[0].message
    assert services.customers.count(ListQuery()) == 1


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_an_edit_made_meanwhile_is_not_overwritten(services, write):
    services.exchange.run(write(many(600)))
    last = services.customers.find("M-599")
    other = write("Client ID,City\nM-599,Rom\n", "other.csv")
    path = write(many(600).replace(",M,", ",N,"))
    with pytest.raises(Conflict, match="nothing was imported"):
        services.exchange.run(path, None, Options(), Meddler(lambda: services.exchange.run(other)))
    shown = services.customers.show(last)
    assert (shown.city, shown.first_name) == ("Rom", "M")


def test_a_file_changed_since_the_rehearsal_is_refused(services, write):
    path = write(PEOPLE)
    rehearsed = services.exchange.rehearse(path)
    path.write_text(PEOPLE + "C-3,c@c.org,C,C\n")
    with pytest.raises(Invalid, match="changed meanwhile"):
        services.exchange.run(path, None, Options(sha256=rehearsed.sha256))


def test_importing_needs_its_permission(acting, write):
    path = write(PEOPLE)
    for role in ("Viewer", "Sales Manager", "Support Staff", "Operator"):
        services = acting(role)
        assert not services.exchange.actor.can(Permission.CUSTOMERS_IMPORT)
        for use in (services.exchange.inspect, services.exchange.rehearse, services.exchange.run):
            with pytest.raises(PermissionDenied):
                use(path)


def test_a_changed_email_is_no_longer_verified(services, stored, desk_db, write):
    services.exchange.run(write(PEOPLE))
    with desk_db.transaction(SYSTEM) as session:
        session.get(Customer, stored()["C-1"].id).email_verified_at = session.info["now"]
    services.exchange.run(write("Client ID,E-mail\nC-1,anna@a.org\nC-2,BOB@b.org\n"))
    assert stored()["C-1"].email_verified_at is None
    assert stored()["C-1"].email_norm == "anna@a.org"


def test_listeners_hear_which_customers_changed(services, changes, write):
    heard = []
    changes.listen(heard.append)
    services.exchange.run(write(PEOPLE))
    assert heard == [{"customers": frozenset({1, 2}), "imports": frozenset({1})}]
    lines = [f"p{number}@p.org" for number in range(1001)]
    services.exchange.run(write("E-mail,City\n" + "\n".join(f"{line},Rom" for line in lines)))
    assert heard[1:] == [{"customers": frozenset(), "imports": frozenset({2})}]


def test_rows_with_problems_are_saved_to_be_mended(services, write, tmp_path):
    path = write(PEOPLE + 'C-3,not an address,"=Cid, C.",Cole\nC-2,x@x.org,Bob,Two\n')
    saved = tmp_path / "mend.csv"
    assert services.exchange.save_errors(path, saved) == 2
    lines = saved.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Client ID,E-mail,First name,Last name,Problem"
    assert "Line 3 has the same Client ID." in lines[2]
    services.exchange.run(path, None, SKIPPING)
    mended = saved.read_text(encoding="utf-8-sig").replace("not an address", "cid@c.org")
    saved.write_text(mended.replace("C-2", "C-4"))
    assert services.exchange.inspect(saved).ignored == ("Problem",)
    assert services.exchange.run(saved).counts == counts(create=2)
    assert services.customers.show(services.customers.find("C-3")).first_name == "=Cid, C."


def test_a_full_name_beside_its_parts_changes_nothing_the_second_time(services, write):
    services.exchange.run(write("Client ID,E-mail\nC-1,a@a.org\n"))
    path = write("Client ID,E-mail,Name,First name\nC-1,a@a.org,Ann Able,ann\n", "named.csv")

    columns = {"Client ID": "client_id", "Name": "name", "First name": "first_name"}

    services.exchange.run(path, columns)

    [row] = services.customers.first(ListQuery(), 5)
    assert row.name == "ann Able"
    assert services.exchange.rehearse(path, columns).counts[Label.UNCHANGED] == 1
