"""An export is the list as asked for, whole or not there, and safe in a spreadsheet."""

import csv
import json
import os
from datetime import datetime

import openpyxl
import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM, Permission
from app.core.audit import AuditEvent, AuditPayload
from app.core.errors import Cancelled, DeskError, Invalid, NotFound, PermissionDenied, Unavailable
from app.core.listing import Condition, ListQuery, Op, Selection
from app.core.money import Money
from app.core.progress import Progress
from app.customers.drafts import CustomerDraft
from app.customers.model import Customer
from app.customers.schemas import Kind
from app.exchange.export_schemas import ALL, ExportOrder, Format
from tests.naughty import ACCEPTABLE

TABLES = (Format.CSV, Format.XLSX)
SHOWN = ("name", "phone", "email", "status", "revenue", "created_at")


def order(form, asked=None, columns=None, ids=None, **more):
    """An order for what a list was asked, or for all there is."""
    selection = ALL if asked is None else Selection(asked)
    if ids is not None:
        selection = Selection(ids=tuple(ids))
    return ExportOrder(form, selection, columns, **more)


@pytest.fixture
def people(services, write):
    """Customers in three cities; the ids by Client ID."""
    services.exchange.run(
        write(
            "Client ID,E-mail,First name,Last name,City,Postal code,Phone,Joined\n"
            "C-1,ann@a.org,Ann,Zorn,Rom,00184,+39 06 123456,2024-01-31\n"
            "C-2,bob@b.org,Bob,Baker,Bonn,01067,0228-1234,2024-02-29\n"
            "0003,cid@c.org,=Cid,Cole,Rom,,,2024-03-01\n"
        )
    )
    return {code: services.customers.find(code) for code in ("C-1", "C-2", "0003")}


def read(path):
    """Header and rows, whatever the format; empty cells of a workbook as empty text."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        return header, rows
    book = openpyxl.load_workbook(path)
    header, *rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    return header, [["" if cell is None else cell for cell in row] for row in rows]


@pytest.fixture(params=TABLES, ids=lambda form: form.value)
def form(request):
    return request.param


@pytest.fixture
def path(tmp_path, form):
    return tmp_path / f"out.{form.value}"


@pytest.mark.usefixtures("people")
def test_the_list_as_filtered_and_sorted(services, path, form):
    asked = ListQuery(sort="email", descending=True)
    assert services.exports.run(path, order(form, asked, ("name", "city"))).rows == 3
    assert read(path) == (
        ["Name", "City"],
        [
            ["=Cid Cole" if form is Format.XLSX else "'=Cid Cole", "Rom"],
            ["Bob Baker", "Bonn"],
            ["Ann Zorn", "Rom"],
        ],
    )
    assert services.exports.run(path, order(form, ListQuery("ann@a"), ("email",))).rows == 1
    assert read(path)[1] == [["ann@a.org"]]


def test_selected_rows_in_their_order(services, people, path, form):
    chosen = [people["C-2"], people["C-1"], 999]
    assert services.exports.run(path, order(form, None, ("client_id",), chosen)).rows == 2
    assert read(path)[1] == [["C-2"], ["C-1"]]


def test_all_data_has_the_archived_and_not_the_deleted(services, people, path, form):
    services.lifecycle.archive([people["C-1"]])
    services.lifecycle.delete([people["C-2"]])
    services.exports.run(path, order(form, columns=("client_id",)))
    assert sorted(row[0] for row in read(path)[1]) == ["0003", "C-1"]
    services.exports.run(path, order(form, ListQuery(), ("client_id",)))
    assert read(path)[1] == [["0003"]]


@pytest.mark.usefixtures("people")
def test_every_column_has_a_title_of_its_own(services, path, form):
    services.exports.run(path, order(form))
    header, rows = read(path)
    assert len(header) == len(set(header)) > 30
    assert {"Revenue (EUR)", "Client ID", "Postal code", "Notes"} < set(header)
    assert len(rows) == 3


@pytest.mark.usefixtures("people")
def test_csv_writes_days_amounts_and_text(services, tmp_path):
    path = tmp_path / "out.csv"
    services.exports.run(path, order(Format.CSV, ListQuery(sort="client_id")))
    header, rows = read(path)
    cid, ann, bob = (dict(zip(header, row, strict=True)) for row in rows)
    assert (ann["Postal code"], bob["Postal code"]) == ("00184", "01067")
    assert (ann["Phone"], bob["Phone"]) == ("+39 06 123456", "0228-1234")
    assert (ann["Joined"], ann["Revenue (EUR)"]) == ("2024-01-31", "0.00")
    assert (cid["Client ID"], cid["First name"]) == ("0003", "'=Cid")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_workbook_has_real_days_numbers_and_text(services, people, tmp_path, desk_db):
    with desk_db.transaction(SYSTEM) as session:
        session.get(Customer, people["C-1"]).revenue_minor = 123456
        big = session.get(Customer, people["C-2"])
        big.annual_revenue_minor, big.annual_revenue_currency = 5_000_000, "JPY"
    path = tmp_path / "out.xlsx"
    services.exports.run(path, order(Format.XLSX, ListQuery(sort="client_id")))
    book = openpyxl.load_workbook(path)
    sheet = book.active
    at = {cell.value: cell.column for cell in sheet[1]}
    cid, ann, bob = ({name: sheet.cell(row, at[name]) for name in at} for row in (2, 3, 4))
    assert (ann["Revenue (EUR)"].value, ann["Revenue (EUR)"].number_format) == (
        1234.56, "#,##0.00 [$EUR]",
    )  # fmt: skip
    assert (bob["Annual revenue"].value, bob["Annual revenue"].number_format) == (
        5_000_000, "#,##0 [$JPY]",
    )  # fmt: skip
    assert ann["Joined"].value == datetime(2024, 1, 31)  # noqa: DTZ001 - workbooks know no zones
    assert ann["Joined"].number_format == "yyyy-mm-dd"
    for cell in (ann["Postal code"], ann["Phone"], cid["Client ID"], cid["First name"]):
        assert cell.data_type == "s"
    assert cid["First name"].value == "=Cid"
    assert cid["First name"].quotePrefix
    assert (sheet.freeze_panes, sheet.auto_filter.ref.split(":")[0]) == ("A2", "A1")
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width == 28


def test_no_cell_of_a_workbook_is_a_formula_or_breaks_it(services, tmp_path, desk_db):
    services.customers.create(CustomerDraft("n@n.org", "N", "N"))
    texts = [*ACCEPTABLE, "#N/A", "#DIV/0!", "=cmd|'/c calc'!A1", "\tx", "{=SUM(1)}"]
    path = tmp_path / "out.xlsx"
    for text in texts:
        with desk_db.transaction(SYSTEM) as session:
            session.scalars(sa.select(Customer)).one().notes = text
        services.exports.run(path, order(Format.XLSX, columns=("notes",)))
        cell = openpyxl.load_workbook(path).active["A2"]
        expected = text.replace("\ufffe", "").replace("\uffff", "")
        assert (cell.value, cell.data_type) == (expected, "s")


@pytest.mark.usefixtures("people")
def test_the_audit_trail_says_who_took_out_what(services, path, form, desk_db):
    asked = ListQuery("a.org", (Condition("kind", Op.IS, Kind.INDIVIDUAL),))
    services.exports.run(path, order(form, asked, ("name",), purpose="Mailing"))
    with desk_db.reading(SYSTEM) as session:
        event = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
        body = json.loads(session.get(AuditPayload, event.seq).body)["changes"]
        said = (event.use_case, event.action, event.actor_name)
    assert said == ("exports.run", "event", "Ada Admin")
    told = {name: new for name, (_old, new) in body.items()}
    assert told == {
        "file": path.name, "format": form.value, "scope": "filtered",
        "filters": "Type is Individual; Search “a.org”", "columns": "name", "rows": 1,
        "purpose": "Mailing",
    }  # fmt: skip


def test_only_what_the_actor_may_see(people, acting, path, form, desk_db):
    with desk_db.transaction(SYSTEM) as session:
        session.get(Customer, people["C-1"]).owner_id = None
        session.get(Customer, people["C-1"]).team_id = None
    team = acting("Sales Manager", staff_id=1)
    assert team.exports.run(path, order(form, None, ("name",), people.values())).rows == 2
    assert team.exports.run(path, order(form)).rows == 2


def test_exporting_needs_its_permission(acting, path, form):
    for role in ("Viewer", "Support Staff", "Operator"):
        services = acting(role)
        assert not services.exports.actor.can(Permission.CUSTOMERS_EXPORT)
        with pytest.raises(PermissionDenied):
            services.exports.run(path, order(form))
    assert not path.exists()


class Stopping(Progress):
    def __init__(self, share):
        super().__init__()
        self.share = share

    def report(self, done, total=None):
        if total and done / total >= self.share:
            self.cancel()
        super().report(done, total)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_cancelled_export_leaves_the_old_file(services, write, path, form, share, desk_db):
    services.exchange.run(write("E-mail\n" + "\n".join(f"p{row}@p.org" for row in range(1500))))
    path.write_text("old")
    with pytest.raises(Cancelled):
        services.exports.run(path, order(form), Stopping(share))
    assert path.read_text() == "old"
    assert {found.name for found in path.parent.iterdir() if "part" in found.name} == set()
    with desk_db.reading(SYSTEM) as session:
        exports = AuditEvent.use_case == "exports.run"
        assert session.scalar(sa.select(sa.func.count()).where(exports)) == 0


def test_cancelled_workbook_leaves_no_temporary_file(services, write, tmp_path, monkeypatch):
    services.exchange.run(write("E-mail\n" + "\n".join(f"p{row}@p.org" for row in range(1500))))
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    with pytest.raises(Cancelled):
        services.exports.run(tmp_path / "o.xlsx", order(Format.XLSX), Stopping(0.7))
    services.exports.run(tmp_path / "o.xlsx", order(Format.XLSX))
    assert list(place.iterdir()) == []


@pytest.mark.usefixtures("people")
def test_a_place_that_cannot_be_written_is_said(services, tmp_path, form):
    with pytest.raises(Unavailable, match="folder"):
        services.exports.run(tmp_path / "nowhere" / "out", order(form))
    with pytest.raises(Unavailable, match="is a folder"):
        services.exports.run(tmp_path, order(form))
    if os.geteuid():
        (tmp_path / "locked").mkdir(mode=0o500)
        with pytest.raises(Unavailable, match="not allowed"):
            services.exports.run(tmp_path / "locked" / "out", order(form))


@pytest.mark.usefixtures("people")
def test_more_rows_than_a_workbook_has_are_refused(services, tmp_path, monkeypatch):
    monkeypatch.setattr("app.exchange.xlsx.MAX_ROWS", 2)
    with pytest.raises(Invalid, match="Choose CSV"):
        services.exports.run(tmp_path / "o.xlsx", order(Format.XLSX))
    assert not (tmp_path / "o.xlsx").exists()


@pytest.mark.usefixtures("people")
def test_unknown_columns_sorts_and_filters_are_refused(services, path, form):
    for asked, keys in (
        (ListQuery(), ("nmae",)),
        (ListQuery(sort="shoe_size"), ("name",)),
        (ListQuery(conditions=(Condition("shoe", Op.IS, 1),)), ("name",)),
    ):
        with pytest.raises(NotFound) as refused:
            services.exports.run(path, order(form, asked, keys))
        assert isinstance(refused.value, DeskError)
    assert not path.exists()


def test_nothing_to_export_is_a_file_with_a_header(services, path, form):
    assert services.exports.run(path, order(form, columns=("name", "email"))).rows == 0
    assert read(path) == (["Name", "E-mail"], [])


def test_amounts_of_every_size_keep_their_units(services, people, tmp_path, desk_db):
    amount = Money(9_007_199_254_740_993, "KWD")
    with desk_db.transaction(SYSTEM) as session:
        found = session.get(Customer, people["C-1"])
        found.annual_revenue_minor, found.annual_revenue_currency = amount.minor, "KWD"
    path = tmp_path / "out.csv"
    services.exports.run(path, order(Format.CSV, ListQuery("ann@a"), ("annual_revenue",)))
    assert read(path)[1] == [["9007199254740.993"]]
