"""Parts the shell's tests share."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.core.access import Permission
from tests.ui.desks import ADA, make_desk
from ui.kit.actions import Action, make_action
from ui.kit.icons import Icon
from ui.kit.memory import Memory
from ui.shell.catalogue import Page
from ui.shell.navigation import Place
from ui.shell.navigator import ShellNavigator
from ui.shell.window import MainWindow, Outside

HERE = Place("customers.db", "On this computer")


class Calls:
    """Writes down what the window asked the session for."""

    def __init__(self):
        self.made = []

    def outside(self):
        def note(name):
            return lambda *_given: self.made.append(name)

        return Outside(
            *(note(n) for n in ("lock", "sign_out", "quit", "settings", "about", "logs", "theme"))
        )


class DummyPage(QWidget):
    """A page with one action of its own."""

    def __init__(self, desk, name):
        super().__init__()
        self.pressed = []
        for thing, shortcut in (("new", "Ctrl+N"), ("export", "Ctrl+E"), ("refresh", "F5")):
            spec = Action(
                thing.capitalize(),
                lambda thing=thing: self.pressed.append(thing),
                Permission.CUSTOMERS_READ,
                Icon.PLUS,
                shortcut,
                f"{name}.{thing}",
            )
            make_action(spec, desk.actor, self)
        press = QPushButton("Press", self)
        press.setObjectName(f"{name}.press")
        press.setAccessibleName("Press")
        QVBoxLayout(self).addWidget(press)


def page(name, permission=Permission.CUSTOMERS_READ):
    return Page(name, name.capitalize(), Icon.USERS, permission, lambda desk: DummyPage(desk, name))


PAGES = (page("customers"), page("orders"), page("audit", Permission.AUDIT_READ))


def make_window(qtbot, qapp, tmp_path, *, actor=ADA, pages=PAGES, place=HERE, search=None):
    """A main window on a desk without services; `window.calls` tells what it asked for."""
    desk = make_desk(qapp, actor, Memory(tmp_path / "windows.ini", actor.email))
    navigator = ShellNavigator(desk.tasks)
    calls = Calls()
    window = MainWindow(desk, navigator, pages, place, calls.outside(), search)
    window.calls, window.navigator = calls, navigator
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window
