"""Every change of an interaction or follow-up is told: who, what, old and new."""

from dataclasses import replace
from datetime import timedelta

from app.interactions.drafts import draft_of, follow_up_draft_of
from tests.app.interactions.conftest import TODAY, call, promise
from tests.app.test_trail import named, noted, trail

__all__ = ["noted", "trail"]


def test_changes_of_interactions_are_told(services, noted, trail, jane):
    interactions, follow_ups, changed = services.interactions, services.follow_ups, noted.changed
    trail()
    one = noted("interaction.log", lambda: interactions.log(call(jane, follow_ups=(promise(),))))
    assert {event.entity for event, _body in noted.last} == {"interactions", "follow_ups"}
    assert {(event.subject, event.subject_id) for event, _body in noted.last} == {
        ("customers", jane)
    }
    assert changed("details") == [[None, {"key_points": "Budget is there"}]]
    base = draft_of(interactions.show(one))
    mine = replace(base, details={})
    noted("interaction.edit", lambda: interactions.edit(one, 1, base, mine))
    assert changed("details") == [[{"key_points": "Budget is there"}, {}]]

    two = noted("followup.add", lambda: follow_ups.add(promise(jane, title="Ring")))
    first = follow_up_draft_of(follow_ups.show(two))
    second = replace(first, note="Soon")
    noted("followup.edit", lambda: follow_ups.edit(two, 1, first, second))
    noted("followup.move", lambda: follow_ups.move([two], TODAY + timedelta(days=1)))
    assert changed("due_on") == [["2026-11-20", "2026-11-21"]]
    noted("followup.done", lambda: follow_ups.done([two], "Rang"))
    assert changed("state") == [["open", "done"]]
    noted("followup.reopen", lambda: follow_ups.reopen([two]))
    noted("followup.drop", lambda: follow_ups.drop([two], "No"))
    noted("followup.remove", lambda: follow_ups.remove([two]))
    noted("interaction.remove", lambda: interactions.remove([one]))
    assert changed("interaction_id") == [[one, None]]
    assert noted.done == named("interactions", "interaction") | named("follow_ups", "followup")
    assert services.upkeep.verify_audit().whole
