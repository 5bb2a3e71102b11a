"""Files to bring in, and a look at what came of them."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core.access import PRESETS, SYSTEM, Actor
from app.customers.model import Customer
from app.services import Services

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def write(tmp_path):
    """A function that makes a CSV file of the text it gets."""

    def make(text: str, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return make


@pytest.fixture
def acting(desk_db, changes):
    """A function that gives the services of a role's holder."""

    def act(role: str, staff_id: int = 1, team_id: int | None = None) -> Services:
        preset = next(preset for preset in PRESETS if preset.name == role)
        actor = Actor(staff_id, f"A {role}", preset.permissions, preset.scope, team_id, role=role)
        return Services.build(desk_db, actor, changes)

    return act


@pytest.fixture
def stored(desk_db):
    """A function that gives every customer as it is in the database, by Client ID."""

    def read() -> dict[str, Customer]:
        with desk_db.reading(SYSTEM) as session:
            found = session.scalars(sa.select(Customer).order_by(Customer.id)).all()
            session.expunge_all()
            return {customer.client_id: customer for customer in found}

    return read
