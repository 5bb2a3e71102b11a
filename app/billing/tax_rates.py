"""Use cases on tax rates, and the rate that holds on a day."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.drafts import TaxRateDraft
from app.billing.model import STANDARD, TaxRate
from app.billing.schemas import TaxRateRow
from app.billing.stored import refuse_stale
from app.core.access import Permission
from app.core.countries import country_name
from app.core.driver_errors import Duplicate
from app.core.errors import DeskError, Invalid, NotFound
from app.core.service import Service, query, use_case
from app.core.text import _
from app.subscriptions.due import today


class TaxRateService(Service):
    """What countries ask on what is sold there; what was issued keeps the rate it had."""

    @query(Permission.BILLING_READ)
    def list(self, session: Session) -> tuple[TaxRateRow, ...]:
        """Every rate, by country and category, the newest of each first."""
        day = today(session)
        ordered = sa.select(TaxRate).order_by(
            TaxRate.country, TaxRate.category, TaxRate.valid_from.desc()
        )
        found: list[TaxRateRow] = []
        for row in session.scalars(ordered):
            newer = found[-1] if found else None
            same = newer is not None and (newer.country, newer.category) == (
                row.country, row.category,
            )  # fmt: skip
            until = newer.valid_from if newer is not None and same else None
            holds = row.valid_from <= day and (until is None or day < until)
            found.append(
                TaxRateRow(
                    row.id, row.version, row.country, row.category, row.name, row.ppm,
                    row.valid_from, until, holds,
                )
            )  # fmt: skip
        return tuple(sorted(found, key=lambda row: (country_name(row.country), row.category)))

    @query(Permission.BILLING_READ)
    def categories(self, session: Session) -> tuple[str, ...]:
        """What categories of goods there are rates for, the usual one first."""
        used = set(session.scalars(sa.select(TaxRate.category).distinct()))
        return (STANDARD, *sorted(used - {STANDARD}))

    @use_case(Permission.SETTINGS_EDIT)
    def save(
        self, session: Session, draft: TaxRateDraft, rate_id: int | None = None, version: int = 0
    ) -> int:
        """Add a rate, or change the version of one that was read; its id.

        Raises:
            Conflict: somebody else changed it since.
            Invalid: the draft has problems, keyed by field; or there is one from that day.
            NotFound: it is not there.
        """
        values = draft.checked()
        same = sa.select(TaxRate.id).where(
            TaxRate.country == values["country"],
            TaxRate.category == values["category"],
            TaxRate.valid_from == values["valid_from"],
            TaxRate.id != (rate_id or 0),
        )
        if session.scalar(same) is not None:
            raise Invalid({"valid_from": _taken(values["country"])})
        found = TaxRate() if rate_id is None else _get(session, rate_id)
        if rate_id is not None:
            refuse_stale(found, version)
        for name, value in values.items():
            setattr(found, name, value)
        session.add(found)
        session.flush()
        return found.id

    @use_case(Permission.SETTINGS_EDIT)
    def remove(self, session: Session, rate_id: int) -> None:
        """Take a rate away; the one before it holds again.

        Raises:
            NotFound: it is not there.
        """
        session.delete(_get(session, rate_id))

    def _explain(self, duplicate: Duplicate) -> DeskError:  # noqa: ARG002 - one value can be taken
        return Invalid({"valid_from": _("Somebody added a rate from that day in the same moment.")})


def rate_for(session: Session, country: str, category: str, on: date) -> TaxRate | None:
    """The rate of a country for a category of goods on a day; None where there is none."""
    return session.scalar(
        sa.select(TaxRate)
        .where(TaxRate.country == country, TaxRate.category == category, TaxRate.valid_from <= on)
        .order_by(TaxRate.valid_from.desc())
        .limit(1)
    )


def _get(session: Session, rate_id: int) -> TaxRate:
    found = session.get(TaxRate, rate_id, with_for_update=True)
    if found is None:
        raise NotFound(_("That tax rate is gone. Reload the list."))
    return found


def _taken(country: str) -> str:
    return _(
        "%s has a rate of this category from that day already. Change that one, or choose "
        "another day."
    ) % country_name(country)
