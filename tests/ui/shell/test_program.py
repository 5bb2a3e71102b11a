"""From an empty folder to work and back, in the real program on a real database."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.settings import Paths
from tests.ui.shell.places import PAGES
from tests.ui.walk import faults
from ui import main as entry
from ui.shell import catalogue
from ui.shell.connection import ConnectionPage
from ui.shell.first_run import FirstRunPage
from ui.shell.program import Options, Program
from ui.shell.sign_in import SignInPage
from ui.shell.single_instance import SingleInstance

PASSWORD = "Corr3ct-horse"


@pytest.fixture
def paths(tmp_path):
    return Paths(*(tmp_path / name for name in ("data", "config", "state", "log")))


@pytest.fixture
def quits(monkeypatch):
    made = []
    monkeypatch.setattr("ui.shell.program.QApplication.quit", lambda: made.append(True))
    return made


@pytest.fixture
def start(qapp, paths, monkeypatch, quits):
    monkeypatch.setattr(catalogue, "PAGES", PAGES)
    started = []

    def begin(**options):
        program = Program(qapp, paths, Options(**options))
        started.append(program)
        assert program.start()
        return program

    yield begin
    for program in started:
        if program.workplace is not None:
            program.workplace.window.dispose()
        program.close()
        program.start_window.hide()
        program.deleteLater()
    assert quits is not None


def page(qtbot, program, kind):
    """The start page of that kind, once it is there."""
    qtbot.waitUntil(lambda: isinstance(program.start_window.currentWidget(), kind), timeout=20_000)
    shown = program.start_window.currentWidget()
    assert faults(program.start_window) == []
    return shown


def set_up(qtbot, program):
    first = page(qtbot, program, FirstRunPage)
    for key, value in {
        "organization": "Northwind",
        "name": "Ada Lovelace",
        "email": "ada@example.org",
        "password": PASSWORD,
    }.items():
        first.panel.box(key).editor.write(value)
    first.go.click()
    return working(qtbot, program)


def working(qtbot, program):
    qtbot.waitUntil(lambda: program.workplace is not None, timeout=20_000)
    return program.workplace


def test_first_run_then_sign_out_and_in_again(qtbot, start):
    program = start()
    workplace = set_up(qtbot, program)
    assert workplace.desk.actor.name == "Ada Lovelace"
    assert workplace.window.isVisible()
    assert not program.start_window.isVisible()
    assert faults(workplace.window) == []

    workplace.window.commands.sign_out.trigger()
    sign_in = page(qtbot, program, SignInPage)
    assert program.workplace is None
    assert sign_in.email.text() == "ada@example.org"

    sign_in.password.setText("wrong")
    sign_in.submit.click()
    qtbot.waitUntil(sign_in.bar.isVisible)
    assert "not right" in sign_in.bar.text.text()

    sign_in.password.setText(PASSWORD)
    QTest.keyClick(sign_in.password, Qt.Key.Key_Return)
    assert working(qtbot, program).desk.actor.email == "ada@example.org"


def test_first_run_says_what_is_missing_by_its_field(qtbot, start):
    program = start()
    first = page(qtbot, program, FirstRunPage)
    first.panel.box("password").editor.write("short")
    first.go.click()
    assert first.panel.box("organization").problem == "Enter the organization's name."
    assert "uppercase" in first.panel.box("password").problem
    assert program.workplace is None


def test_lock_and_unlock_with_the_real_password(qtbot, start):
    workplace = set_up(qtbot, start())
    workplace.window.commands.lock.trigger()
    dialog = workplace.locker.dialog
    dialog.password.setText(PASSWORD)
    dialog.unlock.click()
    qtbot.waitUntil(lambda: not workplace.locker.is_locked, timeout=10_000)


def test_quit_lets_go_of_everything(qtbot, start, quits):
    program = start()
    workplace = set_up(qtbot, program)
    workplace.window.close()
    qtbot.waitUntil(lambda: bool(quits))
    assert program.workplace is None


def test_demo_asks_nothing_and_cannot_be_locked(qtbot, start):
    workplace = working(qtbot, start(demo=True))
    assert workplace.window.findChild(object, "shell.demo").isVisible()
    assert not workplace.window.commands.lock.isVisible()
    workplace.lock()
    assert not workplace.locker.is_locked


def test_a_file_that_is_no_database_says_so_and_lets_choose(qtbot, start, tmp_path):
    wrong = tmp_path / "notes.txt"
    wrong.write_text("Dear diary")
    program = start(database=str(wrong))
    trouble = page(qtbot, program, ConnectionPage)
    assert "not a Customer Desk database" in trouble.findChild(object, "connection.message").text()
    trouble.address.setText(str(tmp_path / "new.db"))
    assert trouble.again.text() == "Open"
    trouble.again.click()
    page(qtbot, program, FirstRunPage)


def test_settings_change_the_look_at_once_and_last(qtbot, start, paths):
    workplace = set_up(qtbot, start())
    dialog = workplace.open_settings(workplace.window)
    qtbot.waitUntil(lambda: workplace.desk.tasks.is_idle)
    assert faults(dialog) == []
    modes = dialog.findChild(object, "settings.theme")
    modes.setCurrentIndex(2)
    modes.activated.emit(2)
    assert workplace.desk.theme.is_dark
    assert '"theme": "dark"' in (paths.config / "settings.json").read_text()
    dialog.close()


def test_organization_settings_are_saved(qtbot, start):
    workplace = set_up(qtbot, start())
    dialog = workplace.open_settings(workplace.window)
    save = dialog.findChild(object, "settings.save")
    idle = dialog.findChild(object, "settings.idle_minutes")
    qtbot.waitUntil(lambda: workplace.desk.tasks.is_idle and idle.value() == 10)
    assert not save.isEnabled()
    idle.setValue(3)
    save.click()
    qtbot.waitUntil(
        lambda: "Settings saved." in [n.message for n in workplace.desk.notices.history]
    )
    qtbot.waitUntil(lambda: workplace.desk.tasks.is_idle)
    assert workplace.desk.services.organization.settings().idle_minutes == 3
    assert 0 < workplace.idle.remaining <= 3 * 60_000
    dialog.close()


@pytest.mark.qt_log_ignore("raise")
def test_a_second_start_raises_the_first(qtbot, start, tmp_path):
    path = str(tmp_path / "one.db")
    program = start(database=path)
    page(qtbot, program, FirstRunPage)
    program.start_window.hide()
    second = SingleInstance(path)
    assert not second.claim()
    qtbot.waitUntil(program.start_window.isVisible)
    other = SingleInstance(str(tmp_path / "two.db"))
    assert other.claim()
    other.release()


def test_about_tells_the_versions(qtbot, start):
    workplace = set_up(qtbot, start())
    about = workplace.open_about(workplace.window)
    assert faults(about) == []
    assert "Python" in about.findChild(object, "about.details").text()
    about.close()


@pytest.mark.parametrize(
    ("environment", "platform", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_display_is_looked_for_before_qt_is(environment, platform, there):
    assert entry.has_display(environment, platform) is there


def run(*arguments, **environment):
    root = Path(__file__).parents[3]
    return subprocess.run(
        [sys.executable, "-m", "ui.main", *arguments],
        cwd=root,
        env={"PATH": "/usr/bin:/bin", "HOME": environment.pop("HOME", "/nowhere"), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_one_sentence_and_status_2():
    done = run()
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_version_is_told_without_qt():
    done = run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("Customer Desk ")


def test_pictures_of_every_screen(tmp_path):
    done = run("--screenshot", str(tmp_path / "shots"), "--theme", "dark", HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    names = {path.stem for path in (tmp_path / "shots").glob("*.png")}
    assert {"sign_in", "first_run", "palette", "settings_1", "about"} <= names
