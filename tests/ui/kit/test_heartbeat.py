"""The watchdog of the GUI thread sees how long it stood still."""

import logging
import time

from PySide6.QtCore import QTimer

from ui.kit.heartbeat import Heartbeat


def test_the_longest_wait_is_kept_and_told_in_the_log(qtbot, qapp, caplog):
    caplog.set_level(logging.DEBUG, "ui.kit.heartbeat")
    watch = Heartbeat(qapp)
    block, rest = QTimer(watch, singleShot=True), QTimer(watch, singleShot=True)
    block.timeout.connect(lambda: time.sleep(0.15))
    block.start(10)
    with qtbot.waitSignal(rest.timeout):
        rest.start(200)

    assert watch.stop() >= 150
    assert "stood still" in caplog.text
    watch.start()
    assert watch.longest < 150
    watch.deleteLater()
