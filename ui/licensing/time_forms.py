"""Asks how much longer licenses last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from PySide6.QtWidgets import QWidget

from app.catalogue.terms import Cycle
from app.core.draft import Draft
from app.core.text import N_, _, ngettext
from app.customers.schemas import Outcome
from app.licensing.outcomes import Renewals
from app.licensing.states import From
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editors import check, number
from ui.licensing.preview import Preview
from ui.licensing.previewed import Previewed

RENEW, EXTEND = "licenseRenew", "licenseExtend"


class Length(StrEnum):
    """How long a renewal is."""

    YEAR = "year"
    MONTH = "month"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class RenewDraft(Draft):
    """For how long, and counted from when."""

    length: Length = Length.YEAR
    months: int = 6
    since: From = From.EXPIRY

    @property
    def by(self) -> Cycle | int:
        """What the service is asked for."""
        if self.length is Length.MONTHS:
            return self.months
        return Cycle.YEARLY if self.length is Length.YEAR else Cycle.MONTHLY


@dataclass(frozen=True, slots=True)
class ExtendDraft(Draft):
    """Until when; or for ever."""

    to: date | None = None
    never: bool = False

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """A day, or never."""
        if values["to"] is None and not values["never"]:
            return {"to": _("Choose a day, or let it never expire.")}
        if values["to"] is not None and values["never"]:
            return {"to": _("It cannot end on a day and never. Choose one of the two.")}
        return {}


def renew_form(desk: Desk, ids: Sequence[int], parent: QWidget) -> FormDialog[RenewDraft]:
    """`saved` carries the outcome."""
    life = desk.services.license_life

    def save(draft: RenewDraft) -> Outcome:
        return life.renew(ids, draft.by, draft.since)

    lengths = [
        (Length.YEAR, _("A year")),
        (Length.MONTH, _("A month")),
        (Length.MONTHS, _("Some months")),
    ]
    begin = [(From.EXPIRY, _("From its expiry")), (From.TODAY, _("From today"))]
    fields = (
        Field("length", N_("Renew for"), choice(lambda: lengths)),
        Field("since", N_("Counted"), choice(lambda: begin)),
        Field("months", N_("Months"), number(1, 1200)),
    )
    many = ngettext("Renew %s license", "Renew %s licenses", len(ids)) % fmt.text(len(ids))
    dialog = FormDialog(
        desk, RENEW, many, RenewDraft, (Section("", fields),), save, verb=_("Renew"),
        parent=parent,
    )  # fmt: skip
    panel = dialog.panel

    def fit() -> None:
        panel.show_fields(["months"], panel.box("length").read() is Length.MONTHS)

    panel.box("length").editor.edited.connect(fit)
    fit()
    Previewed(
        desk, dialog, lambda draft: life.renew_preview(ids, draft.by, draft.since), _show,
        _("What becomes of each license is shown here."),
    )  # fmt: skip
    return dialog


def extend_form(desk: Desk, ids: Sequence[int], parent: QWidget) -> FormDialog[ExtendDraft]:
    """`saved` carries the outcome."""

    def save(draft: ExtendDraft) -> Outcome:
        return desk.services.license_life.extend(ids, None if draft.never else draft.to)

    fields = (
        Field("to", N_("Lasts until"), help=N_("It is good until that day is over.")),
        Field("never", N_("Never expires"), check),
    )
    many = ngettext("Extend %s license", "Extend %s licenses", len(ids)) % fmt.text(len(ids))
    return FormDialog(
        desk, EXTEND, many, ExtendDraft, (Section("", fields),), save, verb=_("Extend"),
        parent=parent,
    )  # fmt: skip


def _show(preview: Preview, found: Renewals) -> None:
    lines = [
        (row.key, fmt.text(row.old) or _("Never"), fmt.text(row.new) or _("Never"))
        for row in found.rows
    ]
    preview.show_lines((_("License"), _("Expires now"), _("Then")), lines, found.refused)
