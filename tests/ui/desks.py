"""A desk for tests of screens that need no database."""

from types import SimpleNamespace

from PySide6.QtCore import QObject

from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.undo.schemas import Steps
from ui.kit.changes import ChangeRelay
from ui.kit.desk import Desk
from ui.kit.notices import Notices
from ui.kit.tasks import Tasks
from ui.kit.theme import theme

ADA = Actor(1, "Ada Lovelace", frozenset(Permission), email="ada@example.org", role="Admin")


class Journey:
    """A navigator that writes down where it was asked to go."""

    def __init__(self):
        self.pages, self.customers, self.palettes, self.lists = [], [], [], []
        self.beside = lambda _customer_id: (None, None)

    def open_page(self, name):
        self.pages.append(name)

    def open_customer(self, customer_id, tab=""):  # noqa: ARG002 - a navigator has it
        self.customers.append(customer_id)

    def open_list(self, name, asked, options=None):
        self.lists.append((name, asked, options))

    def follow(self, beside):
        self.beside = beside

    def open_palette(self, text=""):
        self.palettes.append(text)


class NoSteps:
    """Nothing was done yet, so nothing can be undone."""

    def steps(self, _without):
        return Steps()


def make_desk(parent: QObject, actor: Actor = ADA, memory: object = None, **services) -> Desk:
    """A desk whose services are whatever is passed; everything else is the real thing."""
    services.setdefault("undo", NoSteps())
    notices = Notices(parent)
    tasks = Tasks(notices.show_error, parent)
    relay = ChangeRelay(Changes(), parent)
    return Desk(
        actor, SimpleNamespace(**services), tasks, notices, relay, memory, theme(), Journey()
    )
