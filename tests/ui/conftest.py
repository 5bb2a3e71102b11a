import gc

import pytest

from tests.ui.desks import make_desk
from ui.kit.theme import Mode, theme


@pytest.fixture
def desk(qapp):
    """A desk without services, in the light theme."""
    theme().apply(Mode.LIGHT, 100)
    made = make_desk(qapp)
    yield made
    made.tasks.stop()
    for part in (made.tasks, made.notices, made.changes):
        part.deleteLater()
    gc.collect()
