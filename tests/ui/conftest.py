"""Desks to work at: one without services, and real ones for whoever sits down."""

import gc

import pytest

import ui.binding  # noqa: F401 - as the program itself begins
from app.core.access import PRESETS, Actor
from app.services import Services
from tests.ui.desks import Journey, make_desk
from ui.kit.changes import ChangeRelay
from ui.kit.desk import Desk
from ui.kit.memory import Memory
from ui.kit.notices import Notices
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, theme


@pytest.fixture
def desk(qapp):
    """A desk without services, in the light theme."""
    theme().apply(Mode.LIGHT, 100)
    made = make_desk(qapp)
    yield made
    leave(made)


@pytest.fixture
def seat(qapp, desk_db, changes, tmp_path):
    """A function that sits an actor down at a desk on a real database."""
    theme().apply(Mode.LIGHT, 100)
    made = []

    def sit(actor: Actor, services: Services | None = None) -> Desk:
        notices = Notices(qapp)
        tasks = Tasks(notices.show_error, qapp)
        services = services or Services.build(desk_db, actor, changes)
        memory = Memory(tmp_path / "windows.ini", actor.name)
        relay = ChangeRelay(changes, qapp)
        made.append(Desk(actor, services, tasks, notices, relay, memory, theme(), Journey()))
        return made[-1]

    yield sit
    for desk in made:
        leave(desk)


@pytest.fixture(autouse=True)
def _collects_where_widgets_live():
    """As in the program: a worker that collected garbage would destroy widgets in cycles."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True, scope="module")
def _sets_aside_what_is_there_for_good():
    """Each test lets its desk go and looks for garbage: not through all of the program."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def viewer_desk(seat):
    """The desk of somebody who may only look."""
    preset = next(preset for preset in PRESETS if preset.name == "Viewer")
    return seat(Actor(1, "A Viewer", preset.permissions, preset.scope, role=preset.name))


def leave(desk: Desk) -> None:
    """Let everything of a desk go."""
    desk.tasks.stop()
    for part in (desk.tasks, desk.notices, desk.changes):
        part.deleteLater()
    gc.collect()
