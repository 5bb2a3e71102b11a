"""What a customer will be billed in the coming months, as it is or with another plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from app.catalogue.terms import Cycle
from app.core.draft import Draft
from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_, _
from app.invoices.run_schemas import Forecast, PlanForecast
from app.subscriptions.drafts import ChangeDraft
from app.subscriptions.schemas import LIVING, SubscriptionRow
from ui.billing.planned import COMPARED, MONTHS, amounts, compared, months_of
from ui.billing.reading import TableDialog
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import Option, choice, searchable
from ui.kit.form_editors import number
from ui.kit.icons import Icon
from ui.kit.parts import button

PLACE, FORM, RESULT = "forecast", "forecastChange", "forecastResult"
MOST, MOST_UNITS = 200, 1_000_000
CYCLES = ((Cycle.YEARLY, N_("Every year")), (Cycle.MONTHLY, N_("Every month")))


@dataclass(frozen=True, slots=True)
class WhatIfDraft(Draft):
    """A change of a subscription that is only thought about."""

    subscription_id: int | None = None
    plan_id: int | None = None
    cycle: Cycle = Cycle.YEARLY
    quantity: int = 1


class ForecastDialog(TableDialog):
    """Twelve months; what it shows is what the runs will make if nothing changes."""

    def __init__(self, desk: Desk, found: Forecast, name: str, parent: QWidget | None) -> None:
        super().__init__(PLACE, _("What %s will be billed") % fmt.short(name), MONTHS, parent)
        self._desk, self._found = desk, found
        step = button(_("What if a plan changes\u2026"), f"{PLACE}.change", Icon.LAYERS)
        step.clicked.connect(self._ask)
        self.add_step(step)
        said = _("This and the coming months, as the monthly runs will bill them.")
        if found.payer_id != found.customer_id:
            said += " " + _("%s is billed for it.") % found.payer
        total = ("total", _("All together"), amounts(found.totals), True)
        self.show_found(said, months_of(found), [total])

    def _ask(self) -> None:
        services, whose = self._desk.services, self._found.customer_id
        asked = ListQuery(conditions=(Condition("customer_id", Op.IN, (whose,)),))

        def look() -> tuple[list[SubscriptionRow], list[Option]]:
            rows = services.subscriptions.first(asked, MOST)
            said = _("%(product)s: %(plan)s")
            plans = [(one.id, said % {"product": one.product, "plan": one.name})
                     for one in services.plans.choices()]  # fmt: skip
            return [row for row in rows if row.status in LIVING], plans

        def ask(found: tuple[list[SubscriptionRow], list[Option]]) -> None:
            if not found[0]:
                self._desk.notices.say(_("There is no subscription that could change."))
                return
            dialog = what_if_form(self._desk, *found, self)
            dialog.saved.connect(partial(show_compared, self))
            dialog.open()

        self._desk.tasks.run(self, look, ask)


def what_if_form(
    desk: Desk, rows: Sequence[SubscriptionRow], plans: Sequence[Option], parent: QWidget
) -> FormDialog[WhatIfDraft]:
    """Asks which subscription would change and how; `saved` carries both forecasts."""
    named = [(row.id, f"{row.number} \u2013 {row.product}: {row.plan}") for row in rows]
    fields = (
        Field("subscription_id", N_("Subscription"), choice(lambda: named), required=True,
              wide=True),
        Field("plan_id", N_("New plan"), searchable(lambda: plans), required=True),
        Field("cycle", N_("Billed"), choice(lambda: [(one, _(said)) for one, said in CYCLES])),
        Field("quantity", N_("Quantity"), number(1, MOST_UNITS)),
    )  # fmt: skip
    first = rows[0]
    plan = next((key for key, said in plans if said.endswith(f": {first.plan}")), None)
    initial = WhatIfDraft(first.id, plan, first.cycle, first.quantity)
    hint = N_("Nothing is changed. It shows what the bills would be if it changed today.")

    def look(draft: WhatIfDraft) -> PlanForecast:
        change = ChangeDraft(draft.plan_id, draft.cycle, draft.quantity)
        return desk.services.forecast.plan_change(draft.subscription_id or 0, change)

    return FormDialog(
        desk, FORM, N_("What if a plan changes"), WhatIfDraft, (Section("", fields, hint),), look,
        initial, verb=N_("Show what would be billed"), parent=parent,
    )  # fmt: skip


def show_compared(parent: QWidget, found: PlanForecast) -> None:
    """Show the bills as they are and as they would be."""
    dialog = TableDialog(RESULT, _("Bills after the change"), COMPARED, parent)
    dialog.show_found(_("Nothing is changed yet."), compared(found))
    dialog.open()
