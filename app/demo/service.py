"""Fills an empty database with customers that look real."""

from contextlib import ExitStack
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.core import audit
from app.core.access import Permission
from app.core.audit import AuditHead, Change
from app.core.bulk import loading
from app.core.errors import Conflict
from app.core.progress import Progress
from app.core.service import Service, guarded, query, use_case
from app.core.text import _
from app.customers.model import Customer
from app.demo.attached import attach_files
from app.demo.became import tell_changes
from app.demo.billing import bill
from app.demo.empty import DEFAULT, EACH, is_empty
from app.demo.inserting import insert_customers
from app.demo.maker import Maker
from app.demo.money_settings import settle_money
from app.demo.orders import Orders
from app.demo.sold import Seller
from app.demo.staff import add_colleagues
from app.demo.stocking import put_on_sale
from app.demo.story import Days
from app.demo.tags import Tagger, tag_members
from app.demo.talks import Talks
from app.interactions.model import Interaction
from app.licensing.counters import recount_catalogue
from app.licensing.model import Activation, License
from app.organization.service import current, the_one
from app.segments.keeping import add_examples

MOST = 5_000_000
# The last day of the customers' past, so that every run shows the same dates.
BASE = datetime(2026, 11, 1, tzinfo=UTC)
# Up to here each customer's history says how it came; beyond, one entry speaks for all.
_AUDITED = 1000
# From here on indexes are quicker built at the end than kept while rows come in.
_WORTH_REBUILDING = 10_000


class DemoService(Service):
    """Use cases on demo data."""

    @query(Permission.SIGN_IN)
    def is_empty(self, session: Session) -> bool:
        """Whether there is no customer yet."""
        return is_empty(session)

    @guarded(Permission.UPKEEP)
    def fill(
        self, customers: int = DEFAULT, progress: Progress | None = None, each: float = EACH
    ) -> int:
        """Add demo customers with contacts, users, holds and owners; return how many.

        With them come products, plans, and what was sold: `each` licenses to a customer on
        average, the devices they are used on, subscriptions and domains; and orders. The first
        of them are billed for the last months, and most have paid. An actor whose vault stays
        shut cannot seal keys, and adds no licenses.

        The same number gives the same customers on every run; what has yet to come (the
        end of a hold, a purge) counts from today. All of it is one transaction. From a
        hundred customers on every status is among them.

        Raises:
            Cancelled: the caller asked for it.
            Conflict: there are customers already, or the number makes no sense.
            NotFound: the database belongs to no organization yet.
        """
        if not 1 <= customers <= MOST:
            raise Conflict(_("Choose between 1 and %d customers.") % MOST)
        done = self._fill(customers, progress or Progress(), each)
        # Too many to name: whoever shows customers asks again.
        self.changes.publish({"customers": frozenset()})
        return done

    @use_case(Permission.UPKEEP)
    def _fill(self, session: Session, customers: int, progress: Progress, each: float) -> int:
        # Two at once stand in line here, and the second finds the first's customers.
        session.execute(sa.select(AuditHead).with_for_update())
        organization, settings = the_one(session), current(session)
        if not is_empty(session):
            raise Conflict(
                _(
                    "%s has customers already. Demo data goes into an empty database only: "
                    "make a new one with desk init."
                )
                % organization.name
            )
        now = session.info["now"].replace(second=0, microsecond=0)
        days = Days(min(BASE, now), now, settings.grace_days)
        vault, zone = self.actor.vault, settings.time_zone
        maker = Maker(customers, days, add_colleagues(session, vault))
        seller = Seller(days, put_on_sale(session), vault, zone, each if vault.is_open else 0)
        with ExitStack() as filling:
            for entity in (Customer, License, Activation, Interaction):
                rebuild = customers >= _WORTH_REBUILDING
                filling.enter_context(loading(session, entity, rebuild=rebuild))
            done = insert_customers(
                session, maker.customers(), customers, progress, seller, Orders(days),
                Talks(session, days), Tagger(session, days), audited=customers <= _AUDITED,
            )  # fmt: skip
        _count_sold(session)
        settle_money(session)
        add_examples(session)
        bill(session, self.actor, days, seller.billed.ids)
        attach_files(session, audited=customers <= _AUDITED)
        if customers <= _AUDITED:  # Each change of a tag leaves an entry.
            tell_changes(session, days)
            tag_members(session, days.base)
        fields = {"demo_customers": [0, done]}
        told = Change(
            "event", "organization", organization.id, "organization", organization.id, fields
        )
        audit.record(session, told)
        return done


def _count_sold(session: Session) -> None:
    """Let products and plans say how many licenses there are of them."""
    products, plans = (session.scalars(sa.select(one.id)).all() for one in (Product, Plan))
    session.flush()
    recount_catalogue(session, products, plans)
