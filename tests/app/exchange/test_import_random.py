"""Whatever the file, the rules and the mode: a run does what its rehearsal said, and goes back."""

import csv
import os

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.access import SYSTEM
from app.core.changes import Changes
from app.core.engine import Database
from app.customers.model import Customer
from app.exchange.options import Case, ColumnRule, MatchBy, Mode, NameOrder, Options
from app.exchange.schemas import DateOrder, Label
from app.services import Services

EXAMPLES = int(os.environ.get("IMPORT_EXAMPLES", "0"))
CELLS = {
    "first_name": ["", "Ann", "ann"],
    "last_name": ["", "Able"],
    "name": ["", "Ann Able", "Acme", "Doe, Jane", "X  Y", "Cher"],
    "company_name": ["", "Acme", "Acme GmbH", "Bolt", "Bolt, Ltd"],
    "postal_code": ["", "1", "1 ", "22"],
    "country": ["", "DE", "Italien", "Congo"],
    "city": ["", "rom", "ROM", "New  York"],
    "kind": ["", "Firma", "Person"],
    "annual_revenue": ["", "5", "7.50"],
    "annual_revenue_currency": ["", "EUR", "usd"],
    "created_at": ["", "2020-01-02", "31.12.2019"],
    "owner": ["", "Ada Admin", "ADA@example.org"],
    "notes": ["", "x", "two\nlines"],
}
WRONG = {"email": "bad", "country": "Atlantis", "kind": "?", "annual_revenue": "-1",
         "created_at": "soon", "owner": "Nobody"}  # fmt: skip
# Client IDs and e-mails that go together, and some that do not.
KEYS = [("C-1", "a@a.org"), ("C-2", "B@b.org"), ("C-3", "c@c.org"), ("CUST-000003", "d@d.org"),
        ("C-5", "e@e.org"), ("", "f@f.org")]  # fmt: skip
ODD = [("C-1", "new@n.org"), ("C-2", ""), ("", "A@a.org"), ("C-9", "c@c.org"), ("C-3", "a@a.org")]
NEEDED = {
    MatchBy.AUTOMATIC: (), MatchBy.CLIENT_ID: ("client_id",), MatchBy.EMAIL: ("email",),
    MatchBy.COMPANY: ("company_name", "postal_code"),
}  # fmt: skip
LINES = st.integers(2, 9)


@st.composite
def lists(draw, keys=KEYS, wrong=0, needed=()):
    """A file's columns and rows: client ids or e-mails among them."""
    known = draw(st.sampled_from([("client_id", "email")] * 3 + [("client_id",), ("email",)]))
    others = draw(st.lists(st.sampled_from(list(CELLS)), unique=True))
    fields = list(dict.fromkeys([*needed, *known, *others]))
    rows = []
    for client_id, email in draw(st.lists(st.sampled_from(keys), min_size=1, max_size=8)):
        row = {"client_id": client_id, "email": email}
        row |= {field: draw(st.sampled_from(CELLS[field])) for field in fields if field in CELLS}
        if wrong and not draw(st.integers(0, wrong)):
            row |= {field: WRONG.get(field, "") for field in draw(st.sets(st.sampled_from(fields)))}
        rows.append([row[field] for field in fields])
    return fields, rows


RULES = st.fixed_dictionaries(
    {},
    optional={
        "country": st.builds(ColumnRule, default=st.sampled_from(["", "AT"])),
        "city": st.builds(ColumnRule, collapse=st.booleans(), case=st.sampled_from(Case)),
        "name": st.builds(
            ColumnRule, default=st.sampled_from(["", "Unknown"]), names=st.sampled_from(NameOrder)
        ),
        "kind": st.builds(ColumnRule, default=st.sampled_from(["", "Firma"])),
        "annual_revenue": st.builds(ColumnRule, default=st.sampled_from(["", "3"])),
        "annual_revenue_currency": st.builds(ColumnRule, default=st.sampled_from(["", "CHF"])),
        "owner": st.builds(ColumnRule, default=st.sampled_from(["", "Ada Admin"])),
    },
)


@st.composite
def cases(draw):
    """A file and how it is imported."""
    match = draw(st.sampled_from(MatchBy))
    fields, rows = draw(lists([*KEYS, *KEYS, *ODD], wrong=7, needed=NEEDED[match]))
    fixed = draw(st.dictionaries(st.sampled_from(["industry", "kind", "city"]), st.just("Firma")))
    fixes = st.dictionaries(
        st.tuples(LINES, st.sampled_from(fields)),
        st.sampled_from(["", "C-4", "d@d.org", "DE"]),
        max_size=1,
    )
    options = Options(
        date_order=DateOrder.DMY,
        skip_errors=True,
        match=match,
        mode=draw(st.sampled_from([Mode.BOTH, Mode.BOTH, *Mode])),
        blanks_clear=draw(st.booleans()),
        rules=draw(RULES),
        fixed={field: text for field, text in fixed.items() if field not in fields},
        fixes=draw(fixes),
        skipped=draw(st.frozensets(LINES, max_size=1)),
    )
    return fields, rows, options


BASES = (
    st.just((["client_id", "email"], KEYS[:4]))
    | lists(KEYS[:4])
    | lists(KEYS, needed=NEEDED[MatchBy.COMPANY])
)


def written(path, fields, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([fields, *rows])
    return path


def dump(database):
    """All that is stored of customers, but when it was touched."""
    stamps = {"version", "updated_at", "updated_by"}
    columns = [one for one in sa.inspect(Customer).columns if one.key not in stamps]
    with database.reading(SYSTEM) as session:
        return session.execute(sa.select(*columns).order_by(Customer.id)).all()


def check(address, clock, admin, folder, first, second):
    database = Database(address, clock)
    services = Services.build(database, admin, Changes())
    fields, rows = first
    base = written(folder / "base.csv", fields, rows)
    start = Options(date_order=DateOrder.DMY, skip_errors=True)
    services.exchange.run(base, {field: field for field in fields}, start)
    before = dump(database)

    fields, rows, options = second
    path, mapping = written(folder / "list.csv", fields, rows), {field: field for field in fields}
    rehearsed = services.exchange.rehearse(path, mapping, options)
    done = services.exchange.run(path, mapping, options)
    assert done.counts == rehearsed.counts
    assert list(done.rehearsal.rows) == list(rehearsed.rows)
    after = dump(database)
    kept = {row.id: row for row in before}
    touched = [row for row in after if kept.get(row.id) != row]
    assert len(after) == len(before) + done.counts[Label.CREATE]
    assert len(touched) == done.counts[Label.CREATE] + done.counts[Label.UPDATE]
    if not done.counts[Label.ERROR]:
        again = services.exchange.run(path, mapping, options)
        assert again.counts[Label.CREATE] == again.counts[Label.UPDATE] == 0, again.rehearsal.rows[
            :
        ]
        assert dump(database) == after
    if done.command:
        services.imports.revert(done.job)
    assert dump(database) == before
    database.close()


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@settings(
    max_examples=EXAMPLES or 30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=BASES, second=cases())
def test_any_import_is_foreseen_and_goes_back(make_address, clock, admin, tmp_path, first, second):
    check(make_address(founded=True), clock, admin, tmp_path, first, second)


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
@settings(
    max_examples=EXAMPLES or 8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=BASES, second=cases())
def test_any_import_into_a_server_is_foreseen_and_goes_back(
    make_address, clock, admin, tmp_path, first, second
):
    check(make_address(founded=True), clock, admin, tmp_path, first, second)
