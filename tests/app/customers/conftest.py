"""Actors with narrower roles."""

import pytest

from app.core.access import PRESETS, Actor
from app.services import Services


@pytest.fixture
def acting(desk_db, changes):
    """A function that gives the services of a role's holder."""

    def act(role: str, staff_id: int = 1, team_id: int | None = None) -> Services:
        preset = next(preset for preset in PRESETS if preset.name == role)
        actor = Actor(staff_id, f"A {role}", preset.permissions, preset.scope, team_id, role=role)
        return Services.build(desk_db, actor, changes)

    return act


@pytest.fixture
def viewer(acting) -> Services:
    return acting("Viewer")
