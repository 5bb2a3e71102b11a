"""Which licenses a command is about, as its options say."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.commands.licensing import plan_named, product_named
from app.commands.words import one_of

if TYPE_CHECKING:
    from app.core.listing import Condition, ListQuery
    from app.services import Services

STATUSES = (
    "available", "not_started", "active", "grace", "expired", "suspended", "revoked", "cancelled",
)  # fmt: skip
SORT_KEYS = (
    "key", "product", "plan", "status", "expires_on", "activations", "limit", "customer", "email",
    "client_id", "order_number", "cycle", "created_at", "updated_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What the options say; blank is whatever there is."""

    search: str = ""
    status: str = ""
    product: str = ""
    plan: str = ""
    customer: str = ""
    expiring: int | None = None
    unassigned: bool = False
    sort: str = ""


def asked_for(services: "Services", given: Choice) -> "ListQuery":
    """The question these options ask; a wrong one is wrong usage."""
    from app.core.listing import ListQuery  # noqa: PLC0415 - see the package's docstring

    one_of("--status", given.status, STATUSES)
    one_of("--sort", given.sort.removeprefix("-"), SORT_KEYS, needed=bool(given.sort))
    conditions = (*_states(given), *_whose(services, given))
    sort = given.sort.removeprefix("-")
    return ListQuery(given.search, conditions, sort, given.sort.startswith("-"))


def _states(given: Choice) -> list["Condition"]:
    from app.core.listing import Condition, Op  # noqa: PLC0415 - see the package's docstring
    from app.licensing.schemas import LicenseStatus  # noqa: PLC0415 - as above

    found = []
    if given.status:
        found.append(Condition("status", Op.IS, LicenseStatus(given.status)))
    if given.expiring is not None:
        found.append(Condition("status", Op.IS, LicenseStatus.ACTIVE))
        found.append(Condition("expires_on", Op.NEXT, given.expiring))
    if given.unassigned:
        found.append(Condition("unassigned", Op.IS, value=True))
    return found


def _whose(services: "Services", given: Choice) -> list["Condition"]:
    from app.core.listing import Condition, Op  # noqa: PLC0415 - see the package's docstring

    found, product_id = [], None
    if given.product:
        product_id = product_named(services, given.product)
        found.append(Condition("product_id", Op.IN, (product_id,)))
    if given.plan:
        plan_id = plan_named(services, given.plan, product_id)
        found.append(Condition("plan_id", Op.IN, (plan_id,)))
    if given.customer:
        customer_id = services.customers.find(given.customer)
        found.append(Condition("customer_id", Op.IN, (customer_id,)))
    return found
