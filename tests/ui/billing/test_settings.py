"""Seller, tax rates, exchange rates and reminders in the settings."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtGui import QImage

from app.billing.drafts import TaxRateDraft
from app.core.access import Permission
from tests.ui.billing.conftest import run, save
from tests.ui.customers.helpers import idle, said
from tests.ui.licensing.devices import dialog, part
from tests.ui.walk import faults
from ui.billing.settings_dunning import DunningPanel
from ui.billing.settings_rates import ExchangeRatesPanel
from ui.billing.settings_seller import SellerPanel
from ui.billing.settings_tax import TaxRatesPanel
from ui.kit.dialogs import Answer
from ui.shell.catalogue import settings

__all__ = ["run", "save"]
GERMAN = TaxRateDraft("DE", "standard", "MwSt.", 190_000, date(2021, 1, 1))


@pytest.fixture
def section(qtbot, desk):
    """A function that shows a section of the settings."""

    def show(kind):
        panel = kind(desk)
        qtbot.addWidget(panel)
        panel.resize(460, 700)
        panel.show()
        idle(qtbot, desk)
        return panel

    return show


@pytest.fixture
def agree(monkeypatch):
    """What was asked; everything is agreed to."""
    asked = []

    def confirm(*told, **_more):
        asked.append(" ".join(told[1:3]))
        return Answer(True)

    for place in ("tax", "rates", "dunning"):
        monkeypatch.setattr(f"ui.billing.settings_{place}.confirm", confirm)
    return asked


def put(form, **values):
    for key, value in values.items():
        form.panel.box(key).editor.bring(value)


def heard(desk, words):
    return any(words in one for one in said(desk))


def lines(panel):
    return [(one.title, one.told, one.badge and one.badge[0]) for one in panel.list.lines]


def test_tax_rates_are_added_changed_and_removed(qtbot, section, services, agree):
    panel = section(TaxRatesPanel)
    assert panel.list.empty.isVisible()
    panel.add.click()
    form = dialog(qtbot, "taxRate")
    put(form, country="Germany", ppm="x", name="MwSt.", valid_from="2021-01-01")
    form.save.click()
    assert "19 or 9.975" in form.panel.box("ppm").problem
    put(form, ppm="19")
    form.save.click()
    qtbot.waitUntil(lambda: panel.list.lines != ())
    assert panel.list.empty.isHidden()
    services.tax_rates.save(replace(GERMAN, ppm=210_000, valid_from=date(2027, 1, 1)))
    services.tax_rates.save(replace(GERMAN, category="books", ppm=99_750))
    qtbot.waitUntil(lambda: len(panel.list.lines) == 3)
    assert lines(panel) == [
        ("Germany · 9.975 %", "MwSt. · books · from Jan 1, 2021", None),
        ("Germany · 21 %", "MwSt. · from Jan 1, 2027", "Later"),
        ("Germany · 19 %", "MwSt. · from Jan 1, 2021 · to Dec 31, 2026", None),
    ]
    assert faults(panel) == []
    later = panel.list.lines[1].id
    part(panel, f"taxRates.{later}.edit").click()
    form = dialog(qtbot, "taxRate")
    assert form.panel.box("ppm").editor.state() == "21"
    put(form, valid_from="2021-01-01")
    form.save.click()
    qtbot.waitUntil(lambda: "that day already" in form.panel.box("valid_from").problem)
    put(form, valid_from="2028-01-01")
    form.save.click()
    qtbot.waitUntil(lambda: "to Dec 31, 2027" in panel.list.lines[2].told)
    part(panel, f"taxRates.{later}.remove").click()
    qtbot.waitUntil(lambda: len(panel.list.lines) == 2)
    assert "What was issued keeps its tax" in agree[0]


def test_exchange_rates_are_typed_and_brought_in(
    qtbot, desk, section, services, agree, tmp_path, monkeypatch
):
    panel = section(ExchangeRatesPanel)
    panel.add.click()
    form = dialog(qtbot, "exchangeRate")
    put(form, currency="EUR · Euro", rate="0,9215")
    form.save.click()
    qtbot.waitUntil(lambda: "organization's currency" in form.panel.box("currency").problem)
    put(form, currency="USD · US Dollar", on_date="2026-11-19")
    form.save.click()
    qtbot.waitUntil(lambda: panel.list.lines != ())
    assert lines(panel)[0][:2] == ("1 USD = 0.9215 EUR", "from Nov 19, 2026")

    path = tmp_path / "eurofxref.csv"
    path.write_text("Date,USD,JPY,ROL\n2026-11-19,1.25,160,5\n2026-11-20,1.6,200,N/A\n")
    monkeypatch.setattr("ui.kit.dialogs.ask_open_path", lambda *_: path)
    panel.bring_in.click()
    qtbot.waitUntil(lambda: len(panel.list.lines) == 2)
    assert "4 rates of JPY, USD from Nov 19, 2026 to Nov 20, 2026." in agree[0]
    assert "3 are new, 1 are other than those there are, 0 are the same." in agree[0]
    assert "1 are left out" in agree[0]
    assert [line[0] for line in lines(panel)] == ["1 JPY = 0.005 EUR", "1 USD = 0.625 EUR"]
    qtbot.waitUntil(lambda: heard(desk, "4 rates were brought in."))
    panel.bring_in.click()
    qtbot.waitUntil(lambda: heard(desk, "Nothing to do"))
    qtbot.waitUntil(panel.bring_in.isEnabled)
    path.write_text("Name\nx\n")
    panel.bring_in.click()
    qtbot.waitUntil(lambda: heard(desk, "no table of exchange rates"))
    qtbot.waitUntil(panel.add.isEnabled)
    assert panel.stop.isHidden()
    assert faults(panel) == []
    part(panel, f"exchangeRates.{panel.list.lines[1].id}.remove").click()
    qtbot.waitUntil(lambda: lines(panel)[1][0] == "1 USD = 0.8 EUR")
    services.organization.save(replace(services.organization.settings(), currency="CHF"))
    qtbot.waitUntil(lambda: panel.list.lines == ())


def test_reminders_begin_with_the_usual_ones(qtbot, section, agree, services):
    panel = section(DunningPanel)
    panel.list.empty.button.click()
    qtbot.waitUntil(lambda: len(panel.list.lines) == 3)
    assert lines(panel)[2] == (
        "Last reminder",
        "30 days after the due day · Last reminder: invoice {invoice}",
        "Suspends",
    )
    first = panel.list.lines[0].id
    part(panel, f"dunningSteps.{first}.edit").click()
    form = dialog(qtbot, "dunningStep")
    put(form, body="Pay {amount}")
    form.save.click()
    assert "{amount} cannot be filled in" in form.panel.box("body").problem
    put(form, body="Pay {owed}", days=1)
    form.save.click()
    qtbot.waitUntil(lambda: lines(panel)[0][1].startswith("1 day after"))
    assert services.dunning_steps.list()[0].body == "Pay {owed}"
    part(panel, f"dunningSteps.{first}.remove").click()
    qtbot.waitUntil(lambda: len(panel.list.lines) == 2)
    assert "What was sent stays known" in agree[0]
    assert faults(panel) == []


def test_the_seller_is_written_once_and_follows_other_settings(
    qtbot, desk, section, services, tmp_path, monkeypatch
):
    panel = section(SellerPanel)
    services.organization.save(replace(services.organization.settings(), name="New firm"))
    qtbot.waitUntil(lambda: panel.panel.draft().name == "New firm")
    put(panel, seller_email="nobody")
    panel.save.click()
    assert panel.panel.box("seller_email").problem
    put(panel, seller_email="bills@firm.example", seller_address="Weg 1\nBern",
        seller_country="Switzerland")  # fmt: skip
    panel.save.click()
    qtbot.waitUntil(lambda: heard(desk, "Settings saved."))
    found = services.organization.settings()
    assert (found.seller_address, found.seller_country) == ("Weg 1\nBern", "CH")
    assert (found.name, found.tax_rounding) == ("New firm", "line")

    picture = QImage(300, 40, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    path = tmp_path / "logo.png"
    assert picture.save(str(path))
    monkeypatch.setattr("ui.kit.dialogs.ask_open_path", lambda *_: path)
    panel.logo.choose.click()
    qtbot.waitUntil(panel.logo.picture.isVisible)
    assert services.seller.logo() == path.read_bytes()
    path.write_bytes(b"GIF89a")
    panel.logo.choose.click()
    qtbot.waitUntil(lambda: heard(desk, "PNG or JPEG"))
    panel.logo.remove.click()
    qtbot.waitUntil(panel.logo.picture.isHidden)
    assert services.seller.logo() is None
    assert faults(panel) == []


def test_the_sections_are_for_those_who_may_change_settings():
    found = {one.name: one.permission for one in settings()}
    money = {"seller", "taxRates", "exchangeRates", "dunningSteps"}
    others = {"fileStore"}
    needing = {name for name, needs in found.items() if needs is Permission.SETTINGS_EDIT}
    assert needing == money | others
