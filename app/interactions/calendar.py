"""Follow-ups as a calendar file (RFC 5545) that other programs read, reminders as alarms."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from app.core.text import _
from app.interactions.schemas import FollowUpDetail, FollowUpState

_LINE_OCTETS = 75
_STATUS = {
    FollowUpState.OPEN: "NEEDS-ACTION",
    FollowUpState.DONE: "COMPLETED",
    FollowUpState.DROPPED: "CANCELLED",
}


def calendar(
    found: Iterable[FollowUpDetail], organization: str, now: datetime, *, as_tasks: bool
) -> str:
    """The whole file: an all-day event for each follow-up, or a task.

    Most calendars take events and few take tasks. `organization` is the id that makes
    follow-ups unmistakable: a second file replaces what came from the first.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Customer Desk//Follow-ups//EN",
             "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]  # fmt: skip
    for one in found:
        kind = "VTODO" if as_tasks else "VEVENT"
        lines += [f"BEGIN:{kind}", *_entry(one, organization, now)]
        lines += _as_task(one) if as_tasks else _as_event(one)
        lines += [*_alarm(one), f"END:{kind}"]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A text as a property's value holds it."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n").replace("\t", " ")


def folded(line: str) -> str:
    """A line in parts of at most 75 octets, none of which breaks a character."""
    parts, rest = list[str](), line
    room = _LINE_OCTETS
    while len(rest.encode()) > room:
        part = rest.encode()[:room].decode(errors="ignore")
        parts.append(part)
        # What follows begins with a space.
        rest, room = rest[len(part) :], _LINE_OCTETS - 1
    return "\r\n ".join([*parts, rest])


def _entry(one: FollowUpDetail, organization: str, now: datetime) -> Iterator[str]:
    summary = f"{one.title} ({one.customer})" if one.customer else one.title
    yield f"UID:follow-up-{one.id}@{organization}"
    yield f"DTSTAMP:{_moment(now)}"
    yield f"CREATED:{_moment(one.created_at)}"
    yield f"LAST-MODIFIED:{_moment(one.updated_at)}"
    yield f"SEQUENCE:{one.version}"
    yield f"SUMMARY:{escaped(summary)}"
    told = [one.note, _("Follows: %s") % one.interaction if one.interaction else "", one.result]
    if text := "\n".join(part for part in told if part):
        yield f"DESCRIPTION:{escaped(text)}"


def _as_event(one: FollowUpDetail) -> Iterator[str]:
    yield f"DTSTART;VALUE=DATE:{_day(one.due_on)}"
    yield f"DTEND;VALUE=DATE:{_day(one.due_on + timedelta(days=1))}"
    yield "TRANSP:TRANSPARENT"
    if one.state is FollowUpState.DROPPED:
        yield "STATUS:CANCELLED"


def _as_task(one: FollowUpDetail) -> Iterator[str]:
    yield f"DUE;VALUE=DATE:{_day(one.due_on)}"
    yield f"STATUS:{_STATUS[one.state]}"
    if one.state is FollowUpState.DONE and one.done_at is not None:
        yield f"COMPLETED:{_moment(one.done_at)}"
        yield "PERCENT-COMPLETE:100"


def _alarm(one: FollowUpDetail) -> Iterator[str]:
    """What is closed rings no more."""
    if one.remind_at is None or one.state is not FollowUpState.OPEN:
        return
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{escaped(one.title)}"
    yield f"TRIGGER;VALUE=DATE-TIME:{_moment(one.remind_at)}"
    yield "END:VALARM"


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
