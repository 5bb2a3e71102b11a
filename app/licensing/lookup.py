"""Finds the license somebody names, and says what may have been meant where there is none."""

from collections.abc import Sequence
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Product
from app.core.access import Actor
from app.core.clean import without_controls
from app.core.errors import Conflict, NotFound
from app.core.text import _, ngettext
from app.licensing import keys
from app.licensing.keys import Known
from app.licensing.model import License
from app.licensing.queries import exact, visible

_MOST_FORMATS, _MOST_TRIES, _SHOWN = 50, 200, 3


def find(session: Session, actor: Actor, named: str) -> int:
    """The license with this key, id, UUID or order number.

    Raises:
        Conflict: several have the order number.
        NotFound: none has it, or it is not for this actor to see.
    """
    text = named.strip()
    found = exact(session, actor, text)
    if found is not None:
        return found
    if text and without_controls(text) == text:
        within = visible(actor)
        wheres = [License.uid == text.lower()]
        if text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004 - 32 bits
            wheres.append(License.id == int(text))
        for where in wheres:
            one = session.scalar(sa.select(License.id).where(where, *within))
            if one is not None:
                return one
        ordered = sa.select(License.id).where(License.order_number == text, *within).limit(100)
        if ids := session.scalars(ordered).all():
            return _only(ids, text)
    raise NotFound(unknown(session, actor, text))


def unknown(session: Session, actor: Actor, text: str) -> str:
    """What to say of a text that no license has as its key: what is wrong with it, as can be told.

    Of a key with one slip the end of the one that was meant is shown.
    """
    formats = list(session.scalars(sa.select(Product.key_format).distinct().limit(_MOST_FORMATS)))
    judged = keys.judge(text, formats)
    if judged.known is Known.GENERATED:
        return _("The key is spelled right, but no license here has it. Ask where it comes from.")
    if judged.known is Known.FOREIGN:
        return _("No license has the key, ID or order number “%s”. Check it for typing errors.") % (
            text if len(text) <= keys.LONGEST else text[: keys.LONGEST] + "…"
        )
    said = _("This license key is mistyped. %s") % judged.problem
    if meant := suggestions(session, actor, text, judged.key_format):
        endings = " " + _("or") + " "
        shown = endings.join(f"…{ending}" for _id, ending in meant)
        return f"{said} {_('Did you mean the one that ends in %s?') % shown}"
    return f"{said} {_('Ask for the key to be copied instead of read out.')}"


def suggestions(
    session: Session, actor: Actor, text: str, key_format: str
) -> list[tuple[int, str]]:
    """The licenses whose keys are one slip away from a text: (id, the key's end)."""
    tried = islice(keys.corrections(text, key_format), _MOST_TRIES)
    digests = [keys.digest(one) for one in tried]
    if not digests:
        return []
    statement = (
        sa.select(License.id, License.key_tail)
        .where(License.key_digest.in_(digests), *visible(actor))
        .order_by(License.id)
        .limit(_SHOWN)
    )
    return [(row.id, row.key_tail) for row in session.execute(statement)]


def _only(found: Sequence[int], text: str) -> int:
    if len(found) == 1:
        return found[0]
    said = ngettext(
        "%(count)d license has the order number %(number)s. Name one of them by its key.",
        "%(count)d licenses have the order number %(number)s. Name one of them by its key.",
        len(found),
    )
    raise Conflict(said % {"count": len(found), "number": text})
