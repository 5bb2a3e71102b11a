"""An import does what its rehearsal announced, wholly or not at all."""

import csv
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.core import verify
from app.core.access import SYSTEM
from app.core.audit import AuditEvent
from app.core.errors import Invalid
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.customers.drafts import CustomerDraft
from app.customers.model import Customer
from app.customers.schemas import Kind, Status
from app.exchange.schemas import DateOrder, Label, Options
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


def test_a_full_name_beside_its_parts_changes_nothing_the_second_time(services, write):
    services.exchange.run(write("Client ID,E-mail\nC-1,a@a.org\n"))
    path = write("Client ID,E-mail,Name,First name\nC-1,a@a.org,Ann Able,ann\n", "named.csv")

    columns = {"Client ID": "client_id", "Name": "name", "First name": "first_name"}

    services.exchange.run(path, columns)

    [row] = services.customers.first(ListQuery(), 5)
    assert row.name == "ann Able"
    assert services.exchange.rehearse(path, columns).counts[Label.UNCHANGED] == 1
