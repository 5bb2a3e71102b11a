"""Finds the products and plans rows name."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.core.errors import Invalid
from app.core.folding import fold
from app.core.text import N_, _
from app.exchange.tables.target import TableField

PRODUCT = TableField(N_("Product reference"), (
    "productref", "productreferenceid", "productid", "productcode", "sku", "product",
    "productname", "produkt",
))  # fmt: skip
PLAN = TableField(N_("Plan"), ("planname", "edition", "tier", "tarif"))
_SHOWN = 60
_NAME_LENGTH = 250


class Offer:
    """All products and plans, each by what it is called."""

    def __init__(self, session: Session) -> None:
        self._products: dict[str, list[Product]] = {}
        products = session.scalars(sa.select(Product).order_by(Product.id)).all()
        for product in products:
            self._products.setdefault(fold(product.name), []).append(product)
        for product in products:
            self._products[product.reference_norm] = [product]
        plans = session.scalars(sa.select(Plan))
        self._plans = {(plan.product_id, plan.name_norm): plan for plan in plans}

    def product(self, named: str) -> Product:
        """The product with this reference, or with this name if no other has it.

        Raises:
            Invalid: there is none, or nothing is named.
        """
        if not named:
            raise Invalid({"product": _("Enter the product's reference.")})
        found = self._products.get(fold(named), [])
        if len(found) > 1:
            said = _("Several products are called “%s”. Enter the product's reference instead.")
            raise Invalid({"product": said % named[:_SHOWN]})
        if not found:
            said = _("No product has the reference “%s”. Correct it, or add the product first.")
            raise Invalid({"product": said % named[:_SHOWN]})
        return found[0]

    def plan(self, product: Product, named: str) -> Plan | None:
        """The product's plan of this name; None where nothing is named.

        Raises:
            Invalid: there is none.
        """
        if not named:
            return None
        found = self._plans.get((product.id, fold(named)[:_NAME_LENGTH]))
        if found is None:
            said = _("%(product)s has no plan “%(plan)s”. Correct it, or add the plan first.")
            raise Invalid({"plan": said % {"product": product.name, "plan": named[:_SHOWN]}})
        return found
