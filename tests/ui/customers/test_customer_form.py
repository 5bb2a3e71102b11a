"""The quick form for one customer."""

import pytest
from PySide6.QtWidgets import QLabel

from app.core.listing import ListQuery
from app.core.money import Money
from app.customers.schemas import Kind, Status
from tests.ui.customers.helpers import idle, opened, press, said
from tests.ui.walk import faults
from ui.customers.customer_form import BUSINESS, CustomerDialog
from ui.customers.facts import gather

FILLED = {"email": "jane@example.org", "first_name": "Jane", "last_name": "Roe"}


@pytest.fixture
def form(qtbot, desk):
    dialog = CustomerDialog(desk, gather(desk))
    yield opened(qtbot, dialog)
    idle(qtbot, desk)


def fill(form, **values):
    for name, value in values.items():
        form.panel.box(name).editor.write(value)


def error(form, name):
    return form.findChild(QLabel, f"customer.{name}.error").text()


def save(qtbot, form):
    with qtbot.waitSignal(form.saved) as signal:
        press(form, "customer.save")
    return signal.args[0]


def test_customer_is_created_unverified_and_active(qtbot, desk, form):
    fill(form, **FILLED)
    found = desk.services.customers.show(save(qtbot, form))
    assert (found.name, found.kind, found.status) == ("Jane Roe", Kind.INDIVIDUAL, Status.ACTIVE)
    assert found.verified_at is None
    assert found.client_id == "CUST-000001"
    assert said(desk) == ["Jane Roe was created."]
    desk.notices.history[-1].also[1]()
    assert desk.navigator.customers == [found.id]


def test_business_fields_come_and_go_with_the_type(form):
    assert [key for key in BUSINESS if form.panel.box(key).isVisible()] == []
    fill(form, kind=Kind.BUSINESS)
    assert [key for key in BUSINESS if form.panel.box(key).isVisible()] == list(BUSINESS)


def test_business_is_stored_with_its_figures(qtbot, desk, form):
    fill(
        form,
        **FILLED,
        kind=Kind.BUSINESS,
        company_name="Acme",
        company_size="11-50",
        industry="Retail",
        annual_revenue=Money(1_000_000, "EUR"),
    )
    found = desk.services.customers.show(save(qtbot, form))
    assert (found.name, found.company_size, found.industry) == ("Acme", "11-50", "Retail")
    assert found.annual_revenue == Money(1_000_000, "EUR")


def test_what_was_typed_of_a_company_is_not_kept_for_a_person(qtbot, desk, form):
    fill(form, **FILLED, kind=Kind.BUSINESS, company_name="Acme", company_size="11-50")
    fill(form, kind=Kind.INDIVIDUAL)
    found = desk.services.customers.show(save(qtbot, form))
    assert (found.company_name, found.company_size) == ("", "")


def test_inactive_from_the_start(qtbot, desk, form):
    fill(form, **FILLED, active=False)
    assert desk.services.customers.show(save(qtbot, form)).status is Status.INACTIVE


def test_missing_fields_are_named(form):
    press(form, "customer.save")
    assert all(error(form, name) for name in FILLED)


def test_known_email_offers_to_open_its_owner(qtbot, desk, form, person):
    existing = person("Old", "Jane", email="jane@example.org")
    fill(form, **FILLED)
    press(form, "customer.save")
    qtbot.waitUntil(lambda: bool(error(form, "email")))
    assert "Old Jane" in error(form, "email")
    link = form.panel.box("email").link
    assert link.text() == "Open existing customer"
    link.click()
    assert desk.navigator.customers == [existing]
    assert form.panel.box("last_name").read() == "Roe"


def test_similar_customer_is_pointed_out(qtbot, form, person):
    existing = person("Jane", "Roe")
    with qtbot.waitSignal(form.hint.told):
        fill(form, first_name="jane", last_name="ROE")
    assert [match.id for match in form.hint.matches] == [existing]


def test_own_client_id_is_kept_and_unique(qtbot, desk, form, person):
    person("Taken", "One", client_id="A-1")
    fill(form, **FILLED, client_id="A-1")
    press(form, "customer.save")
    qtbot.waitUntil(lambda: bool(error(form, "client_id")))
    fill(form, client_id="A-2")
    found = save(qtbot, form)
    assert desk.services.customers.show(found).client_id == "A-2"
    assert desk.services.customers.count(ListQuery()) == 2


def test_every_part_has_a_name(form):
    fill(form, kind=Kind.BUSINESS)
    assert faults(form) == []
