"""Reminders, as a section of the settings."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.drafts import MOST_DAYS, DunningDraft
from app.billing.letters import GAPS
from app.billing.schemas import DunningStepRow
from app.core.changes import Touched
from app.core.text import N_, _, ngettext
from ui.billing.settings_list import Line, SettingsList
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.form import Field, FormDialog
from ui.kit.form_editors import ParagraphEditor, number
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.kit.theme import Tone

PLACE = "dunningSteps"
FORM = "dunningStep"
HINT = N_(
    "What happens when an invoice is not paid in time: so many days after it was due, a letter "
    "goes to the customer's billing e-mail, and a step may suspend the customer until all that "
    "is overdue is paid. Steps are taken from the overdue invoices, after a look at the list."
)
LINES = 10


def fields() -> tuple[Field, ...]:
    """What a step consists of."""
    gaps = ", ".join(f"{{{name}}} ({_(said)})" for name, said in GAPS.items())
    return (
        Field("name", N_("Name"), required=True, placeholder=N_("First reminder")),
        Field("days", N_("Days after the due day"), number(1, MOST_DAYS), required=True),
        Field("holds", N_("Suspend the customer until it is paid"), wide=True),
        Field("subject", N_("Subject"), required=True, wide=True),
        Field(
            "body",
            N_("Letter"),
            lambda _kind: ParagraphEditor(LINES),
            required=True,
            help=_("To be filled in: %s.") % gaps,
            wide=True,
        ),
    )


class DunningPanel(QWidget):
    """The steps in their order."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._desk, self._steps = desk, desk.services.dunning_steps
        self.list = SettingsList(PLACE, _("Reminders"), _(HINT), Icon.BELL)
        self.list.empty.tell(
            _("No reminders yet"),
            _("The usual ones come after 7, 14 and 30 days; the last suspends."),
            (_("Add the usual ones"), self._usual),
        )
        self.add = button(_("Add step\u2026"), f"{PLACE}.add", Icon.PLUS)
        self.list.offer(self.add, partial(self._form, None))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.list)
        desk.changes.heard.connect(self._heard)
        self._load()

    def _heard(self, touched: Touched) -> None:
        if "dunning_steps" in touched:
            self._load()

    def _load(self) -> None:
        self._desk.tasks.run(self, self._steps.list, self._show)

    def _show(self, rows: tuple[DunningStepRow, ...]) -> None:
        self.list.show_lines([self._line(row) for row in rows])

    def _line(self, row: DunningStepRow) -> Line:
        after = ngettext("%s day after the due day", "%s days after the due day", row.days)
        return Line(
            row.id,
            row.name,
            f"{after % fmt.text(row.days)} · {row.subject}",
            (
                ("edit", _("Change step"), Icon.PENCIL, partial(self._form, row)),
                ("remove", _("Remove step"), Icon.TRASH, partial(self._remove, row)),
            ),
            (_("Suspends"), Tone.WARN, Icon.PAUSE) if row.holds else None,
        )

    def _form(self, row: DunningStepRow | None) -> None:
        def save(draft: DunningDraft) -> int:
            return self._steps.save(draft, row.id if row else None, row.version if row else 0)

        title = _("Change step") if row else _("New step")
        dunning_form(self._desk, title, row, save, self).open()

    def _usual(self) -> None:
        self._desk.tasks.run(
            self,
            self._steps.add_usual,
            lambda _none: self._desk.notices.say(_("Three reminders were added.")),
        )

    def _remove(self, row: DunningStepRow) -> None:
        title = _("Remove “%s”?") % row.name
        after = _("Its letter is sent no more. What was sent stays known.")
        if confirm(self, title, after, _("Remove step"), destructive=True):
            said = _("The step was removed.")
            self._desk.tasks.run(
                self,
                partial(self._steps.remove, row.id),
                lambda _none: self._desk.notices.say(said),
            )


def dunning_form(
    desk: Desk,
    title: str,
    row: DunningStepRow | None,
    save: Callable[[DunningDraft], int],
    parent: QWidget,
) -> FormDialog[DunningDraft]:
    """Asks for a step; `saved` carries its id."""
    initial = None
    if row is not None:
        initial = DunningDraft(row.days, row.name, row.subject, row.body, row.holds)
    return FormDialog(desk, FORM, title, DunningDraft, fields(), save, initial, parent=parent)
