"""Use cases on plans: their terms are versioned, never rewritten."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue import editing, events, listings
from app.catalogue.counters import recount
from app.catalogue.drafts import PlanDraft
from app.catalogue.model import Plan, PlanTerms, Product
from app.catalogue.queries import terms_of
from app.catalogue.schemas import PlanChoice, PlanDetail, PlanRow, TermsVersion
from app.catalogue.terms import Terms
from app.core.access import Permission
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError, Invalid, NotFound
from app.core.folding import fold, search_text, sort_key
from app.core.listed import ListService
from app.core.money import Money
from app.core.query import Listing
from app.core.service import query, use_case
from app.core.text import _
from app.organization.service import current

# Subscriptions are a feature above this one; that there are any is all it may know.
_plan_id = sa.column("plan_id", sa.Integer)
_SUBSCRIBED = sa.select(sa.literal(1)).select_from(sa.table("subscriptions", _plan_id)).limit(1)


class PlanService(ListService[PlanRow], reads=Permission.LICENSES_READ):
    """The ways products are sold."""

    @query(Permission.LICENSES_READ)
    def choices(
        self, session: Session, product_id: int | None = None, *, every: bool = False
    ) -> tuple[PlanChoice, ...]:
        """The plans on sale, by product and name; perhaps of one product, or every one."""
        asked = sa.select(Plan, Product.name).join(Product, Product.id == Plan.product_id)
        if not every:
            asked = asked.where(Plan.active, Product.active)
        if product_id is not None:
            asked = asked.where(Plan.product_id == product_id)
        asked = asked.order_by(Plan.product_key, Plan.name_key, Plan.id)
        return tuple(
            PlanChoice(
                plan.id, plan.name, plan.product_id, product, terms_of(session, plan.terms_id or 0)
            )
            for plan, product in session.execute(asked).all()
        )

    @query(Permission.LICENSES_READ)
    def show(self, session: Session, plan_id: int) -> PlanDetail:
        """Everything about one plan, earlier terms included.

        Raises:
            NotFound: it is not there.
        """
        plan = _get(session, plan_id)
        product = session.get_one(Product, plan.product_id)
        earlier = sa.select(PlanTerms.id, PlanTerms.since, PlanTerms.by).where(
            PlanTerms.plan_id == plan_id
        )
        history = tuple(
            TermsVersion(terms_of(session, row.id), row.since, row.by)
            for row in session.execute(earlier.order_by(PlanTerms.number.desc())).all()
        )
        same = (
            "id", "version", "product_id", "name", "description", "active", "licenses",
            "created_at", "created_by", "updated_at", "updated_by",
        )  # fmt: skip
        return PlanDetail(
            **{name: getattr(plan, name) for name in same},
            product=product.name,
            terms=history[0].terms,
            history=history,
        )

    @use_case(Permission.PRODUCTS_EDIT)
    def create(self, session: Session, product_id: int, draft: PlanDraft) -> int:
        """Add a plan to a product, and return its id.

        Raises:
            Conflict: the product is retired.
            Invalid: the draft has problems, keyed by field; the name may be taken.
            NotFound: the product is not there.
        """
        terms = draft.terms()
        product = session.get(Product, product_id, with_for_update=True)
        if product is None:
            raise NotFound(_("That product is gone. Reload the list."))
        if not product.active:
            said = _("%s is retired. Sell it again first, then add the plan.")
            raise Conflict(said % product.name)
        plan = Plan(product_id=product.id, active=True)
        _name(session, plan, product, draft)
        session.add(plan)
        session.flush()
        _put(session, plan, terms, 1)
        session.flush()
        recount(session, [product.id])
        return plan.id

    @use_case(Permission.PRODUCTS_EDIT)
    def edit(
        self, session: Session, plan_id: int, version: int, draft: PlanDraft,
        base: PlanDraft | None = None,
    ) -> int:  # fmt: skip
        """Save changed fields; the new version.

        Changed terms become a new version of their own; what was sold keeps the old ones.
        What others changed since `version`, when the plan held `base`, stays; a receipt
        names those fields.

        Raises:
            Conflict: others changed it since `version` and there is no `base`.
            Invalid: the draft has problems, keyed by field; the name may be taken.
            NotFound: it is not there.
            Stale: others changed the same fields since; nothing was saved.
        """
        plan = _get(session, plan_id, lock=True)
        draft = editing.plan(session, plan, version, (base, draft))
        terms, before = draft.terms(), plan.name
        _name(session, plan, session.get_one(Product, plan.product_id), draft)
        old = terms_of(session, plan.terms_id or 0)
        if replace(old, id=0, number=0) != terms:
            _put(session, plan, terms, old.number + 1)
        session.flush()
        if plan.name != before:
            for tell in events.renamed:
                tell(session, plan)
        return plan.version

    @use_case(Permission.PRODUCTS_EDIT)
    def retire(self, session: Session, plan_id: int) -> None:
        """Sell a plan no longer; who has it keeps it.

        Raises:
            NotFound: it is not there.
        """
        _get(session, plan_id, lock=True).active = False

    @use_case(Permission.PRODUCTS_EDIT)
    def offer(self, session: Session, plan_id: int) -> None:
        """Sell a plan again.

        Raises:
            NotFound: it is not there.
        """
        _get(session, plan_id, lock=True).active = True

    @use_case(Permission.PRODUCTS_EDIT)
    def remove(self, session: Session, plan_id: int) -> None:
        """Take a plan away that was never sold.

        Raises:
            Conflict: something was sold by it.
            NotFound: it is not there.
        """
        plan = _get(session, plan_id, lock=True)
        product_id, name = plan.product_id, plan.name
        if plan.licenses or session.scalar(_SUBSCRIBED.where(_plan_id == plan_id)) is not None:
            raise Conflict(_("%s was sold. Retire it instead: who has it keeps it.") % name)
        session.execute(sa.delete(PlanTerms).where(PlanTerms.plan_id == plan_id))
        session.delete(plan)
        session.flush()
        recount(session, [product_id])

    def _explain(self, duplicate: Duplicate) -> DeskError:  # noqa: ARG002 - one value can be taken
        return Invalid({"name": _("Somebody used this name in the same moment. Look again.")})

    def _listing(self, session: Session) -> Listing[PlanRow]:
        return listings.plans(current(session), session.info["now"])


def _name(session: Session, plan: Plan, product: Product, draft: PlanDraft) -> None:
    values = draft.values()
    norm = fold(values["name"])[:250]
    taken = sa.select(Plan.id).where(
        Plan.product_id == product.id, Plan.name_norm == norm, Plan.id != (plan.id or 0)
    )
    if session.scalar(taken) is not None:
        said = _("%(product)s has a plan called %(name)s already. Choose another name.")
        raise Invalid({"name": said % {"product": product.name, "name": values["name"]}})
    plan.name, plan.description, plan.name_norm = values["name"], values["description"], norm
    follow_product(plan, product)


def follow_product(plan: Plan, product: Product) -> None:
    """Rewrite what follows from a plan's own name and from its product's."""
    plan.name_key = sort_key(plan.name) or ""
    plan.product_key = product.name_key
    plan.search_text = search_text([plan.name, product.name, product.reference])


def _put(session: Session, plan: Plan, terms: Terms, number: int) -> None:
    """Store terms as the plan's newest."""
    same = (
        "currency", "months", "expiry_basis", "on_expiry", "grace_days", "activation_limit",
        "overage", "overage_percent", "stale_days", "self_deactivations", "offline_allowed",
        "user_limit",
    )  # fmt: skip
    row = PlanTerms(
        plan_id=plan.id,
        number=number,
        since=session.info["now"],
        by=session.info["actor"].name,
        **{name: getattr(terms, name) for name in same},
        monthly_minor=_minor(terms.monthly),
        yearly_minor=_minor(terms.yearly),
        quotas=dict(terms.quotas),
        usage_prices={name: price.minor for name, price in terms.usage_prices.items()},
        tiers=[_tier(one.from_quantity, one.monthly, one.yearly) for one in terms.tiers],
    )
    session.add(row)
    session.flush()
    plan.terms_id = row.id
    plan.monthly_minor, plan.yearly_minor = row.monthly_minor, row.yearly_minor
    plan.activation_limit = terms.activation_limit


def _tier(start: int, monthly: Money | None, yearly: Money | None) -> dict[str, Any]:
    return {
        "from_quantity": start,
        "monthly_minor": _minor(monthly),
        "yearly_minor": _minor(yearly),
    }


def _minor(price: Money | None) -> int | None:
    return None if price is None else price.minor


def _get(session: Session, plan_id: int, *, lock: bool = False) -> Plan:
    found = session.get(Plan, plan_id, with_for_update=lock or None)
    if found is None:
        raise NotFound(_("That plan is gone. Reload the list."))
    return found
