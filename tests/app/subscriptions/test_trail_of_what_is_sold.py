"""Every use case on products, plans, subscriptions and domains says in the trail what it did."""

from dataclasses import replace

from app.catalogue.drafts import FileDraft, PlanDraft, ProductDraft
from app.catalogue.terms import Cycle
from app.core.money import Money
from app.domains.drafts import DomainDraft
from app.subscriptions.drafts import ChangeDraft, SubscriptionDraft
from tests.app.test_trail import named, noted, trail

__all__ = ["noted", "trail"]
TEAM = PlanDraft("Team", yearly=Money(59_000, "EUR"))


def test_changes_of_products_and_plans_are_told(services, noted, tmp_path):
    products, plans, changed = services.products, services.plans, noted.changed
    draft = ProductDraft("Ledger", "LEDGER")
    one = noted("product.create", lambda: products.create(draft))
    noted("product.edit", lambda: products.edit(one, 1, replace(draft, name="Books")))
    assert changed("name") == [["Ledger", "Books"]]
    path = tmp_path / "setup.exe"
    path.write_bytes(b"MZ")
    kept = noted("product.add_file", lambda: products.add_file(one, FileDraft("2.4"), path))
    noted("product.remove_file", lambda: products.remove_file(kept))
    plan = noted("plan.create", lambda: plans.create(one, TEAM))
    dearer = replace(TEAM, yearly=Money(69_000, "EUR"))
    noted("plan.edit", lambda: plans.edit(plan, plans.show(plan).version, dearer))
    assert changed("terms_id") != []
    noted("plan.retire", lambda: plans.retire(plan))
    noted("plan.offer", lambda: plans.offer(plan))
    noted("plan.remove", lambda: plans.remove(plan))
    noted("product.retire", lambda: products.retire(one))
    noted("product.offer", lambda: products.offer(one))
    noted("product.remove", lambda: products.remove(one))

    assert noted.done == named("products", "product") | named("plans", "plan")


def test_changes_of_subscriptions_are_told(services, noted, trail, jane, plan, clock):
    subscriptions, changed = services.subscriptions, noted.changed
    trail()
    draft = SubscriptionDraft(jane, plan, Cycle.MONTHLY)
    one = noted("subscription.start", lambda: subscriptions.start(draft))
    change = ChangeDraft(plan, Cycle.MONTHLY, 3)
    noted("subscription.change", lambda: subscriptions.change(one, 1, change))
    assert changed("quantity") == [[1, 3]]
    noted("subscription.pause", lambda: subscriptions.pause([one]))
    noted("subscription.resume", lambda: subscriptions.resume([one]))
    noted("subscription.cancel", lambda: subscriptions.cancel([one], "Too dear"))
    assert changed("cancel_reason") == [["", "Too dear"]]
    noted("subscription.keep", lambda: subscriptions.keep([one]))
    clock.at = clock.at.replace(year=2027)
    noted("subscription.run_due", subscriptions.run_due)

    assert noted.done == named("subscriptions", "subscription") | {"subscription.run_due"}


def test_changes_of_domains_are_told(services, noted, trail, jane):
    domains = services.domains
    trail()
    draft = DomainDraft("roe.example")
    one = noted("domain.add", lambda: domains.add(jane, draft))
    noted("domain.edit", lambda: domains.edit(one, 1, replace(draft, note="Main")))
    noted("domain.suspend", lambda: domains.suspend([one]))
    assert noted.changed("state") == [["active", "suspended"]]
    noted("domain.resume", lambda: domains.resume([one]))
    noted("domain.remove", lambda: domains.remove([one]))

    assert noted.done == named("domains", "domain")
