"""Undo from the message that tells of a change, and what is said when it cannot be."""

import pytest
from PySide6.QtWidgets import QWidget

from app.core.listing import Selection
from app.core.service import Receipt
from app.customers import bulk_changes as bulk
from app.customers.drafts import CustomerDraft
from tests.app.customers.bulk_people import fill
from tests.ui.walk import faults
from ui.kit import undoing
from ui.kit.undo_dialog import UndoDialog
from ui.kit.undoing import End

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def engine_name():
    """What messages do is the same on each engine."""
    return "sqlite"


@pytest.fixture
def desk(seat, admin):
    return seat(admin)


@pytest.fixture
def jane(services):
    return services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))


@pytest.fixture
def front(qtbot, monkeypatch):
    """The window in front, which dialogs stand over."""
    made = QWidget()
    qtbot.addWidget(made)
    monkeypatch.setattr(undoing, "_front", lambda: made)
    return made


def idle(qtbot, desk):
    qtbot.waitUntil(lambda: desk.tasks.is_idle)


def city(services, ids, value):
    """Write a city into customers; the command that did."""
    receipt = Receipt()
    change = bulk.EditFields((bulk.Edit("city", value=value),))
    services.bulk.noting(receipt).run(Selection(ids=tuple(ids)), change)
    return receipt.command


def cities(services, ids):
    return [services.customers.show(key).city for key in ids]


def said(desk):
    return desk.notices.history[-1].message


def press(qtbot, desk, title):
    """Take up what the newest message offers, and wait for what comes of it."""
    notice = desk.notices.history[-1]
    offers = dict(offer for offer in (notice.action, notice.also) if offer)
    offers[title]()
    idle(qtbot, desk)


def test_a_message_undoes_and_redoes(qtbot, desk, services, jane):
    command = city(services, [jane], "Bern")
    undoing.done(desk, "Saved.", command, ("Open", lambda: None))
    notice = desk.notices.history[-1]
    assert [offer[0] for offer in (notice.also, notice.action)] == ["Open", "Undo"]

    press(qtbot, desk, "Undo")
    assert (said(desk), cities(services, [jane])) == ("Undone: Edit Jane Roe.", [""])
    press(qtbot, desk, "Redo")
    assert (said(desk), cities(services, [jane])) == ("Redone: Edit Jane Roe.", ["Bern"])
    press(qtbot, desk, "Undo")
    assert cities(services, [jane]) == [""]


def test_what_changed_nothing_offers_no_undo(desk):
    undoing.done(desk, "Nothing to do.", 0, ("Open", lambda: None))
    notice = desk.notices.history[-1]
    assert (notice.action[0], notice.also) == ("Open", None)


def test_of_a_single_customer_the_reason_is_told(qtbot, desk, services, jane, monkeypatch, front):
    told = []
    monkeypatch.setattr(undoing, "tell", lambda *words: told.append(words))
    receipt, ends = Receipt(), []
    services.customers.noting(receipt).set_avatar(jane, PNG + b"1")
    services.customers.set_avatar(jane, PNG + b"2")
    undoing.undo(desk, receipt.command, ends.append)
    idle(qtbot, desk)
    assert ends == [End.BLOCKED]
    reason = "You changed Picture on Nov 20, 2026, 12:00."
    step = "Change the picture of Jane Roe"
    assert told == [(front, "This cannot be undone", f"{step}\n\n{reason}")]


def test_a_step_that_is_undone_already_says_so(qtbot, desk, services, jane):
    command, ends = city(services, [jane], "Bern"), []
    services.undo.undo(command)
    undoing.undo(desk, command, ends.append)
    idle(qtbot, desk)
    assert ends == [End.BLOCKED]
    assert said(desk) == "Ada Admin undid this on Nov 20, 2026, 12:00 already."


@pytest.mark.parametrize("rows", [5, 250])
def test_who_refuses_is_listed_and_the_rest_is_undone(
    qtbot, desk, desk_db, admin, services, front, rows
):
    ids = list(fill(desk_db, admin, rows))
    command = city(services, ids, "Bern")
    city(services, ids[:2], "Basel")
    undoing.undo(desk, command)
    qtbot.waitUntil(lambda: front.findChild(UndoDialog) is not None)
    idle(qtbot, desk)
    dialog = front.findChild(UndoDialog)
    assert faults(dialog) == []
    assert dialog.windowTitle() == f"Undo: Edit {rows} customers"
    assert dialog.rest.text() == f"Undo the other {rows - 2}"
    shown = [dialog.rows.model.cell(row, 1).text for row in range(2)]
    assert shown == ["You changed City on Nov 20, 2026, 12:00."] * 2
    assert cities(services, ids[:4]) == ["Basel", "Basel", "Bern", "Bern"]

    dialog.rest.click()
    idle(qtbot, desk)
    assert said(desk) == f"Undone: Edit {rows} customers."
    assert cities(services, ids[:4]) == ["Basel", "Basel", "", ""]
    # What was left out is not done again either.
    press(qtbot, desk, "Redo")
    assert cities(services, ids[:4]) == ["Basel", "Basel", "Bern", "Bern"]


def test_where_everybody_refuses_there_is_nothing_to_choose(
    qtbot, desk, desk_db, admin, services, front
):
    ids = list(fill(desk_db, admin, 3))
    command = city(services, ids, "Bern")
    city(services, ids, "Basel")
    undoing.undo(desk, command)
    qtbot.waitUntil(lambda: front.findChild(UndoDialog) is not None)
    idle(qtbot, desk)
    dialog = front.findChild(UndoDialog)
    assert faults(dialog) == []
    assert (dialog.rest.isVisible(), dialog.cancel.text()) == (False, "Close")
    dialog.cancel.click()
    idle(qtbot, desk)
    assert cities(services, ids) == ["Basel"] * 3


def test_leaving_everything_as_it_is_changes_nothing(qtbot, desk, desk_db, admin, services, front):
    ids = list(fill(desk_db, admin, 3))
    command = city(services, ids, "Bern")
    city(services, ids[:1], "Basel")
    undoing.undo(desk, command)
    qtbot.waitUntil(lambda: front.findChild(UndoDialog) is not None)
    idle(qtbot, desk)
    front.findChild(UndoDialog).cancel.click()
    idle(qtbot, desk)
    assert cities(services, ids) == ["Basel", "Bern", "Bern"]
    assert services.undo.show(command).rows == 3


def test_many_are_shown_as_work_that_can_be_stopped(qtbot, desk, desk_db, admin, services):
    ids = list(fill(desk_db, admin, 1500))
    command, ends, jobs = city(services, ids, "Bern"), [], []
    desk.tasks.started.connect(lambda job: (jobs.append(job.title), job.cancel()))
    undoing.undo(desk, command, ends.append)
    idle(qtbot, desk)
    assert jobs == ["Undoing: Edit 1,500 customers"]
    assert ends == [End.STOPPED]
    assert said(desk) == "Cancelled. Nothing was changed."
    assert cities(services, ids[:2]) == ["Bern", "Bern"]
