"""What became of demo licenses, subscriptions and orders is told as old as it is."""

from collections import Counter
from dataclasses import replace

import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.concerns import AuditConcern
from app.core.listing import ListQuery
from app.demo.service import BASE, DemoService
from app.licensing.model import Activation, License
from app.orders.model import Order
from app.subscriptions.model import Subscription
from app.timeline.schemas import Event

OF = {"licenses": License, "subscriptions": Subscription, "orders": Order}


def test_demo_timelines_tell_what_became_of_things(desk_db, admin, changes, services):
    DemoService(desk_db, replace(SYSTEM, vault=admin.vault), changes).fill(150)
    assert services.upkeep.verify_audit().whole
    told = Counter()
    with desk_db.reading(SYSTEM) as session:
        for one in session.scalars(sa.select(AuditConcern)):
            # Who is late with what is found out when the demo is made.
            if (kind := OF.get(one.entity)) is None or one.what == "late":
                continue
            row = session.get_one(kind, one.entity_id)
            assert row.customer_id == one.customer_id
            assert row.created_at <= one.at <= BASE, (one.entity, one.what)
            if one.what in {"suspended", "revoked", "cancelled"}:
                assert row.state == one.what
                used = sa.select(sa.func.max(Activation.activated_at))
                last = session.scalar(used.where(Activation.license_id == row.id))
                assert last is None or last <= one.at
            told[one.entity, one.what] += 1
        whose = session.scalar(
            sa.select(AuditConcern.customer_id).where(AuditConcern.what == "suspended").limit(1)
        )
    assert {("licenses", what) for what in ("suspended", "revoked", "cancelled", "extended")} | {
        ("subscriptions", "renewed"), ("subscriptions", "paused"),
        ("orders", "processing"), ("orders", "shipped"),
    } <= set(told)  # fmt: skip
    rows = services.timeline.first(whose, ListQuery("license suspended"), 9)
    assert {row.event for row in rows} == {Event.LICENSE_SUSPENDED}
    assert all(row.detail.partition(" · ")[2] for row in rows)
