"""What somebody typed and did not save is kept for them alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.errors import Invalid
from app.services import Services

TYPED = {"name": ("", "Müller"), "revenue": (None, ["12", "EUR"])}


def test_a_draft_is_kept_found_and_dropped(services, clock):
    services.drafts.keep("company", 0, "New company", TYPED)
    found = services.drafts.find("company")
    assert (found.title, found.at, dict(found.entries)) == ("New company", clock.now(), TYPED)
    services.drafts.drop("company")
    assert services.drafts.find("company") is None


def test_keeping_again_takes_the_place_of_what_was_kept(services):
    services.drafts.keep("detail", 7, "Acme", TYPED)
    services.drafts.keep("detail", 7, "Acme", {"name": ("", "Meier")})
    [found] = services.drafts.mine()
    assert found.entries == {"name": ("", "Meier")}


def test_the_newest_comes_first(services, clock):
    services.drafts.keep("detail", 7, "Acme", TYPED)
    clock.at += timedelta(minutes=1)
    services.drafts.keep("company", 0, "New company", TYPED)
    assert [found.place for found in services.drafts.mine()] == ["company", "detail"]


def test_nobody_sees_or_drops_anothers(services, desk_db, admin, changes):
    services.drafts.keep("company", 0, "New company", TYPED)
    other = Services.build(desk_db, replace(admin, id=None), changes)
    other.drafts.keep("company", 0, "Nobody's", TYPED)
    other.drafts.drop("company")
    assert other.drafts.mine() == []
    assert [found.title for found in services.drafts.mine()] == ["New company"]


def test_too_much_is_refused(services):
    with pytest.raises(Invalid, match="Save it"):
        services.drafts.keep("company", 0, "", {"notes": ("", "x" * 600_000)})
