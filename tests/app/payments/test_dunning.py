"""What is overdue is reminded of step by step; who pays is free again in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.billing.drafts import DunningDraft, ProfileDraft
from app.core.errors import PermissionDenied
from app.customers.drafts import HoldDraft
from app.customers.model import Customer, CustomerHold
from app.customers.schemas import HoldReason, Status
from app.invoices.drafts import CreditDraft
from app.mail.model import OutboxMessage
from app.payments.drafts import Share
from tests.app.payments.conftest import eur

LETTER = DunningDraft(
    7, "Reminder", "Invoice {invoice}", "{customer}: {owed}, due {due}, {days} days ago. {seller}"
)


@pytest.fixture
def steps(services):
    """A letter after 7 days, one after 14, and one with a hold after 30."""
    save = services.dunning_steps.save
    return [
        save(LETTER), save(replace(LETTER, days=14, name="Second")),
        save(replace(LETTER, days=30, name="Last", holds=True)),
    ]  # fmt: skip


@pytest.fixture
def look(desk_db, admin, jane):
    """A function that reads Jane's status, her holds in force, and her letters."""

    def read():
        with desk_db.reading(admin) as session:
            status = session.get_one(Customer, jane).status
            held = sa.select(CustomerHold.note).where(CustomerHold.released_at.is_(None))
            mail = sa.select(OutboxMessage.values).where(OutboxMessage.template == "dunning")
            return status, list(session.scalars(held)), list(session.scalars(mail))

    return read


def chosen(found):
    return [(one.invoice_id, one.step_id) for one in found]


def test_each_step_comes_once_and_payment_lifts_the_hold(
    services, clock, steps, owing, paid, look, jane
):
    first, second = owing(1000, 0), owing(2000, 10)
    dunning = services.dunning
    assert dunning.preview() == ()
    clock.at += timedelta(days=8)
    services.upkeep.run_due()
    [due] = dunning.preview()
    assert (due.invoice_id, due.step_id, due.days, due.owed) == (first, steps[0], 8, eur(1000))
    assert (due.sent_to, due.holds, due.problem) == ("jane@roe.example", False, "")
    assert due.subject == "Invoice INV-2026-00001"
    assert due.body == "Jane Roe: €10.00, due November 20, 2026, 8 days ago. Test firm"
    done = dunning.run(chosen([due]))
    assert (done.sent, done.held, done.refused) == (1, 0, ())
    assert look() == (Status.ACTIVE, [], [{"subject": due.subject, "body": due.body}])
    assert dunning.preview() == ()
    assert dunning.run(chosen([due])).refused[0][0] == first

    # Late with the second step: only the last one is taken, and the other invoice's own.
    clock.at += timedelta(days=24)
    found = dunning.preview()
    assert [(one.invoice_id, one.step_id, one.holds) for one in found] == [
        (first, steps[2], True), (second, steps[1], False),
    ]  # fmt: skip
    done = dunning.run(chosen(found))
    assert (done.sent, done.held) == (2, 1)
    status, [note], letters = look()
    assert (status, len(letters)) == (Status.SUSPENDED, 3)
    assert "“Last” for INV-2026-00001" in note
    assert dunning.preview() == ()

    # One of two is not enough; both are. Nothing else is needed.
    one = paid(1000)
    assert (one.reactivated, look()[0]) == (False, Status.SUSPENDED)
    assert paid(1999, shares=(Share(second, eur(1999)),)).reactivated is False
    last = paid(1)
    assert last.reactivated is True
    assert look()[:2] == (Status.ACTIVE, [])
    with services.upkeep.db.reading(services.upkeep.actor) as session:
        [hold] = session.scalars(sa.select(CustomerHold))
        assert (hold.released_at, hold.released_by) == (clock.now(), "Ada Admin")
        assert hold.customer_id == jane


def test_whatever_settles_it_lifts_an_automatic_hold(
    services, clock, steps, owing, paid, look, jane, acting
):
    assert steps
    first = owing(1000, 0)
    clock.at += timedelta(days=31)
    services.upkeep.run_due()
    with pytest.raises(PermissionDenied):
        acting("Sales Manager").dunning.run([])
    services.dunning.run(chosen(services.dunning.preview()))
    assert look()[0] is Status.SUSPENDED
    services.invoices.credit(first, CreditDraft("Our mistake"))
    assert look()[:2] == (Status.ACTIVE, [])

    # What staff began for another reason stays; for not paying it ends with the payment.
    second = owing(500, 0)
    clock.at += timedelta(days=1)
    services.lifecycle.hold(jane, HoldDraft(note="Fraud"))
    assert paid(500).reactivated is False
    assert look()[0] is Status.SUSPENDED
    services.lifecycle.activate(jane)
    third = owing(500, 0)
    services.lifecycle.hold(jane, HoldDraft(reason=HoldReason.PAYMENT))
    fourth = owing(100, 30)
    clock.at += timedelta(days=1)
    assert paid(100, shares=(Share(fourth, eur(100)),)).reactivated is False
    assert look()[0] is Status.SUSPENDED
    assert paid(500).reactivated is True
    assert look()[0] is Status.ACTIVE
    assert services.invoices.show(second).owed == services.invoices.show(third).owed == eur(0)

    # Voiding what was wrong from the beginning resolves it as well.
    fifth = owing(700, 0)
    clock.at += timedelta(days=40)
    services.dunning.run(chosen(services.dunning.preview()))
    assert look()[0] is Status.SUSPENDED
    services.invoices.void(fifth, "Never ordered")
    assert look()[0] is Status.ACTIVE


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_who_cannot_be_reminded_is_named(services, clock, steps, owing, jane, desk_db, admin):
    assert steps
    one = owing(1000, 0)
    with desk_db.transaction(admin, "test") as session:
        session.get_one(Customer, jane).email = None
        session.execute(sa.text("UPDATE customers SET email_norm = NULL"))
        session.execute(sa.text("DELETE FROM portal_users"))
        session.execute(sa.text("DELETE FROM contacts"))
    clock.at += timedelta(days=40)
    found = services.dunning.preview()
    assert "no e-mail address" in found[0].problem
    done = services.dunning.run(chosen(found))
    assert (done.sent, done.held, done.refused) == (0, 0, ((one, found[0].problem),))
    services.billing_profiles.save(jane, 0, ProfileDraft(email="pay@roe.example"))
    found = services.dunning.preview()
    assert found[0].sent_to == "pay@roe.example"
    # Paid between looking and doing.
    services.invoices.credit(one, CreditDraft("Gone"))
    done = services.dunning.run(chosen(found))
    assert (done.sent, done.refused[0][1][:11]) == (0, "It was paid")


def test_two_people_send_each_letter_once(services, clock, steps, owing, look):
    """A letter and a hold each come once, though both looked at the same list."""
    assert steps
    wanted = [owing(1000, 0), owing(2000, 0), owing(3000, 0)]
    clock.at += timedelta(days=31)
    services.upkeep.run_due()
    asked = chosen(services.dunning.preview())
    with ThreadPoolExecutor(2) as both:
        done = list(both.map(services.dunning.run, [asked, asked[::-1]]))
    assert sum(one.sent for one in done) == len(wanted)
    assert sum(one.held for one in done) == 1
    assert sum(len(one.refused) for one in done) == len(wanted)
    status, holds, letters = look()
    assert (status, len(holds), len(letters)) == (Status.SUSPENDED, 1, 3)
