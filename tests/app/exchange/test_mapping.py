"""Columns find their fields by name and content; a mapping by hand is checked."""

import json

import pytest

from app.core.errors import Invalid
from app.exchange.fields import FIELDS, SYNONYMS, plain
from app.exchange.mapping import checked, propose, read_mapping


@pytest.mark.parametrize(
    ("header", "rows", "found"),
    [
        (
            ["Kundennr.", "Vorname", "Nachname", "Firma", "E-Mail-Adresse", "PLZ", "Ort", "Straße"],
            [],
            ["client_id", "first_name", "last_name", "company_name", "email", "postal_code",
             "city", "address_line1"],
        ),
        (["Name", "Contact"], [("Ann", "a@a.org"), ("Bob", "b@b.org")], ["name", "email"]),
        (["E-mail", "Reach"], [("yes", "a@a.org"), ("no", "b@b.org")], [None, "email"]),
        (["Web", "Home"], [("1", "Germany"), ("2", "France")], ["website", "country"]),
        (["x", "y"], [("www.a.org", "1"), ("https://b.org/c", "2")], ["website", None]),
        (["Phone 2", "Phone 1"], [], [None, "phone"]),
        (["Mobile", "Phone"], [], [None, "phone"]),
        (["Full name", "First name"], [], [None, "first_name"]),
        (["id", "Customer ID"], [], [None, "client_id"]),
        (["id"], [], ["client_id"]),
        (["Status", "Licenses", "Revenue (EUR)", "Owner"], [], [None, None, None, "owner"]),
    ],
)  # fmt: skip
def test_proposal(header, rows, found):
    wanted = {name: field for name, field in zip(header, found, strict=True) if field}
    assert propose(header, rows) == wanted


def test_every_field_is_known_by_its_own_title_and_key():
    for field, title in FIELDS.items():
        if field not in {"name", "annual_revenue_currency"}:
            assert plain(title) in SYNONYMS[field], title
    assert set(SYNONYMS) == set(FIELDS)
    names = [name for synonyms in SYNONYMS.values() for name in synonyms]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"Nmae": "email"}, "no column “Nmae”. It has: Name, E-mail."),
        ({"Name": "surname"}, "no field “surname”"),
        ({"Name": "email", "E-mail": "email"}, "Two columns are mapped to E-mail"),
        ({"Name": "name"}, "Map a column to E-mail or to Client ID"),
        ({}, "Map a column to E-mail or to Client ID"),
    ],
)
def test_an_impossible_mapping_is_refused_in_one_sentence(mapping, said):
    with pytest.raises(Invalid) as refusal:
        checked(mapping, ("Name", "E-mail"))
    assert said in refusal.value.fields["mapping"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '"email"',
        '{"E-mail": 1}',
        '{"E-mail": ["email"]}',
        "[" * 100_000,
        b"\xff\x00",
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path, content):
    path = tmp_path / "mapping.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Invalid) as refusal:
        read_mapping(path)
    assert "mapping.json" in refusal.value.fields["mapping"]


def test_a_mapping_may_come_from_a_file(tmp_path, services, write):
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps({"Wohnt": "city", "Schreibt": "email"}))
    rows = write("Schreibt,Wohnt,Name\na@a.org,Köln,Ann\n")
    services.exchange.run(rows, read_mapping(path))
    shown = services.customers.show(services.customers.find("a@a.org"))
    assert (shown.city, shown.name) == ("Köln", None)


@pytest.mark.parametrize("missing", ["nowhere.json", "."])
def test_a_missing_mapping_is_said(tmp_path, missing):
    with pytest.raises(Invalid, match="Choose"):
        read_mapping(tmp_path / missing)
