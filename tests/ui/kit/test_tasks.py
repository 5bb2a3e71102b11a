"""Work leaves the GUI thread and its answer comes back to it."""

import gc
import sys
import threading
import types

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QLabel

from app.core.changes import Changes
from app.core.errors import Cancelled, NotFound
from ui.kit.changes import ChangeRelay
from ui.kit.garbage import GuiCollector
from ui.kit.tasks import Tasks


@pytest.fixture
def errors():
    return []


@pytest.fixture
def tasks(qapp, errors):
    made = Tasks(errors.append, qapp)
    yield made
    made.stop()
    made.deleteLater()


@pytest.fixture
def owner(qapp):
    made = QObject(qapp)
    yield made
    if shiboken6.isValid(made):
        made.deleteLater()


def test_work_runs_elsewhere_and_answers_here(qtbot, qapp, tasks, owner):
    came = []
    tasks.run(
        owner,
        lambda: QThread.currentThread() is qapp.thread(),
        lambda here: came.append((here, QThread.currentThread() is qapp.thread())),
    )
    qtbot.waitUntil(lambda: bool(came))
    assert came == [(False, True)]
    assert tasks.is_idle


def test_errors_go_to_whoever_asked_for_them(qtbot, tasks, owner, errors):
    def lose():
        raise NotFound("It is gone.")

    mine = []
    tasks.run(owner, lose, print, mine.append)
    tasks.run(owner, lose, print)
    qtbot.waitUntil(lambda: bool(mine) and bool(errors))
    assert [str(error) for error in mine + errors] == ["It is gone."] * 2


def test_an_answer_for_a_closed_screen_is_dropped(qtbot, tasks, owner, errors):
    go = threading.Event()
    tasks.run(owner, lambda: go.wait(5), lambda _result: pytest.fail("delivered"))
    shiboken6.delete(owner)
    go.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert errors == []


def test_a_widget_is_never_released_by_the_worker(qtbot, tasks):
    died_on = []
    go = threading.Event()
    widget = QLabel("soon gone")
    widget.destroyed.connect(lambda: died_on.append(threading.current_thread()))
    tasks.run(widget, lambda: str(go.wait(5)), widget.setText)
    del widget
    go.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    gc.collect()
    assert set(died_on) <= {threading.main_thread()}


def test_long_work_reports_and_stops_on_cancel(qtbot, tasks, owner, errors):
    seen = []

    def count(progress):
        progress.report(3, 10)
        while True:
            progress.check()

    tasks.advanced.connect(lambda job: seen.append((job.done, job.percent)))
    with qtbot.waitSignal(tasks.started):
        job = tasks.start(owner, "Counting", count, print)
    qtbot.waitUntil(lambda: seen == [(3, 30)])
    assert tasks.jobs == (job,)
    with qtbot.waitSignal(tasks.finished):
        job.cancel()
    assert tasks.jobs == ()
    assert isinstance(errors[0], Cancelled)


def test_progress_beyond_32_bits(qtbot, tasks, owner):
    came = []
    job = tasks.start(owner, "Big", lambda progress: progress.report(2**40, 2**41), came.append)
    qtbot.waitUntil(lambda: came == [None])
    assert (job.done, job.total, job.percent) == (2**40, 2**41, 50)


def test_stop_delivers_nothing(qtbot, tasks, owner):
    tasks.run(owner, lambda: 1, lambda _result: pytest.fail("delivered"))
    tasks.stop()
    with qtbot.waitSignal(tasks.settled, timeout=50, raising=False) as settled:
        pass
    assert not settled.signal_triggered


def test_changes_arrive_on_the_gui_thread(qtbot, qapp):
    changes = Changes()
    relay = ChangeRelay(changes, qapp)
    heard = []
    relay.heard.connect(lambda touched: heard.append((touched, threading.current_thread())))
    worker = threading.Thread(target=changes.publish, args=({"customers": frozenset({2**40})},))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [({"customers": frozenset({2**40})}, threading.main_thread())]
    relay.deleteLater()


def test_what_is_put_off_is_not_forgotten(qtbot, tasks):
    done, owner, gone = [], QObject(), QObject()
    tasks.wait(owner, 1, lambda: done.append("later"))
    tasks.wait(gone, 1, pytest.fail)
    shiboken6.delete(gone)
    assert (done, tasks.is_idle) == ([], False)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert done == ["later"]


def test_garbage_is_only_collected_on_the_gui_thread(qtbot, qapp):
    gc.collect()
    collector = GuiCollector(qapp)
    try:
        assert not gc.isenabled()
        collector.collect()
        before = gc.get_stats()[0]["collections"]
        rubbish = [[] for _ in range(gc.get_threshold()[0] * 3)]
        collector.collect()
        assert gc.get_stats()[0]["collections"] + gc.get_stats()[1]["collections"] > before
        assert rubbish
    finally:
        with qtbot.waitSignal(collector.destroyed):
            collector.deleteLater()
    assert gc.isenabled()


def test_what_the_program_is_made_of_is_set_aside(qtbot, qapp, monkeypatch):
    due = gc.get_threshold()[2] + 1
    collector = GuiCollector(qapp)

    def collections():
        for _time in range(due):
            gc.collect(1)
        before = gc.get_stats()[2]["collections"]
        collector.collect()
        return gc.get_stats()[2]["collections"] - before

    assert collections() == 0
    kept = gc.get_freeze_count()
    assert kept > 10_000
    assert collections() == 1
    for number in range(100):
        name = f"loaded_later_{number}"
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    assert collections() == 0
    assert gc.get_freeze_count() > kept
    with qtbot.waitSignal(collector.destroyed):
        collector.deleteLater()
    assert gc.get_freeze_count() == 0


def test_work_that_outlives_the_program_is_not_a_failure(qtbot, qapp, capsys):
    begun, going_on = threading.Event(), threading.Event()

    def work():
        begun.set()
        going_on.wait(5)

    tasks = Tasks(pytest.fail, qapp)
    tasks.run(qapp, work, pytest.fail)
    assert begun.wait(5)
    # It goes on once nobody is left to answer to; deleting waits for the worker.
    tasks.destroyed.connect(going_on.set)
    with qtbot.waitSignal(tasks.destroyed):
        tasks.deleteLater()

    assert capsys.readouterr().err == ""
