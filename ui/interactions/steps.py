"""What can be done with interactions, the same from the page, from a tab and from a card."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.errors import DeskError
from app.core.receipt import Receipt
from app.core.text import N_, _
from app.customers.schemas import Outcome
from app.interactions.schemas import InteractionDetail, InteractionType
from ui.interactions import follow_form, form
from ui.interactions.logged import Logged
from ui.kit import format as fmt
from ui.kit.asking import Asking, counted
from ui.kit.desk import Desk
from ui.kit.form import FormDialog
from ui.kit.form_editing import kept
from ui.kit.undoing import done, undo

# Makes the strip of files of one interaction.
Files = Callable[[Desk, int], QWidget]
REMOVED = (N_("%s interaction removed."), N_("%s interactions removed."))


class InteractionSteps(Asking):
    """Each looks at the interaction as it is now before it asks."""

    def __init__(self, desk: Desk, owner: QWidget, files: Files | None = None) -> None:
        super().__init__(desk, owner)
        self.files = files

    def show(self, interaction_id: int) -> None:
        """Show everything about one."""
        from ui.interactions.card import InteractionCard  # noqa: PLC0415 - the card has these steps

        def shown(found: InteractionDetail) -> None:
            InteractionCard(self.desk, found, self, self.owner).open()

        self.run(partial(self.desk.services.interactions.show, interaction_id), shown)

    def create(self, customer_id: int | None = None, kind: InteractionType | None = None) -> None:
        """Ask for a new one, of this customer and this kind where they are known."""

        def ask(known: form.Gathered) -> None:
            if self.is_asking():
                return
            dialog = form.new_form(self.desk, known, kind, self.owner)
            dialog.saved.connect(self._logged)
            dialog.open()

        self.run(partial(form.gather, self.desk, customer_id), ask)

    def call(self, customer_id: int) -> None:
        """Ask for a call with this customer."""
        self.create(customer_id, InteractionType.CALL)

    def edit(self, interaction_id: int) -> None:
        """Change one."""

        def ask(known: form.Gathered) -> None:
            if known.found is None or self.is_asking():
                return
            if not known.found.may_edit:
                said = _("%s wrote this down. Only they or a manager may change it.")
                who = known.found.staff or _("The program")
                self.desk.notices.warn(said % who)
                return
            dialog = form.edit_form(self.desk, known.found, self.owner)
            said = _("“%s” was saved.") % fmt.short(known.found.subject)
            dialog.saved.connect(partial(self._edited, dialog, said))
            dialog.open()

        self.run(partial(form.gather, self.desk, None, interaction_id), ask)

    def remove(self, ids: Sequence[int]) -> None:
        """Take them away; a message offers to undo it."""
        receipt = Receipt()
        work = partial(self.desk.services.interactions.noting(receipt).remove, list(ids))

        def told(outcome: Outcome) -> None:
            removed = len(outcome.done)
            back = (_("Undo"), partial(undo, self.desk, receipt.command))
            self.say(
                counted(REMOVED, removed) if removed else "", outcome.refused,
                back if receipt.command else None,
            )  # fmt: skip

        self.run(work, told)

    def promise(self, interaction_id: int) -> None:
        """Ask for what is to follow one."""
        services = self.desk.services

        def look() -> follow_form.Whose:
            found = services.interactions.show(interaction_id)
            known = follow_form.gather(self.desk, found.customer_id)
            return replace(known, interaction_id=found.id, title=found.subject)

        def ask(known: follow_form.Whose) -> None:
            if not self.is_asking():
                dialog = follow_form.new_form(self.desk, known, self.owner)
                dialog.saved.connect(partial(self._told, _("The follow-up was added.")))
                dialog.open()

        self.run(look, ask)

    def _logged(self, logged: Logged) -> None:
        self._told(logged.words, logged.command)
        if logged.refused:
            look = partial(self.show, logged.interaction_id)
            self.desk.notices.show_error(DeskError(" ".join(logged.refused)), (_("Open"), look))

    def _edited(self, dialog: FormDialog[Any], said: str, receipt: Receipt) -> None:
        done(self.desk, f"{said} {kept(dialog, receipt)}".strip(), receipt.command)

    def _told(self, said: str, command: int) -> None:
        done(self.desk, said, command)
