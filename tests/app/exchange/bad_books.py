"""Workbooks that have broken importers, made when a test asks for one."""

from app.exchange.cellvalues import column_letters
from tests.app.exchange import books
from tests.app.exchange.books import END, START, book, number, packed, row, rows, text, typed

GOOD = rows(["name", "email"], ["Zoë", "z@x.example"])
A1 = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
LAUGHS = (
    '<!DOCTYPE sst [<!ENTITY a "' + "A" * 100 + '">'
    + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">'
        for before, after in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)  # fmt: skip
FILE = '<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _repeated(piece, times):
    def blocks():
        yield START.encode()
        for _time in range(times):
            yield piece
        yield END.encode()

    return blocks


def _strings(doctype, entity, *, late=False):
    comment = f"<!--{' ' * 10_000}-->" if late else ""
    return (
        f'<?xml version="1.0"?>{comment}{doctype}<sst xmlns="{books.MAIN}">'
        f"<si><t>&{entity};</t></si></sst>"
    )


def _locked():
    """The bit that says a part is encrypted, set for all of them."""
    made = bytearray(book(GOOD))
    place = made.find(b"PK\x01\x02")
    while place >= 0:
        made[place + 8] |= 1
        place = made.find(b"PK\x01\x02", place + 4)
    return bytes(made)


def _shrunk():
    """A part that unpacks to more than the directory says."""
    made = bytearray(book(rows(["name", "email"], *[["Zoë", "z@x.example"]] * 1000)))
    place = made.find(b"xl/worksheets/sheet1.xml", made.find(b"PK\x01\x02")) - 46
    made[place + 24 : place + 28] = (500).to_bytes(4, "little")
    return bytes(made)


def _crowded():
    return packed(*((f"xl/junk/{number}.xml", "<a/>") for number in range(5001)))


def _headless(at):
    """A ZIP archive cut short there."""
    return book(GOOD)[:at]


# The whole file is refused, with these words.
REFUSED = {
    "spaces": (lambda: book(_repeated(b" " * (1 << 20), 32)), "would unpack to far more"),
    "one_cell": (
        lambda: book(
            _repeated(b'<row r="1"><c t="inlineStr"><is><t>' + b"A" * (32 << 20), 1),
        ),
        "would unpack to far more",
    ),
    "rows": (
        lambda: book(_repeated(b'<row><c t="n"><v>1</v></c></row>' * 10_000, 60)),
        "would unpack to far more",
    ),
    "long_cell": (
        lambda: book(rows(["name"], ["".join(map(chr, range(33, 127))).replace("<", "") * 30_000])),
        "Row 2 has a cell longer than 1,048,576",
    ),
    "parts": (_crowded, "made of more parts"),
    "laughs": (lambda: book(START + A1 + END, strings=_strings(LAUGHS, "j")), "document type"),
    "laughs_late": (
        lambda: book(START + A1 + END, strings=_strings(LAUGHS, "j", late=True)),
        "document type",
    ),
    "other_file": (lambda: book(START + A1 + END, strings=_strings(FILE, "x")), "document type"),
    "book_type": (lambda: book(GOOD, doctype=FILE), "document type"),
    "reference": (
        lambda: book(START + row(1, text("A1", "name"), text("ZZZZZZZ1", "x")) + END),
        "damaged at row 1",
    ),
    "row_number": (
        lambda: book(START + row(1, text("A1", "name")) + '<row r="99999999999999999999"/>' + END),
        "damaged at row 1",
    ),
    "rows_backwards": (
        lambda: book(START + row(2, text("A2", "name")) + row(1, text("A1", "x")) + END),
        "damaged at row 2",
    ),
    "string_there_is_not": (
        lambda: book(START + row(1, typed("A1", "s", 99)) + END, strings=books.strings("<t>a</t>")),
        "damaged at row 1",
    ),
    "string_before_all": (
        lambda: book(START + row(1, typed("A1", "s", -1)) + END, strings=books.strings("<t>a</t>")),
        "damaged at row 1",
    ),
    "not_closed": (lambda: book(START + row(1, text("A1", "name"))), "damaged at row 1"),
    "half": (lambda: _headless(len(book(GOOD)) // 2), "damaged or cut short"),
    "no_end": (lambda: _headless(len(book(GOOD)) - 30), "damaged or cut short"),
    "shrunk": (_shrunk, "damaged or cut short"),
    "nul_name": (
        lambda: book(GOOD).replace(b"xl/workbook.xml", b"xl/work\0ook.xml"),
        "is a ZIP archive",
    ),
    "archive": (lambda: packed(("letter.txt", "Dear")), "is a ZIP archive"),
    "letter": (lambda: packed(("word/document.xml", "<a/>")), "without a table in it"),
    "locked_part": (_locked, "protected with a password"),
    "locked": (
        lambda: books.ole(EncryptionInfo=b"\4\0\4\0", EncryptedPackage=b"?" * 9000),
        "protected with a password",
    ),
    "old_letter": (lambda: books.ole(WordDocument=b"?" * 9000), "without a table in it"),
    "old_half": (lambda: books.old_book(["name"], ["A"])[:1500], "damaged or cut short"),
    "empty_sheet": (lambda: book(rows()), "no sheet with cells"),
    "charts": (lambda: book("<chartsheet/>", kinds=("chartsheet",)), "no sheet with cells"),
    "no_sheet": (book, "no sheet with cells"),
    "header_only": (lambda: book(rows(["name", "email"])), "has a header but no rows"),
    "columns": (
        lambda: book(
            START
            + row(1, *[text(f"{column_letters(place)}1", f"c{place}") for place in range(16_384)])
            + row(2, text("A2", "x"))
            + END
        ),
        "Row 1 has more than 1,024 columns",
    ),
    "deep": (
        lambda: book(START + "<row>" * 2000 + "x" + "</row>" * 2000 + "<row>" + END),
        "damaged",
    ),
}
# Read, with what is odd told: (rows, words on the file, words on a row).
ODD = {
    "corner": (
        lambda: book(
            START + row(1, text("A1", "name")) + row(1_048_576, text("XFD1048576", "x")) + END
        ),
        [("",)],
        "",
        "something in column XFD, far beside",
    ),
    "dimension": (
        lambda: book(
            f'<worksheet xmlns="{books.MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>'
            + row(1, text("A1", "name"))
            + row(2, text("A2", "x"))
            + END
        ),
        [("x",)],
        "",
        "",
    ),
    "numbers": (
        lambda: book(
            START
            + row(1, *[text(f"{at}1", at) for at in "ABCDE"])
            + row(
                2,
                number("A2", "1e308"),
                number("B2", "1e999"),
                number("C2", "NaN"),
                number("D2", "9" * 5000),
                number("E2", 1),
            )
            + END
        ),
        [("1e+308", "", "", "", "1")],
        "",
        "Column B holds no number that can be written",
    ),
    "merged": (
        lambda: book(
            rows(["name", "city"], ["A", "Köln"], ["B"]).replace(
                "</worksheet>", '<mergeCells><mergeCell ref="B2:B3"/></mergeCells></worksheet>'
            )
        ),
        [("A", "Köln"), ("B", "")],
        "1 group of cells is merged",
        "",
    ),
    "hidden_row": (
        lambda: book(
            START
            + row(1, text("A1", "name"))
            + row(2, text("A2", "A"), more=" spans='1:1' hidden='1'")
            + row(3, text("A3", "B"), more=' hidden="0"')
            + END
        ),
        [("A",), ("B",)],
        "1 row is hidden",
        "",
    ),
    "macros": (
        lambda: book(GOOD, extra=(("xl/vbaProject.bin", b"\xd0\xcf" * 100),)),
        [("Zoë", "z@x.example")],
        "has macros. They are never run.",
        "",
    ),
    "formulas": (
        lambda: book(
            START
            + row(1, text("A1", "name"), text("B1", "sum"), text("C1", "link"))
            + row(
                2,
                text("A2", "A"),
                '<c r="B2"><f>1+1</f><v>2</v></c>',
                '<c r="C2" t="str"><f>HYPERLINK("x")</f><v>=cmd</v></c>',
            )
            + row(3, text("A3", "B"), '<c r="B3"><f>1+1</f></c>', typed("C3", "e", "#N/A"))
            + END
        ),
        [("A", "2", "=cmd"), ("B", "", "")],
        "",
        "Column B has a formula without a stored result",
    ),
    "zip_slip": (
        lambda: book(GOOD, extra=(("../../../../evil.txt", "x"),)),
        [("Zoë", "z@x.example")],
        "",
        "",
    ),
    "other_sheets": (
        lambda: book(
            GOOD,
            rows(["secret"]),
            "<chartsheet/>",
            names=("List", "Old & gone", "Chart"),
            states=("", "veryHidden", ""),
            kinds=("worksheet", "worksheet", "chartsheet"),
        ),
        [("Zoë", "z@x.example")],
        "Hidden in the workbook: “Old & gone”.",
        "",
    ),
}
