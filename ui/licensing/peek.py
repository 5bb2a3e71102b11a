"""One license at a glance, beside the list."""

from app.core.text import _
from app.licensing.schemas import LicenseDetail
from ui.kit.desk import Desk
from ui.kit.facts_peek import FactsPeek, Glance
from ui.licensing import facts, looks


def license_peek(desk: Desk) -> FactsPeek[LicenseDetail]:
    """What the panel beside the list of licenses shows."""
    nothing = _("Choose a license in the list.")
    return FactsPeek(desk, "licenses.peek", nothing, desk.services.licenses.show, _glance)


def _glance(found: LicenseDetail) -> Glance:
    badge = (looks.status(found.status), *looks.LOOKS[found.status])
    return Glance(found.product, (badge,), found.key, (*facts.facts(found), *facts.record(found)))
