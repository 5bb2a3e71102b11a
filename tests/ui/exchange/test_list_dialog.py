"""Any list exported by the dialog that its page opens."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from app.core.listing import Condition, ListQuery, Op
from app.core.money import Money
from app.customers.drafts import CustomerDraft
from app.exchange.export_schemas import Format, Scope
from app.exchange.lists.every import LISTS
from app.orders.drafts import LineDraft, OrderDraft
from tests.ui.customers.helpers import shown
from tests.ui.walk import faults
from ui.exchange.export_dialog import ExportDialog, export_list
from ui.interactions.follow_page import ALL, FollowUpsPage
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.theme import Mode, theme
from ui.shell import making
from ui.shell.making import timeline_of

SHOWN = ("number", "customer", "total")
# Where the list is not a page by itself.
PLACES = {"follow_ups": "followUps.all"}


@pytest.fixture
def two(desk):
    """Two orders, one of them in yen."""
    services = desk.services
    who = services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))
    for currency in ("EUR", "JPY"):
        items = (LineDraft("Dongle", unit=Money(1_990, currency), tax=Money(0, currency)),)
        services.orders.create(OrderDraft(customer_id=who, currency=currency, items=items))
    return services


@pytest.fixture
def opened(qtbot, desk):
    """A function that opens the dialog of orders, and waits until it knows what there is."""

    def make(asked=ListQuery(), ids=()):  # noqa: B008 - frozen
        made = export_list("orders", desk, asked, ids, SHOWN)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(made)
        qtbot.waitUntil(lambda: desk.tasks.is_idle, timeout=20_000)
        return made

    return make


def run(qtbot, dialog):
    dialog.run.click()
    qtbot.waitUntil(lambda: dialog.desk.tasks.is_idle, timeout=20_000)


def test_orders_are_exported_as_chosen(qtbot, two, opened, tmp_path, monkeypatch):
    settings = two.organization.settings()
    two.organization.save(replace(settings, export_purpose_required=True))
    names = []
    path = tmp_path / "out.csv"
    monkeypatch.setattr(
        dialogs, "ask_save_path", lambda _parent, name, _kinds: names.append(name) or path
    )
    asked = ListQuery("roe", (Condition("status", Op.IN, ("pending",)),), "number")
    dialog = opened(asked, (2,))
    for mode in (Mode.DARK, Mode.LIGHT):
        theme().apply(mode, 100)
        assert faults(dialog) == []
    scope = dialog.body.scope
    assert scope.option(Scope.SELECTED).text() == "Selected: 1 order"
    assert scope.option(Scope.FILTERED).text() == "The list as filtered: 2 orders"
    assert scope.words.text() == "Status is Pending; Search “roe”"
    assert dialog.windowTitle() == "Export orders"
    assert dialog.body.columns.read() == (*SHOWN, "currency")
    dialog.body.formats.write(Format.CSV)
    run(qtbot, dialog)
    assert "Say what the export is for" in dialog.bar.text.text()
    assert dialog.body.options.purpose.hasFocus() or not dialog.isActiveWindow()
    dialog.body.options.purpose.setText("Audit")
    run(qtbot, dialog)
    assert path.read_text("utf-8-sig").splitlines()[1:] == ["ORD-000002,Jane Roe,1990,JPY"]
    assert dialog.ended.title.text() == "1 order exported"
    assert Path(names[0]).name == Path(names[-1]).name == f"orders-{fmt.today()}.csv"

    scope.write(Scope.FILTERED)
    dialog.ended.again.click()
    dialog.body.columns.write(())
    run(qtbot, dialog)
    assert dialog.bar.text.text() == "Choose at least one column."
    dialog.body.columns.write(("total", "number"))
    dialog.body.formats.write(Format.PDF)
    assert dialog.body.options.title.isVisible()
    path = tmp_path / "out.pdf"
    run(qtbot, dialog)
    assert path.read_bytes().startswith(b"%PDF")
    # What was chosen is there the next time.
    again = opened()
    assert again.body.columns.read() == ("total", "number")
    assert again.body.form() is Format.PDF
    assert [job.rows for job in two.exports.jobs()] == [2, 1]


def test_a_timeline_is_exported_from_its_tab(qtbot, desk, two, tmp_path, monkeypatch):
    [who] = two.customers.first(ListQuery(), 1)
    tab = timeline_of(desk, who.id)
    tab.resize(1000, 500)
    shown(qtbot, tab, desk)
    path = tmp_path / "timeline.csv"
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *_asked: path)
    tab.findChild(QAction, "action.detail.timeline.export").trigger()
    dialog = tab.findChild(ExportDialog)
    assert faults(dialog) == []
    dialog.body.formats.write(Format.CSV)
    run(qtbot, dialog)
    count = two.timeline.count(who.id, ListQuery())
    assert dialog.ended.title.text() == f"{count} entries exported"
    assert "Order ORD-000001 placed" in path.read_text("utf-8-sig")
    dialog.close()


def whole(page):
    """The page; turned to its list where it opens with something else."""
    if isinstance(page, FollowUpsPage):
        page.tabs.setCurrentIndex(ALL)
    return page


def test_every_page_offers_its_export(qtbot, desk, viewer_desk):
    for name in LISTS:
        page = whole(getattr(making, name)(desk))
        page.resize(1200, 600)
        shown(qtbot, page, desk)
        place = PLACES.get(name, name)
        page.findChild(QAction, f"action.{place}.export").trigger()
        dialog = page.findChild(ExportDialog)
        assert dialog.windowTitle() == f"Export {name.replace('_', '-')}"
        assert set(dialog.body.columns.read()) <= set(LISTS[name].columns)
        qtbot.waitUntil(lambda: desk.tasks.is_idle, timeout=20_000)
        dialog.close()
        locked = whole(getattr(making, name)(viewer_desk))
        qtbot.addWidget(locked)
        action = locked.findChild(QAction, f"action.{place}.export")
        assert not action.isVisible()
        assert not action.isEnabled()
