"""Every use case of billing says in the trail what it did; undo leaves it alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.billing.drafts import ExchangeRateDraft, MethodDraft, ProfileDraft, TaxRateDraft
from app.billing.dunning import USUAL
from app.billing.schemas import MethodKind
from app.core.progress import Progress
from tests.app.test_trail import PNG, named, noted, trail

__all__ = ["noted", "trail"]
RATE = TaxRateDraft("DE", "standard", "MwSt.", 190_000, date(2021, 1, 1))


def test_changes_of_billing_are_told(services, noted, jane, trail):
    changed = noted.changed
    profiles, methods = services.billing_profiles, services.payment_methods
    trail()
    noted("billingprofile.save", lambda: profiles.save(jane, 0, ProfileDraft(tax_id="X1")))
    assert changed("tax_id") == [[None, "X1"]]
    card = MethodDraft(MethodKind.CARD, "Card", "4242")
    one = noted("paymentmethod.add", lambda: methods.add(jane, card))
    two = noted("paymentmethod.add", lambda: methods.add(jane, card))
    noted("paymentmethod.edit", lambda: methods.edit(one, 1, replace(card, label="Visa")))
    assert changed("label") == [["Card", "Visa"]]
    noted("paymentmethod.set_default", lambda: methods.set_default(two))
    noted("paymentmethod.remove", lambda: methods.remove(two))
    history = services.customers.history(jane)
    assert {row.what for row in history} >= {
        "Billing information created", "Payment method created", "Payment method removed",
    }  # fmt: skip
    # What undo does not know stands in nobody's way: the customer is what may be undone.
    assert services.undo.steps().undo.title == "Create Jane Roe"
    wanted = named("billing_profiles", "billingprofile") | named("payment_methods", "paymentmethod")
    assert noted.done == wanted


def test_changes_of_what_billing_rests_on_are_told(services, noted, tmp_path):
    taxes, rates, steps = services.tax_rates, services.exchange_rates, services.dunning_steps
    one = noted("taxrate.save", lambda: taxes.save(RATE))
    noted("taxrate.save", lambda: taxes.save(replace(RATE, ppm=0), one, 1))
    assert noted.changed("ppm") == [[190_000, 0]]
    noted("taxrate.remove", lambda: taxes.remove(one))
    draft = ExchangeRateDraft("USD", date(2026, 1, 1), Decimal("0.5"))
    one = noted("exchangerate.save", lambda: rates.save(draft))
    path = tmp_path / "rates.csv"
    path.write_text("Date,USD,JPY\n2026-01-01,1.25,160\n")
    noted("exchangerate.bring_in", lambda: rates.bring_in(path, Progress()))
    assert [500_000_000, 800_000_000] in noted.changed("nano")
    assert [None, 6_250_000] in noted.changed("nano")
    noted("exchangerate.remove", lambda: rates.remove(one))
    noted("dunningstep.add_usual", steps.add_usual)
    step = steps.list()[0]
    again = replace(USUAL[0], days=8)
    noted("dunningstep.save", lambda: steps.save(again, step.id, step.version))
    noted("dunningstep.remove", lambda: steps.remove(step.id))
    noted("seller.set_logo", lambda: services.seller.set_logo(PNG))

    wanted = named("tax_rates", "taxrate") | named("exchange_rates", "exchangerate")
    wanted |= named("dunning_steps", "dunningstep") | named("seller")
    assert noted.done == wanted
    assert services.upkeep.verify_audit().whole
