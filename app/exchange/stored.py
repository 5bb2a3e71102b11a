"""The customers a few rows of a file may be about, as they are stored."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.text import _
from app.customers.model import Customer, PortalUser
from app.customers.queries import visible
from app.customers.schemas import Shelf
from app.customers.similar import bare_name
from app.exchange.candidates import Candidate, squeezed
from app.exchange.fields import FIELDS
from app.exchange.options import MatchBy

_COMPARED = (
    *(name for name in FIELDS if name not in {"name", "annual_revenue", "created_at", "owner"}),
    "annual_revenue_minor",
    "created_at",
    "owner_id",
)
C = Customer


class Stored:
    """The customers, deleted ones too, that these rows may be about.

    A row of it has the columns an import compares, and `seen`: whether the actor may
    see that customer.
    """

    def __init__(
        self, session: Session, actor: Actor, found: Sequence[Candidate], match: MatchBy
    ) -> None:
        self._session = session
        within = visible(actor)
        seen = sa.and_(*within) if within else sa.true()
        columns = [getattr(C, name) for name in _COMPARED]
        self._select = sa.select(
            C.id, C.version, C.name, C.email_norm, C.deleted_at, seen.label("seen"), *columns
        )
        codes = [one.values["client_id"] for one in found if "client_id" in one.values]
        keys = [one.email_norm for one in found if one.email_norm]
        by_code = session.execute(self._select.where(C.client_id.in_(codes)))
        self.by_client_id: dict[str, Any] = {row.client_id: row for row in by_code}
        living = C.deleted_at.is_(None)
        by_key = session.execute(self._select.where(C.email_norm.in_(keys), living))
        self.by_email: dict[str, Any] = {row.email_norm: row for row in by_key}
        users = session.execute(
            self._select.add_columns(PortalUser.email_norm.label("signs_in_as"))
            .join(PortalUser, PortalUser.customer_id == C.id)
            .where(PortalUser.email_norm.in_(keys), PortalUser.active)
        )
        self.portal: dict[str, Any] = {row.signs_in_as: row for row in users}
        self.by_company: defaultdict[tuple[str, str], dict[int, Any]] = defaultdict(dict)
        if match is MatchBy.COMPANY:
            self._find_companies({key[0] for one in found if (key := one.company_key)})

    def _find_companies(self, names: set[str]) -> None:
        """Companies of these bare names, whatever legal form stands behind them.

        What may stand behind a bare name (a space, a comma, a full stop) sorts between
        it and a slash, so an index finds them.
        """
        if not names:
            return
        ranges = sa.values(sa.column("least", sa.String), sa.column("most", sa.String))
        wanted = ranges.data([(name, f"{name}/") for name in sorted(names)]).cte("wanted")
        shelves = [Shelf.CURRENT, Shelf.ARCHIVED]
        found = self._session.execute(
            self._select.select_from(wanted).join(
                C,
                sa.and_(
                    C.shelf.in_(shelves),
                    C.company_key >= wanted.c.least,
                    C.company_key < wanted.c.most,
                ),
            )
        )
        for row in found:
            key = bare_name(row.company_name), squeezed(row.postal_code)
            self.by_company[key][row.id] = row


def who(customer: Any) -> str:
    """What to call a stored customer, as far as the actor may know of it."""
    if not customer.seen:
        return _("another customer")
    return str(customer.name or customer.email or customer.client_id)
