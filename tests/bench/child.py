"""A process of its own for the benchmark: how soon it can be used, and what it weighs.

`python -m tests.bench.child bare|packages|start|scroll ADDRESS MOMENT` prints the milliseconds
since its parent's moment, and its megabytes.
"""

import sys
from functools import partial
from pathlib import Path
from time import perf_counter, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

    from ui.kit.tasks import Tasks
    from ui.shell.opening import Session

STOPS = 200


def main() -> None:
    """What the first argument asks for."""
    what, address, begun = sys.argv[1], sys.argv[2], float(sys.argv[3])
    if what in {"bare", "packages"}:
        bare(begun, address if what == "packages" else "")
    else:
        work(address, begun, scroll=what == "scroll")


def bare(begun: float, address: str) -> None:
    """An empty window of the same size; perhaps with the database's packages and one query."""
    from PySide6.QtWidgets import QApplication, QWidget

    from tests.bench.waiting import Painted

    _app = QApplication([])
    window = QWidget()
    window.resize(1440, 900)
    painted = Painted(window, lambda: True)
    window.show()
    ended = painted.wait()
    if address:
        ask(address)
        ended = perf_counter()
    tell(ended, begun)


def ask(address: str) -> None:
    """Open the database with what the product is built on, and nothing around it."""
    import sqlalchemy as sa
    from sqlalchemy import orm

    with orm.Session(sa.create_engine(address)) as session:
        session.execute(sa.text("SELECT count(*) FROM organization")).all()


def work(address: str, begun: float, *, scroll: bool) -> None:
    """The program itself, until the list can be used; and perhaps scrolled to its end."""
    from tempfile import TemporaryDirectory

    import ui.binding  # noqa: F401
    from app.core.settings import Paths
    from ui.kit.garbage import GuiCollector
    from ui.shell import opening
    from ui.shell.program import Options, Program
    from ui.shell.run import make_application

    app = make_application()
    GuiCollector(app)
    opening.open_demo = partial(enter, address)
    with TemporaryDirectory() as home:
        paths = Paths(*(Path(home) / name for name in ("data", "config", "state", "log")))
        program = Program(app, paths, Options(database="benchmark", demo=True))
        assert program.start()

        from tests.bench.waiting import Painted, until

        until(lambda: program.workplace is not None)
        view = program.workplace.window.page().view
        ended = Painted(view.viewport(), lambda: view.model().rowCount() > 0).wait()
        if scroll:
            to_the_end(view, program.tasks)
        tell(ended, begun)
        program.workplace.leave(lambda: None)
        program.tasks.stop()
        program.close()


def enter(address: str, _path: Path) -> "Session":
    """What opening the demo does, on either engine."""
    from app import bootstrap
    from app.demo import founding
    from ui.shell import opening
    from ui.shell.navigation import Place

    opened = bootstrap.open_at(address)
    actor = founding.open_demo(opened.db, opened.changes)
    place = Place("Benchmark", "", demo=True)
    return opening.session(opening.Ready(opened, address, place, opened.gate.state()), actor)


def to_the_end(view: "QTableView", tasks: "Tasks") -> None:
    """Scroll through the whole list, waiting for the rows at each stop."""
    from tests.bench.waiting import until

    bar = view.verticalScrollBar()
    until(lambda: tasks.is_idle)
    for stop in range(1, STOPS + 1):
        bar.setValue(bar.maximum() * stop // STOPS)
        until(lambda: tasks.is_idle)


def tell(ended: float, begun: float) -> None:
    """How long it took to that moment of this process's own clock, and how large it is."""
    now = (time() - (perf_counter() - ended) - begun) * 1000
    print(now, memory(), flush=True)


def memory() -> float:
    """Megabytes this process holds for itself; pages of files it reads are the system's."""
    status = Path("/proc/self/status")
    if status.exists():
        found = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines())
        return sum(int(found[kind].split()[0]) for kind in ("RssAnon", "RssShmem")) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
