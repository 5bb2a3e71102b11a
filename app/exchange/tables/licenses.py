"""Imports license keys: known ones are brought up to date, new ones are issued."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Product
from app.core.access import Actor, Permission
from app.core.errors import Conflict, Invalid
from app.core.progress import Progress
from app.core.text import _, ngettext
from app.exchange.plans import Label
from app.exchange.seen import Seen
from app.exchange.tables import values
from app.exchange.tables.license_fields import CYCLES, EXPIRED, FIELDS, OVER, STATUSES
from app.exchange.tables.offer import Offer
from app.exchange.tables.owners import Owners
from app.exchange.tables.target import (
    Judge,
    Judged,
    TableRow,
    Target,
    blamed,
    changed_meanwhile,
    reported,
)
from app.licensing import issuing, keys, people, queries, states
from app.licensing.assigning import take_up
from app.licensing.drafts import IssueDraft, LicenseDraft
from app.licensing.model import License
from app.licensing.people import Whom
from app.licensing.settling import Settling, cycle_for, months_of

_DATED = ("order_number", "starts_on", "expires_on")


@dataclass(frozen=True, slots=True)
class _New:
    """A license to issue."""

    draft: IssueDraft
    customer_id: int | None


@dataclass(frozen=True, slots=True)
class _Change:
    """What a known license gets: columns, and perhaps a customer."""

    license_id: int
    version: int
    columns: Mapping[str, Any]
    whom: Whom | None
    customer_id: int | None


class LicenseJudge(Judge):
    """Judges and writes rows of license keys."""

    def __init__(self, session: Session, actor: Actor) -> None:
        super().__init__(session, actor)
        self._offer, self._owners = Offer(session), Owners(session, actor)
        self._settling = Settling(session)
        self._lines = Seen()
        self._known: dict[str, License] = {}
        self._visible: set[int] = set()
        self._mailed = 0

    def called(self, row: TableRow) -> tuple[str, str]:
        """The end of the key, and whose it is."""
        key = row.text("key")
        return keys.mask(keys.tail(key)) if key else "", row.text("email") or row.text("client_id")

    def judged(self, rows: Sequence[TableRow]) -> Iterator[Judged]:
        """A decision about each row; the licenses they name are looked up all at once."""
        digests = {keys.digest(row.text("key")) for row in rows}
        within = License.key_digest.in_(digests)
        found = self.session.scalars(sa.select(License).where(within)).all()
        self._known = {one.key_digest: one for one in found}
        seen = sa.select(License.id).where(within, *queries.visible(self.actor))
        self._visible = set(self.session.scalars(seen))
        yield from super().judged(rows)

    def judge(self, row: TableRow) -> Judged:
        """Create, update, or nothing to do."""
        digest = self._digest(row)
        status = values.word(row, "status", STATUSES, _("active, expired, suspended or revoked"))
        if status == OVER:
            said = _("The file says it is “%s”. Only licenses in use are imported.")
            return Judged(row, Label.SKIP, said % row.text("status"))
        known = self._known.get(digest)
        if known is None:
            return self._new(row, expired=status == EXPIRED)
        if known.id not in self._visible:
            said = _("A license that is not yours to see has this key. Leave the row out.")
            raise Conflict(said)
        self._refuse_other(row, known)
        return self._compared(row, known)

    def write(self, decided: Sequence[Judged], progress: Progress) -> None:
        """Issue licenses, and bring known ones up to date."""
        change = [one.what.license_id for one in decided if isinstance(one.what, _Change)]
        whose = {one.what.customer_id for one in decided} - {None}
        held = queries.locked(self.session, self.actor, change, whose)
        for one in reported(decided, progress):
            with blamed(one):
                if isinstance(one.what, _New):
                    issuing.issue(self.session, self.actor, one.what.draft, self._settling)
                else:
                    self._change(one.what, held.get(one.what.license_id))
        self._settling.finish()

    def notes(self) -> tuple[str, ...]:
        """How many customers are created, and how many messages are sent."""
        if not self._mailed:
            return self._owners.notes()
        said = ngettext(
            "%d message about a license is sent.",
            "%d messages about licenses are sent.",
            self._mailed,
        )
        return (*self._owners.notes(), said % self._mailed)

    def _digest(self, row: TableRow) -> str:
        key = row.text("key")
        if not key:
            raise Invalid({"key": _("Enter the license key.")})
        if said := keys.problem(key):
            raise Invalid({"key": said})
        digest = keys.digest(key)
        if (other := self._lines.first(digest, row.line)) != row.line:
            said = _("Line %d has the same license key. Keep one of the two.")
            raise Invalid({"key": said % other})
        return digest

    def _new(self, row: TableRow, *, expired: bool) -> Judged:
        """The new license, known to be one that can be issued."""
        product = self._offer.product(row.text("product"))
        if not product.active:
            said = _("%s is retired. Activate it first, or choose another product.")
            raise Conflict(said % product.name)
        plan = self._offer.plan(product, row.text("plan"))
        if plan is not None:
            issuing.plan_of(self.session, product, plan.id)
        whom, customer_id = self._owners.find(row)
        cycle = values.word(row, "cycle", CYCLES, _("monthly or yearly"))
        forever, until = self._until(row)
        if until is None and not forever:
            if expired:
                said = _("The file says it has expired. Enter when, or clear its status.")
                raise Invalid({"expires_on": said})
            terms = self._settling.terms(plan.terms_id) if plan else None
            months_of(terms, cycle_for(terms, cycle))
        draft = IssueDraft(
            product.id, plan.id if plan else None, cycle, row.text("key"), customer_id,
            whom.email, whom.client_id, order_number=row.text("order_number"),
            starts_on=self._start(row, until, given=whom.anybody), expires_on=until,
            never_expires=forever, confirm_new=True,
        )  # fmt: skip
        draft.checked()
        said = self._owners.expect(whom, customer_id)
        self._mailed += product.email_on_issue and whom.anybody
        return Judged(row, Label.CREATE, said, _New(draft, customer_id))

    def _start(self, row: TableRow, until: date | None, *, given: bool) -> date | None:
        """When a license begins: today if nothing is said, but no later than it ends."""
        start = values.day(row, "starts_on")
        if start is None and given and until is not None and until < self._settling.today:
            return until
        return start

    def _until(self, row: TableRow) -> tuple[bool, date | None]:
        """Whether it never ends, and else its last day, where the file has one."""
        forever = values.is_never(row, "expires_on")
        return forever, None if forever else values.day(row, "expires_on")

    def _compared(self, row: TableRow, known: License) -> Judged:
        forever, until = self._until(row)
        draft = LicenseDraft(
            row.text("order_number") or known.order_number,
            values.day(row, "starts_on") or known.starts_on,
            None if forever else until or known.expires_on,
        )
        wanted = draft.values()
        changed = {name: wanted[name] for name in _DATED if wanted[name] != getattr(known, name)}
        if forever and known.months_to_run is not None:
            changed["expires_on"] = None
        whom, customer_id = self._new_owner(row, known)
        if not changed and whom is None:
            return Judged(row, Label.UNCHANGED)
        states.refuse_over(known)
        draft.checked()
        words = [_(FIELDS[name].title) for name in changed]
        said = ""
        if whom is not None:
            words.append(_("Customer"))
            said = self._owners.expect(whom, customer_id)
            self._mailed += self.session.get_one(Product, known.product_id).email_on_issue
        sentence = " ".join(filter(None, (_("Changes: %s.") % ", ".join(words), said)))
        what = _Change(known.id, known.version, changed, whom, customer_id)
        return Judged(row, Label.UPDATE, sentence, what)

    def _refuse_other(self, row: TableRow, known: License) -> None:
        """Refuse what only its own steps change."""
        if row.text("product"):
            product = self._offer.product(row.text("product"))
            if product.id != known.product_id:
                said = _("This key belongs to another product. Correct the product, or the key.")
                raise Conflict(said)
            plan = self._offer.plan(product, row.text("plan"))
            if plan is not None and plan.id != known.plan_id:
                said = _("It has another plan. Change the plan among the licenses, or correct it.")
                raise Conflict(said)
        cycle = values.word(row, "cycle", CYCLES, _("monthly or yearly"))
        if cycle not in (None, known.cycle):
            raise Conflict(_("It has another billing cycle. Clear the cell to keep that."))

    def _new_owner(self, row: TableRow, known: License) -> tuple[Whom | None, int | None]:
        whom, customer_id = self._owners.find(row)
        if not whom.anybody:
            return None, None
        if known.customer_id is None:
            return whom, customer_id
        if customer_id == known.customer_id:
            return None, None
        said = _("It belongs to somebody else. Transfer it among the licenses, or correct the row.")
        raise Conflict(said)

    def _change(self, what: _Change, found: License | None) -> None:
        if found is None or found.version != what.version:
            raise changed_meanwhile()
        customer = None
        if what.whom is not None:
            customer, _created = people.found_or_new(
                self.session, self.actor, what.whom, confirmed=True
            )
            self._settling.know(customer)
            take_up(found, customer, self._settling)
        for name, value in what.columns.items():
            setattr(found, name, value)
        if "expires_on" in what.columns:
            found.months_to_run = None
        self._settling.settle(found)
        if customer is not None:
            self._settling.move_activations([found])
            product = self.session.get_one(Product, found.product_id)
            people.tell(self.session, customer, found, product)


LICENSES = Target(
    "licenses", Permission.LICENSES_IMPORT, FIELDS, ("key", "product"), LicenseJudge
)  # fmt: skip
