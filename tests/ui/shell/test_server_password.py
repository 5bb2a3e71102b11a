"""A server that wants a password is asked with one, and asked again when it is wrong."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core.settings import Paths
from tests import postgres
from tests.conftest import administer
from ui.shell.connection import ConnectionPage
from ui.shell.first_run import FirstRunPage
from ui.shell.program import Options, Program

PASSWORD = "S3cret-of-the-server"


@pytest.fixture
def guarded():
    """The address of a server of its own that lets nobody in without a password."""
    address, stop = postgres.start()
    folder = Path(str(sa.make_url(address).query["host"]))
    administer(address, f"ALTER USER postgres PASSWORD '{PASSWORD}'")
    (folder / "data" / "pg_hba.conf").write_text("local all all scram-sha-256\n")
    administer(address, "SELECT pg_reload_conf()")
    yield address
    stop()


def test_a_wrong_password_is_asked_for_again(qtbot, qapp, guarded, tmp_path, monkeypatch):
    monkeypatch.setattr("ui.shell.program.QApplication.quit", lambda: None)
    paths = Paths(*(tmp_path / name for name in ("data", "config", "state", "log")))
    program = Program(qapp, paths, Options(database=guarded))
    assert program.start()

    def shown(kind):
        return isinstance(program.start_window.currentWidget(), kind)

    qtbot.waitUntil(lambda: shown(ConnectionPage), timeout=20_000)
    for typed, then in (("wrong", ConnectionPage), (PASSWORD, FirstRunPage)):
        page = program.start_window.currentWidget()
        assert page.password.isVisible()
        page.password.setText(typed)
        page.again.click()
        qtbot.waitUntil(
            lambda page=page, then=then: (
                shown(then) and program.start_window.currentWidget() is not page
            ),
            timeout=20_000,
        )
    program.close()
    program.start_window.hide()
    program.deleteLater()
