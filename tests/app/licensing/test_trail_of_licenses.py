"""Every use case on licenses that changes something says so in the audit trail."""

from datetime import date

from app.catalogue.terms import Cycle
from app.licensing.drafts import IssueDraft, LicenseDraft
from tests.app import test_trail
from tests.app.licensing.conftest import TODAY
from tests.app.test_trail import named

trail, noted = test_trail.trail, test_trail.noted


def test_changes_of_licenses_are_told(services, noted, trail, product, plan, jane):
    licenses, life, changed = services.licenses, services.license_life, noted.changed
    trail()
    draft = IssueDraft(product, plan, Cycle.YEARLY, customer_id=jane, key="A-TYPED-KEY")
    found = noted("license.issue", lambda: licenses.issue(draft)).id
    assert changed("key_sealed") == [["•••", "•••"]]
    assert "TYPED" not in str([body for _event, body in noted.last])
    noted("license.reveal", lambda: licenses.reveal(found))
    mine = LicenseDraft("ORD-1", TODAY, date(2027, 11, 20))
    noted("license.edit", lambda: licenses.edit(found, 1, mine))
    assert changed("order_number") == [["", "ORD-1"]]
    cycle = Cycle.MONTHLY
    noted("license.add_customer_license", lambda: licenses.add_customer_license(jane, plan, cycle))
    noted("license.generate", lambda: licenses.generate(product, None, 2))
    assert len(noted.last) == 2
    vendors = ("modeller", "", "", "new@roe.example")
    noted("license.create_product_license", lambda: licenses.create_product_license(*vendors))
    noted("license.mark_renewed", lambda: licenses.mark_renewed([jane]))
    assert changed("renewed_through") == [[None, "2026-12-20"]]
    noted("license.unmark_renewed", lambda: licenses.unmark_renewed([jane]))
    assert noted.done == named("licenses", "license")

    noted("life.suspend", lambda: life.suspend([found], "did not pay"))
    assert changed("state") == [["active", "suspended"]]
    assert changed("state_reason") == [["", "did not pay"]]
    noted("life.resume", lambda: life.resume([found]))
    noted("life.revoke", lambda: life.revoke([found]))
    noted("life.reinstate", lambda: life.reinstate([found], "a mistake"))
    noted("life.renew", lambda: life.renew([found], 1))
    assert changed("expires_on") == [["2027-11-20", "2027-12-20"]]
    noted("life.extend", lambda: life.extend([found], None))
    noted("life.rotate", lambda: life.rotate(found))
    assert changed("key_sealed") == [["•••", "•••"]]
    bare = licenses.issue(IssueDraft(product)).id
    trail()
    noted("life.change_plan", lambda: life.change_plan([bare], plan))
    assert changed("plan_id") == [[None, plan]]
    noted("life.cancel", lambda: life.cancel([bare]))
    assert noted.done >= named("license_life", "life")


def test_who_has_licenses_is_told(services, noted, trail, a_license, jane, john):
    move, changed = services.assignment, noted.changed
    found = a_license()
    trail()
    noted("assign.assign", lambda: move.assign([found], customer_id=jane))
    assert changed("customer_id") == [[None, jane]]
    noted("assign.transfer", lambda: move.transfer(jane, customer_id=john))
    assert changed("customer_id") == [[jane, john]]
    noted("assign.bulk_reassign", lambda: move.bulk_reassign([found], "jane@roe.example"))
    noted("assign.unassign", lambda: move.unassign([found]))
    assert changed("state") == [["active", "available"]]
    assert noted.done == named("assignment", "assign")
    assert {row.what for row in services.licenses.history(found)} >= {
        "License assigned", "License transferred", "License unassigned",
    }  # fmt: skip
