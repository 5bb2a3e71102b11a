"""Lists of every kind come in through the same use cases, and can be stopped there."""

import subprocess

import pytest

from app.core.errors import Cancelled, Invalid
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.exchange import guarded
from app.exchange.reading import Pasted
from app.exchange.schemas import Label, Options
from tests.app.exchange import bad_books, books

ROWS = (["E-mail", "First name", "Postal code"], ["z@x.example", "Zoë", "01234"])
CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:;Zo\xc3\xab\r\nEMAIL:z@x.example\r\n"
    b"ADR:;;;;;01234;\r\nEND:VCARD\r\n"
)
KINDS = {
    "list.csv": "\r\n".join(map(",".join, ROWS)).encode(),
    "list.xlsx": books.book(books.rows(*ROWS)),
    "list.xls": books.old_book(*ROWS),
    "list.ods": books.open_document(*ROWS),
    "list.vcf": CARD,
    "pasted": "\r\n".join(map("\t".join, ROWS)).encode(),
}


@pytest.fixture
def source(tmp_path):
    def made(name):
        if name == "pasted":
            return Pasted(KINDS[name].decode())
        path = tmp_path / name
        path.write_bytes(KINDS[name])
        return path

    return made


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_inspected_rehearsed_and_imported(services, source, name):
    found = services.exchange.inspect(source(name))
    assert found.kind in {"csv", "workbook", "vcard", "pasted"}
    assert "email" in found.mapping.values()
    options = Options(sha256=found.sha256)

    planned = services.exchange.rehearse(source(name), None, options)
    done = services.exchange.run(source(name), None, options)

    assert planned.counts == done.rehearsal.counts
    assert done.rehearsal.counts[Label.CREATE] == 1
    shown = services.customers.show(services.customers.find("z@x.example"))
    assert (shown.first_name, shown.postal_code) == ("Zoë", "01234")
    [job] = services.imports.jobs()
    assert job.kind == found.kind


@pytest.mark.parametrize("name", ["rows", "locked", "half", "not_closed"])
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_bad_workbook_changes_nothing(services, tmp_path, name):
    path = tmp_path / "list.xlsx"
    path.write_bytes(bad_books.REFUSED[name][0]())

    with pytest.raises(Invalid):
        services.exchange.run(path)

    assert services.customers.count(ListQuery()) == 0


@pytest.fixture
def started(monkeypatch):
    """The processes that reading started."""
    found = []

    class Popen(subprocess.Popen):
        def __init__(self, *args, **more):
            super().__init__(*args, **more)
            found.append(self)

    monkeypatch.setattr(guarded.subprocess, "Popen", Popen)
    return found


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "list.xlsx"
    lines = ([f"{number}@x.example", "Zoë", "1"] for number in range(30_000))
    path.write_bytes(books.book(books.rows(ROWS[0], *lines)))
    return path


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("use", ["rehearse", "run"])
def test_stopping_an_import_ends_its_reader(services, started, large, use):
    progress = Progress(lambda done, _total: done and progress.cancel())

    with pytest.raises(Cancelled):
        getattr(services.exchange, use)(large, progress=progress)

    assert [process.returncode is not None for process in started] == [True]
    assert services.customers.count(ListQuery()) == 0


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_look_at_a_large_workbook_does_not_read_it_all(services, started, large):
    found = services.exchange.inspect(large)

    assert len(found.samples) == 20
    assert [process.returncode is not None for process in started] == [True]
