"""Says why a license will not activate: the same checks as activating, asked without doing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan
from app.core.access import Actor, Permission
from app.core.contact import normalise_email
from app.core.errors import DeskError, Invalid, NotFound
from app.core.query import Where
from app.core.service import Service, query
from app.core.text import _, ngettext
from app.customers.model import Customer
from app.licensing import checks, keys, queries
from app.licensing.activations_drafts import fingerprint, normalised
from app.licensing.activations_facts import Device, Gatherer, as_it_is
from app.licensing.checks_facts import Facts, KeyFacts, Lookup
from app.licensing.explain_keys import looked_up
from app.licensing.explain_past import as_it_was
from app.licensing.explain_schemas import Asked, Explained, Explanation
from app.licensing.model import Activation, License
from app.licensing.rules import status_of
from app.licensing.schemas import ActivationState, DeviceKind
from app.organization.service import current

# So many licenses are explained at once.
MOST = 50


class ExplainService(Service):
    """Explains why licenses within the actor's scope can or cannot be activated."""

    @query(Permission.LICENSES_READ)
    def explain(self, session: Session, asked: Asked) -> Explained:
        """Judge a license, all licenses of an e-mail, or those a device is known by.

        Raises:
            Invalid: nothing was asked, or something that cannot be, keyed by field.
            NotFound: no license has the id, or it is not for this actor to see.
        """
        if asked.at is not None and not _has_been(asked.at, session.info["now"]):
            raise Invalid({"at": _("That lies ahead. Choose a day that has been, or none.")})
        asking = _Asking(session, self.actor, asked)
        if asked.license_id is not None:
            found = queries.get(session, self.actor, asked.license_id)
            return asking.answer([found], 1)
        if asked.key.strip():
            return asking.by_key()
        if asked.email.strip():
            return asking.by_email()
        if asked.device.strip():
            return asking.by_device()
        raise Invalid({"key": _("Enter a license key, an e-mail address or a device.")})


@dataclass(frozen=True)
class _Asking:
    """One question."""

    session: Session
    actor: Actor
    asked: Asked

    def by_key(self) -> Explained:
        """The license with the key, or what is wrong with the key."""
        license_id = queries.exact(self.session, self.actor, self.asked.key)
        if license_id is not None:
            return self.answer([queries.get(self.session, self.actor, license_id)], 1)
        facts = looked_up(self.session, self.actor, self.asked.key, self._gatherer.zone)
        verdict = checks.judge(facts)
        return Explained(verdict.message, (Explanation(verdict),), 0, self.asked.at)

    def by_email(self) -> Explained:
        """All licenses of the customer with the address, and those linked by it."""
        try:
            norm = normalise_email(self.asked.email).norm
        except DeskError as problem:
            raise Invalid({"email": str(problem)}) from problem
        theirs = sa.select(Customer.id).where(Customer.email_norm == norm)
        return self._all(
            sa.or_(License.email_norm == norm, License.customer_id.in_(theirs)),
            _("No license belongs to %s. Search for the customer by name, or ask for the key.")
            % self.asked.email.strip(),
        )

    def by_device(self) -> Explained:
        """Wherever the device is active or blocked."""
        device = self._device()
        known = sa.select(Activation.license_id).where(
            Activation.fingerprint == (device.fingerprint if device else ""),
            Activation.state != ActivationState.DEACTIVATED
            if self.asked.at is None
            else Activation.activated_at <= self.asked.at,
        )
        return self._all(
            License.id.in_(known),
            _("%s is neither active nor blocked on any license. Ask for its license key.")
            % self.asked.device.strip(),
        )

    def answer(self, found: Sequence[License], total: int) -> Explained:
        """Judge these licenses."""
        each = tuple(map(self._explain, found))
        notes: tuple[str, ...] = ()
        if self.asked.at is not None:
            notes = (
                _("Dates, state, plan and customer are those of that time, as the history has "
                  "them; the product, and devices unblocked since, are as they are today."),
            )  # fmt: skip
        if len(each) == 1:
            message = each[0].verdict.message
        else:
            message = _summary(sum(one.verdict.allowed for one in each), len(each), total)
        return Explained(message, each, total, self.asked.at, notes)

    def _all(self, where: Where, nothing: str) -> Explained:
        """Judge the licenses there are, those that are worth something first."""
        within = (where, *queries.visible(self.actor))
        counted = sa.select(sa.func.count()).select_from(License).where(*within)
        total = self.session.execute(counted).scalar_one()
        if not total:
            return Explained(nothing, (), 0, self.asked.at)
        ordered = sa.select(License).where(*within).order_by(License.status, License.id.desc())
        return self.answer(self.session.scalars(ordered.limit(MOST)).all(), total)

    def _explain(self, found: License) -> Explanation:
        terms = as_it_is(found)
        if self.asked.at is not None:
            was = as_it_was(self.session, terms, self.asked.at)
            if was is None:
                return self._not_yet(found)
            terms = was
        gatherer = self._gatherer
        facts = gatherer.facts(terms, self._device(), offline=self.asked.offline)
        held = facts.license
        if held is None:
            raise NotFound(queries.gone())
        status, _until = status_of(
            held.state, held.starts_on, held.expires_on, held.policy.grace_days,
            gatherer.now, gatherer.zone,
        )  # fmt: skip
        plan = self.session.get(Plan, found.plan_id) if found.plan_id is not None else None
        return Explanation(
            checks.judge(facts),
            found.id,
            keys.mask(found.key_tail),
            held.product,
            plan.name if plan else "",
            held.customer.name if held.customer else "",
            held.customer.id if held.customer else None,
            status,
            held.active,
            held.policy.activation_limit,
        )

    def _not_yet(self, found: License) -> Explanation:
        """A license that was issued later."""
        gatherer = self._gatherer
        said = _("The license was issued later, on %s.")
        day = found.created_at.date().isoformat()
        facts = Facts(gatherer.now, gatherer.zone, KeyFacts(Lookup.LATER, said % day))
        return Explanation(checks.judge(facts), found.id, keys.mask(found.key_tail))

    def _device(self) -> Device | None:
        """The device that asks.

        Raises:
            Invalid: it is none.
        """
        text, kind = self.asked.device.strip(), self.asked.kind
        if not text:
            return None
        if not normalised(kind, text):
            said = _("Enter the device's hardware ID.")
            if kind is DeviceKind.DOMAIN:
                said = _("Write the domain like example.com, without spaces.")
            raise Invalid({"device": said})
        return Device(fingerprint(kind, text), text)

    @property
    def _gatherer(self) -> Gatherer:
        return Gatherer(self.session, current(self.session).time_zone, self.asked.at)


def _has_been(at: datetime, now: datetime) -> bool:
    return at.tzinfo is not None and at <= now


def _summary(allowed: int, explained: int, total: int) -> str:
    said = ngettext(
        "%(allowed)d of %(count)d license can be activated.",
        "%(allowed)d of %(count)d licenses can be activated.",
        explained,
    ) % {"allowed": allowed, "count": explained}
    if total > explained:
        said += " " + _("%d more are not shown.") % (total - explained)
    return said
