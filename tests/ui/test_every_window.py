"""Every page, window and dialog: what can be used has a name for people and for scripts."""

import pytest

from app.core.settings import Paths
from tests.ui.walk import faults
from ui.kit.theme import Mode
from ui.shell.program import Options, Program
from ui.shell.screenshots import put_away, screens, settle


@pytest.fixture
def program(qtbot, qapp, tmp_path, monkeypatch):
    monkeypatch.setattr("ui.shell.program.QApplication.quit", lambda: None)
    paths = Paths(*(tmp_path / name for name in ("data", "config", "state", "log")))
    made = Program(qapp, paths, Options(demo=True, size=(1280, 800)))
    assert made.start()
    qtbot.waitUntil(lambda: made.workplace is not None, timeout=20_000)
    yield made
    made.workplace.window.dispose()
    made.close()
    made.start_window.hide()
    made.deleteLater()


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_every_screen_is_named_and_painted(program, mode):
    program.theme.apply(mode, 100)
    met = {}
    for name, widget in screens(program, program.workplace):
        settle(program.tasks)
        picture = widget.grab().toImage()
        colours = {
            picture.pixel(x, y)
            for x in range(0, picture.width(), 7)
            for y in range(0, picture.height(), 7)
        }
        met[name] = faults(widget)
        assert len(colours) > 3, f"{name} is blank"
        if widget is not program.workplace.window:
            put_away(widget)
    assert {name: found for name, found in met.items() if found} == {}
    assert {"customers", "company", "customer", "detail", "import", "export", "sign_in"} <= set(met)
