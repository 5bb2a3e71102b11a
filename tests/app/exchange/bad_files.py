"""Files that have broken importers, made when a test asks for one."""

import random

MEGABYTE = 1 << 20


def _random_quotes():
    signs = random.Random(1)
    return "".join(signs.choice('a",\n;\t\r') for _ in range(300_000)).encode()


# What the table must hold: header, then cells by line.
READ_RIGHT = {
    "bom.csv": ("\ufeffname,email\nZoë,z@x.example\n".encode(), "Zoë"),
    "no_bom.csv": ("name,email\nZoë,z@x.example\n".encode(), "Zoë"),
    "utf16_bom.csv": ("name,email\r\nZoë,z@x.example\r\n".encode("utf-16"), "Zoë"),
    "utf16le.csv": ("name,email\r\nZoë,z@x.example\r\n".encode("utf-16-le"), "Zoë"),
    "utf16be.csv": ("name,email\r\nZoë,z@x.example\r\n".encode("utf-16-be"), "Zoë"),
    "utf32.csv": ("name,email\r\nZoë,z@x.example\r\n".encode("utf-32"), "Zoë"),
    "semicolons.csv": ("name;email\r\nZoë;z@x.example\r\n".encode(), "Zoë"),
    "tabs.csv": ("name\temail\nZoë\tz@x.example\n".encode(), "Zoë"),
    "pipes.csv": ("name|email\nZoë|z@x.example\n".encode(), "Zoë"),
    "commas_inside.csv": ('name;email\n"Zoë, Anna";z@x.example\n'.encode(), "Zoë, Anna"),
    "sep_line.csv": (b"sep=;\r\nname;email\r\nA,B;z@x.example\r\n", "A,B"),
    "sep_line_bom.csv": ("\ufeffSEP=|\nname|email\nA;B|z@x.example\n".encode(), "A;B"),
    "cr_only.csv": (b"name,email\rA,z@x.example\r", "A"),
    "mixed_line_ends.csv": (b"name,email\r\n\n\rA,z@x.example", "A"),
    "padded.csv": (b' name , email \nA, "z@x.example"\n', "A"),
    "blank_columns.csv": (b"name,email,,\nA,z@x.example,,\n,,,\n", "A"),
    "multi_line.csv": (b'name,email\n"A\r\nB",z@x.example\n', "A\nB"),
    "nul.csv": (b"name,email\nA\0B,z@x.example\n", "AB"),
    "guarded.csv": (b"name,email\n'=1+1,z@x.example\n", "=1+1"),
    "utf7.csv": (b"name,email\n+ADw-script+AD4-,z@x.example\n", "+ADw-script+AD4-"),
    "rtl.csv": ("name,email\n\u202egro.live\u202c,z@x.example\n".encode(), "\u202egro.live\u202c"),
    "titles.csv": (b"Report, 2024\n\nmade by us\nname;email\nA;z@x.example\n", "A"),
    "bmw.csv": (b"BM,email\nA,z@x.example\n", "A"),
}
# Encodings no one can be sure of: guessed, marked, and right once chosen.
UNCERTAIN = {
    "cp1252": ("name;email\r\nZoë €;z@x.example\r\n", "cp1252", "Zoë €"),
    "german": ("Name;Ort\r\nJürgen Groß;Köln\r\n" * 3, "cp1252", "Jürgen Groß"),
    "late": ("name,email\n" + "A,a@x\n" * 300_000 + "José,j@x\n", "cp1252", "A"),
    "sjis": ("名前,email\r\n山田太郎,y@x.example\r\n", "cp932", "山田太郎"),
    "gb18030": ("姓名,email\r\n张三,z@x.example\r\n", "gb18030", "张三"),
    "cyrillic": ("имя,город\n" + "Иван Петров,Москва\n" * 5, "cp1251", "Иван Петров"),
    "undefined_in_cp1252": ("name,email\nA\x81é,a@x\n", "iso8859-1", "Aé"),
}
# The whole file is refused, with these words.
REFUSED = {
    "empty.csv": (b"", "is empty"),
    "only_bom.csv": (b"\xef\xbb\xbf", "is empty"),
    "only_newlines.csv": (b"\n" * 100_000, "is empty"),
    "only_delimiters.csv": (b",,,\n,,\n", "is empty"),
    "header_only.csv": (b"name,email\n", "has a header but no rows"),
    "binary.csv": (random.Random(2).randbytes(200_000), "does not hold text"),
    "gzip.csv": (b"\x1f\x8b\x08" + bytes(1000), "is a compressed file"),
    "workbook.xlsx": (b"PK\x03\x04" + bytes(1000), "is damaged or cut short"),
    "old.xls": (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(1000), "is a document without a table"),
    "paper.pdf": (b"%PDF-1.7\n", "is a PDF document"),
    "photo.png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "is an image"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(100), "is an image"),
    "photo.bmp": (b"BM" + bytes(100), "is an image"),
    "page.csv": (b"<html><table><tr><td>1</td></tr></table>", "is a web page"),
    "unclosed_quote.csv": (b'name,email\nA,a@x\n"B,b@x\nC,c@x\n', "Line 3: a quotation mark"),
    "broken_header.csv": (b'"na"me,email\nA,a@x\n', "quotation marks in the header"),
    "all_quotes.csv": (b'"' * 300_000, "has a header but no rows"),
    "unclosed_quote_16MB.csv": (
        b'name,email\n"' + b"x,y\n" * (4 << 20),
        "Line 2: a quotation mark",
    ),
    "one_cell_16MB.csv": (
        b"name,email\n" + b"A" * (16 * MEGABYTE) + b",a@x\n",
        "Line 2 has a cell longer than 1,048,576",
    ),
    "one_cell_just_too_long.csv": (
        b"name,email\nA,a@x\n" + b"A" * (MEGABYTE + 1) + b",a@x\n",
        "Line 3 has a cell longer than 1,048,576",
    ),
    "no_newline_20MB.csv": (b"a," * (10 << 20), "Line 1 has"),
    "many_columns.csv": (
        b",".join(b"c%d" % i for i in range(100_000)) + b"\n1\n",
        "Line 1 has 100,000 columns; at most 1,024",
    ),
}
# Something is wrong with single lines: (line, word of the note or None, word of the problem).
FLAGGED = {
    "short_long.csv": (
        b"name,email\nA\nB,b@x,extra,extra\n,,,,\nC,c@x\nD,d@x,,\n",
        [
            (2, "has 1 cell, the header 2", None),
            (3, None, "has 4 cells, the header 2"),
            (5, None, None),
            (6, None, None),
        ],
    ),
    "stray_quote.csv": (
        b'name,email\n"A"B,a@x\nC "the" D,c@x\n',
        [(2, None, "quotation marks"), (3, None, None)],
    ),
    "closed_too_late.csv": (
        b'name,email\n"A,a@x\nB,b@x\n"C",c@x\nD,d@x\n',
        [(2, None, "quotation marks"), (5, None, None)],
    ),
    "swallowed.csv": (
        b'name,email\n"A,a@x\nB,b@x\n"\nD,d@x\n',
        [(2, None, "has 1 cell, the header 2. Look for a stray"), (5, None, None)],
    ),
    "mixed_delimiters.csv": (
        b"name,email\nA,a@x\nB;b@x\nC\tc@x\nD,d@x\n",
        [
            (2, None, None),
            (3, None, "has “;” between its cells, the header “,”"),
            (4, None, "has “tab” between its cells"),
            (5, None, None),
        ],
    ),
    "controls.csv": (
        b"name,email\nA\x07B,a@x\n\nC,c@x\n",
        [(2, "Control characters were taken out", None), (4, None, None)],
    ),
}
RANDOM_QUOTES = _random_quotes()
