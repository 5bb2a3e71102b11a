"""Asks for another plan of licenses, and shows what that changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.errors import Conflict
from app.core.text import N_, _, ngettext
from app.customers.schemas import Outcome
from app.licensing.outcomes import PlanMoves
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.licensing.preview import Preview
from ui.licensing.previewed import Previewed

FORM = "licensePlan"


@dataclass(frozen=True, slots=True)
class PlanWish(Draft):
    """Which plan."""

    plan_id: int | None = None

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """One is needed."""
        return {} if values["plan_id"] else {"plan_id": _("Choose a plan.")}


def look(desk: Desk, ids: Sequence[int]) -> list[tuple[int, str]]:
    """The plans on sale for the product of the first license; called on a worker."""
    first = desk.services.licenses.show(ids[0])
    plans = desk.services.plans.choices(first.product_id)
    options = [(one.id, one.name) for one in plans if len(ids) > 1 or one.id != first.plan_id]
    if not options:
        said = _("%s has no other plan on sale. Add one under Products and plans.")
        raise Conflict(said % first.product)
    return options


def plan_form(
    desk: Desk, ids: Sequence[int], options: Sequence[tuple[int, str]], parent: QWidget
) -> FormDialog[PlanWish]:
    """`saved` carries the outcome."""
    life = desk.services.license_life

    def save(draft: PlanWish) -> Outcome:
        return life.change_plan(ids, draft.plan_id or 0)

    hint = N_("Dates stay, and so does what was agreed for one license alone.")
    title = ngettext(
        "Change the plan of %s license", "Change the plan of %s licenses", len(ids)
    ) % fmt.text(len(ids))
    fields = (Field("plan_id", N_("New plan"), choice(lambda: options), required=True, wide=True),)
    dialog = FormDialog(
        desk, FORM, title, PlanWish, (Section("", fields, hint),), save,
        PlanWish(options[0][0]), verb=_("Change plan"), parent=parent,
    )  # fmt: skip
    Previewed(
        desk, dialog, lambda draft: life.change_plan_preview(ids, draft.plan_id or 0), _show,
        _("Choose a plan, and what it changes is shown here."),
    )  # fmt: skip
    return dialog


def _show(preview: Preview, found: PlanMoves) -> None:
    lines = []
    for move in found.rows:
        lines.append(
            (move.key, _("Plan"), f"{move.old_plan or _('No plan')} \u2192 {move.new_plan}")
        )
        lines += [("", what, f"{old} \u2192 {new}") for what, old, new in move.changes]
        if move.over_limit:
            lines.append(("", "", _("More devices are active than the new plan allows.")))
    preview.show_lines((_("License"), _("What"), _("Change")), lines, found.refused)
