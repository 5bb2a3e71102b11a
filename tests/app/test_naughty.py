"""Any string in any field or question: kept as typed, or refused in a sentence, on both engines."""

from dataclasses import fields, replace

import pytest

from app.core.clean import line, paragraph
from app.core.engine import Address
from app.core.errors import DeskError, Invalid, NotFound, NotSignedIn, Unavailable
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.customers.drafts import CompanyDraft, ContactDraft, CustomerDraft, HoldDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.customers.schemas import Probe
from app.exchange.export_schemas import ExportOrder, Format
from app.organization.schemas import OrganizationSettings
from app.staff.gate import GateService
from app.staff.schemas import StaffDraft, TeamDraft
from tests.naughty import ACCEPTABLE, REFUSED

STRINGS = (*ACCEPTABLE, *REFUSED)
# Broken in ways only one engine, or the operating system, would complain of.
BROKEN = (*REFUSED, "x\udcff@y.example", "ada@exa\0mple.org", "x" * 10_000)
# Judged by rules of their own, or unique.
JUDGED = {"email", "phone", "website", "client_id"}
COMPANY = CompanyDraft(
    company_name="Acme", address_line1="Weg 1", country="CH", admin_first_name="Zoë",
    admin_last_name="Ng", admin_password="Correct-horse-9",
)  # fmt: skip
QUICK = CustomerDraft(first_name="Jane", last_name="Roe")


def texts(draft):
    """Each free-text field: its name, and what becomes of a value."""
    for kind, clean in ((draft.lines, line), (draft.paragraphs, paragraph)):
        for name, (limit, title) in kind.items():
            if not name.endswith(tuple(JUDGED)):
                yield name, lambda text, c=clean, m=limit, t=title: c(text, m, t)


def outcomes(draft, save, shown):
    """Put every string into every field: it is stored as it should be, or its field is named."""
    required = set(draft.required)
    for number, text in enumerate(STRINGS):
        typed = {name: text for name, _clean in texts(draft)}
        expected = {name: clean(text) for name, clean in texts(draft)}
        refused = {name for name, (_value, problem) in expected.items() if problem}
        refused |= {name for name in required & typed.keys() if not expected[name][0]}
        if refused:
            with pytest.raises(Invalid) as refusal:
                save(replace(draft, **typed), number)
            assert set(refusal.value.fields) == refused, ascii(text)
            typed = {name: value for name, value in typed.items() if name not in refused}
        save(replace(draft, **typed), number)
        stored = shown()
        for name in typed.keys() - refused:
            assert stored[name] == expected[name][0], (name, ascii(text))


def test_in_a_company_and_its_people(services, monkeypatch):
    monkeypatch.setattr("app.core.passwords.Hasher.hash", lambda _self, _password: "$")
    seen = {}

    def save(draft, number):
        draft = replace(draft, admin_email=f"zoe{number}@acme.example")
        seen["id"] = services.customers.create_company(draft).customer_id

    def shown():
        found = services.customers.show(seen["id"])
        [contact] = found.contacts
        values = {name: getattr(found, name, None) for name in CompanyDraft.lines}
        return values | {
            "description": found.description, "contact_address": contact.address,
            "contact_name": contact.name, "admin_first_name": found.first_name,
            "admin_last_name": found.last_name,
        }  # fmt: skip

    outcomes(COMPANY, save, shown)


def test_in_a_customer_by_the_quick_form(services):
    seen = {}

    def save(draft, number):
        draft = replace(draft, email=f"jane{number}@roe.example")
        seen["id"] = services.customers.create(draft)

    def shown():
        found = services.customers.show(seen["id"])
        return {field.name: getattr(found, field.name, None) for field in fields(CustomerDraft)}

    outcomes(QUICK, save, shown)


@pytest.mark.parametrize("text", REFUSED)
def test_a_client_id_or_email_no_database_holds_is_refused(services, text):
    with pytest.raises(Invalid) as refusal:
        services.customers.create(replace(QUICK, email=f"{text}@roe.example", client_id=text))
    assert set(refusal.value.fields) == {"email", "client_id"}
    made = services.customers.create(replace(QUICK, email="jane@roe.example"))
    base = services.customers.show(made)
    assert base.client_id == "CUST-000001"


def test_in_an_edited_profile(services, desk_db, admin):
    made = services.customers.create(replace(QUICK, email="jane@roe.example"))
    with desk_db.reading(admin) as session:
        base = profile_of(session.get_one(Customer, made))
    seen = {"base": base}

    def save(draft, _number):
        version = services.customers.show(made).version
        services.customers.edit(made, version, seen["base"], draft)
        with desk_db.reading(admin) as session:
            seen["base"] = profile_of(session.get_one(Customer, made))

    outcomes(base, save, lambda: {f.name: getattr(seen["base"], f.name) for f in fields(base)})


def test_in_contacts_and_holds(services):
    made = services.customers.create(replace(QUICK, email="jane@roe.example"))
    seen = {}

    def save(draft, _number):
        seen["id"] = services.customers.save_contact(made, draft)

    def shown():
        rows = services.customers.show(made).contacts
        [row] = [row for row in rows if row.id == seen["id"]]
        return {name: getattr(row, name) for name in ("name", "role", "address")}

    outcomes(ContactDraft(name="Ann"), save, shown)

    def hold(draft, _number):
        services.lifecycle.hold(made, draft)
        services.lifecycle.activate(made)

    outcomes(HoldDraft(), hold, lambda: {"note": services.customers.show(made).holds[0].note})
    assert services.upkeep.check()
    assert not [found.problem for found in services.upkeep.check() if not found.sound]


def test_in_staff_teams_and_the_organization(services, monkeypatch):
    monkeypatch.setattr("app.core.passwords.Hasher.hash", lambda _self, _password: "$")
    sam = services.staff.add(StaffDraft("Sam", "sam@example.org", 1), "Correct-horse-9")

    def rename(draft, _number):
        [row] = [row for row in services.staff.everyone() if row.id == sam]
        services.staff.edit(sam, row.version, replace(draft, team=""))

    def shown():
        [row] = [row for row in services.staff.everyone() if row.id == sam]
        return {"name": row.name}

    class NameOnly(StaffDraft):
        lines = {"name": StaffDraft.lines["name"]}  # noqa: RUF012 - as its base has it

    outcomes(NameOnly("Sam", "sam@example.org", 1), rename, shown)

    settings = services.organization.settings

    def call(draft, _number):
        services.organization.save(replace(draft, version=settings().version))

    class OwnName(OrganizationSettings):
        lines = {"name": OrganizationSettings.lines["name"]}  # noqa: RUF012 - as its base has it
        paragraphs = {}  # noqa: RUF012 - as its base has it

    now = settings()
    own = OwnName(**{field.name: getattr(now, field.name) for field in fields(now)})
    outcomes(own, call, lambda: {"name": settings().name})

    class Teams:
        last = ""

    def add(draft, _number):
        try:
            services.staff.add_team(draft)
        except Invalid as refusal:
            if "already" not in refusal.fields["name"]:
                raise
        Teams.last = draft.values()["name"]
        assert Teams.last in {team.name for team in services.staff.teams()}

    outcomes(TeamDraft("A"), add, lambda: {"name": Teams.last})


def test_as_a_question(services):
    services.customers.create(replace(QUICK, email="jane@roe.example"))
    for text in (*STRINGS, *BROKEN):
        with pytest.raises(NotFound):
            services.customers.find(text)
        asked = ListQuery(text)
        found = services.customers.first(asked, 5)
        assert len(found) == services.customers.count(asked)
        assert len(found) == len(services.customers.ids(asked, Progress()))
        for name in ("name", "email", "phone", "website"):
            probe = Probe(**dict.fromkeys(("name", "email", "phone", "website"), "") | {name: text})
            assert len(services.customers.similar(probe)) <= 1
        with pytest.raises(NotFound):
            services.customers.first(ListQuery(sort=text), 1)


def test_at_the_door(desk_db, admin, changes, monkeypatch):
    monkeypatch.setattr("app.core.passwords.Hasher.verify", lambda *_given: False)
    gate = GateService(desk_db, admin, changes)
    for text in (*STRINGS, *BROKEN):
        with pytest.raises(NotSignedIn):
            gate.sign_in(text, text)


def test_as_names_of_files_and_addresses(services, tmp_path):
    for number, text in enumerate((*STRINGS, *BROKEN)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(DeskError):
            services.exchange.inspect(folder / text)
        try:
            wanted = folder / f"{text.replace('/', '_')}.csv"
            order = ExportOrder(Format.CSV, Selection(ListQuery(text)))
            assert services.exports.run(wanted, order).rows == 0
            assert list(folder.iterdir())
        except Unavailable as refusal:
            assert "Choose another" in str(refusal)  # noqa: PT017 - most names are fine
            assert not list(folder.iterdir())
    for text in REFUSED:
        if "\0" in text or "\ud800" in text:
            with pytest.raises(Unavailable):
                Address.parse(text)


@pytest.mark.parametrize("country", ["XX", "Switzerland", "ch", "\ud800", "C\0", "x" * 500])
def test_a_country_is_one_there_is(services, country):
    company = replace(COMPANY, admin_email="zoe@acme.example", country=country)
    with pytest.raises(Invalid) as refusal:
        services.customers.create_company(company)
    assert list(refusal.value.fields) == ["country"]
