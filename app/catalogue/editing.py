"""Joins edits of products and of plans with what others saved of them meanwhile."""

from collections.abc import Iterable
from dataclasses import fields
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.drafts import PlanDraft, ProductDraft
from app.catalogue.model import Plan, PlanTerms, Product
from app.catalogue.queries import terms_of
from app.core import stale
from app.core.errors import Conflict
from app.core.stale import Author, Telling
from app.core.text import N_, _
from app.organization.service import current

_TITLES = {
    "monthly": N_("A month"),
    "yearly": N_("A year"),
    "activation_limit": N_("Devices"),
    "self_deactivations": N_("Customers may release, a year"),
    "offline_allowed": N_("May be activated without a network"),
    "usage_prices": N_("Prices by use"),
    "email_on_issue": N_("E-mail on issue"),
}
_OF_THE_PLAN = ("name", "description")


def product(
    session: Session, row: Product, version: int, drafts: tuple[ProductDraft | None, ProductDraft]
) -> ProductDraft:
    """What is to be saved: mine, the second, with what others changed since base, the first.

    Raises:
        Conflict: others changed it since `version`, and there is no base.
        Stale: others changed the same fields since.
    """
    base, mine = drafts
    if row.version == version:
        return mine
    if base is None:
        raise Conflict(
            _("%s changed this product meanwhile. Look at it again before you change it.")
            % (row.updated_by or _("Somebody else"))
        )
    stored = {field.name: getattr(row, field.name) for field in fields(ProductDraft)}
    telling = Telling(title, current(session).time_zone, partial(stale.authors, session, row))
    sides = (base.values(), stored, mine.values())
    return ProductDraft(**stale.joined(session, row, sides, telling))


def plan(
    session: Session, row: Plan, version: int, drafts: tuple[PlanDraft | None, PlanDraft]
) -> PlanDraft:
    """The same for a plan and its newest terms.

    Raises:
        Conflict: others changed it since `version`, and there is no base.
        Stale: others changed the same fields since.
    """
    base, mine = drafts
    if row.version == version:
        return mine
    if base is None:
        raise Conflict(
            _("%s changed this plan meanwhile. Look at it again before you change it.")
            % (row.updated_by or _("Somebody else"))
        )
    stored = PlanDraft.of(row.name, row.description, terms_of(session, row.terms_id or 0))
    telling = Telling(title, current(session).time_zone, partial(_authors, session, row))
    groups = tuple(PlanDraft.together.values())
    sides = (base.values(), stored.values(), mine.values())
    return PlanDraft(**stale.joined(session, row, sides, telling, groups))


def title(field: str) -> str:
    """What to call a field."""
    return _TITLES.get(field) or field.replace("_", " ").capitalize()


def _authors(session: Session, row: Plan, names: Iterable[str]) -> dict[str, Author]:
    """Who gave each field the value it has; of terms their versions tell."""
    wanted = list(names)
    told = stale.authors(session, row, [name for name in wanted if name in _OF_THE_PLAN])
    versions = sa.select(PlanTerms.id, PlanTerms.by, PlanTerms.since)
    newest_first = versions.where(PlanTerms.plan_id == row.id).order_by(PlanTerms.number.desc())
    now: dict[str, Any] | None = None
    open_ones = {name for name in wanted if name not in _OF_THE_PLAN}
    for terms_id, who, when in session.execute(newest_first).all():
        values = PlanDraft.of("", "", terms_of(session, terms_id)).values()
        now = now or values
        open_ones = {name for name in open_ones if values[name] == now[name]}
        told |= dict.fromkeys(open_ones, (who, when))
        if not open_ones:
            break
    return told
