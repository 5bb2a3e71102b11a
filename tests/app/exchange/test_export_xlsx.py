"""A workbook as Excel's own rules have it, read back by two strangers."""

import tracemalloc
from datetime import UTC, date, datetime, timedelta
from zipfile import ZipFile

import openpyxl
import pytest
import python_calamine
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import SYSTEM
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.customers.drafts import CustomerDraft
from app.customers.model import Customer
from app.exchange.columns import ExportColumn, Shape
from app.exchange.export_schemas import ExportOrder, Format
from app.exchange.sheets import Sheet, csv_sink
from app.exchange.xlsx import xlsx_sink

SHAPES = list(Shape)


def sheet(shapes, rows):
    columns = [ExportColumn((), None, shape) for shape in shapes]
    return Sheet(
        "List", [f"{shape.value} {place}" for place, shape in enumerate(shapes)], columns, rows
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "book.xlsx"


def written(path, shapes, *chunks):
    with xlsx_sink(path, sheet(shapes, 99), Progress()) as sink:
        for chunk in chunks:
            sink.add(chunk)
    return openpyxl.load_workbook(path).active


def test_every_shape_is_what_it_is(path):
    when = datetime(2026, 2, 3, 4, 5, 6)  # noqa: DTZ001 - workbooks know no zones
    page = written(
        path, SHAPES,
        [["a & <b>", " edge "], [7, -1], [True, False], [date(2024, 2, 29), None], [when, None],
         [(-123456, "EUR"), (10**15, "KWD")]],
        [["", "c"], [0, 1], [False, True], [date(1899, 5, 1), None], [None, None],
         [None, (5, "JPY")]],
    )  # fmt: skip
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    day = datetime(2024, 2, 29)  # noqa: DTZ001 - as above
    assert rows == [
        ["a & <b>", 7, "yes", day, when, -1234.56],
        [" edge ", -1, "no", None, None, 10**12],
        [None, 0, "no", "1899-05-01", None, None],
        ["c", 1, "yes", None, None, 5],
    ]
    assert page["F2"].number_format == "#,##0.00 [$EUR]"
    assert page["F3"].number_format == "#,##0.000 [$KWD]"
    assert page["F5"].number_format == "#,##0 [$JPY]"
    assert page["E2"].number_format == "yyyy-mm-dd hh:mm:ss"


def test_the_header_stays_in_sight_and_filters(path):
    page = written(path, [Shape.TEXT, Shape.NUMBER], [["x"] * 5, [1] * 5])
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:B6")
    assert page["A1"].font.bold
    assert page["A1"].fill.fgColor.rgb != "00000000"
    assert page.column_dimensions["A"].width == 16
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"


def test_another_reader_finds_the_same(services, path):
    services.customers.create(CustomerDraft("zoe@a.org", "Zoë", "=Ng", client_id="0042"))
    order = ExportOrder(Format.XLSX, columns=("client_id", "last_name", "created_at", "revenue"))
    services.exports.run(path, order)
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["Customers"]
    header, row = book.get_sheet_by_index(0).to_python()
    assert header == ["Client ID", "Last name", "Joined", "Revenue (EUR)"]
    assert row == ["0042", "=Ng", date(2026, 11, 20), 0.0]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text(
    "=+'#<>&\t\n x", max_size=5
)


@given(st.lists(TEXT, min_size=1, max_size=20))
def test_any_text_is_read_as_it_was_and_never_computes(tmp_path_factory, texts):
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    page = written(path, [Shape.TEXT], [texts])
    for text, row in zip(texts, page.iter_rows(min_row=2, max_row=len(texts) + 1), strict=True):
        kept = "".join(
            one for one in text if one in "\t\n" or (one >= " " and one not in "\ufffe\uffff")
        )
        assert (row[0].value or "") == kept
        assert row[0].data_type in {"s", "n"} if not kept else row[0].data_type == "s"


def test_the_longest_text_a_cell_holds(path):
    page = written(path, [Shape.TEXT], [["x" * 40_000]])
    assert len(page["A2"].value) == 32_767


def test_rows_left_out_are_left_out_of_the_filter(services, path, desk_db):
    for name in ("a", "b"):
        services.customers.create(CustomerDraft(f"{name}@a.org", name, "N"))
    with desk_db.transaction(SYSTEM) as session:
        gone = session.scalars(sa.select(Customer).where(Customer.first_name == "b")).one()
        gone.deleted_at = datetime(2026, 1, 1, tzinfo=UTC)
        session.flush()
        gone.email_norm = "a@a.org"
    order = ExportOrder(Format.XLSX, Selection(ids=(1, 2)), ("name",), each_email_once=True)
    assert services.exports.run(path, order).rows == 1
    assert openpyxl.load_workbook(path).active.auto_filter.ref == "A1:A2"


def test_the_book_names_its_maker_and_title(services, path):
    order = ExportOrder(Format.XLSX, Selection(ListQuery()), ("name",), title="Calls")
    services.exports.run(path, order)
    told = openpyxl.load_workbook(path).properties
    assert (told.creator, told.title) == ("Customer Desk", "Calls")


@pytest.mark.parametrize("opened", [xlsx_sink, csv_sink])
def test_no_more_memory_for_ten_times_the_rows(tmp_path, opened):
    def peak(chunks):
        table = sheet([Shape.TEXT, Shape.DAY, Shape.MONEY], chunks * 500)
        begin = date(2026, 1, 1)
        tracemalloc.start()
        with opened(tmp_path / "out", table, Progress()) as sink:
            for chunk in range(chunks):
                days = [begin + timedelta(days=chunk % 300)] * 500
                texts = [f"Text {chunk} {row}" for row in range(500)]
                sink.add([texts, days, [(row, "EUR") for row in range(500)]])
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(2)
    few, many = peak(5), peak(50)
    assert many < few * 1.5


def test_a_package_has_each_part_once(services, path):
    services.exports.run(path, ExportOrder(Format.XLSX, columns=("name",)))
    with ZipFile(path) as package:
        names = package.namelist()
        assert package.testzip() is None
    assert len(names) == len(set(names))
    assert {"[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"} < set(names)
