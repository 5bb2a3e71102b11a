"""An edit saves what changed, never over somebody else's change, and is remembered."""

import threading
from dataclasses import replace

import pytest

from app.core.errors import Conflict, Invalid, NotFound
from app.core.listing import ListQuery
from app.core.money import Money
from app.customers.drafts import ContactDraft, CustomerDraft, ProfileDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.customers.schemas import Kind, Probe
from app.organization.schemas import EmailPolicy
from tests.app.customers.test_create import ACME, JANE


@pytest.fixture
def jane(services) -> int:
    return services.customers.create(JANE)


def opened(desk_db, admin, customer_id: int) -> tuple[int, ProfileDraft]:
    """What a window holds when it has just been opened."""
    with desk_db.reading(admin) as session:
        found = session.get_one(Customer, customer_id)
        return found.version, profile_of(found)


@pytest.fixture
def jane_open(desk_db, admin, jane) -> tuple[int, ProfileDraft]:
    return opened(desk_db, admin, jane)


def test_changes_are_saved_and_found(services, jane, jane_open):
    version, base = jane_open
    mine = replace(
        base, last_name="Doe", kind=Kind.BUSINESS, company_name="Doe & Söhne", city="Köln",
        annual_revenue=Money(500, "JPY"), phone="+49 221 1234567",
    )  # fmt: skip
    saved = services.customers.edit(jane, version, base, mine)
    shown = services.customers.show(jane)
    assert (shown.name, shown.city, shown.version) == ("Doe & Söhne", "Köln", saved)
    assert shown.annual_revenue == Money(500, "JPY")
    assert services.customers.similar(Probe(phone="+49 221 123 45 67"))[0].id == jane
    [row] = services.customers.first(ListQuery("sohne"), 5)
    assert row.company == "Doe & Söhne"


def test_history_tells_old_and_new(services, jane, jane_open):
    version, base = jane_open
    services.customers.because("By phone").edit(jane, version, base, replace(base, city="Bonn"))
    first = services.customers.history(jane)[0]
    assert (first.who, first.field, first.old, first.new) == ("Ada Admin", "City", "", "Bonn")
    assert first.reason == "By phone"


def test_history_includes_contacts_and_holds_and_hides_secrets(services):
    made = services.customers.create_company(ACME)
    rows = services.customers.history(made.customer_id)
    # The message that welcomes them is among what was said with them.
    created = ("Customer", "Contact", "User", "Interaction")
    assert {row.what for row in rows} == {f"{what} created" for what in created}
    assert not any("argon2" in row.new for row in rows)


def test_two_at_once_one_wins_and_the_other_is_told(services, jane, jane_open):
    version, base = jane_open
    outcomes: list[object] = []
    barrier = threading.Barrier(6)

    def save(number: int) -> None:
        barrier.wait()
        try:
            outcomes.append(
                services.customers.edit(jane, version, base, replace(base, city=f"Town {number}"))
            )
        except Conflict as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 5


def test_two_create_the_same_email_at_once_one_wins(services):
    outcomes: list[object] = []
    barrier = threading.Barrier(6)

    def create() -> None:
        barrier.wait()
        try:
            outcomes.append(services.customers.create(JANE))
        except Invalid as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=create) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Invalid)]
    assert len(outcomes) - len(refusals) == 1
    assert all("email" in refusal.fields for refusal in refusals)
    assert all(refusal.existing for refusal in refusals)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "x"}, "email"),
        ({"client_id": " "}, "client_id"),
        ({"phone": "call me"}, "phone"),
        ({"website": "a b"}, "website"),
        ({"company_size": "huge"}, "company_size"),
        ({"annual_revenue": Money(-1, "EUR")}, "annual_revenue"),
        ({"owner_id": 4711}, "owner_id"),
        ({"parent_id": 4711}, "parent_id"),
        ({"notes": "\x07"}, "notes"),
    ],
)
def test_wrong_changes_are_named_and_nothing_is_saved(services, jane, jane_open, change, field):
    version, base = jane_open
    with pytest.raises(Invalid) as refusal:
        services.customers.edit(jane, version, base, replace(base, city="Bonn", **change))
    assert list(refusal.value.fields) == [field]
    assert services.customers.show(jane).version == version


def test_email_of_another_customer_is_refused(services, jane, jane_open):
    other = services.customers.create_company(ACME).customer_id
    version, base = jane_open
    with pytest.raises(Invalid) as refusal:
        services.customers.edit(jane, version, base, replace(base, email="John@acme.com"))
    assert refusal.value.existing == {"email": other}


def test_parents_form_no_circle(services, desk_db, admin, jane, jane_open):
    other = services.customers.create(
        CustomerDraft(email="o@example.org", first_name="O", last_name="P")
    )
    version, base = jane_open
    services.customers.edit(jane, version, base, replace(base, parent_id=other))
    version, base = opened(desk_db, admin, other)
    with pytest.raises(Invalid, match="stands below"):
        services.customers.edit(other, version, base, replace(base, parent_id=jane))


def test_one_contact_is_primary(services, jane):
    first = services.customers.save_contact(jane, ContactDraft("A", is_primary=True))
    second = services.customers.save_contact(jane, ContactDraft("B", is_primary=True))
    contacts = services.customers.show(jane).contacts
    assert [(row.id, row.is_primary) for row in contacts] == [(second, True), (first, False)]


def test_contacts_are_saved_removed_and_guarded(services, jane):
    added = services.customers.save_contact(jane, ContactDraft("A"))
    [contact] = services.customers.show(jane).contacts
    services.customers.save_contact(jane, ContactDraft("B"), added, contact.version)
    with pytest.raises(Conflict, match="Ada Admin"):
        services.customers.save_contact(jane, ContactDraft("C"), added, contact.version)
    with pytest.raises(Invalid):
        services.customers.save_contact(jane, ContactDraft(""))
    services.customers.remove_contact(jane, added)
    with pytest.raises(NotFound):
        services.customers.remove_contact(jane, added)


def test_pictures_are_kept_small_and_of_known_kinds(services, jane):
    picture = b"\x89PNG\r\n\x1a\n" + b"x" * 100
    services.customers.set_avatar(jane, picture)
    assert services.customers.show(jane).avatar == picture
    for wrong in (b"GIF89a", picture + b"x" * (1 << 20)):
        with pytest.raises(Invalid):
            services.customers.set_avatar(jane, wrong)
    services.customers.set_avatar(jane, None)
    assert services.customers.show(jane).avatar is None


@pytest.mark.parametrize(
    ("probe", "why"),
    [
        (Probe(email="JOHN@acme.com "), "same e-mail"),
        (Probe(name="ACME Corp."), "same name"),
        (Probe(phone="+15550100789"), "same phone"),
        (Probe(website="https://www.acme.com/about"), "same website"),
    ],
)
def test_likely_duplicates_are_named(services, probe, why):
    made = services.customers.create_company(replace(ACME, website="acme.com"))
    [match] = services.customers.similar(probe)
    assert (match.id, match.why) == (made.customer_id, why)


def test_the_same_name_at_the_same_place_comes_first(services):
    for city, code in (("Bonn", "53111"), ("Ulm", "89 073"), ("Kiel", "")):
        services.customers.create_company(
            replace(ACME, admin_email=f"{city}@acme.com", city=city, postal_code=code, country="DE")
        )
    probe = Probe(name="Acme Co., Ltd.", postal_code="89073")
    assert [match.why for match in services.customers.similar(probe)] == [
        "same name and postal code",
        "same name",
        "same name",
    ]


def test_nobody_is_a_duplicate_of_themselves(services, jane):
    assert services.customers.similar(Probe(name="Jane Roe", own=jane)) == []


@pytest.mark.usefixtures("jane")
def test_nothing_typed_is_like_nobody(services):
    assert services.customers.similar(Probe()) == []
    assert services.customers.similar(Probe(name="Janet")) == []


def test_email_stays_when_the_settings_say_so(services, jane, jane_open):
    settings = services.organization.settings()
    services.organization.save(replace(settings, email_policy=EmailPolicy.IMMUTABLE))
    version, base = jane_open
    with pytest.raises(Invalid, match="settings"):
        services.customers.edit(jane, version, base, replace(base, email="new@example.org"))


def test_history_names_owners_and_relations(services, jane, jane_open):
    other = services.customers.create_company(ACME).customer_id
    version, base = jane_open
    mine = replace(base, parent_id=other, owner_id=None)
    services.customers.edit(jane, version, base, mine)
    told = {row.field: (row.old, row.new) for row in services.customers.history(jane)[:2]}
    assert told == {"Parent customer": ("", "Acme Corporation"), "Owner": ("Ada Admin", "")}
