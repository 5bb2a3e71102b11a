"""Use cases on exchange rates, and amounts in the organization's currency."""

from bisect import bisect_right
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing import rate_files
from app.billing.drafts import ExchangeRateDraft
from app.billing.events import tell_rates_changed
from app.billing.model import ExchangeRate
from app.billing.rate_writing import compare, write
from app.billing.schemas import ExchangeRateRow, RatesRead
from app.billing.stored import refuse_stale
from app.core.access import Permission
from app.core.currencies import exponent
from app.core.driver_errors import Duplicate
from app.core.errors import DeskError, Invalid, NotFound
from app.core.money import Money
from app.core.progress import Progress
from app.core.service import Service, guarded, query, use_case
from app.core.text import _
from app.organization.service import current

NANO = 1_000_000_000
E = ExchangeRate


class ExchangeRateService(Service):
    """What other currencies are worth in the organization's, from a day on."""

    @query(Permission.BILLING_READ)
    def list(
        self, session: Session, currency: str = "", limit: int = 500
    ) -> tuple[ExchangeRateRow, ...]:
        """The newest rates, of one currency or of all, the newest first."""
        wanted = sa.select(E).where(E.base == current(session).currency)
        if currency:
            wanted = wanted.where(E.currency == currency)
        ordered = wanted.order_by(E.on_date.desc(), E.currency).limit(limit)
        return tuple(_row(found) for found in session.scalars(ordered))

    @query(Permission.BILLING_READ)
    def latest(self, session: Session) -> tuple[ExchangeRateRow, ...]:
        """The newest rate of every currency that has one, by its code."""
        base = current(session).currency
        newest = (
            sa.select(E.currency, sa.func.max(E.on_date).label("on_date"))
            .where(E.base == base)
            .group_by(E.currency)
            .subquery()
        )
        found = sa.select(E).join(
            newest, sa.and_(E.currency == newest.c.currency, E.on_date == newest.c.on_date)
        )
        ordered = found.where(E.base == base).order_by(E.currency)
        return tuple(_row(found) for found in session.scalars(ordered))

    @use_case(Permission.SETTINGS_EDIT)
    def save(
        self,
        session: Session,
        draft: ExchangeRateDraft,
        rate_id: int | None = None,
        version: int = 0,
    ) -> int:
        """Add a rate, or change the version of one that was read; its id.

        Raises:
            Conflict: somebody else changed it since.
            Invalid: the draft has problems, keyed by field; or there is one from that day.
            NotFound: it is not there.
        """
        values, base = draft.checked(), current(session).currency
        if values["currency"] == base:
            said = _("Amounts in %s need no rate: it is the organization's currency.")
            raise Invalid({"currency": said % base})
        same = sa.select(E.id).where(
            E.base == base,
            E.currency == values["currency"],
            E.on_date == values["on_date"],
            E.id != (rate_id or 0),
        )
        if session.scalar(same) is not None:
            said = _("%s has a rate from that day already. Change that one.")
            raise Invalid({"on_date": said % values["currency"]})
        found = E(base=base) if rate_id is None else _get(session, rate_id)
        if rate_id is not None:
            refuse_stale(found, version)
        affected = {found.currency, values["currency"]} - {None}
        since = min(found.on_date or values["on_date"], values["on_date"])
        found.currency, found.on_date = values["currency"], values["on_date"]
        found.nano, found.source = int(values["rate"] * NANO), ""
        session.add(found)
        tell_rates_changed(session, affected, since)
        return found.id

    @use_case(Permission.SETTINGS_EDIT)
    def remove(self, session: Session, rate_id: int) -> None:
        """Take a rate away; the one before it holds again.

        Raises:
            NotFound: it is not there.
        """
        found = _get(session, rate_id)
        session.delete(found)
        tell_rates_changed(session, {found.currency}, found.on_date)

    @guarded(Permission.SETTINGS_EDIT)
    def look_at(self, path: Path, progress: Progress) -> RatesRead:
        """What bringing in a file would do; nothing is kept.

        Raises:
            Cancelled: the person asked for it to stop.
            Invalid: the file cannot be read as rates; the sentence names the line.
        """
        return self._look_at(rate_files.read(path, progress))

    @guarded(Permission.SETTINGS_EDIT)
    def bring_in(self, path: Path, progress: Progress) -> RatesRead:
        """Keep the rates of a file as the European Central Bank publishes them.

        Rates to the euro become rates to the organization's currency, which the file must
        have. Rates that are there already are replaced where the file has others.

        Raises:
            Cancelled: the person asked for it to stop; nothing was kept.
            Invalid: the file cannot be read as rates; the sentence names the line.
        """
        return self._bring_in(rate_files.read(path, progress), path.name[-100:], progress)

    @query(Permission.SETTINGS_EDIT)
    def _look_at(self, session: Session, table: rate_files.Table) -> RatesRead:
        found = rate_files.to_base(table, current(session).currency)
        return compare(session, found).told

    @use_case(Permission.SETTINGS_EDIT)
    def _bring_in(
        self, session: Session, table: rate_files.Table, source: str, progress: Progress
    ) -> RatesRead:
        found = compare(session, rate_files.to_base(table, current(session).currency))
        write(session, found, source, progress)
        if found.since is not None:
            tell_rates_changed(session, found.affected, found.since)
        return found.told

    def _explain(self, duplicate: Duplicate) -> DeskError:  # noqa: ARG002 - one value can be taken
        return Invalid({"on_date": _("Somebody added a rate from that day in the same moment.")})


class Book:
    """Rates to the organization's currency; to be used within one transaction."""

    def __init__(self, session: Session, currencies: Collection[str] | None = None) -> None:
        self.base = current(session).currency
        wanted = sa.select(E.currency, E.on_date, E.nano).where(E.base == self.base)
        if currencies is not None:
            wanted = wanted.where(E.currency.in_(sorted(currencies)))
        self._days: dict[str, list[date]] = {}
        self._nanos: dict[str, list[int]] = {}
        for currency, day, nano in session.execute(wanted.order_by(E.on_date)):
            self._days.setdefault(currency, []).append(day)
            self._nanos.setdefault(currency, []).append(nano)

    def in_base(self, amount: Money, on: date) -> int | None:
        """The amount in minor units of the organization's currency, at the rate of a day.

        That is the latest rate on or before it; None where there is none.
        """
        if amount.currency == self.base:
            return amount.minor
        place = bisect_right(self._days.get(amount.currency, []), on)
        if not place:
            return None
        return converted(amount, self._nanos[amount.currency][place - 1], self.base)


def in_base(session: Session, amount: Money, on: date) -> int | None:
    """The amount in minor units of the organization's currency, at the rate of a day.

    That is the latest rate on or before it; None where there is none.
    """
    base = current(session).currency
    if amount.currency == base:
        return amount.minor
    nano = session.scalar(
        sa.select(E.nano)
        .where(E.base == base, E.currency == amount.currency, E.on_date <= on)
        .order_by(E.on_date.desc())
        .limit(1)
    )
    return None if nano is None else converted(amount, nano, base)


def converted(amount: Money, nano: int, base: str) -> int:
    """Minor units of `base`, rounded half away from zero."""
    over = NANO * int(10 ** exponent(amount.currency))
    whole, rest = divmod(abs(amount.minor) * nano * int(10 ** exponent(base)), over)
    rounded = whole + (2 * rest >= over)
    return -rounded if amount.minor < 0 else rounded


def _get(session: Session, rate_id: int) -> ExchangeRate:
    found = session.get(E, rate_id, with_for_update=True)
    if found is None:
        raise NotFound(_("That exchange rate is gone. Reload the list."))
    return found


def _row(found: ExchangeRate) -> ExchangeRateRow:
    rate = Decimal(found.nano) / NANO
    return ExchangeRateRow(
        found.id, found.version, found.currency, found.base, found.on_date, rate, found.source
    )
