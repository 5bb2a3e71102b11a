"""Contact cards as other programs read them, and as we read them again."""

import pytest
import sqlalchemy as sa
import vobject
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import SYSTEM
from app.core.errors import Invalid
from app.core.listing import ListQuery, Selection
from app.customers.model import Customer
from app.exchange.export_schemas import DRAGGED, ExportOrder, Format
from app.exchange.schemas import Label
from app.exchange.vcards import _folded, _value
from tests.naughty import ACCEPTABLE

LIST = """\
Client ID,E-mail,First name,Last name,Company,Phone,Website,Address line 1,Address line 2,\
City,State or province,Postal code,Country,Notes
C-1,zoe@acme.example,Zoë,Ng,"Ärger; Söhne, AG",+41 44 668 18 00,https://acme.example,\
"Bahnhofstrasse 1, Hof",c/o Muster,Zürich,ZH,8001,Switzerland,Never on Mondays
C-2,only@mail.example,Max,,,,,,,,,,,
"""


@pytest.fixture
def cards(services, write, tmp_path):
    """A function that exports everybody and gives the cards, by Client ID."""
    services.exchange.run(write(LIST))

    def read():
        path = tmp_path / "out.vcf"
        order = ExportOrder(Format.VCARD, Selection(ListQuery(sort="client_id")))
        services.exports.run(path, order)
        text = path.read_bytes().decode()
        assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))
        return {card.x_client_id.value: card for card in vobject.readComponents(text)}

    return read


def test_a_card_has_what_an_address_book_keeps(cards, desk_db):
    zoe, other = cards().values()
    with desk_db.reading(SYSTEM) as session:
        uid = session.scalar(sa.select(Customer.uid).where(Customer.client_id == "C-1"))
    assert zoe.version.value == "3.0"
    assert zoe.uid.value == f"urn:uuid:{uid}"
    assert (zoe.n.value.family, zoe.n.value.given) == ("Ng", "Zoë")
    assert zoe.org.value == ["Ärger; Söhne, AG"]
    assert zoe.fn.value == "Ärger; Söhne, AG"
    assert (zoe.email.value, zoe.tel.value) == ("zoe@acme.example", "+41 44 668 18 00")
    assert zoe.url.value == "https://acme.example"
    address = zoe.adr.value
    assert (address.street, address.extended) == ("Bahnhofstrasse 1, Hof", "c/o Muster")
    assert (address.city, address.region, address.code) == ("Zürich", "ZH", "8001")
    assert address.country == "Switzerland"
    assert zoe.rev.value == "20261120T120000Z"
    assert other.fn.value == "Max"
    assert not hasattr(other, "adr")


def test_what_we_think_of_a_customer_is_not_passed_on(cards):
    assert "Mondays" not in str([card.serialize() for card in cards().values()])


def test_our_own_reader_finds_the_same_customers(services, cards, tmp_path):
    assert len(cards()) == 2
    found = services.exchange.rehearse(tmp_path / "out.vcf")
    assert found.counts[Label.UNCHANGED] == 2, list(found.rows)


def test_any_text_is_read_as_it_was(cards, desk_db):
    for text in {text[:200] for text in ACCEPTABLE}:
        with desk_db.transaction(SYSTEM) as session:
            for customer in session.scalars(sa.select(Customer)):
                customer.address_line1 = text
        # A card knows one kind of line break.
        expected = text.replace("\r\n", "\n").replace("\r", "")
        assert cards()["C-1"].adr.value.street == expected


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_folded_line_is_whole_again_when_unfolded(text):
    folded = _folded(f"NOTE:{_value(text)}")
    assert folded.endswith("\r\n")
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == f"NOTE:{_value(text)}\r\n"


def test_rows_can_be_dragged_out_as_text(services, cards):
    assert cards()
    ids = [services.customers.find(code) for code in ("C-2", "C-1")]
    text = services.exports.as_text(ids, Format.CSV, ("client_id", "city"))
    assert text == "Client ID,City\r\nC-2,\r\nC-1,Zürich\r\n"
    found = vobject.readComponents(services.exports.as_text(ids, Format.VCARD))
    assert [card.x_client_id.value for card in found] == ["C-2", "C-1"]
    dragged = [job for job in services.exports.jobs() if not job.file]
    assert [(job.rows, job.scope.value) for job in dragged] == [(2, "selected")] * 2


@pytest.mark.parametrize(
    ("count", "form"), [(DRAGGED + 1, Format.CSV), (1, Format.XLSX), (1, Format.PDF)]
)
def test_too_many_or_no_text_are_not_dragged(services, count, form):
    with pytest.raises(Invalid, match="Export them instead"):
        services.exports.as_text(range(count), form)
    assert services.exports.jobs() == []
