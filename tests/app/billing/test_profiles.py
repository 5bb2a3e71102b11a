"""How customers are billed and pay, who sells, and what follows when nobody pays."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.billing import letters
from app.billing.drafts import DunningDraft, MethodDraft, ProfileDraft
from app.billing.dunning import USUAL
from app.billing.parties import billing_email, buyer_of, locale_of, logo_of, seller_of
from app.billing.schemas import BillsTo, MethodKind
from app.core.access import SYSTEM
from app.core.audit import AuditPayload
from app.core.errors import Conflict, DeskError, Invalid, NotFound
from app.customers.editing import profile_of
from app.customers.model import Customer

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
CARD = MethodDraft(MethodKind.CARD, "Company card", "4242")


def buyer(desk_db, customer_id):
    with desk_db.reading(SYSTEM) as session:
        return buyer_of(session, session.get_one(Customer, customer_id))


def test_documents_name_the_buyer_as_the_billing_profile_says(services, desk_db, acme, jane):
    profiles = services.billing_profiles
    assert buyer(desk_db, acme) == {
        "name": "Acme", "person": "Zoë Ng", "client_id": services.customers.show(acme).client_id,
        "email": "ann@acme.example", "address_line1": "Weg 1", "address_line2": "",
        "city": "Bonn", "state": "", "postal_code": "53111", "country": "DE", "tax_id": "",
        "tax_exempt": False, "tax_note": "",
    }  # fmt: skip
    assert buyer(desk_db, jane)["name"] == "Jane Roe"
    assert (buyer(desk_db, jane)["email"], buyer(desk_db, jane)["person"]) == (
        "jane@roe.example", "",
    )  # fmt: skip
    shown = profiles.show(acme)
    assert (shown.version, shown.terms_days, shown.to_terms_days) == (0, None, 14)
    assert (shown.to_name, shown.to_address) == ("Acme", ("Weg 1", "Bonn", "53111"))

    draft = ProfileDraft(
        name="Acme Holding AG", email="bills@acme.example", address_line1="Gasse 2", city="Bern",
        country="CH", tax_id="CHE-1", tax_exempt=True, tax_note="Reverse charge", terms_days=30,
    )  # fmt: skip
    profiles.save(acme, 0, draft)

    found = buyer(desk_db, acme)
    assert (found["name"], found["email"]) == ("Acme Holding AG", "bills@acme.example")
    # An address counts as a whole: no postal code of one beside the street of another.
    assert (found["address_line1"], found["postal_code"]) == ("Gasse 2", "")
    assert (found["country"], found["tax_id"], found["tax_note"]) == (
        "CH", "CHE-1", "Reverse charge",
    )  # fmt: skip
    shown = profiles.show(acme)
    assert (shown.version, shown.to_terms_days, shown.tax_exempt) == (1, 30, True)
    with pytest.raises(Conflict, match="Ada Admin changed this"):
        profiles.save(acme, 7, draft)
    profiles.save(acme, 1, replace(draft, address_line1="", city="", country=""))
    assert buyer(desk_db, acme)["address_line1"] == "Weg 1"
    assert buyer(desk_db, acme)["country"] == "DE"


def test_billing_mail_falls_back_from_contact_to_admin_to_customer(services, desk_db, acme):
    with desk_db.reading(SYSTEM) as session:
        customer = session.get_one(Customer, acme)
        assert billing_email(session, customer) == "ann@acme.example"
    contact = services.customers.show(acme).contacts[0]
    services.customers.remove_contact(acme, contact.id)
    assert buyer(desk_db, acme)["email"] == "zoe@acme.example"


def test_a_parent_is_billed_only_where_there_is_one(services, acme, jane):
    profiles, draft = services.billing_profiles, ProfileDraft(bills_to=BillsTo.PARENT)
    with pytest.raises(Invalid, match="no parent account"):
        profiles.save(jane, 0, draft)
    shown = services.customers.show(jane)
    with services.customers.db.reading(SYSTEM) as session:
        base = profile_of(session.get_one(Customer, jane))
    services.customers.edit(jane, shown.version, base, replace(base, parent_id=acme))
    profiles.save(jane, 0, draft)
    assert (profiles.show(jane).bills_to, profiles.show(jane).parent) == (BillsTo.PARENT, "Acme")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"country": "XX"}, "country"),
        ({"country": "DE", "postal_code": "1"}, "postal_code"),
        ({"terms_days": -1}, "terms_days"),
        ({"terms_days": 3651}, "terms_days"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_what_is_no_billing_information_is_refused_by_field(change, field):
    assert list(ProfileDraft(**change).problems()) == [field]


def test_a_deleted_customer_is_billed_no_more(services, jane):
    services.lifecycle.delete([jane])
    with pytest.raises(Conflict, match="deleted"):
        services.billing_profiles.save(jane, 0, ProfileDraft())
    with pytest.raises(Conflict, match="deleted"):
        services.payment_methods.add(jane, CARD)


def test_one_of_the_methods_in_use_is_the_default(services, jane):
    methods = services.payment_methods
    card = methods.add(jane, CARD)
    bank = methods.add(jane, MethodDraft(MethodKind.BANK_TRANSFER, "Bank"))
    assert [(row.id, row.is_default, row.shown) for row in methods.list(jane)] == [
        (card, True, "Company card •••• 4242"), (bank, False, "Bank"),
    ]  # fmt: skip
    methods.set_default(bank)
    assert [row.id for row in methods.list(jane)] == [bank, card]
    methods.edit(bank, 2, MethodDraft(MethodKind.BANK_TRANSFER, "Bank", active=False))
    assert [(row.id, row.is_default) for row in methods.list(jane)] == [(card, True), (bank, False)]
    with pytest.raises(Conflict, match="Bank is out of use"):
        methods.set_default(bank)
    with pytest.raises(Conflict, match="changed this meanwhile"):
        methods.edit(card, 99, CARD)
    methods.remove(card)
    assert [row.is_default for row in methods.list(jane)] == [False]
    with pytest.raises(NotFound):
        methods.remove(card)


@pytest.mark.parametrize(
    ("label", "digits", "field"),
    [
        ("4111 1111 1111 1111", "", "label"),
        ("Visa 4111-1111-1111-1111 of Jane", "", "label"),
        ("4.1.1.1.1.1.1.1.1", "", "label"),
        ("４１１１１１１１１１１１１１１１", "", "label"),
        ("DE89 3704 0044 0532 0130 00", "", "label"),
        ("Card", "4111111111111111", "last_digits"),
        ("Card", "12345", "last_digits"),
        ("Card", "12a", "last_digits"),
        ("Card", "١٢٣٤", "last_digits"),
        ("", "", "label"),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_no_card_number_is_kept_or_told(services, desk_db, jane, label, digits, field):
    with pytest.raises(Invalid) as refused:
        services.payment_methods.add(jane, MethodDraft(MethodKind.CARD, label, digits))
    assert list(refused.value.fields) == [field]
    assert not label or label not in str(refused.value)
    assert services.payment_methods.list(jane) == ()
    with desk_db.reading(SYSTEM) as session:
        told = " ".join(session.scalars(sa.select(AuditPayload.body)))
    assert "4111" not in told


def test_the_seller_is_as_the_settings_say(services, desk_db):
    settings = services.organization.settings()
    with desk_db.reading(SYSTEM) as session:
        assert (seller_of(session)["name"], seller_of(session)["locale"]) == ("Test firm", "en_US")
    wanted = replace(
        settings, seller_name="Firm AG", seller_address="Weg 1\n8000 Zürich", seller_country="CH",
        seller_email="bills@firm.example", payment_terms_days=30, tax_rounding="document",
    )  # fmt: skip
    services.organization.save(wanted)
    services.seller.set_logo(PNG)

    with desk_db.reading(SYSTEM) as session:
        found = seller_of(session)
        assert (found["name"], found["address"]) == ("Firm AG", "Weg 1\n8000 Zürich")
        assert (found["locale"], logo_of(session, found["logo"])) == ("de_CH", PNG)
        old = found["logo"]
    assert services.seller.logo() == PNG
    services.seller.set_logo(None)
    assert services.seller.logo() is None
    with desk_db.reading(SYSTEM) as session:
        # Papers of before keep theirs.
        assert logo_of(session, old) == PNG
    for content, said in ((b"GIF89a", "PNG or JPEG"), (PNG + bytes(1 << 20), "larger than 1 MB")):
        with pytest.raises(Invalid, match=said):
            services.seller.set_logo(content)
    for change, field in (
        ({"seller_email": "x"}, "seller_email"),
        ({"seller_country": "XX"}, "seller_country"),
        ({"tax_rounding": "up"}, "tax_rounding"),
        ({"payment_terms_days": 3651}, "payment_terms_days"),
    ):
        assert list(replace(wanted, **change).problems()) == [field]


def test_a_countrys_locale_is_what_most_people_there_use():
    assert [locale_of(code) for code in ("DE", "JP", "AQ", "")] == [
        "de_DE", "ja_JP", "en_US", "en_US",
    ]  # fmt: skip


def test_dunning_steps_follow_each_other_by_their_days(services):
    steps = services.dunning_steps
    assert steps.list() == ()
    steps.add_usual()
    assert [(row.days, row.holds) for row in steps.list()] == [(7, False), (14, False), (30, True)]
    with pytest.raises(Conflict, match="steps already"):
        steps.add_usual()
    first = steps.list()[0]
    draft = DunningDraft(10, "Call", "About {invoice}", "Please pay {owed}.")
    steps.save(draft, first.id, first.version)
    with pytest.raises(Conflict, match="changed this meanwhile"):
        steps.save(draft, first.id, first.version)
    with pytest.raises(Invalid, match=r"Second reminder. comes on that day"):
        steps.save(replace(draft, days=14))
    steps.remove(first.id)
    assert [row.days for row in steps.list()] == [14, 30]
    with pytest.raises(DeskError, match="gone"):
        steps.remove(first.id)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": 0}, "days"),
        ({"name": ""}, "name"),
        ({"subject": "{x}"}, "subject"),
        ({"body": "{invoice} {}"}, "body"),
    ],
)
def test_a_step_nobody_could_take_is_refused(change, field):
    assert list(replace(USUAL[0], **change).problems()) == [field]


def test_letters_are_filled_once():
    values = {"customer": "{owed}", "owed": "5"}
    assert letters.fill("{customer} owes {owed} {due} {", values) == "{owed} owes 5 {due} {"
    assert all(letters.problem(draft.body) is None for draft in USUAL)
