"""What is known of a key that no license has."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Product
from app.core.access import Actor
from app.core.clean import without_controls
from app.licensing import keys, lookup
from app.licensing.checks_facts import Facts, KeyFacts, Lookup
from app.licensing.keys import Known

_MOST_FORMATS = 50


def looked_up(session: Session, actor: Actor, text: str, zone: str) -> Facts:
    """The facts of a key no license has: unknown, or one slip away from one that is known."""
    return Facts(session.info["now"], zone, _key(session, actor, text.strip()))


def _key(session: Session, actor: Actor, text: str) -> KeyFacts:
    if not text or without_controls(text) != text or keys.problem(text):
        return KeyFacts(Lookup.UNKNOWN, problem=keys.problem(text) or "")
    formats = session.scalars(sa.select(Product.key_format).distinct().limit(_MOST_FORMATS))
    judged = keys.judge(text, formats)
    if judged.known is not Known.MISTYPED:
        return KeyFacts(Lookup.UNKNOWN)
    meant = lookup.suggestions(session, actor, text, judged.key_format)
    if len(meant) != 1:
        return KeyFacts(Lookup.MISTYPED, judged.problem)
    [(license_id, tail)] = meant
    return KeyFacts(Lookup.MISTYPED, judged.problem, keys.mask(tail), license_id)
