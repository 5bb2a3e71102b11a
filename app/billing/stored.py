"""What use cases of billing share about stored rows."""

from app.core.db import Entity
from app.core.errors import Conflict
from app.core.text import _


def refuse_stale(found: Entity, version: int) -> None:
    """Let nobody overwrite what they have not seen.

    Raises:
        Conflict: it was changed since `version`; the sentence says by whom.
    """
    if found.version != version:
        raise Conflict(
            _("%s changed this meanwhile. Look at it again before you change it.")
            % (found.updated_by or _("Somebody else"))
        )
