"""Files damaged by chance end in rows or in one sentence: no bug, no crash, no hang."""

import io
import random
import zipfile

import pytest

from app.core.errors import Invalid
from app.exchange.containers import refuse_unsafe
from app.exchange.guarded_child import read
from app.exchange.outcomes import SENTENCES, Unreadable
from app.exchange.reading import read_table
from tests.app.exchange import books
from tests.app.exchange.bad_books import GOOD, ODD
from tests.app.exchange.test_vcard import MIDDLE, NEW, OLD

CARDS = (OLD + MIDDLE + NEW).encode()
LIST = 'name;"e-mail"\r\n"Zoë; A";z@x.example\r\n"B\nb";"say ""hi"""\r\n'.encode()
BOOK = books.book(GOOD, GOOD, strings=books.strings("<t>a</t>"), about='<workbookPr date1904="1"/>')
SIGNS = b"\0\"';:=<>&/\r\n\xff\x80A0"


def damaged(content, chance):
    """The content with a few bytes changed, taken out, doubled or cut off."""
    made = bytearray(content)
    for _time in range(chance.randint(1, 8)):
        place = chance.randrange(len(made))
        match chance.randrange(5):
            case 0:
                made[place] ^= 1 << chance.randrange(8)
            case 1:
                made[place] = chance.choice(SIGNS)
            case 2:
                del made[place : place + chance.randint(1, 40)]
            case 3:
                made[place:place] = made[place : place + chance.randint(1, 40)]
            case _:
                made[place:place] = bytes([chance.choice(SIGNS)])
        made = made or bytearray(b"x")
    return bytes(made[: chance.randrange(len(made))] if chance.random() < 0.1 else made)


def outcome(content, **how):
    """What the guarded reader says of a file, here in this process."""
    said = []
    last = read(io.BytesIO(content), how, said.append)
    for message in said:
        for line, cells, remarks in message.get("rows", ()):
            assert line > 0
            assert all(isinstance(cell, str) for cell in cells)
            assert all(remark[0].isalpha() for remark in remarks)
    return last


def told(work):
    """What work ends with: the code or the field of a refusal, or nothing."""
    try:
        work()
    except Unreadable as refused:
        return refused.code
    except Invalid as refused:
        [(field, sentence)] = refused.fields.items()
        return field if sentence.endswith(".") else sentence
    return ""


def well(last):
    return last == {"end": True} or last["refused"]["code"] in SENTENCES


@pytest.mark.parametrize("seed", range(20))
def test_damaged_archives(seed, tmp_path):
    chance = random.Random(seed)
    path = tmp_path / "list.xlsx"
    for _time in range(10):
        content = damaged(BOOK, chance)
        assert well(outcome(content, reader="xlsx"))
        path.write_bytes(content)
        with path.open("rb") as file:
            assert told(lambda file=file: refuse_unsafe(path, file)) in {"", *SENTENCES}


@pytest.mark.parametrize("seed", range(20))
def test_damaged_parts_in_whole_archives(seed):
    chance = random.Random(seed)
    every = [content() for content, *_rest in ODD.values()]
    for _time in range(10):
        with zipfile.ZipFile(io.BytesIO(chance.choice(every))) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
        place = chance.randrange(1, len(parts))
        parts[place] = (parts[place][0], damaged(parts[place][1], chance))
        assert well(outcome(books.packed(*parts), reader="xlsx"))


@pytest.mark.parametrize("seed", range(20))
def test_damaged_cards(seed):
    chance = random.Random(seed)
    for _time in range(20):
        encoding = chance.choice(["utf-8-sig", "cp1252", "utf-16-le", "gb18030"])
        assert well(outcome(damaged(CARDS, chance), reader="vcard", encoding=encoding))


@pytest.mark.parametrize("seed", range(10))
def test_damaged_text(seed, tmp_path):
    chance = random.Random(seed)
    path = tmp_path / "list.csv"
    for _time in range(20):
        path.write_bytes(damaged(LIST * chance.randint(1, 30), chance))
        assert told(lambda: list(read_table(path).rows())) in {"", "file", "encoding"}


@pytest.mark.parametrize("seed", range(8))
def test_damaged_files_through_the_process(seed, tmp_path):
    chance = random.Random(seed)
    kinds = {
        "list.xls": books.old_book(["name", "email"], ["Zoë", 1.5]),
        "list.ods": books.open_document(["name", "email"], ["Zoë", "z@x.example"]),
        "list.xlsx": BOOK,
        "list.vcf": CARDS,
    }
    for name, content in kinds.items():
        path = tmp_path / name
        path.write_bytes(damaged(content, chance))
        assert told(lambda path=path: list(read_table(path).rows())) in {"", "file", "encoding"}
