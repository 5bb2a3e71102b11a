"""The program's own main window, driven as a person drives it, and timed until it is painted."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

import shiboken6

import ui.binding  # noqa: F401 - as the program itself begins
from app import bootstrap
from app.core.settings import Paths
from app.demo.founding import open_demo
from tests.bench.data import Scene
from tests.bench.waiting import Painted, until
from ui.customers.page import CustomersPage
from ui.kit.changes import ChangeRelay
from ui.kit.garbage import GuiCollector
from ui.kit.heartbeat import Heartbeat
from ui.kit.theme import Mode
from ui.shell import opening
from ui.shell.navigation import Place
from ui.shell.opening import Ready
from ui.shell.program import Options, Program
from ui.shell.run import make_application
from ui.shell.window import LAST_PAGE, SIZE
from ui.shell.workplace import Workplace


class Screen:
    """One main window; every step tells how long it took and how long the window stood still."""

    def __init__(self, program: Program, workplace: Workplace) -> None:
        self.program, self.workplace, self.window = program, workplace, workplace.window
        self.watch = Heartbeat(program)
        self.gaps: dict[str, float] = {}

    @property
    def page(self) -> CustomersPage:
        """The customers' page."""
        found = self.window.page()
        assert isinstance(found, CustomersPage)
        return found

    def step(self, name: str, act: Callable[[], object], done: Callable[[], bool]) -> float:
        """Milliseconds from `act` until the table was painted while `done` held.

        What the window goes on doing by itself is waited for, and watched, too.
        """
        took = 0.0

        def painted() -> None:
            nonlocal took
            begun = perf_counter()
            act()
            took = (Painted(self.page.view.viewport(), done).wait() - begun) * 1000

        self.watched(name, painted)
        return took

    def watched(self, name: str, act: Callable[[], object]) -> None:
        """Do something, wait for all that follows, and note how long the window stood still."""
        self.watch.start()
        act()
        self.rest()
        self.gaps[name] = max(self.gaps.get(name, 0), self.watch.stop())

    def rest(self) -> None:
        """Until nothing runs and every answer was delivered."""
        until(lambda: self.program.tasks.is_idle)

    def ask(self, name: str, act: Callable[[], object]) -> float:
        """A step that puts a new question: until its first rows are painted."""
        came: list[object] = []
        came_here = came.append
        asker = self.page.asker
        asker.first_came.connect(came_here)
        took = self.step(name, act, lambda: bool(came))
        asker.first_came.disconnect(came_here)
        return took

    def jump(self, name: str, share: float) -> float:
        """To a place in the list, until its rows are painted."""
        page = self.page
        bar = page.view.verticalScrollBar()

        def ready() -> bool:
            top, bottom = page.view.seen()
            return all(page.model.is_ready(row) for row in range(top, bottom + 1))

        def go() -> None:
            bar.setValue(int(bar.maximum() * share))
            page.view.viewport().update()

        return self.step(name, go, ready)


@contextmanager
def screen(scene: Scene, page: str = "staff") -> Iterator[Screen]:
    """A main window that shows a page, at rest; it is gone when the block ends."""
    app = make_application()
    collector = GuiCollector(app)
    with TemporaryDirectory() as home:
        paths = Paths(*(Path(home) / name for name in ("data", "config", "state", "log")))
        program = Program(app, paths, Options(theme=Mode.LIGHT, size=(SIZE.width(), SIZE.height())))
        opened = bootstrap.open_at(scene.database.address.url.render_as_string(hide_password=False))
        actor = open_demo(opened.db, opened.changes)
        ready = Ready(opened, "", Place("Benchmark", "", demo=True), opened.gate.state())
        session = opening.session(ready, actor)
        remember_page(program, session, page)
        workplace = Workplace(program, session, ChangeRelay(opened.changes, program))
        workplace.window.resize(SIZE)
        workplace.window.show()
        shown = Screen(program, workplace)
        shown.rest()
        yield shown
        shown.watch.stop()
        workplace.leave(lambda: None)
        program.tasks.stop()
        opened.close()
        program.close()
        program.deleteLater()
    shiboken6.delete(collector)


def remember_page(program: Program, session: opening.Session, page: str) -> None:
    """Let the window begin with a page, as it would after the last time."""
    from ui.kit.memory import Memory

    user = f"{session.ready.address} {session.actor.email}"
    memory = Memory(program.paths.state / "windows.ini", user)
    memory.keep(LAST_PAGE, page)
    memory.save()
