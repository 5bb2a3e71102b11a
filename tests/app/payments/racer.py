"""Many programs that pay the same invoice at the same moment; started by `test_race`.

Given a database, a customer, an invoice, a payment with credit left, how many programs there
are, and how many tries each has. What was imported once is shared; each opens the database
for itself, and tells how each try went.
"""

import os
import sys
from datetime import UTC, datetime

from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.clock import FixedClock
from app.core.engine import Address, Database
from app.core.errors import DeskError
from app.core.money import Money
from app.payments.drafts import PaymentDraft, RefundDraft, Share
from app.payments.service import PaymentService

PART = Money(70, "EUR")
BACK = RefundDraft(Money(30, "EUR"), reason="Too much")


def main(target: str, *given: str) -> int:
    """Start the programs, let them go at once, and wait for them."""
    customer, invoice, payment, racers, tries = map(int, given)
    ready, go = os.pipe(), os.pipe()
    started = []
    for _ in range(racers):
        if (racer := os.fork()) == 0:
            os.close(go[1])
            race(target, (customer, invoice, payment), tries, ready[1], go[0])
        started.append(racer)
    for _ in started:
        os.read(ready[0], 1)
    os.close(go[1])
    return sum(os.waitpid(racer, 0)[1] for racer in started)


def race(target: str, of: tuple[int, int, int], tries: int, ready: int, go: int) -> None:
    """Pay the invoice with new money and with what is left of the payment; give some back."""
    customer, invoice, payment = of
    database = Database(Address.parse(target), FixedClock(datetime(2026, 11, 20, 12, tzinfo=UTC)))
    payments = PaymentService(
        database, Actor(1, "Ada Admin", frozenset(Permission)), Changes()
    )  # fmt: skip
    payments.show(payment)
    share = (Share(invoice, PART),)
    new = PaymentDraft(customer, PART, shares=share)
    os.write(ready, b".")
    os.read(go, 1)
    for _ in range(tries):
        for name, ask in (
            ("recorded", lambda: payments.record(new)),
            ("allocated", lambda: payments.allocate(payment, share)),
            ("refunded", lambda: payments.refund(payment, BACK)),
        ):
            try:
                ask()
                said = name
            except DeskError as refusal:
                said = f"not {name}: {refusal}"
            os.write(1, f"{said}\n".encode())
    database.close()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
