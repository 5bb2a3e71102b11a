"""Workbooks made byte by byte: good ones, odd ones and such as no program should unpack."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
START, END = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>', "</sheetData></worksheet>"
# The number formats of cells with s="1", s="2" and so on.
FORMATS = (
    (14, None),  # a day as the system shows it
    (164, "dd.mm.yyyy hh:mm"),
    (165, "00000"),
    (166, '[$-409]#,##0.00 "days"'),
    (167, "[h]:mm:ss"),
    (20, None),  # h:mm
)
DAY, MOMENT, PADDED, AMOUNT, ELAPSED, CLOCK = range(1, 7)
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="4">'
    + "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for number, code in FORMATS
        if code
    )
    + '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
    + "".join(f'<xf numFmtId="{number}"/>' for number, _code in FORMATS)
    + "</cellXfs></styleSheet>"
)
Part = str | bytes | Callable[[], Iterator[bytes]]


def text(reference: str, value: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def number(reference: str, value: object, style: int = 0) -> str:
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


def typed(reference: str, kind: str, value: object) -> str:
    return f'<c r="{reference}" t="{kind}"><v>{value}</v></c>'


def row(place: int, *cells: str, more: str = "") -> str:
    return f'<row r="{place}"{more}>{"".join(cells)}</row>'


def rows(*lines: list[str]) -> str:
    """The sheet whose rows hold these texts."""
    made = (
        row(place, *[text(f"{chr(65 + at)}{place}", cell) for at, cell in enumerate(cells) if cell])
        for place, cells in enumerate(lines, start=1)
        if any(cells)
    )
    return START + "".join(made) + END


def book(
    *sheets: Part,
    names: tuple[str, ...] = (),
    states: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    strings: Part | None = None,
    styles: Part = STYLES,
    extra: tuple[tuple[str, Part], ...] = (),
    about: str = "",
    doctype: str = "",
) -> bytes:
    """A workbook of these sheets, each the XML of its part."""
    listed, related = "", ""
    for place in range(1, len(sheets) + 1):
        name = names[place - 1] if names else f"Sheet{place}"
        state = f' state="{states[place - 1]}"' if states and states[place - 1] else ""
        kind = kinds[place - 1] if kinds else "worksheet"
        listed += f'<sheet name="{escape(name)}" sheetId="{place}"{state} r:id="rId{place}"/>'
        target = f"worksheets/sheet{place}.xml"
        related += f'<Relationship Id="rId{place}" Type="{OFFICE}/{kind}" Target="{target}"/>'
    related += f'<Relationship Id="s" Type="{OFFICE}/styles" Target="/xl/styles.xml"/>'
    parts: list[tuple[str, Part]] = [
        ("[Content_Types].xml", f"{HEAD}<Types/>"),
        (
            "_rels/.rels",
            (
                f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="r" '
                f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ),
        ),
        (
            "xl/workbook.xml",
            (
                f'{HEAD}{doctype}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{about}'
                f"<sheets>{listed}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            f'{HEAD}<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        ),
        ("xl/styles.xml", styles),
        *((f"xl/worksheets/sheet{place}.xml", one) for place, one in enumerate(sheets, start=1)),
        *extra,
    ]
    if strings is not None:
        parts.append(("xl/sharedStrings.xml", strings))
    return packed(*parts)


def packed(*parts: tuple[str, Part]) -> bytes:
    """A ZIP archive of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts:
            if callable(content):
                with archive.open(name, "w", force_zip64=True) as stream:
                    for block in content():
                        stream.write(block)
            else:
                archive.writestr(name, content)
    return made.getvalue()


def strings(*texts: str) -> str:
    """Shared strings, each the XML inside its item."""
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{one}</si>" for one in texts)}</sst>'


def ole(**streams: bytes) -> bytes:
    """A container as old Office programs write it, with streams of 4 KB at least."""
    end, fat_sector, none = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    fat, body, entries = [fat_sector, end], b"", [_entry("Root Entry", 5, end, 0, 1)]
    for place, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        first, count = len(fat), len(padded) // 512
        fat += [*range(first + 1, first + count), end]
        following = place + 1 if place < len(streams) else none
        entries.append(_entry(name, 2, first, len(padded), none, following))
        body += padded
    header = (
        bytes.fromhex("D0CF11E0A1B11AE1")
        + bytes(16)
        + struct.pack(
            "<HHHHH6xIIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0
        )
    )
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    directory = b"".join(entries).ljust(512, b"\0")
    return header.ljust(512, b"\xff") + table[:512] + directory[:512] + body


def _entry(name: str, kind: int, first: int, size: int, child: int, following: int = -1) -> bytes:
    wide = name.encode("utf-16-le")
    return (
        wide.ljust(64, b"\0")
        + struct.pack("<HBB", len(wide) + 2, kind, 1)
        + struct.pack("<III", 0xFFFFFFFF, following & 0xFFFFFFFF, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def old_book(*lines: list[object]) -> bytes:
    """A workbook of Excel 97 with one sheet."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    end = record(0x000A, b"")
    place = len(record(0x0809, begin)) + 4 + 8 + len("Old") + len(end)
    listed = record(0x0085, struct.pack("<IBBBB", place, 0, 0, 3, 0) + b"Old")
    cells = b""
    for at, values in enumerate(lines):
        for column, value in enumerate(values):
            where = struct.pack("<HHH", at, column, 0)
            if isinstance(value, str):
                wide = value.encode("utf-16-le")
                cells += record(0x0204, where + struct.pack("<HB", len(value), 1) + wide)
            else:
                cells += record(0x0203, where + struct.pack("<d", value))
    sheet = record(0x0809, begin[:2] + struct.pack("<H", 0x0010) + begin[4:]) + cells + end
    return ole(Workbook=record(0x0809, begin) + listed + end + sheet)


def open_document(*lines: list[str]) -> bytes:
    """A workbook as LibreOffice writes it."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
            for cell in line
        )
        + "</table:table-row>"
        for line in lines
    )
    content = (
        f"{HEAD}<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Liste">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
        ("META-INF/manifest.xml", f"{HEAD}<manifest/>"),
    )
