"""Issues licenses: one for somebody, or many into the pool of those nobody has yet."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.catalogue.terms import Cycle, ExpiryBasis, Terms
from app.core import audit
from app.core.access import Actor, Permission
from app.core.batch import Batch
from app.core.errors import Invalid
from app.core.folding import sort_key
from app.core.progress import Progress
from app.core.text import _
from app.customers.model import Customer
from app.licensing import keys, people
from app.licensing.drafts import IssueDraft
from app.licensing.model import License
from app.licensing.outcomes import Issued
from app.licensing.people import Whom
from app.licensing.queries import visible
from app.licensing.rules import own_text
from app.licensing.schemas import LicenseState
from app.licensing.settling import Settling, cycle_for, later, months_of
from app.subscriptions import starting
from app.subscriptions.counters import recount as recount_subscriptions
from app.subscriptions.drafts import SubscriptionDraft

PLACE = "licenses.key/%s"
MOST_AT_ONCE = 10_000
_PART = 1000


def issue(
    session: Session, actor: Actor, draft: IssueDraft, shared: Settling | None = None
) -> Issued:
    """Add one license, and what goes with it.

    Who issues many gives what they `shared`, and finishes it after the last.
    """
    values = draft.checked()
    product, plan, settling = *_offer(session, values), shared or Settling(session)
    key = _key(session, actor, values["key"], product)
    whom = Whom(values["customer_id"], values["client_id"], values["email"])
    customer, created = None, False
    if whom.anybody:
        customer, created = people.found_or_new(
            session, actor, whom, confirmed=values["confirm_new"]
        )
        settling.know(customer)
    found = _made(settling, product, plan, values, assigned=customer is not None)
    seal(actor, found, key)
    mailed = False
    if customer is not None:
        give(found, customer)
        mailed = people.tell(session, customer, found, product)
    if values["create_subscription"] and customer is not None:
        found.subscription_id = _subscribe(session, actor, customer, found, settling.today)
    session.add(found)
    settling.add(found)
    settling.settle(found)
    if shared is None:
        settling.finish()
    session.flush()
    return Issued(found.id, key, found.customer_id, created, mailed)


def generate(
    session: Session, actor: Actor, product_id: int, plan_id: int | None, count: int,
    order_number: str, cycle: Cycle | None, progress: Progress,
) -> list[int]:  # fmt: skip
    """Add licenses nobody has yet, and give their ids."""
    values = IssueDraft(product_id, plan_id, cycle, order_number=order_number).checked()
    if not 1 <= count <= MOST_AT_ONCE:
        said = _("Between 1 and %s licenses can be generated at once. Change the number.")
        raise Invalid({"count": said % f"{MOST_AT_ONCE:,}"})
    product, plan, settling = *_offer(session, values), Settling(session)
    pattern = _made(settling, product, plan, values, assigned=False)
    pattern.key_tail = ""
    settling.settle(pattern)
    ids: list[int] = []
    columns = [column.key for column in sa.inspect(License).column_attrs]
    shared = {name: getattr(pattern, name) for name in columns if name not in _OWN}
    shared["activations"], shared["over_limit"] = 0, False
    while len(ids) < count:
        batch, rows = Batch(session), []
        for _each in range(min(_PART, count - len(ids))):
            key = keys.generate(product.key_format)
            seal(actor, pattern, key)
            text = own_text(pattern)
            own = {name: getattr(pattern, name) for name in _KEYED}
            rows.append({**shared, **own, "own_text": text, "search_text": text})
            batch.add(License, rows[-1])
        for change in batch.write():
            audit.record(session, change)
            ids.append(change.entity_id)
        progress.report(len(ids), count)
    settling.add(pattern, len(ids))
    settling.finish()
    return ids


def give(found: License, customer: Customer) -> None:
    """Let a license be a customer's: linked by its Client ID and its e-mail (CON-29)."""
    found.customer_id = customer.id
    found.client_id, found.email = customer.client_id, customer.email or ""
    found.email_norm = (customer.email_norm or "")[:250]


def seal(actor: Actor, found: License, key: str) -> None:
    """Give a license its key, under a new UUID where it has none."""
    found.uid = found.uid if found.id else str(uuid4())
    found.key_digest, found.key_tail = keys.digest(key), keys.tail(key)
    found.key_sealed = actor.vault.seal(key.strip().encode(), PLACE % found.uid)


_KEYED = ("uid", "key_digest", "key_sealed", "key_tail")
_OWN = frozenset(
    {*_KEYED, "own_text", "search_text", "id", "version", "created_at", "created_by",
     "updated_at", "updated_by"}
)  # fmt: skip


def _offer(session: Session, values: Mapping[str, Any]) -> tuple[Product, Plan | None]:
    """The product and plan, both still offered.

    Raises:
        Invalid: they are not, or the plan is of another product.
    """
    product = session.get(Product, values["product_id"])
    if product is None:
        raise Invalid({"product_id": _("That product is not there any more. Choose another.")})
    if not product.active:
        said = _("%s is retired. Activate it first, or choose another product.")
        raise Invalid({"product_id": said % product.name})
    if values["plan_id"] is None:
        return product, None
    return product, plan_of(session, product, values["plan_id"])


def plan_of(session: Session, product: Product, plan_id: int) -> Plan:
    """A plan of the product that is still offered.

    Raises:
        Invalid: it is not, or of another product.
    """
    plan = session.get(Plan, plan_id)
    if plan is None or plan.terms_id is None:
        raise Invalid({"plan_id": _("That plan is not there any more. Choose another.")})
    if plan.product_id != product.id:
        said = _("The plan %(plan)s belongs to another product. Choose one of %(product)s.")
        raise Invalid({"plan_id": said % {"plan": plan.name, "product": product.name}})
    if not plan.active:
        said = _("The plan %s is retired. Activate it first, or choose another.")
        raise Invalid({"plan_id": said % plan.name})
    return plan


def _key(session: Session, actor: Actor, typed: str, product: Product) -> str:
    """The key as typed, which nobody else may have; or a new one."""
    if not typed.strip():
        return keys.generate(product.key_format)
    holder = sa.select(License.id).where(License.key_digest == keys.digest(typed))
    if session.scalar(holder) is None:
        return typed.strip()
    seen = session.scalar(holder.where(*visible(actor)))
    raise Invalid(
        {"key": _("A license has this key already. Type another, or leave it out for a new one.")},
        {"key": seen} if seen is not None else {},
    )


def _made(
    settling: Settling, product: Product, plan: Plan | None, values: Mapping[str, Any],
    *, assigned: bool,
) -> License:  # fmt: skip
    terms = settling.terms(plan.terms_id) if plan else None
    cycle = cycle_for(terms, values["cycle"])
    found = License(
        product_id=product.id,
        plan_id=plan.id if plan else None,
        terms_id=terms.id if terms else None,
        state=LicenseState.ACTIVE if assigned else LicenseState.AVAILABLE,
        cycle=cycle,
        order_number=values["order_number"],
        starts_on=values["starts_on"],
        overrides=dict(values["overrides"]),
        note=values["note"],
        product_key=sort_key(product.name) or "",
        plan_key=sort_key(plan.name) if plan else None,
        activations=0,
        client_id="",
        email="",
        email_norm="",
        state_reason="",
    )
    months = None if values["never_expires"] else _runs(terms, cycle, values["expires_on"])
    _time(settling, found, months, values["expires_on"], assigned=assigned)
    return found


def _runs(terms: Terms | None, cycle: Cycle | None, until: date | None) -> int | None:
    return None if until else months_of(terms, cycle)


def _time(
    settling: Settling, found: License, months: int | None, until: date | None, *, assigned: bool
) -> None:
    """When it begins and ends; without customer its time does not run yet."""
    first_use = settling.policy(found).expiry_basis is ExpiryBasis.FIRST_ACTIVATION
    if until is not None or months is None:
        found.expires_on = until
    elif first_use or not assigned:
        found.months_to_run = months
    else:
        found.starts_on = found.starts_on or settling.today
        found.expires_on = later(found.starts_on, months)
    if assigned:
        found.starts_on = found.starts_on or settling.today
    if found.expires_on and found.starts_on and found.expires_on < found.starts_on:
        said = _("It would end before it starts. Choose a day from %s on.")
        raise Invalid({"expires_on": said % found.starts_on.isoformat()})


def _subscribe(
    session: Session, actor: Actor, customer: Customer, found: License, today: date
) -> int:
    """A subscription for the license; it begins when the license does."""
    actor.require(Permission.SUBSCRIPTIONS_EDIT)
    draft = SubscriptionDraft(
        customer.id, found.plan_id, found.cycle or Cycle.YEARLY, started_on=found.starts_on
    )
    made = starting.start(session, customer, draft, today)
    recount_subscriptions(session, [customer.id])
    return made.id
