"""Filters on what other features know of a customer, answered by their tables' indexes.

The tables are named, not imported: a lower feature knows nothing of a higher one's models.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.core.clock import end_of_day, start_of_day, time_zone
from app.core.conditions import Condition, Op
from app.core.db import UtcDateTime
from app.core.filter_fields import Field, Kind
from app.core.filter_sql import Where
from app.core.filtering import OPPOSITES, days, fitting, holds
from app.core.query import Filter
from app.customers.filter_fields import BY_KEY
from app.customers.model import Customer

_LICENSES = sa.table(
    "licenses",
    sa.column("customer_id", sa.Integer),
    sa.column("product_id", sa.Integer),
    sa.column("status", sa.String),
    sa.column("expires_on", sa.Date),
)
_SUBSCRIPTIONS = sa.table(
    "subscriptions",
    sa.column("customer_id", sa.Integer),
    sa.column("plan_id", sa.Integer),
    sa.column("status", sa.String),
)
_INTERACTIONS = sa.table(
    "interactions", sa.column("customer_id", sa.Integer), sa.column("occurred_at", UtcDateTime())
)
_FOLLOW_UPS = sa.table(
    "follow_ups", sa.column("customer_id", sa.Integer), sa.column("state", sa.String)
)
# What these features call a license that is worth something, and a subscription that lives.
VALID = ("active", "grace")
LIVING = ("trialing", "active", "past_due")


class _Having(FunctionElement[bool]):
    """Customers with such a row: of two ways to ask, the one the engine is quick at.

    SQLite gathers the customers once and looks each up. A server may drop that for going
    through all of them again and again; whether there is a row it asks an index.
    """

    inherit_cache = True
    type = sa.Boolean()


@compiles(_Having)
def _by_probing(element: _Having, compiler: SQLCompiler, **given: Any) -> str:
    _gathered, probed = element.clauses
    return f"({compiler.process(probed, **given)})"


@compiles(_Having, "sqlite")
def _by_gathering(element: _Having, compiler: SQLCompiler, **given: Any) -> str:
    gathered, _probed = element.clauses
    return f"({compiler.process(gathered, **given)})"


class _Among(_Having):
    """The same, told so plainly that SQLite may begin with the gathered customers."""

    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002 - it stands as it is
        """Not compared with 1, which hides it from the planner."""
        return self


def among(table: sa.TableClause, *where: Where) -> Where:
    """As `having`, for rows of which there are often few and whose index is asked by them."""
    return _made(_Among, table, where)


def having(table: sa.TableClause, *where: Where) -> Where:
    """The customers who have a row in the table that meets all this."""
    return _made(_Having, table, where)


def _made(kind: type[_Having], table: sa.TableClause, where: Sequence[Where]) -> Where:
    whose = table.c.customer_id
    gathered = sa.select(whose).where(whose.is_not(None), *where)
    probed = sa.exists().where(whose == Customer.id, *where).correlate(Customer)
    return kind(Customer.id.in_(gathered), probed)


@dataclass(frozen=True)
class Some:
    """Whether a customer has any such row."""

    field: Field
    table: sa.TableClause
    where: tuple[Where, ...] = ()

    def __call__(self, one: Condition) -> Where:
        """Which customers meet the condition.

        Raises:
            Invalid: its comparison or value does not fit the field.
        """
        wanted, found = fitting(self.field, one), having(self.table, *self.where)
        passing = [yes for yes in (True, False) if holds(Kind.YES_NO, yes, wanted, date.min)]
        return sa.or_(sa.false(), *(found if yes else sa.not_(found) for yes in passing))


@dataclass(frozen=True)
class Several:
    """A set of choices, each of which is a row of the customer's."""

    field: Field
    table: sa.TableClause
    column: sa.ColumnClause[Any]
    where: tuple[Where, ...] = ()

    def __call__(self, one: Condition) -> Where:
        """Which customers meet the condition.

        Raises:
            Invalid: its comparison or value does not fit the field.
        """
        one = fitting(self.field, one)
        found = self._where(OPPOSITES.get(one.op, one.op), one.value)
        return sa.not_(found) if one.op in OPPOSITES else found

    def _where(self, op: Op, value: Any) -> Where:
        if op is Op.BLANK:
            return sa.not_(having(self.table, *self.where))
        values = value if isinstance(value, tuple) else (value,)
        known = [given for given in values if given is not None]
        column = sa.type_coerce(self.column, sa.BigInteger())
        if op is Op.ALL_OF:
            return sa.and_(*(having(self.table, column == each, *self.where) for each in known))
        found: Where = sa.false()
        if known:
            found = having(self.table, column.in_(known), *self.where)
        return sa.or_(found, self._where(Op.BLANK, None)) if None in values else found


@dataclass(frozen=True)
class Outermost:
    """The latest day of a customer's rows, or the `earliest`; days are days of `zone`."""

    field: Field
    table: sa.TableClause
    column: sa.ColumnClause[Any]
    zone: str
    now: datetime
    where: tuple[Where, ...] = ()
    earliest: bool = False

    def __call__(self, one: Condition) -> Where:
        """Which customers meet the condition.

        Raises:
            Invalid: its comparison or value does not fit the field.
        """
        one = fitting(self.field, one)
        found = self._where(OPPOSITES.get(one.op, one.op), one)
        return sa.not_(found) if one.op in OPPOSITES else found

    def _where(self, op: Op, one: Condition) -> Where:
        there = (self.column.is_not(None), *self.where)
        if op is Op.BLANK:
            return sa.not_(having(self.table, *there))
        first, last = days(one, self.now.astimezone(time_zone(self.zone)).date())
        calendar = isinstance(self.column.type, sa.Date)
        within, beyond = list[Where](), None
        if first is not None:
            begin = first if calendar else start_of_day(first, self.zone)
            within.append(self.column >= begin)
            beyond = self.column < begin if self.earliest else beyond
        if last is not None:
            end = last if calendar else end_of_day(last, self.zone)
            after = self.column > end if calendar else self.column >= end
            within.append(self.column <= end if calendar else self.column < end)
            beyond = beyond if self.earliest else after
        found = having(self.table, *within, *there)
        if beyond is None:
            return found
        return sa.and_(found, sa.not_(having(self.table, beyond, *there)))


def filters(zone: str, now: datetime) -> Mapping[str, Filter]:
    """The filters on what other features know, by key; days are days of `zone`."""
    licenses, expires = _LICENSES, _LICENSES.c.expires_on
    valid = licenses.c.status.in_(VALID)
    living = _SUBSCRIPTIONS.c.status.in_(LIVING)
    at = _INTERACTIONS.c.occurred_at
    made: tuple[Some | Several | Outermost, ...] = (
        Several(BY_KEY["product"], licenses, licenses.c.product_id),
        Outermost(BY_KEY["license_expires"], licenses, expires, zone, now, (valid,), earliest=True),
        Some(BY_KEY["has_expired_licenses"], licenses, (licenses.c.status == "expired",)),
        Several(BY_KEY["plan"], _SUBSCRIPTIONS, _SUBSCRIPTIONS.c.plan_id, (living,)),
        Outermost(BY_KEY["last_interaction"], _INTERACTIONS, at, zone, now),
        Some(BY_KEY["has_follow_ups"], _FOLLOW_UPS, (_FOLLOW_UPS.c.state == "open",)),
    )
    return {one.field.key: one for one in made}


KEYS = frozenset(
    {"product", "license_expires", "has_expired_licenses", "plan", "last_interaction",
     "has_follow_ups"}
)  # fmt: skip
