"""One interaction at a glance, beside the list."""

from app.core.text import _
from app.interactions.schemas import FollowUpState, InteractionDetail
from ui.interactions import facts, looks
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.facts_peek import FactsPeek, Glance


def interaction_peek(desk: Desk, place: str) -> FactsPeek[InteractionDetail]:
    """What the panel beside a list of interactions shows."""
    nothing = _("Choose an interaction in the list.")
    show = desk.services.interactions.show
    return FactsPeek(desk, place, nothing, show, _glance, stacked=True)


def _glance(found: InteractionDetail) -> Glance:
    badges = [(looks.kind(found.type), *looks.LOOKS[found.type])]
    if found.sentiment is not None:
        badges.append((looks.mood(found.sentiment), *looks.MOODS[found.sentiment]))
    open_ones = (one for one in found.follow_ups if one.state is FollowUpState.OPEN)
    todo = "\n".join(f"{looks.due(one.due_on)}: {one.title}" for one in open_ones)
    lines = [*facts.facts(found), ("followUps", _("Follow-ups"), todo)]
    return Glance(found.subject, badges, found.customer or fmt.NOBODY, lines)
