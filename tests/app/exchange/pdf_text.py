"""Reads a PDF of ours back: its pages, with their size and the texts on them in order."""

import re
import zlib
from dataclasses import dataclass

_TOKEN = re.compile(rb"/([\w+]+) [\d.]+ Tf|\(((?:[^()\\]|\\.)*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass
class Page:
    """`size` is width and height in points; `texts` are as they were written."""

    size: tuple[float, float]
    texts: list[str]

    @property
    def text(self):
        return " ".join(self.texts)


def read_pdf(path):
    """The pages of a document."""
    objects = _objects(path.read_bytes())
    kids = next(body for body in objects.values() if b"/Type /Pages" in body)
    pages = re.search(rb"/Kids \[([^\]]*)\]", kids)[1]
    return [_page(objects, objects[int(number)]) for number in re.findall(rb"(\d+) 0 R", pages)]


def _objects(data):
    """Where each object begins stands in a table at the end; bytes in between may look alike."""
    table = data[int(re.findall(rb"startxref\s+(\d+)", data)[-1]) :]
    starts = [int(start) for start in re.findall(rb"(\d{10}) \d{5} n", table)]
    ends = sorted([*starts[1:], len(data) - len(table)])
    found = {}
    for start in starts:
        number, body = re.match(
            rb"(\d+) 0 obj(.*)", data[start : min(end for end in ends if end > start)], re.DOTALL
        ).groups()
        found[int(number)] = body
    return found


def _page(objects, body):
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", body)
    content = _stream(objects[int(re.search(rb"/Contents (\d+) 0 R", body)[1])])
    fonts, font, texts = _fonts(objects), {}, []
    for name, text in _TOKEN.findall(content):
        if name:
            font = fonts[name]
        else:
            texts.append("".join(font.get(code, chr(code)) for code in _ESCAPED.sub(_raw, text)))
    return Page((float(box[1]), float(box[2])), texts)


def _raw(match):
    found = match[1]
    return bytes([int(found, 8)]) if len(found) == 3 else _PLAIN.get(found, found)


def _fonts(objects):
    """What each code means in each font, by the font's name."""
    found = {}
    for body in objects.values():
        name = re.search(rb"/Name /([\w+]+)", body)
        table = re.search(rb"/ToUnicode (\d+) 0 R", body)
        if name and table:
            found[name[1]] = _codes(_stream(objects[int(table[1])]))
        elif name:
            found[name[1]] = {}
    return found


def _codes(table):
    codes = {}
    for first, _last, rest in re.findall(rb"<(\w\w)> <(\w\w)>\s*\[([^\]]*)\]", table):
        for offset, value in enumerate(re.findall(rb"<(\w+)>", rest)):
            codes[int(first, 16) + offset] = _letter(value)
    for first, last, value in re.findall(rb"<(\w\w)> <(\w\w)> <(\w+)>", table):
        start = int(value, 16)
        for code in range(int(first, 16), int(last, 16) + 1):
            codes[code] = chr(start + code - int(first, 16))
    for code, value in re.findall(rb"^<(\w\w)> <(\w{4,})>\s*$", table, re.MULTILINE):
        codes[int(code, 16)] = _letter(value)
    return codes


def _letter(value):
    """ReportLab writes those beyond the first plane as one number, not as two halves."""
    return chr(int(value, 16)) if int(value, 16) < 0x110000 else "?"


def _stream(body):
    begin = re.search(rb"stream\r?\n", body).end()
    content = body[begin : begin + int(re.search(rb"/Length (\d+)", body)[1])]
    return zlib.decompress(content) if b"/FlateDecode" in body else content
