"""Recorded use: once for each reference, of days that were, within the actor's scope."""

from datetime import date

import pytest

from app.core.errors import Invalid, NotFound
from app.subscriptions.drafts import SubscriptionDraft
from app.subscriptions.usage import UsageDraft
from tests.app.test_trail import named, noted, trail

__all__ = ["noted", "trail"]


def test_use_is_recorded_once_told_and_taken_back(services, jane, plan, noted, trail):
    usage = services.usage
    held = services.subscriptions.start(SubscriptionDraft(jane, plan))
    trail()
    draft = UsageDraft(held, "calls", 90, reference="2026-11")
    one = noted("usage.record", lambda: usage.record(draft))
    with pytest.raises(Invalid, match="recorded already"):
        usage.record(draft)
    usage.record(UsageDraft(held, "calls", 1, date(2026, 11, 1)))
    assert [(row.quantity, row.used_on) for row in usage.of(held)] == [
        (90, date(2026, 11, 20)), (1, date(2026, 11, 1)),
    ]  # fmt: skip
    trail()
    assert noted("usage.remove", lambda: usage.remove([one])) == 1
    assert noted.changed("quantity") == [[90, None]]
    assert noted.done == named("usage")
    for draft, said in (
        (UsageDraft(held, "calls", 0), "between 1 and"),
        (UsageDraft(held, " ", 1), "Say what was used"),
        (UsageDraft(None, "calls", 1), "Choose the subscription"),
        (UsageDraft(held, "calls", 1, date(2026, 11, 21)), "still to come"),
    ):
        with pytest.raises(Invalid, match=said):
            usage.record(draft)
    with pytest.raises(NotFound):
        usage.of(4711)
    with pytest.raises(NotFound):
        usage.remove([one])
