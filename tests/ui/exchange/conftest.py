"""A desk on a real database, and files to bring in."""

import gc

import pytest

from app.core.access import PRESETS, Actor
from app.services import Services
from tests.ui.desks import Journey
from ui.kit.changes import ChangeRelay
from ui.kit.desk import Desk
from ui.kit.memory import Memory
from ui.kit.notices import Notices
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, theme

LIST = (
    "Customer No,E-mail,First name,Surname,Where,Phone\n"
    "C-1,ann@a.org,Ann,Able,Rom,+39 06 123456\nC-2,bob@b.org,Bob,Baker,Bonn,0228-1234\n"
)


@pytest.fixture
def engine_name():
    """What these screens do is the same on each engine; the services' tests prove it."""
    return "sqlite"


@pytest.fixture
def seat(qapp, desk_db, changes, tmp_path):
    """A function that sits an actor down at a desk."""
    theme().apply(Mode.LIGHT, 100)
    made = []

    def sit(actor: Actor) -> Desk:
        notices = Notices(qapp)
        tasks = Tasks(notices.show_error, qapp)
        services = Services.build(desk_db, actor, changes)
        memory = Memory(tmp_path / "windows.ini", actor.name)
        relay = ChangeRelay(changes, qapp)
        made.append(Desk(actor, services, tasks, notices, relay, memory, theme(), Journey()))
        return made[-1]

    yield sit
    for desk in made:
        desk.tasks.stop()
        for part in (desk.tasks, desk.notices, desk.changes):
            part.deleteLater()
    gc.collect()


@pytest.fixture
def desk(seat, admin):
    """The first administrator's desk."""
    return seat(admin)


@pytest.fixture
def viewer_desk(seat):
    """The desk of somebody who may only look."""
    preset = next(preset for preset in PRESETS if preset.name == "Viewer")
    return seat(Actor(1, "A Viewer", preset.permissions, preset.scope, role=preset.name))


@pytest.fixture
def write(tmp_path):
    """A function that makes a CSV file of the text it gets."""

    def make(text=LIST, name="list.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return make
