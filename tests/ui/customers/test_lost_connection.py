"""The server goes away under an open window: nothing typed is lost, saving goes on by itself."""

import os
import threading
from uuid import uuid4

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.migrations import upgrade
from app.customers.drafts import CustomerDraft
from app.services import Services
from tests.conftest import administer, found, named, opened
from tests.crashing import Proxy, Server
from tests.ui.customers.helpers import idle, press
from tests.ui.customers.test_window import clean, edit, read, write
from ui.customers.window import CustomerWindow
from ui.kit.conflict_dialog import ConflictDialog

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("CUSTOMER_DESK_TEST_POSTGRES")), reason="It must be ours to crash"
)


@pytest.fixture(scope="module")
def crashing():
    made = Server()
    yield made
    made.remove()


@pytest.fixture
def proxy(crashing):
    made = Proxy(crashing.port, share=0)
    yield made
    made.close()


@pytest.fixture
def far(crashing, proxy):
    """A founded database as it is reached through the proxy, by somebody in a hurry."""
    name = f"test_{uuid4().hex[:12]}"
    administer(crashing.address, f"CREATE DATABASE {name}")
    with opened(named(crashing.address, name)) as database:
        upgrade(database)
        found(database)
    url = sa.make_url(named(crashing.address, name)).set(port=proxy.port)
    made = Database(Address.parse(url.render_as_string(hide_password=False)))
    made.patience.reading = made.patience.writing = made.patience.saved = 0.3
    yield made
    made.close()


@pytest.fixture
def window(far, qtbot, seat, admin):
    changes = Changes()
    services = Services.build(far, admin, changes)
    draft = CustomerDraft(email="jane@example.org", first_name="Jane", last_name="Roe")
    desk = seat(admin, services)
    made = CustomerWindow(desk, services.customers.create(draft))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made, before_close_func=clean)
    made.show()
    qtbot.waitUntil(lambda: made.profile is not None)
    idle(qtbot, desk)
    return made


def stored(window):
    return window.desk.services.customers.show(window.customer_id)


def test_what_was_typed_stays_and_is_saved_once_the_server_is_back(qtbot, crashing, window):
    write(window, notes="Call at noon.")
    crashing.crash()
    bar = window.profile.bar
    press(window, "detail.save")
    qtbot.waitUntil(lambda: "Your entries are still here" in bar.text.text(), timeout=20_000)
    assert bar.act.text() == "Try again"
    assert read(window, "notes") == "Call at noon."
    assert window.profile.is_dirty
    idle(qtbot, window.desk)
    crashing.start()
    with qtbot.waitSignal(window.profile.saver.saved):
        bar.act.click()
    assert stored(window).notes == "Call at noon."


def test_a_save_during_a_restart_needs_nobody(qtbot, crashing, far, window):
    far.patience.writing = 30
    write(window, notes="Call at noon.")
    crashing.crash()
    restart = threading.Timer(0.5, crashing.start)
    restart.start()
    with qtbot.waitSignal(window.profile.saver.saved, timeout=30_000):
        press(window, "detail.save")
    restart.join()
    assert stored(window).notes == "Call at noon."


def test_a_save_that_got_no_answer_is_found_out(qtbot, proxy, window):
    write(window, notes="Call at noon.")
    proxy.ways, proxy.share = ("answered",), 1
    cutting = proxy._cut  # noqa: SLF001 - a test's own helper

    def shutting() -> str:
        proxy.shut = True
        return cutting()

    proxy._cut = shutting  # noqa: SLF001 - as above
    bar = window.profile.bar
    press(window, "detail.save")
    qtbot.waitUntil(lambda: "not known whether it was" in bar.text.text(), timeout=20_000)
    assert bar.act.text() == "Find out"
    assert window.profile.is_dirty
    proxy._cut = cutting  # noqa: SLF001 - as above
    proxy.shut, proxy.share = False, 0
    with qtbot.waitSignal(window.profile.saver.saved):
        bar.act.click()
    assert not window.profile.is_dirty
    assert (stored(window).notes, stored(window).version) == ("Call at noon.", 2)


def test_answers_to_a_conflict_wait_for_the_server_too(qtbot, crashing, far, window, changes):
    grace = Actor(1, "Grace Hopper", frozenset(Permission))
    edit(Services.build(far, grace, changes), window.customer_id, notes="Call at ten.")
    write(window, notes="Call at noon.")
    press(window, "detail.save")
    qtbot.waitUntil(lambda: window.findChild(ConflictDialog) is not None)
    dialog = window.findChild(ConflictDialog)
    qtbot.waitUntil(dialog.isVisible)
    idle(qtbot, window.desk)
    press(dialog, "conflict.all_mine")
    crashing.crash()
    press(dialog, "conflict.save")
    qtbot.waitUntil(lambda: "choices are still here" in dialog.bar.text.text(), timeout=20_000)
    idle(qtbot, window.desk)
    crashing.start()
    with qtbot.waitSignal(window.profile.saver.saved):
        dialog.bar.act.click()
    assert not dialog.isVisible()
    assert stored(window).notes == "Call at noon."
