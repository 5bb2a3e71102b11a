"""Contact cards of every version and program are rows under names the mapping knows."""

import quopri

import pytest

from app.core.errors import Invalid
from app.exchange.card_rows import HEADER
from app.exchange.mapping import propose
from app.exchange.reading import read_table

OLD = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\n"
    "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg=\r\n-Peter\r\n"
    "FN:whatever\r\n"
    "ORG;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1252:Gro=DF & Klein;Sales\r\n"
    "TEL;FAX:+49 30 9\r\nTEL;WORK;VOICE:+49 30 1\r\nTEL;CELL;PREF:+49 170 2\r\n"
    "EMAIL;INTERNET:a@x.example\r\n"
    "ADR;WORK;ENCODING=QUOTED-PRINTABLE:;2. Stock;Haus 1=0D=0AHof;K=C3=B6ln;NRW;50667;Germany\r\n"
    "PHOTO;JPEG;ENCODING=BASE64:\r\n /9j/4AAQSkZJRgABAQ\r\n AAAA\r\n\r\n"
    "BDAY:1980-02-29\r\nEND:VCARD\r\n"
)
MIDDLE = (
    "BEGIN:VCARD\nVERSION:3.0\nitem1.EMAIL;type=INTERNET;type=pref:b@x.example\n"
    "EMAIL;TYPE=home:b2@x.example\nEMAIL:b3@x.example\nN:Smith;Ann;Mary;Dr.;jr.\n"
    "FN:Dr. Ann Mary Smith jr.\nORG:Acme\\, Inc.;\nitem1.X-ABLabel:_$!<Other>!$_\n"
    "NOTE:one\\ntwo\\; thr\n ee\\\\\nURL;VALUE=uri:https://a.example\nNOTE:four\nUID:u-1\n"
    'ADR;TYPE="work,pref";LABEL="a:b;c":PO 7;;;York;;YO1;UK\nEND:VCARD\n'
)
NEW = (
    "begin:vcard\nversion:4.0\nkind:org\nfn:Société Générale\ntel;VALUE=uri;PREF=2:tel:+33-1\n"
    'tel;VALUE=uri;PREF=1;TYPE="voice,home":tel:+33-2;ext=5\nemail:mailto:c@x.example\nend:vcard\n'
)


@pytest.fixture
def write(tmp_path):
    def made(content, name="people.vcf"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return made


def people(path, **how):
    with read_table(path, **how) as table:
        assert table.header == HEADER
        return [
            {name: cell for name, cell in zip(HEADER, row.cells, strict=True) if cell}
            for row in table.rows()
        ]


def test_a_card_of_version_2(write):
    assert people(write(OLD)) == [
        {
            "First name": "Jörg-Peter",
            "Last name": "Müller",
            "Company": "Groß & Klein",
            "E-mail": "a@x.example",
            "Phone": "+49 170 2",
            "Phone 2": "+49 30 1",
            "Address line 1": "Haus 1",
            "Address line 2": "Hof, 2. Stock",
            "City": "Köln",
            "State": "NRW",
            "Postal code": "50667",
            "Country": "Germany",
            "Birthday": "1980-02-29",
        }
    ]


def test_a_card_of_version_3(write):
    path = write(MIDDLE)

    assert people(path) == [
        {
            "First name": "Ann Mary",
            "Last name": "Smith",
            "Company": "Acme, Inc.",
            "E-mail": "b@x.example",
            "E-mail 2": "b2@x.example",
            "Website": "https://a.example",
            "Notes": "one\ntwo; three\\\n\nfour",
            "Address line 1": "PO 7",
            "City": "York",
            "Postal code": "YO1",
            "Country": "UK",
            "UID": "u-1",
        }
    ]
    with read_table(path) as table:
        assert "more e-mail addresses" in table.sample[0].note


def test_a_card_of_version_4(write):
    assert people(write(NEW)) == [
        {
            "Company": "Société Générale",
            "E-mail": "c@x.example",
            "Phone": "+33-2",
            "Phone 2": "+33-1",
        }
    ]


def test_many_cards_follow_each_other_whatever_the_line_ends(write):
    path = write(OLD + MIDDLE.replace("\n", "\r") + "\n\n" + NEW)

    with read_table(path) as table:
        assert [row.line for row in table.rows()] == [1, 18, 35]
        assert table.header_row is None
        assert table.kind == "vcard"


def test_the_columns_are_mapped_by_themselves(write):
    with read_table(write(OLD)) as table:
        mapping = propose(table.header, [row.cells for row in table.sample])

    assert mapping == {
        "First name": "first_name",
        "Last name": "last_name",
        "Company": "company_name",
        "E-mail": "email",
        "Phone": "phone",
        "Website": "website",
        "Address line 1": "address_line1",
        "Address line 2": "address_line2",
        "City": "city",
        "State": "state",
        "Postal code": "postal_code",
        "Country": "country",
        "Notes": "notes",
    }


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("FN:Ann Smith", {"First name": "Ann", "Last name": "Smith"}),
        ("FN:Cher", {"Last name": "Cher"}),
        ("FN:Acme\nORG:Acme", {"Company": "Acme"}),
        ("FN:Acme\nX-ABShowAs:COMPANY", {"Company": "Acme"}),
        ("N:;;;;\nFN:Ann Smith\nORG:Acme",
         {"First name": "Ann", "Last name": "Smith", "Company": "Acme"}),
        ("N:Smith", {"Last name": "Smith"}),
    ],
)  # fmt: skip
def test_names_are_found_where_a_card_has_them(write, names, expected):
    assert people(write(f"BEGIN:VCARD\n{names}\nEND:VCARD\n")) == [expected]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_whole_file_in_another_encoding(write, encoding):
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Müller;Zoë\r\nEND:VCARD\r\n"

    [found] = people(write(text.encode(encoding)))

    assert found == {"First name": "Zoë", "Last name": "Müller"}


def test_an_encoding_without_proof_is_a_guess(write):
    path = write("BEGIN:VCARD\nN:Müller;Zoë\nEND:VCARD\n".encode("cp1252"))

    with read_table(path) as table:
        assert table.uncertain
        assert "The encoding is a guess" in table.notes[0]
    assert people(path, encoding="mac-roman")[0]["Last name"] != "Müller"


def test_a_line_folded_in_the_middle_of_a_character(write):
    line = "N:Müller;Zoë".encode()
    folded = line[:4] + b"\r\n " + line[4:]

    assert people(write(b"BEGIN:VCARD\r\n" + folded + b"\r\nEND:VCARD\r\n")) == [
        {"First name": "Zoë", "Last name": "Müller"}
    ]


def test_pictures_of_any_size_and_agents_are_left_out(write):
    picture = b"PHOTO;ENCODING=b;TYPE=JPEG:" + b"\r\n ".join([b"QUJD" * 18] * 150_000)
    bare = b"LOGO;BASE64:\r\n" + b"\r\n".join([b"QUJD" * 18] * 50)
    agent = b"AGENT:\r\nBEGIN:VCARD\r\nN:Bond;James\r\nEND:VCARD"

    assert people(
        write(b"\r\n".join([b"BEGIN:VCARD", picture, bare, agent, b"N:Smith;Ann", b"END:VCARD"]))
    ) == [{"First name": "Ann", "Last name": "Smith"}]


def test_what_is_odd_with_a_card_is_told_with_its_line(write):
    path = write(
        "BEGIN:VCARD\nN:Cut;Off\nBEGIN:VCARD\nN:Odd;Line\nthis is no property!\n"
        "NOTE;CHARSET=UTF-8:\\\nEND:VCARD\nbetween\n"
        "BEGIN:VCARD\nN;CHARSET=klingon;ENCODING=quoted-printable:=C3;x\nEND:VCARD\n"
        "BEGIN:VCARD\nN:Last;One"
    )

    with read_table(path) as table:
        found = list(table.rows())

    assert [row.line for row in found] == [1, 3, 9, 12]
    assert [bool(row.problem) for row in found] == [True, False, False, True]
    assert "has no end" in found[0].problem
    assert found[1].note == "A line of the card could not be read and was left out."
    assert "do not fit the encoding" in found[2].note


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"BEGIN:VCARD\0\0", "does not hold text"),
        (b"BEGIN:VCARDS\nN:a;b\nEND:VCARDS\n", "holds no contact card"),
        (b"BEGIN:VCARD\nNOTE:" + b"x" * (9 << 20) + b"\nEND:VCARD\n", "Line 2 is longer than"),
        (b"BEGIN:VCARD\nNOTE:x" + b"\n ".join([b"x" * 999] * 9000), "Line 2 is longer than"),
    ],
)
def test_what_holds_no_cards_is_refused(write, content, words):
    with pytest.raises(Invalid) as refused:
        people(write(content))

    assert words in refused.value.fields["file"]


def test_quoted_printable_of_many_lines(write):
    note = "Größe\n" * 100
    quoted = quopri.encodestring(note.encode()).replace(b"\n", b"=0A=\r\n").replace(b"==0A", b"")
    card = b"BEGIN:VCARD\r\nNOTE;ENCODING=QUOTED-PRINTABLE:" + quoted + b"\r\nEND:VCARD\r\n"

    assert people(write(card)) == [{"Notes": note.strip()}]
