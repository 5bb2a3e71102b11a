"""A desk on a real database."""

import pytest


@pytest.fixture
def engine_name():
    """What these screens do is the same on each engine; other tests prove that."""
    return "sqlite"


@pytest.fixture
def desk(seat, admin, services):
    """The first administrator's desk."""
    return seat(admin, services)
