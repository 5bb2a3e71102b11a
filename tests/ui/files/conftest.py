"""A desk on a real database, Jane, and files to add."""

import pytest

from app.attachments.schemas import AttachTo
from tests.ui.orders.conftest import (
    action,
    desk,
    dialog_of,
    engine_name,
    jane,
    john,
    order,
    rates,
    run,
    save,
)
from ui.files.page import FileList

__all__ = [
    "action", "desk", "dialog_of", "engine_name", "jane", "john", "order", "rates", "run", "save",
]  # fmt: skip


@pytest.fixture
def file(tmp_path):
    """A function that makes a file of this content; its path."""
    folder = tmp_path / "theirs"
    folder.mkdir()

    def make(name="offer.pdf", content=b"%PDF- an offer"):
        path = folder / name
        path.write_bytes(content)
        return path

    return make


@pytest.fixture
def added(services, jane, file):
    """A function that adds files of Jane's, the last one being the newest; their ids."""

    def add(*names, **on):
        to = AttachTo(jane, **on)
        return [services.attachments.add(to, file(name, name.encode())) for name in names]

    return add


@pytest.fixture
def tab(qtbot, desk, jane):
    """A function that shows Jane's files."""

    def show(on=desk):
        page = FileList(on, jane)
        page.resize(960, 600)
        qtbot.addWidget(page)
        with qtbot.waitSignal(page.counted):
            page.show()
        return page

    return show
