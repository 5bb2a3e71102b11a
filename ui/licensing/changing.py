"""How long licenses last, what they are of, and what was agreed for one alone."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from app.core.receipt import Receipt
from app.core.text import N_, _
from app.licensing.schemas import LicenseDetail
from ui.kit.asking import Asking
from ui.kit.form import FormDialog
from ui.kit.form_editing import kept

Ids = Sequence[int]
RENEWED = (N_("%s license renewed."), N_("%s licenses renewed."))
EXTENDED = (N_("%s license extended."), N_("%s licenses extended."))
MOVED = (N_("%s license has another plan now."), N_("%s licenses have another plan now."))


class Changing(Asking):
    """The same from the page, a customer's tab and a license's card; `changed` tells of a save."""

    changed = Signal()

    def edit(self, license_id: int) -> None:
        """Ask for order number, dates, note and what was agreed for it alone."""
        from ui.licensing.edit_form import edit_form  # noqa: PLC0415 - seldom needed

        def ask(found: LicenseDetail) -> None:
            if self.is_asking():
                return
            dialog = edit_form(self.desk, found, self.owner)
            dialog.saved.connect(partial(self._saved, dialog))
            dialog.open()

        self.run(partial(self.desk.services.licenses.show, license_id), ask)

    def renew(self, ids: Ids) -> None:
        """Ask for how long and from when, and show what comes of it."""
        from ui.licensing.time_forms import renew_form  # noqa: PLC0415 - seldom needed

        if not self.is_asking():
            dialog = renew_form(self.desk, list(ids), self.owner)
            dialog.saved.connect(partial(self.told, RENEWED))
            dialog.open()

    def extend(self, ids: Ids) -> None:
        """Ask until when."""
        from ui.licensing.time_forms import extend_form  # noqa: PLC0415 - seldom needed

        if not self.is_asking():
            dialog = extend_form(self.desk, list(ids), self.owner)
            dialog.saved.connect(partial(self.told, EXTENDED))
            dialog.open()

    def change_plan(self, ids: Ids) -> None:
        """Ask for another plan of the same product, and show what changes."""
        from ui.licensing.plan_form import look, plan_form  # noqa: PLC0415 - seldom needed

        def ask(options: Sequence[tuple[int, str]]) -> None:
            if not self.is_asking():
                dialog = plan_form(self.desk, list(ids), options, self.owner)
                dialog.saved.connect(partial(self.told, MOVED))
                dialog.open()

        self.run(partial(look, self.desk, list(ids)), ask)

    def _saved(self, dialog: FormDialog[Any], receipt: Receipt) -> None:
        said = f"{_('The license was saved.')} {kept(dialog, receipt)}"
        self.desk.notices.say(said.strip())
        self.changed.emit()
