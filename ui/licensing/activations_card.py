"""Everything about one activation to read."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.core.access import Permission
from app.core.text import _
from app.licensing.schemas import ActivationRow, ActivationState
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.facts_dialog import Fact, FactsDialog
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.licensing.activations_looks import LOOKS, ago, kind, state, unseen
from ui.licensing.activations_steps import ActivationSteps, Held
from ui.licensing.looks import used
from ui.licensing.why import why

PLACE = "activationCard"


class ActivationCard(FactsDialog):
    """Its seat and the reasons are a click away."""

    def __init__(self, desk: Desk, held: Held, parent: QWidget | None) -> None:
        row = held.rows[0]
        tone, picture = LOOKS[row.state]
        super().__init__(
            PLACE,
            row.device,
            (state(row.state), tone, picture),
            facts(held),
            parent,
            lead=_lead(row),
            copied=frozenset({"identifier", "ip"}),
        )
        reasons = button(_("Why won't it activate?"), f"{PLACE}.why", Icon.HELP)
        reasons.clicked.connect(
            lambda: why(desk, self, license_id=row.license_id, device=row.identifier, kind=row.kind)
        )
        self.add_step(reasons)
        if row.state is ActivationState.ACTIVE and desk.actor.can(Permission.ACTIVATIONS_EDIT):
            end = button(_("Deactivate\u2026"), f"{PLACE}.deactivate", Icon.POWER, "danger")
            owner = parent or self
            end.clicked.connect(self.accept)
            end.clicked.connect(partial(_end, desk, owner, row.id))
            self.add_step(end)


def facts(held: Held) -> tuple[Fact, ...]:
    """What there is to know, a line each."""
    row = held.rows[0]
    found = held.licenses.get(row.license_id)
    seats = used(found.activations, found.limit) if found else ""
    ended = fmt.text(row.ended_at) if row.ended_at else ""
    return (
        ("identifier", _("Identifier"), row.identifier),
        ("kind", _("Kind"), kind(row.kind)),
        ("license", _("License"), f"{row.key} \u00b7 {row.product}"),
        ("seats", _("Devices of it"), seats),
        ("customer", _("Customer"), row.customer or ""),
        ("verified", _("Last verified"), _both(row)),
        ("activated", _("Activated"), fmt.text(row.activated_at)),
        ("ip", _("IP address"), row.ip),
        ("hostname", _("Host name"), row.hostname),
        ("platform", _("Platform"), row.platform),
        ("domain", _("Domain"), row.domain),
        ("offline", _("Without a network"), _("Yes") if row.offline else ""),
        ("ended", _("Ended"), ended),
        ("why", _("Why it ended"), row.ended_why),
    )


def _both(row: ActivationRow) -> str:
    named = {"ago": ago(row.last_verified_at), "at": fmt.text(row.last_verified_at)}
    return _("%(ago)s (%(at)s)") % named


def _lead(row: ActivationRow) -> str:
    """What to know first: whether it is still in use at all."""
    if row.stale and row.state is ActivationState.ACTIVE:
        return _("%s. If nobody uses it any more, deactivate it to free its seat.") % unseen(
            row.last_verified_at
        )
    return ""


def _end(desk: Desk, owner: QWidget, activation_id: int, _checked: bool = False) -> None:
    ActivationSteps(desk, owner).deactivate([activation_id])
