"""Imports are logged, found again by their file, and taken back."""

import hashlib
from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM, Scope
from app.core.changes import Changes
from app.core.errors import Conflict, NotFound, PermissionDenied
from app.core.listing import ListQuery, small
from app.core.progress import Progress
from app.core.service import Receipt
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.exchange.options import MatchBy, Mode, Options
from app.exchange.schemas import RowsRefused
from app.services import Services
from app.undo.schemas import Blocked
from tests.app.exchange.test_import import PEOPLE, counts


@pytest.fixture
def dump(desk_db):
    """A function that gives all that is stored of customers, but when it was touched."""

    def read():
        stamps = {"version", "updated_at", "updated_by"}
        columns = [one for one in sa.inspect(Customer).columns if one.key not in stamps]
        with desk_db.reading(SYSTEM) as session:
            return session.execute(sa.select(*columns).order_by(Customer.id)).all()

    return read


def test_the_log_says_who_what_and_how_many(services, write, clock):
    receipt = Receipt()
    path = write(PEOPLE + "C-3,not an address,X,Y\nC-9,n@n.org,N,N\n")
    options = Options(
        skip_errors=True, match=MatchBy.CLIENT_ID, mode=Mode.CREATE, skipped=frozenset({5})
    )
    done = services.exchange.noting(receipt).run(path, None, options)
    [job] = services.imports.jobs()
    assert (job.id, job.command) == (done.job, done.command) == (done.job, receipt.command)
    assert (job.who, job.at, job.file, job.kind) == ("Ada Admin", clock.now(), "list.csv", "csv")
    assert (job.size, job.sha256) == (
        path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest(),
    )  # fmt: skip
    assert (job.match, job.mode) == (MatchBy.CLIENT_ID, Mode.CREATE)
    assert (job.created, job.updated, job.unchanged, job.skipped, job.refused) == (2, 0, 0, 1, 1)
    assert (job.undone_at, job.undone_by) == (None, "")
    source = small(services.imports.jobs)
    asked = ListQuery(text="list.csv", sort="created", descending=True)
    assert source.first(asked, 5) == [job]
    assert list(source.ids(asked, Progress())) == [job.id]


def test_what_was_refused_or_only_rehearsed_is_not_logged(services, write):
    path = write(PEOPLE + "C-3,not an address,X,Y\n")
    services.exchange.rehearse(path)
    with pytest.raises(RowsRefused):
        services.exchange.run(path)
    assert services.imports.jobs() == []
    with pytest.raises(NotFound):
        services.imports.job(1)


def test_the_same_file_is_known_again(services, write):
    path = write(PEOPLE)
    assert services.exchange.inspect(path).earlier == ()
    first = services.exchange.run(path)
    again = services.exchange.run(path)
    assert (again.counts, again.command) == (counts(unchanged=2), 0)
    assert [job.id for job in services.exchange.inspect(path).earlier] == [again.job, first.job]
    assert services.exchange.inspect(write(PEOPLE + "\n", "other.csv")).earlier == ()
    with pytest.raises(Conflict, match="changed nothing"):
        services.imports.revert(again.job)


def test_an_import_is_taken_back_as_if_it_had_not_been(services, write, dump):
    services.exchange.run(
        write("Client ID,E-mail,Joined,City,Owner\nC-1,a@a.org,2020-02-03,Rom,\nC-2,b@b.org,,,\n")
    )
    before = dump()
    path = write(
        "Client ID,E-mail,Joined,City,Annual revenue,Type\nC-1,new@n.org,2019-01-01,Bonn,5,Firma\n"
        "C-2,,,,7,\nC-7,g@g.org,2018-08-08,Wien,9,\n,h@h.org,,,,\n"
    )
    done = services.exchange.run(path)
    assert done.counts == counts(create=2, update=2)
    changed = dump()
    found = services.imports.revert_preview(done.job)
    assert (found.total, found.refused_total) == (4, 0)
    assert "list.csv" in found.step.title
    outcome = services.imports.revert(done.job)
    assert outcome.rows == 4
    assert dump() == before
    job = services.imports.job(done.job)
    assert (job.undone_by, job.undone_at is None) == ("Ada Admin", False)
    with pytest.raises(Conflict, match="took this import back already"):
        services.imports.revert(done.job)

    # Redone, it stands again: with the same numbers, and the days people joined.
    services.undo.redo(done.command)
    assert services.imports.job(done.job).undone_at is None
    assert dump() == changed
    services.imports.revert(done.job)
    assert services.exchange.run(path).counts == counts(create=2, update=2)


def test_rows_changed_since_are_listed_and_may_be_spared(services, write, dump, desk_db):
    services.exchange.run(write(PEOPLE))
    done = services.exchange.run(write("Client ID,City,Industry\nC-1,Bonn,A\nC-2,Rom,B\n"))
    before = {row.client_id: row for row in dump()}
    with desk_db.reading(SYSTEM) as session:
        bob = session.scalar(sa.select(Customer).where(Customer.client_id == "C-2"))
        base, bob_id, version = profile_of(bob), bob.id, bob.version
    services.customers.edit(bob_id, version, base, replace(base, city="Oslo"))
    found = services.imports.revert_preview(done.job)
    assert (found.total, found.refused_total) == (2, 1)
    [refused] = found.refused
    assert (refused.customer_id, refused.name) == (bob_id, "Bob Baker")
    assert "You changed City" in refused.reason
    with pytest.raises(Blocked):
        services.imports.revert(done.job)
    assert services.imports.job(done.job).undone_at is None
    outcome = services.imports.revert(done.job, partly=True)
    assert (outcome.rows, outcome.refused_total) == (1, 1)
    after = {row.client_id: row for row in dump()}
    assert (after["C-1"].city, after["C-2"].city, before["C-1"].city) == ("", "Oslo", "Bonn")


def test_others_imports_are_not_for_narrow_eyes(services, acting, desk_db, write):
    done = services.exchange.run(write(PEOPLE))
    manager = acting("Manager").exchange.actor
    narrow = Services.build(desk_db, replace(manager, id=2, scope=Scope.OWN), Changes())
    assert narrow.imports.jobs() == []
    assert narrow.exchange.inspect(write(PEOPLE)).earlier == ()
    with pytest.raises(NotFound):
        narrow.imports.revert(done.job)
    for role in ("Sales Manager", "Viewer"):
        for use in (acting(role).imports.jobs, lambda role=role: acting(role).imports.revert(1)):
            with pytest.raises(PermissionDenied):
                use()
