"""A desk on a real database, and files to bring in."""

import pytest

LIST = (
    "Customer No,E-mail,First name,Surname,Where,Phone\n"
    "C-1,ann@a.org,Ann,Able,Rom,+39 06 123456\nC-2,bob@b.org,Bob,Baker,Bonn,0228-1234\n"
)


@pytest.fixture
def engine_name():
    """What these screens do is the same on each engine; the services' tests prove it."""
    return "sqlite"


@pytest.fixture
def desk(seat, admin):
    """The first administrator's desk."""
    return seat(admin)


@pytest.fixture
def write(tmp_path):
    """A function that makes a CSV file of the text it gets."""

    def make(text=LIST, name="list.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return make
