"""Follow-ups as a calendar file, read back by the rules of RFC 5545."""

import re
from datetime import date

import pytest

from app.core.errors import Unavailable
from app.core.listing import ListQuery
from app.interactions.calendar import escaped, folded
from tests.app.interactions.conftest import NOON, call, promise

NASTY = "Semi;colon, back\\slash\nnext line שלום 🙂" + "ä" * 60


def unfolded(raw: bytes) -> list[str]:
    """The lines of a calendar, if each is as long as it may be and ends as it must."""
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    return raw.decode().replace("\r\n ", "").split("\r\n")[:-1]


def parsed(lines):
    """Components as (name, properties, components); a property is (parameters, value)."""
    name = lines.pop(0).removeprefix("BEGIN:")
    found, parts = {}, []
    while lines[0] != f"END:{name}":
        if lines[0].startswith("BEGIN:"):
            parts.append(parsed(lines))
            continue
        head, value = re.fullmatch(r"([A-Z-]+(?:;[A-Z-]+=[A-Z-]+)*):(.*)", lines.pop(0)).groups()
        key, *given = head.split(";")
        assert key not in found
        found[key] = (given, re.sub(r"\\(.)", lambda hit: {"n": "\n"}.get(hit[1], hit[1]), value))
    lines.pop(0)
    return name, found, parts


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_calendar_says_what_and_when_and_rings(services, jane, tmp_path):
    follow_ups = services.follow_ups
    draft = promise(
        title="Quote; two, seats", note=NASTY, remind_at=NOON, due_on=date(2026, 12, 31)
    )
    services.interactions.log(call(jane, follow_ups=(draft, promise(title="Done"))))
    follow_ups.done([2], "Sent")
    path = tmp_path / "mine.ics"
    assert follow_ups.calendar(path) == 1
    lines = unfolded(path.read_bytes())
    name, head, [(kind, event, [(_alarm, alarm, [])])] = parsed(lines)
    assert (name, lines, head["VERSION"][1], head["METHOD"][1]) == (
        "VCALENDAR",
        [],
        "2.0",
        "PUBLISH",
    )
    assert {"PRODID", "CALSCALE"} < head.keys()
    assert kind == "VEVENT"
    assert event["SUMMARY"][1] == "Quote; two, seats (Jane Roe)"
    assert event["DESCRIPTION"][1] == f"{NASTY}\nFollows: Renewal"
    assert event["DTSTART"] == (["VALUE=DATE"], "20261231")
    assert event["DTEND"] == (["VALUE=DATE"], "20270101")
    assert event["DTSTAMP"][1] == event["CREATED"][1] == "20261120T120000Z"
    assert alarm["TRIGGER"] == (["VALUE=DATE-TIME"], "20261120T120000Z")
    assert alarm["ACTION"][1] == "DISPLAY"

    assert follow_ups.calendar(path, [1, 2, 99], as_tasks=True) == 2
    _name, _head, [done, still] = parsed(unfolded(path.read_bytes()))
    assert (done[0], done[1]["STATUS"][1], done[1]["COMPLETED"][1], done[2]) == (
        "VTODO", "COMPLETED", "20261120T120000Z", []
    )  # fmt: skip
    assert done[1]["DESCRIPTION"][1].endswith("Sent")
    assert (still[1]["STATUS"][1], still[1]["DUE"]) == (
        "NEEDS-ACTION",
        (["VALUE=DATE"], "20261231"),
    )
    # The same one is the same in every file, and another in another database.
    assert still[1]["UID"] == event["UID"] != done[1]["UID"]
    assert follow_ups.count(ListQuery()) == 2
    with pytest.raises(Unavailable, match="does not exist"):
        follow_ups.calendar(tmp_path / "none" / "mine.ics")


def test_lines_are_folded_between_characters():
    for text in ("x" * 75, "x" * 76, "é" * 200, "🙂" * 100, "", "a" * 74 + "🙂b"):
        parts = folded(text).split("\r\n")
        assert all(len(part.encode()) <= 75 for part in parts)
        assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == text
        assert all(part.startswith(" ") for part in parts[1:])
    assert escaped("a\r\nb\rc\td") == "a\\nb\\nc d"
