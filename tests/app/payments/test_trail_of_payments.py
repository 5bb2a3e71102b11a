"""Every use case on payments says in the trail what it did; nobody reaches beyond their scope."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.billing.drafts import DunningDraft
from app.core.access import Scope
from app.core.errors import NotFound
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.invoices.drafts import CreditDraft
from app.payments.drafts import FixDraft, PaymentDraft, RefundDraft, Share
from app.payments.schemas import PaymentState
from app.services import Services
from tests.app.payments.conftest import TODAY, eur
from tests.app.test_trail import named, noted, trail

__all__ = ["noted", "trail"]


def test_what_is_done_with_money_is_told(services, noted, trail, owing, jane, clock):
    payments, changed = services.payments, noted.changed
    one, two = owing(1000, 0), owing(500, 30)
    services.dunning_steps.save(DunningDraft(7, "First", "Pay", "Please", holds=True))
    clock.at += timedelta(days=8)
    services.upkeep.run_due()
    found = services.dunning.preview()
    trail()
    noted("dunning.run", lambda: services.dunning.run([(one, found[0].step_id)]))
    assert changed("reminder") == [[None, "First"]]
    assert ["active", "suspended"] in changed("status")

    draft = PaymentDraft(jane, eur(1200), reference="RF-1")
    made = noted("payment.record", lambda: payments.record(draft)).id
    assert ["suspended", "active"] in changed("status")
    assert changed("invoice_id") == [[None, one], [None, two]]
    [(event, _body)] = [told for told in noted.last if told[0].entity == "payments"]
    assert (event.subject, event.subject_id) == ("payments", made)
    version = payments.show(made).version
    noted("payment.edit", lambda: payments.edit(made, version, FixDraft("Bank")))
    assert changed("method") == [["", "Bank"]]
    [first, second] = payments.show(made).allocations
    noted("payment.unallocate", lambda: payments.unallocate([second.id]))
    noted("payment.allocate", lambda: payments.allocate(made, [Share(two, eur(100))]))
    noted("payment.refund", lambda: payments.refund(made, RefundDraft(eur(100), reason="Why")))
    assert changed("reason") == [[None, "Why"]]
    note = services.invoices.credit(first.invoice_id, CreditDraft("Broken")).id
    trail()
    noted("payment.allocate_credit", lambda: payments.allocate_credit(note, [Share(two, eur(9))]))
    given = RefundDraft(eur(1), reason="Why")
    noted("payment.refund_credit", lambda: payments.refund_credit(note, given))
    [(event, _body)] = [told for told in noted.last if told[0].entity == "refunds"]
    assert (event.subject, event.subject_id) == ("invoices", note)
    pending = [
        payments.record(PaymentDraft(jane, eur(5), state=PaymentState.PENDING)).id for _ in "ab"
    ]
    trail()
    noted("payment.succeed", lambda: payments.succeed(pending[0]))
    assert changed("state") == [["pending", "succeeded"]]
    noted("payment.fail", lambda: payments.fail(pending[1], "No funds"))

    assert noted.done == named("payments", "payment") | named("dunning")
    assert services.upkeep.verify_audit().whole
    assert not any(found.problem for found in services.upkeep.check())


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_nobody_reaches_money_out_of_scope(services, owing, jane, desk_db, admin, changes, clock):
    one = owing(1000, 0)
    made = services.payments.record(PaymentDraft(jane, eur(1500))).id
    note = services.invoices.credit(one, CreditDraft("Broken")).id
    second = owing(50, 0)
    services.dunning_steps.save(DunningDraft(7, "First", "Pay", "Please"))
    [allocation] = services.payments.show(made).allocations
    clock.at += timedelta(days=8)
    services.upkeep.run_due()
    step = services.dunning.preview()[0].step_id

    mine = Services.build(desk_db, replace(admin, id=9, scope=Scope.OWN), changes)
    payments, share = mine.payments, [Share(second, eur(1))]
    for ask in (
        lambda: payments.show(made),
        lambda: payments.find("PAY-000001"),
        lambda: payments.receipt_of(made),
        lambda: payments.of_document(one),
        lambda: payments.propose(jane, eur(1)),
        lambda: payments.credits(jane),
        lambda: payments.record(PaymentDraft(jane, eur(1))),
        lambda: payments.edit(made, 1, FixDraft()),
        lambda: payments.succeed(made),
        lambda: payments.fail(made, "x"),
        lambda: payments.allocate(made, share),
        lambda: payments.allocate_credit(note, share),
        lambda: payments.unallocate([allocation.id]),
        lambda: payments.refund(made, RefundDraft(eur(1), reason="x")),
        lambda: payments.refund_credit(note, RefundDraft(eur(1), reason="x")),
        lambda: mine.statements.statement(jane, "EUR", TODAY, TODAY),
        lambda: mine.statements.currencies(jane),
    ):
        with pytest.raises(NotFound):
            ask()
    assert payments.first(ListQuery(), 9) == payments.rows([made]) == []
    assert (payments.count(ListQuery()), list(payments.ids(ListQuery(), Progress()))) == (0, [])
    assert mine.statements.owing() == mine.dunning.preview() == payments.totals(jane) == ()
    done = mine.dunning.run([(second, step)])
    assert (done.sent, [refused for refused, _why in done.refused]) == (0, [second])
    assert services.payments.show(made).unapplied == eur(500)
