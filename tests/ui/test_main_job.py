"""The whole main job in the real program, hands on the keyboard only.

From an empty machine: set up, create a company, find it, edit it, bring in a list, take
one out.
"""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.core.listing import ListQuery
from app.core.settings import Paths
from ui.shell.program import Options, Program

PASSWORD = "Corr3ct-horse"
CTRL = Qt.KeyboardModifier.ControlModifier
LIST = Path(__file__).parents[1] / "data" / "chinook-customers.csv"


class Hands:
    """Types where the focus is, as a person does, and finds things by the Tab key."""

    def __init__(self, qtbot) -> None:
        self._qtbot = qtbot

    def focus(self) -> QWidget:
        """What has the focus now."""
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=10_000)
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        QTest.keyClick(self.focus(), key, modifier)

    def write(self, text: str) -> None:
        """Type ASCII text."""
        QTest.keyClicks(self.focus(), text)

    def reach(self, name: str) -> QWidget:
        """Press Tab until the focus is on the widget of that name."""
        met = []
        for _step in range(90):
            if self.focus().objectName() == name:
                return self.focus()
            met.append(self.focus().objectName())
            self.press(Qt.Key.Key_Tab)
        pytest.fail(f"Tab never reaches {name}: {met}")

    def fill(self, **fields: str) -> None:
        """Reach each field and type into it, in reading order."""
        for name, text in fields.items():
            self.reach(name.replace("__", "."))
            self.press(Qt.Key.Key_A, CTRL)
            self.write(text)

    def window(self, name: str) -> QWidget:
        """The window of that name, once it is there; put in front as a window manager would."""

        def found() -> list[QWidget]:
            shown = (window for window in QApplication.topLevelWidgets() if window.isVisible())
            return [window for window in shown if window.objectName() == name]

        self._qtbot.waitUntil(lambda: found() != [], timeout=10_000)
        [window] = found()
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)
        return window


@pytest.fixture
def program(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr("ui.shell.program.QApplication.quit", lambda: None)
    paths = Paths(*(tmp_path / name for name in ("data", "config", "state", "log")))
    made = Program(qapp, paths, Options())
    assert made.start()
    yield made
    if made.workplace is not None:
        made.workplace.window.dispose()
    made.close()
    made.start_window.hide()
    made.deleteLater()


def test_from_an_empty_machine_to_a_list_and_out_again(qtbot, program, tmp_path, monkeypatch):
    hands = Hands(qtbot)
    set_up(qtbot, program, hands)
    customers = program.workplace.desk.services.customers
    create_company(qtbot, hands, customers)
    find_and_edit(qtbot, hands, customers)
    bring_in(qtbot, hands, customers, monkeypatch)
    take_out(qtbot, hands, tmp_path / "out.xlsx", monkeypatch)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    shell = hands.window("shell")
    for key, page in ((Qt.Key.Key_2, "licenses"), (Qt.Key.Key_1, "customers")):
        hands.press(key, CTRL)
        qtbot.waitUntil(lambda: shell.current == page)  # noqa: B023 - asked at once
        qtbot.waitUntil(lambda: hands.focus() is shell.page().view)


def set_up(qtbot, program, hands):
    qtbot.waitUntil(
        lambda: program.start_window.findChild(QWidget, "firstRun.organization") is not None,
        timeout=20_000,
    )
    hands.window("start")
    hands.fill(
        firstRun__organization="Northwind", firstRun__name="Ada", firstRun__email="ada@example.org",
        firstRun__password=PASSWORD,
    )  # fmt: skip
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.workplace is not None, timeout=20_000)
    hands.window("shell")


def create_company(qtbot, hands, customers):
    hands.press(Qt.Key.Key_N, CTRL)
    form = hands.window("company")
    hands.fill(
        company__company_name="Acme Corporation", company__phone="+1-555-010-0789",
        company__address_line1="1 Main Street", company__city="Springfield",
        company__admin_first_name="John", company__admin_last_name="Smith",
        company__admin_email="john@acme.com", company__admin_password="Str0ng-enough!",
    )  # fmt: skip
    hands.reach("company.save")
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: customers.count(ListQuery()) == 1, timeout=10_000)
    hands.reach("company.credentials.done")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.isVisible())


def find_and_edit(qtbot, hands, customers):
    window = hands.window("shell")
    table = window.findChild(QWidget, "customers.table")
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    hands.reach("customers.search")
    hands.write("ACME")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    hands.reach("customers.table")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    detail = hands.window("detail")
    qtbot.waitUntil(lambda: detail.findChild(QWidget, "detail.phone") is not None, timeout=10_000)
    hands.fill(detail__phone="+49 30 901820")
    hands.press(Qt.Key.Key_Return)
    found = customers.find("john@acme.com")
    qtbot.waitUntil(lambda: customers.show(found).phone == "+49 30 901820", timeout=10_000)
    qtbot.waitUntil(lambda: not detail.unsaved(), timeout=10_000)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not detail.isVisible())


def bring_in(qtbot, hands, customers, monkeypatch):
    hands.window("shell")
    monkeypatch.setattr("ui.kit.dialogs.ask_open_path", lambda *_: LIST)
    hands.press(Qt.Key.Key_K, CTRL)
    hands.window("palette")
    hands.write("import customers")
    hands.press(Qt.Key.Key_Return)
    dialog = hands.window("import")
    hands.reach("import.choose")
    hands.press(Qt.Key.Key_Space)
    run = dialog.findChild(QWidget, "import.run")
    qtbot.waitUntil(run.isEnabled, timeout=20_000)
    hands.reach("import.run")
    hands.press(Qt.Key.Key_Space)
    rows = len(LIST.read_text(encoding="utf-8").splitlines()) - 1
    qtbot.waitUntil(lambda: customers.count(ListQuery()) == rows + 1, timeout=20_000)
    qtbot.waitUntil(lambda: dialog.is_settled, timeout=20_000)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def take_out(qtbot, hands, target, monkeypatch):
    hands.window("shell")
    monkeypatch.setattr("ui.kit.dialogs.ask_save_path", lambda *_: target)
    hands.press(Qt.Key.Key_E, CTRL)
    dialog = hands.window("export")
    hands.reach("export.run")
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(dialog.ended.isVisible, timeout=20_000)
    header, *rows = load_workbook(target).active.iter_rows(values_only=True)
    assert [row[header.index("Name")] for row in rows] == ["Acme Corporation"]
