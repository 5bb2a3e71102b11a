"""What there is to read about an interaction and a follow-up, a line each."""

from app.core.text import N_, _
from app.interactions.schemas import FollowUpDetail, FollowUpRow, FollowUpState, InteractionDetail
from app.interactions.types import TYPES
from ui.interactions import looks
from ui.kit import format as fmt
from ui.kit.facts_dialog import Fact
from ui.kit.plain_table import Head, Line

FOLLOW_UPS = (
    Head(N_("Due")), Head(N_("What to do"), stretch=True), Head(N_("Assigned to")),
    Head(N_("State")),
)  # fmt: skip


def facts(found: InteractionDetail) -> tuple[Fact, ...]:
    """Everything people noted."""
    kind = TYPES[found.type]
    details = ((one.key, _(one.title), _of_type(found, one.key)) for one in kind.fields)
    return (
        ("occurred_at", _("When"), fmt.text(found.occurred_at)),
        ("staff", _("Who"), _("Automatic") if found.automatic else found.staff),
        ("direction", _("Direction"), looks.way(found.direction)),
        ("body", _(kind.body), found.body),
        *details,
    )


def record(found: InteractionDetail) -> tuple[Fact, ...]:
    """Where it comes from."""
    source = _("By itself, from %s") % found.source if found.automatic else ""
    return (
        ("source", _("Written down"), source),
        ("created", _("Created"), _stamp(fmt.text(found.created_at), found.created_by)),
        ("updated", _("Last changed"), _stamp(fmt.text(found.updated_at), found.updated_by)),
    )


def follow_ups(found: InteractionDetail) -> list[Line]:
    """What was promised, the first due first."""
    return [follow_up_line(one) for one in found.follow_ups]


def follow_up_line(one: FollowUpRow) -> Line:
    """One promise as a row of a small table."""
    said = _("Overdue") if one.is_overdue else looks.state(one.state)
    cells = (looks.due(one.due_on), one.title, one.assignee or _("Nobody"), said)
    return Line(cells, muted=one.state is not FollowUpState.OPEN, hint=one.title)


def follow_up(found: FollowUpDetail) -> tuple[Fact, ...]:
    """Everything about one promise."""
    closed = _("Result") if found.state is FollowUpState.DONE else _("Why")
    return (
        ("due_on", _("Due"), looks.due(found.due_on)),
        ("remind_at", _("Reminder"), fmt.text(found.remind_at)),
        ("assignee", _("Assigned to"), found.assignee or _("Nobody")),
        ("note", _("Note"), found.note),
        ("interaction", _("After"), found.interaction),
        ("done", looks.state(found.state), _stamp(fmt.text(found.done_at), found.done_by)),
        ("result", closed, found.result),
        ("created", _("Created"), _stamp(fmt.text(found.created_at), found.created_by)),
        ("updated", _("Last changed"), _stamp(fmt.text(found.updated_at), found.updated_by)),
    )


def _of_type(found: InteractionDetail, key: str) -> str:
    if key == "minutes":
        return looks.length(found.minutes)
    if key == "satisfaction":
        return looks.rating(found.satisfaction)
    return found.details.get(key, "")


def _stamp(when: str, who: str) -> str:
    return _("%(when)s by %(who)s") % {"when": when, "who": who} if who and when else when
