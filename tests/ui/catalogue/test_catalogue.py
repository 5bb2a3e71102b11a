"""Products and plans at the desk: added, described, priced, changed, retired."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.catalogue.drafts import PlanDraft, ProductDraft
from app.catalogue.terms import Overage
from app.core.errors import Cancelled
from app.core.listing import ListQuery
from app.core.money import Money
from tests.ui.walk import faults
from ui.catalogue import steps as steps_module
from ui.catalogue.card import PlanCard, ProductCard
from ui.catalogue.forms import plan_form, product_form
from ui.catalogue.page import PlansPage, ProductsPage
from ui.kit.conflict_dialog import ConflictDialog
from ui.kit.conflict_rows import Side
from ui.kit.dialogs import Answer

LEDGER = ProductDraft("Ledger", "LEDGER")
TEAM = PlanDraft("Team", yearly=Money(59_000, "EUR"), activation_limit=None)


@pytest.fixture
def page(qtbot, desk):
    """The list of products, at rest."""
    found = ProductsPage(desk)
    qtbot.addWidget(found)
    found.show()
    qtbot.waitUntil(lambda: found.total is not None)
    return found


def dialog_of(qtbot, kind):
    """The dialog of that kind that has come up."""
    found = []

    def shown():
        found[:] = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind)]
        return any(one.isVisible() for one in found)

    qtbot.waitUntil(shown)
    return next(one for one in found if one.isVisible())


def typed(dialog, **values):
    for key, value in values.items():
        dialog.panel.box(key).editor.write(value)
        dialog.panel.edited.emit()


def saved(qtbot, dialog):
    with qtbot.waitSignal(dialog.saved):
        dialog.save.click()


def test_a_product_is_added_with_a_proposed_reference(qtbot, desk, page):
    dialog = product_form(desk, None, page)
    dialog.open()
    assert faults(dialog) == []
    typed(dialog, name="Alder Ledger 2")
    assert dialog.panel.box("reference").read() == "ALDER-LEDGER-2"
    assert "115 random bits" in dialog.panel.box("key_format").help.text()
    typed(dialog, key_format="XXXX")
    dialog.save.click()
    assert "could be guessed" in dialog.panel.box("key_format").problem
    typed(dialog, key_format="AL-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
    saved(qtbot, dialog)

    qtbot.waitUntil(lambda: page.total == 1 and page.model.row(0) is not None)
    assert page.model.row(0).reference == "ALDER-LEDGER-2"


def test_a_plan_with_tiers_and_quotas_is_added_and_said_in_words(qtbot, desk, page):
    ledger = desk.services.products.create(LEDGER)
    dialog = plan_form(desk, (ledger, "Ledger"), None, "EUR", page)
    dialog.open()
    assert faults(dialog) == []
    typed(dialog, name="Team", yearly=Money(59_000, "EUR"), activation_limit=5)
    dialog.panel.box("quotas").editor.text.setPlainText("storage_gb = 50\n\nusers: 1,000")
    dialog.panel.box("tiers").editor.text.setPlainText("5 = - / 550.00")
    dialog.panel.box("usage_prices").editor.text.setPlainText("pages = 0.02")
    told = dialog.findChild(QWidget, "plan.granted")
    assert told.text() == "Up to 5 devices. Good as long as it is paid for."
    saved(qtbot, dialog)

    [choice] = desk.services.plans.choices()
    assert dict(choice.terms.quotas) == {"storage_gb": 50, "users": 1000}
    assert choice.terms.tiers[0].yearly == Money(55_000, "EUR")
    assert choice.terms.usage_prices == {"pages": Money(2, "EUR")}


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("quotas", "storage", "storage_gb = 50"),
        ("quotas", "a = many", "storage_gb = 50"),
        ("usage_prices", "pages = 0.025", "at most 2 decimal places"),
        ("tiers", "5 = 10.00", "5 = 55.00 / 550.00"),
        ("tiers", "x = 1 / 2", "5 = 55.00 / 550.00"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(desk, page, key, text, said):
    ledger = desk.services.products.create(LEDGER)
    dialog = plan_form(desk, (ledger, "Ledger"), None, "EUR", page)
    typed(dialog, name="Team", yearly=Money(59_000, "EUR"))
    dialog.panel.box(key).editor.text.setPlainText(text)

    dialog.save.click()

    assert said in dialog.panel.box(key).problem
    assert desk.services.plans.count(ListQuery()) == 0


def test_what_changed_is_kept_beside_what_was(qtbot, desk, page):
    ledger = desk.services.products.create(LEDGER)
    plan = desk.services.plans.create(ledger, TEAM)
    page.steps.edit_plan(plan)
    dialog = dialog_of(qtbot, type(plan_form(desk, (ledger, ""), None, "EUR", page)))
    assert dialog.panel.box("activation_limit").read() is None
    typed(dialog, yearly=Money(69_000, "EUR"), self_deactivations=3)
    saved(qtbot, dialog)

    page.steps.show_plan(plan)
    card = dialog_of(qtbot, PlanCard)
    assert faults(card) == []
    earlier = card.findChild(QWidget, "planCard.terms.1").text()
    assert "€590.00 a year. Any number of devices." in earlier
    card.close()


def test_somebody_elses_edits_are_kept_or_asked_about(qtbot, desk, services, page):
    ledger = services.products.create(LEDGER)
    team = services.plans.create(ledger, TEAM)
    page.steps.edit_plan(team)
    dialog = dialog_of(qtbot, type(product_form(desk, None, page)))
    typed(dialog, overage=Overage.ALWAYS, yearly=Money(60_000, "EUR"))
    theirs = replace(TEAM, name="Crew", yearly=Money(61_000, "EUR"), quotas=(("gb", 5),))
    services.plans.edit(team, 1, theirs, TEAM)

    with qtbot.waitSignal(dialog.saver.refused):
        dialog.save.click()
    asking = dialog_of(qtbot, ConflictDialog)
    assert faults(asking) == []
    [row] = asking.rows
    assert row.row.title == "A year"
    assert row.row.texts == ("€590.00", "€610.00", "€600.00")
    assert "Name, Quotas" in asking.hint.text()
    row.choose(Side.THEIRS)
    with qtbot.waitSignal(dialog.saved):
        asking.save.click()

    found = services.plans.show(team)
    assert (found.name, found.terms.overage, found.terms.yearly, dict(found.terms.quotas)) == (
        "Crew", Overage.ALWAYS, Money(61_000, "EUR"), {"gb": 5},
    )  # fmt: skip
    form = product_form(desk, services.products.show(ledger), page)
    services.products.edit(ledger, 1, replace(LEDGER, description="Books"), LEDGER)
    typed(form, name="Ledger 2")
    saved(qtbot, form)
    kept = services.products.show(ledger)
    assert (kept.name, kept.description) == ("Ledger 2", "Books")


def test_a_plan_is_retired_and_comes_back_by_undo(qtbot, desk, monkeypatch):
    ledger = desk.services.products.create(LEDGER)
    plan = desk.services.plans.create(ledger, TEAM)
    page = PlansPage(desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.total == 1)
    asked = []
    monkeypatch.setattr(
        steps_module, "confirm", lambda _parent, *said, **_more: asked.append(said) or Answer(True)
    )

    page.steps.retire_plan(plan, "Team")
    qtbot.waitUntil(lambda: desk.services.plans.choices() == ())
    assert asked[0][0] == "Retire Team?"
    page.steps.offer_plan(plan, "Team")
    qtbot.waitUntil(lambda: len(desk.services.plans.choices()) == 1)


def test_files_are_added_saved_and_removed(qtbot, desk, page, monkeypatch, tmp_path):
    ledger = desk.services.products.create(LEDGER)
    source, copy = tmp_path / "setup.exe", tmp_path / "copy.exe"
    # Large enough to be stopped on its way.
    source.write_bytes(b"MZ" * 10_000_000)
    monkeypatch.setattr(steps_module, "ask_open_path", lambda *_asked: source)
    monkeypatch.setattr(steps_module, "ask_save_path", lambda *_asked: copy)
    monkeypatch.setattr(steps_module, "confirm", lambda *_asked, **_more: Answer(True))
    page.steps.show_product(ledger)
    card = dialog_of(qtbot, ProductCard)
    card.findChild(QWidget, "productCard.addFile").click()
    form = card.findChildren(type(product_form(desk, None, page)))[0]
    typed(form, release="2.4.1")
    saved(qtbot, form)

    def button(thing):
        qtbot.waitUntil(lambda: card.findChild(QWidget, f"productCard.file.1.{thing}") is not None)
        return card.findChild(QWidget, f"productCard.file.1.{thing}")

    button("save").click()
    qtbot.waitUntil(copy.exists)
    assert copy.read_bytes() == source.read_bytes()
    assert faults(card) == []
    begun = []
    card.work.busy_changed.connect(lambda busy: busy and (begun.append(1), card.stop.click()))
    copy.unlink()
    with qtbot.waitSignal(card.work.failed) as stopped:
        button("save").click()
    assert isinstance(stopped.args[0], Cancelled)
    assert begun
    assert card.stop.isHidden()
    assert not copy.exists()
    button("remove").click()
    qtbot.waitUntil(lambda: desk.services.products.show(ledger).files == ())
    card.close()
