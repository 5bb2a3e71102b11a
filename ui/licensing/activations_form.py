"""Asks for an activation that is written down by hand."""

from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.text import N_, _
from app.licensing.activations_drafts import RecordDraft
from app.licensing.schemas import ActivationState, DeviceKind
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editors import Unreadable
from ui.licensing.activations_looks import KIND_WORDS, WORDS
from ui.licensing.activations_picker import license_of

PLACE = "activation"
_GIVEN = tuple(field.name for field in fields(RecordDraft))
_OVER = ("ended_at", "ended_why")


@dataclass(frozen=True, slots=True)
class ByHand(RecordDraft):
    """An activation, and which license it is on."""

    license_id: int | None = None

    def device(self) -> RecordDraft:
        """The activation alone."""
        return RecordDraft(**{name: getattr(self, name) for name in _GIVEN})


def record_form(desk: Desk, parent: QWidget, customer_id: int | None = None) -> FormDialog[ByHand]:
    """Asks for everything that is known; `saved` carries what was written down."""
    service = desk.services.activations

    def save(draft: ByHand) -> object:
        return service.record(draft.license_id or 0, draft.device())

    dialog = FormDialog(
        desk, PLACE, N_("Record activation"), ByHand, _sections(desk, customer_id), save,
        verb=N_("Record activation"), subject=("activation.new", customer_id or 0), parent=parent,
    )  # fmt: skip
    dialog.panel.edited.connect(partial(_fit, dialog))
    dialog.saved.connect(lambda found: desk.notices.say(_recorded(found.active, found.limit)))
    _fit(dialog)
    return dialog


def _sections(desk: Desk, customer_id: int | None) -> tuple[Section, ...]:
    kinds = [(one, _(said)) for one, said in KIND_WORDS.items()]
    states = [(one, _(said)) for one, said in WORDS.items()]
    device = (
        Field("license_id", N_("License"), license_of(desk, customer_id), required=True,
              wide=True),
        Field("kind", N_("Kind"), choice(lambda: kinds)),
        Field("identifier", N_("Identifier"), required=True,
              help=N_("The hardware ID, as the product tells it.")),
        Field("label", N_("Label"), placeholder=N_("Front desk PC"),
              help=N_("What staff calls it.")),
        Field("hostname", N_("Host name")),
        Field("platform", N_("Platform"), placeholder=N_("Windows 11")),
        Field("ip", N_("IP address"), placeholder=N_("192.0.2.7")),
        Field("domain", N_("Domain"), placeholder=N_("example.com")),
    )  # fmt: skip
    time = (
        Field("activated_at", N_("Activated"), help=N_("Blank is now.")),
        Field("last_verified_at", N_("Last verified"), help=N_("Blank is when it was activated.")),
        Field("state", N_("Status"), choice(lambda: states)),
        Field("ended_at", N_("Ended"), help=N_("Blank is now.")),
        Field("ended_why", N_("Why it ended"), wide=True),
    )
    return (Section("", device), Section(N_("Dates"), time))


def _fit(dialog: FormDialog[Any]) -> None:
    """Ask only for what makes sense of such a device."""
    boxes = dialog.panel.boxes

    def value(key: str) -> Any:
        try:
            return boxes[key].read()
        except Unreadable:
            return None

    is_domain = value("kind") is DeviceKind.DOMAIN
    boxes["identifier"].set_title(_("Domain") if is_domain else _("Identifier"), required=True)
    boxes["identifier"].set_help(
        _("The web address it is used on, like example.com.")
        if is_domain
        else _("The hardware ID, as the product tells it.")
    )
    over = value("state") is not ActivationState.ACTIVE
    hidden = {key for key in _HIDEABLE if boxes[key].isHidden()}
    wanted = ({"domain"} if is_domain else set()) | (set() if over else set(_OVER))
    if hidden != wanted:
        dialog.panel.show_fields(_HIDEABLE, shown=True)
        dialog.panel.show_fields(tuple(wanted), shown=False)


_HIDEABLE = ("domain", *_OVER)


def _recorded(active: int, limit: int | None) -> str:
    if limit is None:
        return _("The activation was recorded. %d devices are active now.") % active
    said = _("The activation was recorded. %(active)d of %(limit)d devices are active now.")
    return said % {"active": active, "limit": limit}
