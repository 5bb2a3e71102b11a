"""A printed list: what stands on its pages, on which paper, in any alphabet."""

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import SYSTEM
from app.core.conditions import Condition, Op
from app.core.errors import Cancelled, Invalid
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.customers.drafts import CustomerDraft
from app.customers.model import Customer
from app.customers.schemas import Kind
from app.exchange.columns import ExportColumn, Shape
from app.exchange.export_schemas import COLUMNS, ExportOrder, Format
from app.exchange.pdf.bidi import as_seen
from app.exchange.pdf.layout import Frame, paged, wrapped
from app.exchange.pdf.letters import PLAIN, Letters
from app.exchange.pdf.sink import pdf_sink
from app.exchange.sheets import Sheet
from tests.app.exchange.pdf_text import read_pdf
from tests.naughty import ACCEPTABLE

A4, LETTER = (595.28, 841.89), (612, 792)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "list.pdf"


@pytest.fixture
def printed(services, path):
    """A function that exports and gives the pages."""

    def make(*columns, asked=ListQuery(), **more):  # noqa: B008 - frozen
        order = ExportOrder(Format.PDF, Selection(asked), columns, **more)
        services.exports.run(path, order)
        return read_pdf(path)

    return make


@pytest.fixture
def hundred(services, write, desk_db):
    """A hundred customers with some revenue."""
    lines = "\n".join(f"P-{row:03},p{row}@p.org,Pat,Number {row},Rom" for row in range(100))
    services.exchange.run(write(f"Client ID,E-mail,First name,Last name,City\n{lines}\n"))
    with desk_db.transaction(SYSTEM) as session:
        session.execute(sa.update(Customer).values(revenue_minor=123456, licenses=2))
        two = session.scalars(sa.select(Customer).order_by(Customer.id).limit(2)).all()
        for customer, currency in zip(two, ("JPY", "USD"), strict=True):
            customer.annual_revenue_minor, customer.annual_revenue_currency = 500000, currency


@pytest.mark.usefixtures("hundred")
def test_what_stands_on_the_pages(printed):
    asked = ListQuery("pat", (Condition("kind", Op.IS, Kind.INDIVIDUAL),), sort="client_id")
    pages = printed(
        "client_id", "name", "licenses", "revenue", "annual_revenue", asked=asked,
        title="Who to call",
    )  # fmt: skip
    first, last = pages[0], pages[-1]
    assert first.texts[:5] == [
        "Test firm", "Who to call", "100 customers", "Type is Individual; Search “pat”",
        "Exported by Ada Admin, Nov 20, 2026, 12:00 (UTC)",
    ]  # fmt: skip
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert page.texts[-2:] == ["Test firm · Who to call", f"Page {number} of 3"]
        assert "Client ID" in page.texts
        assert "Revenue (EUR)" in page.text
    row = first.texts.index("P-000")
    assert first.texts[row : row + 5] == ["P-000", "Pat Number 0", "2", "1,234.56", "500,000 JPY"]
    assert "Total: 100 customers" in last.text
    assert last.texts[-6:-2] == ["200", "123,456.00", "500,000 JPY", "5,000.00 USD"]
    names = [text for page in pages for text in page.texts if text.startswith("P-")]
    assert names == [f"P-{row:03}" for row in range(100)]


@pytest.mark.usefixtures("hundred")
@pytest.mark.parametrize(
    ("zone", "size"),
    [("Europe/Berlin", A4), ("America/New_York", LETTER), ("America/Manaus", A4), ("UTC", A4)],
)
def test_paper_is_the_countrys(services, printed, zone, size):
    organization = services.organization
    organization.save(replace(organization.settings(), time_zone=zone))
    assert printed("name", "city")[0].size == pytest.approx(size)


@pytest.mark.usefixtures("hundred")
def test_many_columns_are_printed_across(printed):
    few = printed("name", "city")[0].size
    many = printed(
        "name",
        "role",
        "phone",
        "email",
        "company",
        "status",
        "licenses",
        "revenue",
        "created_at",
        "client_id",
        "kind",
        "country",
        "city",
        "owner",
    )[0].size
    assert few == pytest.approx(A4)
    assert many == pytest.approx((A4[1], A4[0]))


def test_more_columns_than_paper_has_room_for_are_refused(services, printed, path):
    services.customers.create(CustomerDraft("n@n.org", "N", "N"))
    with pytest.raises(Invalid, match=r"only the first \d+ fit\. Choose fewer") as refused:
        printed(*COLUMNS)
    assert set(refused.value.fields) == {"columns"}
    assert not path.exists()


@pytest.mark.usefixtures("hundred")
def test_more_rows_than_anybody_prints_are_refused(printed, path, monkeypatch):
    monkeypatch.setattr("app.exchange.pdf.sink.MAX_ROWS", 99)
    with pytest.raises(Invalid, match="Choose XLSX or CSV") as refused:
        printed("name")
    assert set(refused.value.fields) == {"format"}
    assert not path.exists()


def test_no_customers_are_a_page_with_a_header(printed):
    [page] = printed("name", "email")
    assert "E-mail" in page.texts
    assert "0 customers" in page.texts
    assert page.texts[-1] == "Page 1 of 1"


def test_a_text_longer_than_a_page_goes_on_overleaf(services, printed):
    words = [f"word{number}" for number in range(1100)]
    services.customers.create(CustomerDraft("n@n.org", "N", "N", notes=" ".join(words)))
    services.customers.create(CustomerDraft("o@o.org", "O", "O", notes="short"))
    pages = printed("client_id", "notes")
    assert len(pages) >= 2
    found = [word for page in pages for word in page.text.split() if word.startswith("word")]
    assert found == words


ALPHABETS = {
    "Latin": "Ragnheiður Þórsdóttir-Nguyễn Łęcki",
    "Greek": "Αλέξανδρος Παπαδόπουλος",
    "Cyrillic": "Олександр Щербак",
    "Armenian": "Արամ Խաչատրյան",
    "Georgian": "ნინო ბერიძე",
    "Thai": "สมชาย ใจดี",
    "Chinese": "李晓明 北京科技有限公司",
    "Japanese": "山田さくら カタカナ",
    "Korean": "김철수 주식회사",
    "Signs": "A–B “C” €£¥ ✓ № 5",
}


@pytest.mark.parametrize("name", ALPHABETS.values(), ids=ALPHABETS)
def test_names_of_any_alphabet(services, printed, name):
    services.customers.create(CustomerDraft("n@n.org", name, "."))
    [page] = printed("first_name")
    assert name in "".join(page.texts)


def test_letters_nobody_has_a_font_for_are_told(services, path):
    services.customers.create(CustomerDraft("n@n.org", "अनिल", "कुमार"))
    order = ExportOrder(Format.PDF, columns=("name",))
    result = services.exports.run(path, order)
    assert "Choose XLSX or CSV" in result.notes[0]
    [page] = read_pdf(path)
    assert any(text.startswith("\ufffd\ufffd") for text in page.texts)


def test_no_text_breaks_a_page(services, path, desk_db):
    services.customers.create(CustomerDraft("n@n.org", "N", "N"))
    for text in ACCEPTABLE:
        with desk_db.transaction(SYSTEM) as session:
            session.scalars(sa.select(Customer)).one().notes = text
        services.exports.run(path, ExportOrder(Format.PDF, columns=("notes", "name")))
        assert "Total: 1 customer" in read_pdf(path)[-1].text


class Stopping(Progress):
    """Cancels when so much is done."""

    def __init__(self, share):
        super().__init__()
        self.share = share

    def report(self, done, total=None):
        if total and done / total >= self.share:
            self.cancel()
        super().report(done, total)


@pytest.mark.usefixtures("hundred")
@pytest.mark.parametrize("share", [0.05, 0.2, 0.45, 0.7, 0.99])
def test_cancelled_at_any_stage_there_is_no_file(services, path, share):
    with pytest.raises(Cancelled):
        services.exports.run(path, ExportOrder(Format.PDF, columns=("name",)), Stopping(share))
    assert list(path.parent.glob("*.pdf")) == []
    assert list(path.parent.glob(".*")) == []
    assert services.exports.jobs() == []


LETTERS = Letters()


@given(st.text(), st.floats(20, 200))
def test_wrapped_lines_have_every_letter_and_fit(text, width):
    lines = wrapped(LETTERS, text, PLAIN, 8.5, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert len(line) <= 1 or LETTERS.width(line, PLAIN, 8.5) <= width + 0.01


@given(st.lists(st.integers(1, 120), max_size=60))
def test_every_line_of_every_row_is_on_some_page_once(heights):
    frame = Frame(A4, 8.5, (100.0,))
    first, others = 400.0, 700.0
    pages = paged(frame, heights, first, others)
    pieces = [piece for page in pages for piece in page]
    for row, lines in enumerate(heights):
        own = [piece for piece in pieces if piece.row == row]
        assert (own[0].start, own[-1].end) == (0, lines)
        assert all(before.end == after.start for before, after in pairwise(own))
    for number, page in enumerate(pages):
        used = sum(frame.height(piece.end - piece.start) for piece in page)
        assert used <= (others if number else first) + 0.01


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Müller GmbH", "Müller GmbH"),
        ("שלום עולם", "םלוע םולש"),
        ("Acme (שלום) Ltd", "Acme (םולש) Ltd"),
        ("תל אביב 12-34", "12-34 ביבא לת"),
        ("(אבג)", "(גבא)"),
        ("محمد", "\ufeaa\ufee4\ufea4\ufee3"),
        ("سلام", "\ufee1\ufefc\ufeb3"),
        ("لا", "\ufefb"),
        ("ماء", "\u0621\ufe8e\ufee3".replace("\u0621", "\ufe80")),
        ("شركة ABC", "ABC \ufe94\ufedb\ufeae\ufeb7"),
    ],
)
def test_hebrew_and_arabic_stand_as_they_are_read(text, seen):
    assert as_seen(text) == seen


@given(st.text(st.characters(categories=["L", "N", "P", "Z"])))
def test_what_is_turned_loses_nothing(text):
    seen = unicodedata.normalize("NFKC", as_seen(text))
    assert sorted(seen) == sorted(unicodedata.normalize("NFKC", text)) or "\u0644" in text


def test_a_table_without_texts_has_its_sums(path):
    column = ExportColumn((), None, Shape.NUMBER)
    sheet = Sheet("Sums", ["One", "Two"], [column, column], 3)
    with pdf_sink(path, sheet, Progress()) as sink:
        sink.add([[1, 2, 3], [10, -20, 3000]])
    [page] = read_pdf(path)
    assert page.texts[-4:-2] == ["6", "2,990"]
    assert "−20" in page.texts
