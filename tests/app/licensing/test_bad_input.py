"""Nothing anybody types about licenses leads to anything but a license or a sentence."""

import pytest

from app.core.errors import DeskError, Invalid, NotFound
from app.core.listing import ListQuery
from app.licensing.drafts import IssueDraft, LicenseDraft
from tests.naughty import ACCEPTABLE, REFUSED


def test_any_text_may_be_typed_where_a_license_is_looked_for(services, a_license, jane):
    found = a_license(jane)
    for text in ACCEPTABLE + REFUSED:
        services.licenses.first(ListQuery(text), 5)
        with pytest.raises(NotFound) as missing:
            services.licenses.find(f"{text} no such license")
        assert str(missing.value)
    assert services.licenses.count(ListQuery("jane")) == 1
    assert services.licenses.find(str(found)) == found


def test_any_text_may_be_typed_into_a_license(services, product):
    issued, known, blamed = services.licenses, set(), set()
    for text in ACCEPTABLE:
        try:
            made = issued.issue(IssueDraft(product, key=text, order_number=text[:60], note=text))
        except Invalid as refused:
            blamed |= set(refused.fields)
            continue
        known.add(made.id)
        assert issued.reveal(made.id) == text.strip()
        assert issued.find(text) in known
    assert len(known) > 10
    assert blamed <= {"key", "order_number"}
    for text in REFUSED:
        with pytest.raises(Invalid):
            issued.issue(IssueDraft(product, note=text, order_number=text))
    before = issued.count(ListQuery())
    for draft in (
        IssueDraft(product, email="a@b\x00.example"),
        IssueDraft(product, client_id="a\x00b"),
        IssueDraft(product, client_id="\ud800"),
        IssueDraft(product, email="\ud800@x.example", confirm_new=True),
        IssueDraft(product, key="\ud800\ud800\ud800\ud800\ud800\ud800"),
        IssueDraft(product, customer_id=2**31 - 1),
        IssueDraft(2**31 - 1),
    ):
        with pytest.raises(DeskError):
            issued.issue(draft)
    assert issued.count(ListQuery()) == before


def test_ids_that_nobody_has_are_named(services, a_license, jane):
    found = a_license(jane)
    for odd in (0, -1, 10**8):
        assert services.license_life.suspend([odd]).refused[0][0] == odd
        assert services.assignment.unassign([odd]).refused[0][0] == odd
        with pytest.raises(NotFound):
            services.licenses.edit(odd, 1, LicenseDraft())
    twice = services.license_life.suspend([found, found])
    assert (twice.done, twice.refused) == ((found,), ())
