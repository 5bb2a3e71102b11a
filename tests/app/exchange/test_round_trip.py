"""What was exported comes in again unchanged, and makes the same customers elsewhere."""

import shutil
import unicodedata
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.access import SYSTEM, Actor, Permission
from app.core.changes import Changes
from app.core.clean import without_controls
from app.core.clock import FixedClock
from app.core.countries import COUNTRY_CODES, country_code, country_name
from app.core.engine import Address, Database
from app.customers.drafts import CustomerDraft
from app.customers.model import Customer
from app.exchange.export_schemas import COLUMNS, ExportOrder, Format
from app.exchange.fields import FIELDS
from app.exchange.schemas import Label
from app.services import Services
from tests.app.exchange.conftest import DATA

VISIBLE = ("name", "role", "phone", "email", "company", "status", "revenue", "created_at")


@pytest.mark.parametrize("name", ["customers.csv", "chinook-customers.csv"])
@pytest.mark.parametrize("columns", [None, VISIBLE])
def test_an_exported_list_imports_unchanged(services, tmp_path, name, columns):
    services.exchange.run(DATA / name)
    path = tmp_path / "out.csv"
    rows = services.exports.run(path, ExportOrder(Format.CSV, columns=columns)).rows
    again = services.exchange.rehearse(path)
    assert again.counts[Label.UNCHANGED] == rows, again.rows[:3]


def test_an_exported_list_makes_the_same_customers_elsewhere(
    services, tmp_path, make_address, clock, admin
):
    services.exchange.run(DATA / "chinook-customers.csv")
    path = tmp_path / "out.csv"
    services.exports.run(path, ExportOrder(Format.CSV))
    other = Database(make_address(founded=True), clock)
    elsewhere = Services.build(other, admin, Changes())
    elsewhere.exchange.run(path)
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    columns = tuple(COLUMNS)
    for each, file in ((services, first), (elsewhere, second)):
        each.exports.run(file, ExportOrder(Format.CSV, columns=columns))
    assert sorted(first.read_text().splitlines()) == sorted(second.read_text().splitlines())
    other.close()


def test_every_country_survives_its_name():
    for code in COUNTRY_CODES:
        assert country_code(country_name(code)) == code


def test_every_field_can_be_exported():
    assert set(FIELDS) - set(COLUMNS) == {"company_name"}  # the list calls it "company"


def _kept(limit, text):
    clean = unicodedata.normalize("NFC", without_controls(text)).strip()
    return "" if len(clean) > limit else clean


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LINE = TEXT.map(lambda text: " ".join(text.split())).map(partial(_kept, 100))
NOTE = TEXT.map(partial(_kept, 1000))


@pytest.fixture(scope="module")
def bare(sqlite_templates, tmp_path_factory):
    """A database with one customer, whose fields the test rewrites."""
    path = tmp_path_factory.mktemp("trip") / "trip.db"
    shutil.copy(sqlite_templates["founded"], path)
    database = Database(Address.parse(path), FixedClock(datetime(2026, 11, 20, 12, tzinfo=UTC)))
    services = Services.build(database, Actor(1, "Ada", frozenset(Permission)), Changes())
    services.customers.create(CustomerDraft("trip@t.org", "T", "T"))
    yield services, database, path.parent / "out.csv"
    database.close()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    first=LINE, last=LINE, company=LINE, city=LINE, phone=LINE.map(lambda text: text[:60].strip()),
    notes=NOTE, minor=st.none() | st.integers(0, 2**60),
    currency=st.sampled_from(["EUR", "JPY", "KWD", "USD"]), code=LINE,
)  # fmt: skip
def test_any_text_comes_back_as_it_was(
    bare, first, last, company, city, phone, notes, minor, currency, code
):
    services, database, path = bare
    with database.transaction(SYSTEM) as session:
        found = session.get(Customer, 1)
        found.first_name, found.last_name, found.company_name = first, last, company
        found.city, found.phone, found.notes = city, phone, notes
        found.client_id = code or "C-1"
        found.annual_revenue_minor = minor
        found.annual_revenue_currency = currency if minor is not None else ""
    services.exports.run(path, ExportOrder(Format.CSV))
    again = services.exchange.rehearse(path)
    assert again.counts[Label.UNCHANGED] == 1, again.rows
