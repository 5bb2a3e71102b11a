"""Importing licenses and activations by dialog from their pages."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QPushButton

from app.catalogue.drafts import PlanDraft, ProductDraft
from app.core.listing import ListQuery
from app.core.money import Money
from tests.ui.customers.helpers import column, said, shown
from tests.ui.walk import faults
from ui.exchange.import_log import ImportLog
from ui.exchange.table_dialog import TableImportDialog, import_table
from ui.kit import dialogs
from ui.kit.exchanging import Exchange
from ui.kit.theme import Mode, theme
from ui.licensing.activations import ActivationList
from ui.licensing.page import LicenseList

KEYS = (
    "Key;Product;Plan;Customer e-mail;Seats\n"
    "KEYS-0001;MOD-1;Pro;jane@roe.example;1\nKEYS-0002;MOD-1;;;1\nKEYS-0003;MOD-7;;;1\n"
)


@pytest.fixture
def shop(desk):
    """Something to have licenses of."""
    services = desk.services
    product = services.products.create(ProductDraft("Modeller", "MOD-1"))
    yearly = Money(10_000, "EUR")
    services.plans.create(product, PlanDraft("Pro", yearly=yearly, activation_limit=1))
    return services


@pytest.fixture
def make(qtbot, desk):
    """A function that shows a dialog which stays there to be looked at."""

    def show(kind, *about):
        made = kind(desk, *about)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(made)
        made.show()
        idle(qtbot, made)
        return made

    return show


def idle(qtbot, dialog):
    settled = partial(getattr, dialog, "is_settled", True)
    qtbot.waitUntil(lambda: dialog.desk.tasks.is_idle and settled(), timeout=20_000)


def take(qtbot, dialog, path):
    dialog.take(path)
    idle(qtbot, dialog)


def part(dialog, name, kind=QPushButton):
    found = dialog.findChild(kind, f"{dialog.objectName()}.{name}")
    assert found is not None, name
    return found


def press(qtbot, dialog, name):
    assert part(dialog, name).isEnabled(), name
    part(dialog, name).click()
    idle(qtbot, dialog)


def test_keys_are_looked_at_and_imported(qtbot, make, desk, shop, write, tmp_path, monkeypatch):
    dialog = make(TableImportDialog, "licenses")
    assert not part(dialog, "run").isEnabled()
    assert dialog.notes.text().startswith("Each row needs a license key and its product.")
    assert faults(dialog) == []
    take(qtbot, dialog, write(KEYS))
    assert column(dialog.preview, "label") == ["Problem", "Create", "Create"]
    assert column(dialog.preview, "name")[1:] == ["•••••-…-0001", "•••••-…-0002"]
    assert column(dialog.preview, "reason")[0].startswith("No product has the reference “MOD-7”.")
    assert dialog.notes.text() == (
        "1 new customer is created, and invited by e-mail. Not imported: Seats."
    )
    assert "Save those, mend them, and import that file." in dialog.summary.text.text()
    for mode in (Mode.DARK, Mode.LIGHT):
        theme().apply(mode, 100)
        part(dialog, "columns").toggle()
        assert faults(dialog) == []
    press(qtbot, dialog, "only.error")
    assert column(dialog.preview, "id") == ["4"]

    target = tmp_path / "mend.csv"
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *_asked: target)
    press(qtbot, dialog, "saveErrors")
    assert "KEYS-0003" in target.read_text("utf-8-sig")
    assert part(dialog, "run").text() == "Import the 2 good rows"
    press(qtbot, dialog, "run")
    assert dialog.pages.currentWidget() is dialog.ended
    assert said(desk) == ["1 row saved as mend.csv.", "2 rows were added. 1 row was left out."]
    assert part(dialog, "cancel").text() == "Close"
    assert (shop.licenses.count(ListQuery()), shop.customers.count(ListQuery())) == (2, 1)
    press(qtbot, dialog, "cancel")
    assert not dialog.isVisible()

    again = make(TableImportDialog, "licenses")
    press(qtbot, again, "log")
    log = again.findChild(ImportLog)
    qtbot.waitUntil(lambda: column(log.page, "target") == ["Licenses"])
    assert column(log.page, "created") == ["2"]
    assert faults(log) == []
    log.close()
    take(qtbot, again, write(KEYS))
    assert column(again.preview, "label") == ["Problem", "Unchanged", "Unchanged"]
    assert not part(again, "run").isEnabled()
    # The file is not the one any more that is shown.
    take(qtbot, again, write(KEYS.replace("MOD-7", "MOD-1")))
    write(KEYS)
    press(qtbot, again, "run")
    assert "was changed meanwhile" in again.bar.text.text()
    assert shop.licenses.count(ListQuery()) == 2


def test_columns_and_days_are_chosen_where_nothing_tells_them(qtbot, make, shop, write):
    dialog = make(TableImportDialog, "licenses")
    text = "Was;Wozu;Bis\nKEYS-0001;MOD-1;02/03/2030\n"
    take(qtbot, dialog, write(text))
    assert "No column is called “License key”, “Product reference”." in dialog.bar.text.text()
    assert dialog.tables.currentWidget() is dialog.mapping
    for place, title in ((1, "License key *"), (2, "Product reference *"), (3, "Expires on")):
        combo = part(dialog, f"mapping.{place}", QComboBox)
        combo.setCurrentIndex(combo.findText(title))
        assert not part(dialog, "run").isEnabled()
        idle(qtbot, dialog)
    assert not dialog.bar.isVisible()
    part(dialog, "columns").toggle()
    assert "Write it like 2027-12-31" in column(dialog.preview, "reason")[0]
    order = part(dialog, "dateOrder", QComboBox)
    order.setCurrentIndex(order.findText("Day, month, year"))
    idle(qtbot, dialog)
    assert column(dialog.preview, "label") == ["Create"]
    press(qtbot, dialog, "run")
    [row] = shop.licenses.rows([1])
    assert row.expires_on.isoformat() == "2030-03-02"


def test_stopping_leaves_nothing(qtbot, make, shop, write, desk):
    dialog = make(TableImportDialog, "licenses")
    rows = "".join(f"KEYS-{number:04};MOD-1\n" for number in range(600))
    file = write(f"key;product\n{rows}")
    take(qtbot, dialog, file)
    part(dialog, "run").click()
    stop = part(dialog, "cancel")
    assert (stop.text(), dialog.body.isEnabled()) == ("Stop", False)
    with qtbot.waitSignal(dialog.work.failed, timeout=20_000):
        stop.click()
    assert "Nothing was changed" in dialog.bar.text.text()
    assert shop.licenses.count(ListQuery()) == 0
    assert part(dialog, "run").isEnabled()
    dialog.take(file)
    stop.click()
    qtbot.waitUntil(lambda: desk.tasks.is_idle, timeout=20_000)
    assert not dialog.isVisible()
    assert said(desk) == []


def test_the_pages_open_the_dialogs(qtbot, desk, viewer_desk, shop, write):
    shop.table_imports.run("licenses", write(KEYS.replace("MOD-7", "MOD-1")))
    handed = []
    made = {
        "licenses": lambda desk: LicenseList(
            desk, given=Exchange(
                partial(import_table_of, "licenses"), lambda *given: handed.append(given)
            ),
        ),
        "activations": lambda desk: ActivationList(
            desk, given=Exchange(partial(import_table_of, "activations"))
        ),
    }  # fmt: skip
    for place, build in made.items():
        page = build(desk)
        page.resize(1200, 600)
        with qtbot.waitSignal(page.counted):
            shown(qtbot, page, desk)
        assert faults(page) == []
        page.findChild(QAction, f"action.{place}.import").trigger()
        dialog = page.findChild(TableImportDialog)
        assert dialog.isVisible()
        if place == "activations":
            take(qtbot, dialog, write("key;device\nKEYS-0001;pc-1\nKEYS-0001;pc-2\n"))
            assert column(dialog.preview, "label") == ["Problem", "Create"]
            assert column(dialog.preview, "name") == ["pc-2", "pc-1"]
            press(qtbot, dialog, "run")
            qtbot.waitUntil(lambda page=page: column(page, "device") == ["pc-1"])
        else:
            page.view.selectRow(0)
            page.findChild(QAction, "action.licenses.export").trigger()
            [(_desk, asked, ids, keys, parent)] = handed
            assert (asked.sort, list(ids), parent) == ("created_at", [page.model.ids[0]], page)
            assert {"key", "product"} <= set(keys)
        idle(qtbot, dialog)
        dialog.close()
        locked = build(viewer_desk)
        qtbot.addWidget(locked)
        actions = [
            action for name in ("import", "export")
            if (action := locked.findChild(QAction, f"action.{place}.{name}")) is not None
        ]  # fmt: skip
        assert [(one.isVisible(), one.isEnabled()) for one in actions] == [(False, False)] * len(
            actions
        )


def import_table_of(target, desk, parent):
    return import_table(desk, target, parent)
