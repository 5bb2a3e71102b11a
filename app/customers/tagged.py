"""Finds customers by the tags they carry."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core import bulk
from app.core.conditions import Condition, Op
from app.core.errors import Invalid
from app.core.filter_fields import Field
from app.core.filter_sql import Where, negated
from app.core.filtering import OPPOSITES, fitting
from app.customers.elsewhere import among
from app.customers.model import Customer
from app.tags.book import TagBook
from app.tags.model import CustomerTag

_CARRIED = bulk.table_of(CustomerTag)


@dataclass(frozen=True)
class Tagged:
    """Tags, of which a customer may have several; without a `book` any number may be asked for."""

    field: Field
    book: TagBook | None = None

    def __call__(self, one: Condition) -> Where:
        """Which customers meet the condition.

        Raises:
            Invalid: its comparison or value does not fit, or a tag is no longer there.
        """
        one = fitting(self.field, one)
        found = self._where(OPPOSITES.get(one.op, one.op), one.value)
        return negated(found) if one.op in OPPOSITES else found

    def _where(self, op: Op, value: Any) -> Where:
        if op is Op.BLANK:
            return self._none_shown()
        values = value if isinstance(value, tuple) else (value,)
        known = [given for given in values if given is not None]
        self._refuse_gone(known)
        column = sa.type_coerce(_CARRIED.c.tag_id, sa.BigInteger())
        if op is Op.ALL_OF:
            return sa.and_(sa.true(), *(among(_CARRIED, column == each) for each in known))
        found: Where = among(_CARRIED, column.in_(known)) if known else sa.false()
        return sa.or_(found, self._none_shown()) if None in values else found

    def _none_shown(self) -> Where:
        hidden = self.book.hidden if self.book else ()
        if not hidden:
            # Common, so the list is walked: its index of tags would have all of them sorted.
            return sa.func.coalesce(Customer.tags, "") == ""
        return sa.not_(among(_CARRIED, _CARRIED.c.tag_id.not_in(sorted(hidden))))

    def _refuse_gone(self, known: list[int]) -> None:
        if self.book is None:
            return
        for tag_id in known:
            if problem := self.book.gone(tag_id):
                raise Invalid({"filters": problem})
