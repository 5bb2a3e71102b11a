"""The Timeline tab: days said once, filtered, opened at what an entry is about, taken out."""

from datetime import date, timedelta

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

from app.attachments.schemas import AttachTo
from app.core.listing import Condition, ListQuery, Op
from app.core.money import Money
from app.customers.drafts import CustomerDraft
from app.interactions.drafts import FollowUpDraft, InteractionDraft
from app.interactions.schemas import InteractionType
from app.orders.drafts import LineDraft, OrderDraft
from app.timeline.schemas import Group
from tests.ui.customers.helpers import column
from tests.ui.walk import faults
from ui.interactions.timeline import TimelineTab
from ui.kit.exchanging import Exchange
from ui.shell.timeline import OPENERS


def test_a_timeline_is_read_by_day_filtered_opened_and_taken_out(qtbot, seat, admin, services):
    desk = seat(admin)
    jane = services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))
    eur = [Money(minor, "EUR") for minor in (100, 0)]
    item = LineDraft("Dongle", unit=eur[0], tax=eur[1])
    earlier = services.timeline.first(jane, ListQuery(), 1)[0].at - timedelta(days=2)
    order = services.orders.create(OrderDraft(jane, items=(item,))).id
    talk = InteractionDraft(
        jane, InteractionType.CALL, subject="Renewal", body="Said", occurred_at=earlier
    )
    services.interactions.log(talk)
    opened = []
    openers = {
        what: lambda _desk, _parent, about, what=what: opened.append((what.value, about))
        for what in OPENERS
    }
    handed = []
    given = Exchange(take_out=lambda *about: handed.append(about))
    tab = TimelineTab(desk, jane, openers, given)
    qtbot.addWidget(tab)
    tab.resize(1000, 500)
    tab.show()
    qtbot.waitUntil(lambda: tab.total == 3 and tab.model.is_ready(2))
    assert faults(tab) == []
    texts = [tab.model.row(row).text for row in range(3)]
    assert texts[-1] == "Call: Renewal"
    pen = tab.view.painter_of_rows
    assert [pen.says(row, 0) for row in range(3)] == [True, False, True]
    assert all(pen.says(row, 1) for row in range(3))
    canvas = QPixmap(100, 100)
    with QPainter(canvas) as painter:
        pen.ground(painter, QRect(0, 0, 100, 40), 2, chosen=False)

    for row in range(3):
        tab.opened.emit(tab.model.ids[row])
    assert min(opened) == ("customer", jane)
    assert ("order", order) in opened
    assert opened[-1][0] == "interaction"

    tab.tools.filters.pick({"group": (Group.CALL,)})
    tab.ask()
    qtbot.waitUntil(lambda: tab.total == 1)
    assert tab.query.conditions == (Condition("group", Op.IN, (Group.CALL,)),)
    tab.findChild(object, "action.detail.timeline.export").trigger()
    [(_desk, asked, ids, keys, parent)] = handed
    assert (asked.conditions, list(ids), parent) == (tab.query.conditions, [], tab)
    assert {"day", "text"} <= set(keys)
    assert tab.model.row(0).day == date(2026, 11, 18)


def test_details_say_days_amounts_and_sizes_as_lists_do(qtbot, seat, admin, services, tmp_path):
    jane = services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))
    eur = [Money(minor, "EUR") for minor in (123_400, 0)]
    item = LineDraft("Dongle", unit=eur[0], tax=eur[1])
    services.orders.create(OrderDraft(jane, items=(item,)))
    services.follow_ups.add(FollowUpDraft(jane, title="Call back", due_on=date(2026, 11, 23)))
    path = tmp_path / "offer.txt"
    path.write_text("x" * 10_240)
    services.attachments.add(AttachTo(jane), path)
    tab = TimelineTab(seat(admin), jane, {})
    qtbot.addWidget(tab)
    with qtbot.waitSignal(tab.counted):
        tab.show()
    qtbot.waitUntil(lambda: tab.model.is_ready(3))
    details = column(tab, "detail")
    assert "10 KB" in details
    assert "1 item \u00b7 \u20ac1,234.00" in details
    assert any(one.startswith("due Nov 23, 2026") for one in details)
    # Files keep what other programs read.
    rows = services.timeline.first(jane, ListQuery(), 4)
    assert any(row.detail.startswith("due 2026-11-23") for row in rows)
    assert "1 item \u00b7 1,234.00 EUR" in {row.detail for row in rows}
