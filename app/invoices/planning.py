"""Plans the invoices of a month: what a preview shows, a run makes and a forecast foretells.

There is one invoice for each payer and currency, with a section for each customer it is
about. What comes to nothing or less stays for a later month. All of it follows from what is
stored and from the month's last day, not from when it is asked.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.billing.model import BillingProfile
from app.billing.schemas import Rounding
from app.core.audit import plain
from app.core.clock import add_months
from app.core.errors import Conflict, DeskError
from app.core.money import Money
from app.core.progress import Progress
from app.core.text import _
from app.customers.model import Customer
from app.invoices import parties
from app.invoices.charges import Charge, Part
from app.invoices.detail import as_stored
from app.invoices.gathering import Gathered, Names, OrderPart, Wanted, gather
from app.invoices.run_schemas import LeftOut
from app.invoices.schemas import LineKind
from app.invoices.totals import Line, Totals, reckon

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Planned:
    """An invoice that can be made; `lines` name what they claim."""

    party: parties.Party
    currency: str
    lines: tuple[Line, ...]
    totals: Totals

    @property
    def order_ids(self) -> tuple[int, ...]:
        """The orders that are on it."""
        return tuple(dict.fromkeys(line.order_id for line in self.lines if line.order_id))


@dataclass(frozen=True, slots=True)
class Plan:
    """The invoices of a month, and what is left for later.

    `names` are those of the customers in them, `orders` the versions of the orders.
    """

    invoices: tuple[Planned, ...]
    left_out: tuple[LeftOut, ...]
    names: Mapping[int, str]
    orders: Mapping[int, int]

    @property
    def totals(self) -> tuple[Money, ...]:
        """The sum of each currency."""
        found: dict[str, int] = defaultdict(int)
        for one in self.invoices:
            found[one.currency] += one.totals.total_minor
        return tuple(Money(minor, currency) for currency, minor in sorted(found.items()))

    @property
    def digest(self) -> str:
        """The fingerprint of everything the invoices would say."""
        state = hashlib.sha256()
        for one in self.invoices:
            head = [one.party.customer_id, one.party.automatic, one.party.terms_days, one.currency]
            told = [[plain(getattr(line, name)) for name in _TOLD] for line in one.lines]
            said = [head, told, one.totals.line_taxes]
            state.update(json.dumps(said, separators=(",", ":")).encode())
        return state.hexdigest()


_TOLD = tuple(name for name in Line.__slots__ if name != "tax_minor")


def last_day(month: date) -> date:
    """The last day of a month, of which `month` is the first."""
    return date.fromordinal(add_months(month, 1).toordinal() - 1)


def plan(
    session: Session, wanted: Wanted, progress: Progress, *, payers: frozenset[int] | None = None
) -> Plan:
    """The invoices there would be for what is wanted; of these payers, or of everybody's.

    Raises:
        Cancelled: `progress` was.
    """
    names, billing = Names(session), parties.Billing(session)
    by_payer: dict[int, dict[int, Gathered]] = defaultdict(dict)
    for customer_id, found in gather(session, wanted, names, progress).items():
        payer = billing.payer(customer_id)
        if payers is None or payer in payers:
            by_payer[payer][customer_id] = found
    making = _Making(session, wanted, names)
    invoices: list[Planned] = []
    for chunk in _chunks(sorted(by_payer)):
        making.load({one for payer in chunk for one in (payer, *by_payer[payer])})
        for payer in chunk:
            invoices += making.invoices(payer, by_payer[payer])
        progress.check()
    return Plan(tuple(invoices), tuple(making.left_out), making.called, making.orders)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


class _Making:
    """Makes invoices of what was gathered, payer by payer."""

    def __init__(self, session: Session, wanted: Wanted, names: Names) -> None:
        self._session = session
        self._on, self._actor = wanted.until, wanted.actor
        self._names = names
        self._rates = parties.Rates(session)
        self._rounding: Rounding = parties.rounding(session)
        self._loaded: dict[int, tuple[Customer, BillingProfile | None]] = {}
        self._hidden: set[int] = set()
        self.left_out: list[LeftOut] = []
        self.called: dict[int, str] = {}
        self.orders: dict[int, int] = {}

    def load(self, ids: set[int]) -> None:
        """Read these customers, and forget the ones before."""
        self._loaded = parties.load(self._session, ids)
        self._hidden = parties.hidden(self._session, self._actor, ids)
        for customer, profile in self._loaded.values():
            self.called[customer.id] = parties.party_of(customer, profile).name

    def invoices(self, payer: int, found: Mapping[int, Gathered]) -> Iterator[Planned]:
        """The invoices of one payer; what cannot be billed is left out and named."""
        customer, profile = self._loaded[payer]
        party = parties.party_of(customer, profile)
        order = sorted(found, key=lambda one: (one != payer, self.called[one], one))
        lines: dict[str, list[Line]] = defaultdict(list)
        for one in order:
            for currency, line in self._lines(found[one]):
                theirs = line if one == payer else replace(line, for_customer_id=one)
                lines[currency].append(theirs)
        for currency in sorted(lines):
            net = sum(line.net_minor for line in lines[currency])
            try:
                self._refuse(customer, net)
                yield self._invoice(party, currency, lines[currency])
            except DeskError as refusal:
                amount = Money(net, currency)
                self.left_out.append(LeftOut(payer, party.name, amount, str(refusal)))

    def _refuse(self, customer: Customer, net: int) -> None:
        if customer.deleted_at is not None:
            raise Conflict(_("This customer is deleted. Restore it, or cancel what it has."))
        if customer.id in self._hidden:
            raise Conflict(_("This customer is not yours to see. Somebody else has to bill it."))
        if net <= 0:
            raise Conflict(
                _(
                    "This is credit. It waits for the next invoice, less what a credit note "
                    "gives of it before."
                )
            )

    def _invoice(self, party: parties.Party, currency: str, lines: Sequence[Line]) -> Planned:
        taxed = tuple(
            self._rates.named(line, party)
            if line.settled
            else self._rates.onto(line, party, self._on)
            for line in lines
        )
        totals = reckon(taxed, self._rounding)
        Money(totals.total_minor, currency)
        return Planned(party, currency, taxed, totals)

    def _lines(self, found: Gathered) -> Iterator[tuple[str, Line]]:
        for charge in sorted(found.charges, key=_rank):
            yield charge.currency, self._line(charge)
        for order in found.orders:
            self.orders[order.id] = order.version
            for line in order.lines:
                yield order.currency, _of_order(order, line)

    def _line(self, charge: Charge) -> Line:
        has_days = charge.period_end > charge.period_start
        return Line(
            self._called(charge)[:300],
            charge.quantity,
            charge.unit_minor,
            kind=charge.kind,
            period_start=charge.period_start if has_days else None,
            period_end=charge.period_end if has_days else None,
            subscription_id=charge.subscription_id,
            source=charge.source,
            detail=[as_stored(part) for part in charge.detail],
        )

    def _called(self, charge: Charge) -> str:
        plan_name = self._names.plan(charge.plan_id)
        if charge.part is Part.USAGE:
            return _("%(plan)s: %(metric)s") % {"plan": plan_name, "metric": charge.metric}
        if charge.part is Part.UNUSED:
            return _("%s: unused days") % plan_name
        if charge.part is Part.REST:
            return _("%s: rest of the period") % plan_name
        if charge.part is Part.CORRECTION:
            day = charge.on.isoformat()
            if not plan_name:
                return _("Taken back: billed from %s") % day
            return _("%(plan)s: correction of what was billed from %(day)s") % {
                "plan": plan_name,
                "day": day,
            }
        return plan_name


def _rank(charge: Charge) -> tuple[int, date, bool, str]:
    """In the order of their days; what is given back first."""
    return charge.subscription_id, charge.on, charge.part is not Part.UNUSED, charge.source


def _of_order(order: OrderPart, line: object) -> Line:
    """An order's line; its tax was settled with the order."""
    values = {name: getattr(line, name) for name in _ORDERED}
    name = _("%(item)s (order %(number)s)") % {"item": values.pop("name"), "number": order.number}
    return Line(
        name[:300], **values, kind=LineKind.ORDER, settled=True, order_id=order.id,
        source=f"order:{order.id}",
    )  # fmt: skip


_ORDERED = ("name", "sku", "quantity", "unit_minor", "discount_minor", "tax_ppm", "tax_minor")
