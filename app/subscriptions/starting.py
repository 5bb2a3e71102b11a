"""Starts subscriptions and changes what they are for; the prices come from the plan's terms."""

from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.catalogue.queries import terms_of
from app.catalogue.terms import Cycle, Terms
from app.core.errors import Invalid, NotFound
from app.core.folding import sort_key
from app.core.money import Money
from app.core.numbers import take
from app.core.text import _
from app.customers.following import follow
from app.customers.model import Customer
from app.customers.stale import refuse_deleted
from app.subscriptions import rules, spans
from app.subscriptions.drafts import ChangeDraft, SubscriptionDraft
from app.subscriptions.model import Subscription
from app.subscriptions.schemas import LIVING, SubscriptionStatus


def start(
    session: Session, customer: Customer, draft: SubscriptionDraft, today: date
) -> Subscription:
    """Add a subscription for a customer who is there; not counted yet.

    Raises:
        Conflict: the customer is deleted.
        Invalid: the draft has problems, keyed by field.
    """
    values = draft.checked()
    refuse_deleted(session, customer)
    plan, product, terms = offered(session, values["plan_id"])
    price = agreed(terms, values["cycle"], values["quantity"], values["unit_price"])
    started = values["started_on"] or today
    trial = values["trial_ends_on"]
    if trial and trial < started:
        raise Invalid({"trial_ends_on": _("The trial cannot end before the start.")})
    anchor = trial + timedelta(days=1) if trial else started
    first = rules.period_after(anchor, values["cycle"], max(anchor, today))
    in_trial = trial is not None and anchor > today
    found = Subscription(
        uid=str(uuid4()),
        number=take(session, "subscriptions")[0],
        customer_id=customer.id,
        plan_id=plan.id,
        terms_id=terms.id,
        cycle=values["cycle"],
        quantity=values["quantity"],
        price_minor=price.minor,
        currency=price.currency,
        status=SubscriptionStatus.TRIALING if in_trial else SubscriptionStatus.ACTIVE,
        started_on=started,
        anchor_on=anchor,
        period_start=started if in_trial else first[0],
        period_end=anchor if in_trial else first[1],
        trial_ends_on=trial,
        renews=values["renews"],
        note=values["note"],
        product_key=sort_key(product.name) or "",
        plan_key=sort_key(plan.name) or "",
    )
    rules.derive(found)
    follow(found, customer)
    session.add(found)
    session.flush()
    spans.begin(session, found)
    return found


def change(session: Session, found: Subscription, draft: ChangeDraft, today: date) -> None:
    """Change plan, cycle and quantity from today on; another cycle begins a new period.

    Raises:
        Conflict: the subscription is paused or over.
        Invalid: the draft has problems, keyed by field.
    """
    values = draft.checked()
    if found.status not in LIVING:
        raise rules.refused(found)
    same = values["plan_id"] == found.plan_id
    plan, product, terms = offered(session, values["plan_id"], kept=same)
    if same:
        terms = terms_of(session, found.terms_id)
    price = agreed(terms, values["cycle"], values["quantity"], values["unit_price"])
    if values["cycle"] is not found.cycle and found.status is not SubscriptionStatus.TRIALING:
        found.anchor_on = found.period_start = today
        found.period_end = rules.period_after(today, values["cycle"], today)[1]
    found.plan_id, found.terms_id = plan.id, terms.id
    found.cycle, found.quantity = values["cycle"], values["quantity"]
    found.price_minor, found.currency = price.minor, price.currency
    found.product_key = sort_key(product.name) or ""
    found.plan_key = sort_key(plan.name) or ""
    rules.derive(found)


def offered(session: Session, plan_id: int, *, kept: bool = False) -> tuple[Plan, Product, Terms]:
    """A plan that is for sale (or `kept` by who has it), its product, and its terms today.

    Raises:
        Invalid: it is not there or no longer sold, under "plan_id".
    """
    plan = session.get(Plan, plan_id)
    if plan is None or plan.terms_id is None:
        raise Invalid({"plan_id": _("That plan is gone. Choose another one.")})
    product = session.get(Product, plan.product_id)
    if product is None:
        raise NotFound(_("That product is gone. Choose another one."))
    if not kept and not (plan.active and product.active):
        raise Invalid({"plan_id": _("%s is no longer sold. Choose another plan.") % plan.name})
    return plan, product, terms_of(session, plan.terms_id)


def agreed(terms: Terms, cycle: Cycle, quantity: int, price: Money | None) -> Money:
    """The price of one unit: as agreed, or as the plan says.

    Raises:
        Invalid: the plan is not sold by that cycle and no price was agreed, under
            "cycle"; or the price is in another currency than the plan's, under "unit_price".
    """
    if price is None:
        listed = terms.price(cycle, quantity)
        if listed is None:
            raise Invalid(
                {
                    "cycle": _(
                        "This plan has no price for this cycle. Choose the other cycle, or enter "
                        "the price you agreed on."
                    )
                }
            )
        return listed
    if price.currency != terms.currency:
        raise Invalid(
            {"unit_price": _("This plan is sold in %s. Enter the price in it.") % terms.currency}
        )
    return price
