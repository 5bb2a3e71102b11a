"""The company form: four sections, a review, one save, credentials shown once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget

from app.core.listing import ListQuery
from tests.naughty import REFUSED
from tests.ui.customers.conftest import PASSWORD
from tests.ui.customers.helpers import idle, opened, press, said, shown
from tests.ui.walk import faults
from ui.customers.company_form import CompanyDialog, open_company_form
from ui.customers.facts import gather
from ui.kit.dialogs import Unsaved

FILLED = {
    "company_name": "Acme Corporation",
    "address_line1": "1 Main Street",
    "admin_first_name": "John",
    "admin_last_name": "Smith",
    "admin_email": "john@acme.com",
    "admin_password": PASSWORD,
}


@pytest.fixture
def form(qtbot, desk):
    dialog = CompanyDialog(desk, gather(desk).settings)
    yield opened(qtbot, dialog)
    idle(qtbot, desk)


def field(form, name):
    found = form.findChild(QWidget, f"company.{name}")
    assert found is form.panel.box(name).editor.input
    return found


def fill(form, **values):
    for name, value in values.items():
        form.panel.box(name).editor.write(value)


def error(form, name):
    return form.findChild(QLabel, f"company.{name}.error").text()


def save(qtbot, form):
    with qtbot.waitSignal(form.created):
        press(form, "company.save")


def test_review_then_save_makes_the_company(qtbot, desk, form):
    fill(form, **FILLED)
    press(form, "company.review")
    texts = [label.text() for label in form.review.findChildren(QLabel)]
    assert "Acme Corporation" in texts
    assert "john@acme.com" in texts
    assert "Meets every requirement" in texts
    assert PASSWORD not in " ".join(texts)
    save(qtbot, form)
    [row] = desk.services.customers.first(ListQuery(), 10)
    assert (row.name, row.person, row.email) == ("Acme Corporation", "John Smith", "john@acme.com")


def test_credentials_are_shown_once_and_gone_afterwards(qtbot, form):
    fill(form, **FILLED)
    save(qtbot, form)
    lines = form.credentials.lines
    assert {key: line.text() for key, line in lines.items()} == {
        "client_id": "CUST-000001",
        "email": "john@acme.com",
        "password": PASSWORD,
    }
    press(form, "company.credentials.copy")
    assert f"Password: {PASSWORD}" in QGuiApplication.clipboard().text()
    press(form, "company.credentials.done")
    assert not form.isVisible()
    assert lines["password"].text() == ""
    assert form.panel.box("admin_password").read() == ""


def test_toast_offers_to_open_the_new_company(qtbot, desk, form):
    fill(form, **FILLED)
    save(qtbot, form)
    press(form, "company.credentials.done")
    assert said(desk) == ["Acme Corporation was created."]
    title, opens = desk.notices.history[-1].also
    opens()
    [row] = desk.services.customers.first(ListQuery(), 10)
    assert (title, desk.navigator.customers) == ("Open", [row.id])


def test_every_missing_field_is_named_and_the_first_gets_the_focus(desk, form):
    press(form, "company.save")
    for name in FILLED:
        assert error(form, name), name
    assert error(form, "website") == ""
    assert QApplication.focusWidget() is field(form, "company_name")
    assert desk.services.customers.first(ListQuery(), 10) == []


def test_required_fields_are_marked(form):
    marked = {key for key, box in form.panel.boxes.items() if box.title.text().endswith("*")}
    assert marked == set(FILLED)


def test_placeholders_are_the_documented_ones(form):
    assert {
        name: field(form, name).placeholderText()
        for name in (
            "company_name",
            "website",
            "address_line1",
            "address_line2",
            "city",
            "state",
            "admin_first_name",
            "admin_last_name",
        )
    } == {
        "company_name": "Enter company name",
        "website": "example.com",
        "address_line1": "Enter street address",
        "address_line2": "Enter additional address info",
        "city": "Enter city",
        "state": "Enter state or province",
        "admin_first_name": "Enter first name",
        "admin_last_name": "Enter last name",
    }


def test_country_starts_as_united_states_and_renames_the_address(form):
    country = field(form, "country")
    assert country.currentText() == "United States"
    assert form.panel.box("postal_code").title.text() == "ZIP code"
    assert form.panel.box("state").title.text() == "State"
    fill(form, country="GB")
    assert form.panel.box("postal_code").title.text() == "Postcode"
    assert form.panel.box("state").title.text() == "County"
    assert form.panel.box("address_line1").title.text() == "Address line 1 *"


def test_wrong_password_and_phone_are_refused_at_their_fields(form):
    fill(form, **FILLED | {"admin_password": "short", "phone": "555-0789"})
    press(form, "company.review")
    assert "uppercase" in error(form, "admin_password")
    assert "+1" in error(form, "phone")
    assert form.panel.box("admin_password").editor.checklist.unmet


def test_generated_password_will_do(form):
    press(form, "company.admin_password.generate")
    assert form.panel.box("admin_password").editor.checklist.unmet == []
    assert len(field(form, "admin_password").text()) >= 8


def test_known_address_is_refused_and_opens_its_owner(qtbot, desk, form, company):
    existing = company("Old Acme", admin_email="john@acme.com")
    fill(form, **FILLED | {"admin_email": " JOHN@acme.com "})
    press(form, "company.save")
    qtbot.waitUntil(lambda: bool(error(form, "admin_email")))
    assert "Old Acme" in error(form, "admin_email")
    press(form, "company.admin_email.open")
    assert desk.navigator.customers == [existing]
    assert field(form, "company_name").text() == "Acme Corporation"


def test_refusal_after_the_review_goes_back_to_the_form(qtbot, form, company):
    company("Old Acme", admin_email="john@acme.com")
    fill(form, **FILLED)
    press(form, "company.review")
    press(form, "company.save")
    qtbot.waitUntil(lambda: bool(error(form, "admin_email")))
    assert form.panel.isVisible()


def test_similar_company_is_pointed_out_while_typing(qtbot, desk, form, company):
    existing = company("Acme Corporation")
    with qtbot.waitSignal(form.hint.told):
        fill(form, company_name="ACME corp.", city="Boston")
    assert [match.id for match in form.hint.matches] == [existing]
    press(form, "company.similar.0.open")
    assert desk.navigator.customers == [existing]
    assert field(form, "city").text() == "Boston"


def test_hint_leaves_when_nothing_is_similar_any_more(qtbot, form, company):
    company("Acme Corporation")
    with qtbot.waitSignal(form.hint.told):
        fill(form, company_name="Acme")
    with qtbot.waitSignal(form.hint.told):
        fill(form, company_name="Acme Something Else")
    assert not form.hint.isVisible()


def test_warnings_are_shown_and_do_not_block(qtbot, form):
    fill(form, **FILLED | {"admin_email": "john@gmail.com", "country": "DE"})
    form.panel.box("admin_email").editor.left.emit()
    assert "personal address" in form.panel.box("admin_email").warning.text()
    press(form, "company.review")
    assert any("personal address" in label.text() for label in form.review.findChildren(QLabel))
    save(qtbot, form)


def test_same_as_admin_fills_the_contact(qtbot, desk, form):
    fill(form, **FILLED | {"phone": "+1-555-010-0789"})
    press(form, "company.contact_name.sameAsAdmin")
    assert field(form, "contact_name").text() == "John Smith"
    assert field(form, "contact_email").text() == "john@acme.com"
    save(qtbot, form)
    [row] = desk.services.customers.first(ListQuery(), 10)
    [contact] = desk.services.customers.show(row.id).contacts
    assert (contact.name, contact.phone) == ("John Smith", "+1-555-010-0789")


def test_markup_is_shown_as_typed(form):
    fill(form, **FILLED | {"company_name": "<b>Acme</b>", "description": "<i>x</i>"})
    press(form, "company.review")
    labels = form.review.findChildren(QLabel)
    assert {label.textFormat() for label in labels if label.text()} == {Qt.TextFormat.PlainText}
    assert "<b>Acme</b>" in [label.text() for label in labels]


@pytest.mark.parametrize(
    # Qt itself turns half a surrogate pair into a replacement character.
    "text",
    [text for text in REFUSED if text.isascii() or "lone" not in text],
)
def test_control_characters_are_refused_at_the_field(form, text):
    form.panel.box("company_name").editor.line.setText(text)
    press(form, "company.save")
    assert error(form, "company_name")


def test_enter_reviews_and_enter_again_saves(qtbot, form):
    fill(form, **FILLED)
    field(form, "city").setFocus()
    qtbot.keyClick(field(form, "city"), Qt.Key.Key_Return)
    assert form.review.isVisible()
    with qtbot.waitSignal(form.created):
        qtbot.keyClick(form, Qt.Key.Key_Return)


def test_escape_asks_before_losing_what_was_typed(qtbot, form, monkeypatch):
    answers = [Unsaved.STAY, Unsaved.DISCARD]
    monkeypatch.setattr(
        "ui.customers.company_form.ask_unsaved", lambda _parent, _what: answers.pop(0)
    )
    fill(form, company_name="Acme")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert field(form, "company_name").text() == "Acme"
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_untouched_form_closes_without_a_question(form, monkeypatch):
    monkeypatch.setattr(
        "ui.customers.company_form.ask_unsaved", lambda *_args: pytest.fail("asked")
    )
    press(form, "company.cancel")
    assert not form.isVisible()


def test_opening_twice_gives_one_form(qtbot, desk):
    parent = shown(qtbot, QCheckBox("parent"), desk)
    open_company_form(desk, parent)
    open_company_form(desk, parent)
    idle(qtbot, desk)
    assert len(parent.findChildren(CompanyDialog)) == 1


def test_every_part_has_a_name(qtbot, form):
    assert faults(form) == []
    fill(form, **FILLED)
    press(form, "company.review")
    assert faults(form) == []
    save(qtbot, form)
    assert faults(form) == []
