"""Names are clean and safe; what may run something is told by name and by content."""

import zipfile

import pytest

from app.attachments import danger, kinds
from app.attachments.schemas import FileKind
from app.contents import names


@pytest.mark.parametrize(
    ("given", "kept", "safe"),
    [
        ("offer.pdf", "offer.pdf", "offer.pdf"),
        ("../../etc/passwd", ".._.._etc_passwd", ".._.._etc_passwd"),
        ("C:\\temp\\a:b.txt", "C:_temp_a:b.txt", "C__temp_a_b.txt"),
        ("a\nb\tc\x00d\x7f.txt", "a_b_c_d_.txt", "a_b_c_d_.txt"),
        ("fdp.\u202eexe", "fdp._exe", "fdp._exe"),
        ("half\udcff.txt", "half_.txt", "half_.txt"),
        ("u\u0308ber  uns.txt", "\u00fcber uns.txt", "\u00fcber uns.txt"),
        ("con.tar.gz", "con.tar.gz", "_con.tar.gz"),
        ("LPT1", "LPT1", "_LPT1"),
        ("console.txt", "console.txt", "console.txt"),
        ("end. . ", "end. .", "end"),
        ("...", "file", "file"),
        ("", "file", "file"),
        (".bashrc", ".bashrc", ".bashrc"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf", "x" * 241 + ".pdf"),
        ("\u00e4" * 200 + ".pdf", "\u00e4" * 200 + ".pdf", "\u00e4" * 120 + ".pdf"),
        ("n." + "y" * 300, ("n." + "y" * 300)[:255], ("n." + "y" * 300)[:245]),
    ],
)
def test_names_are_clean_and_safe(given, kept, safe):
    assert (names.kept(given), names.safe(given)) == (kept, safe)
    assert names.safe(safe) == safe


def test_a_taken_name_gets_a_number():
    assert names.unlike("a.pdf", []) == "a.pdf"
    assert names.unlike("a.pdf", ["A.PDF", "a (2).pdf"]) == "a (3).pdf"


def test_a_name_tells_the_kind_and_the_type():
    told = [(kinds.kind_of(name), kinds.media_type(name)) for name in
            ("A.JPG", "a.xlsx", "setup.exe", "noending", "run.exe. .")]  # fmt: skip
    assert told == [
        (FileKind.IMAGE, "image/jpeg"),
        (FileKind.SPREADSHEET,
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileKind.PROGRAM, kinds.UNKNOWN), (FileKind.OTHER, kinds.UNKNOWN),
        (FileKind.PROGRAM, kinds.UNKNOWN),
    ]  # fmt: skip
    for name in ("a.exe", "a.EXE ", "a.docm", "a.lnk", "a.desktop", "a.jar", "a.js", "a.url",
                 "a.sh", "a.py", "a.iso", "a.hta", "a.scr.", "a.pdf.exe"):  # fmt: skip
        assert kinds.is_risky(name), name
    for name in ("a.pdf", "exe", "a.exe.pdf", "a.docx", "a.html", "a.txt", "a.zip", "a.csv"):
        assert not kinds.is_risky(name), name


def _zip(path, *inside):
    with zipfile.ZipFile(path, "w") as archive:
        for name in inside:
            archive.writestr(name, "x")
    return path.read_bytes()


def test_what_a_file_holds_tells_what_its_name_does_not(tmp_path):
    path = tmp_path / "x"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(6000)
    harmful = {
        "a.txt": b"MZ\x90\0\x03\0\0\0", "b.pdf": b"\x7fELF\x02\x01", "c": b"#!/bin/sh\nrm -r",
        "d.txt": b"\n[Desktop Entry]\nExec=x", "e.doc": ole + "_VBA_PROJECT".encode("utf-16-le"),
        "f.docx": _zip(path, "word/document.xml", "word/vbaProject.bin"),
        "g.zip": _zip(path, "META-INF/MANIFEST.MF"),
        "h.html": b"<p>Hello</p><SCRIPT>alert(1)</SCRIPT>", "i.html": b"<img src=x onerror=run()>",
        "j.svg": b"<svg><a href='javascript:x'/></svg>",
        "k.html": "<script>1</script>".encode("utf-16"), "l.dat": b"<!DOCTYPE html><iframe src=x>",
        "m.docx": b"PK\x03\x04 half of an archive", "n.pdf": b"\xca\xfe\xba\xbe\0\0",
    }  # fmt: skip
    harmless = {
        "a.txt": b"MZ-1234; the order of Mrs. Zoe", "b.html": b"<h1>Offer</h1><p>on = off</p>",
        "c.docx": _zip(path, "word/document.xml", "[Content_Types].xml"), "d.doc": ole,
        "e.pdf": b"%PDF-1.7", "f.png": b"\x89PNG\r\n", "g.txt": b"", "h.svg": b"<svg><path/></svg>",
        "i.odt": _zip(path, "mimetype", "META-INF/manifest.xml"),
    }  # fmt: skip
    told = {}
    for name, content in {**harmful, **{f"ok-{k}": v for k, v in harmless.items()}}.items():
        path.write_bytes(content)
        told[name] = danger.harm(name, path)
    assert {name for name, found in told.items() if found} == set(harmful)
