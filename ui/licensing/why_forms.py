"""Changes of what one license allows: how many devices, and whether without a network."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.text import N_, _
from app.licensing.drafts import LicenseDraft
from app.licensing.schemas import LicenseDetail
from ui.kit import format as fmt
from ui.kit.asking import Asking
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_editors import check, number

LIMIT = "licenseLimit"
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class LimitDraft(Draft):
    """How many devices a license may be active on."""

    limit: int = 1
    unlimited: bool = False


class LimitStep(Asking):
    """Agrees on something for one license alone; its plan stays as it is."""

    def ask(self, license_id: int) -> None:
        """Ask for the new limit; one more than now is proposed."""

        def show(found: LicenseDetail) -> None:
            if not self.is_asking():
                limit_form(self.desk, found, self.owner).open()

        self.run(partial(self.desk.services.licenses.show, license_id), show)

    def allow_offline(self, license_id: int) -> None:
        """Allow use without a network, once that is confirmed."""
        title = _("Allow use without a network?")
        follows = _("Signed files can be given to this license's devices. Its plan stays as it is.")
        if not confirm(self.owner, title, follows, _("Allow it")):
            return

        def work() -> int:
            found = self.desk.services.licenses.show(license_id)
            return agree(self.desk, found, {"offline_allowed": True})

        told = _("The license may be used without a network now.")
        self.run(work, lambda _version: self.say(told))


def limit_form(desk: Desk, found: LicenseDetail, parent: QWidget) -> FormDialog[LimitDraft]:
    """Asks for another limit of devices."""
    now = _("%(active)s of %(limit)s devices are active now.") % {
        "active": fmt.text(found.activations),
        "limit": "\u221e" if found.limit is None else fmt.text(found.limit),
    }

    def save(draft: LimitDraft) -> int:
        limit = None if draft.unlimited else draft.limit
        return agree(desk, found, {"activation_limit": limit})

    fields = (
        Field("limit", N_("Devices at once"), number(0, MOST), help=now),
        Field("unlimited", N_("Without limit"), check),
    )
    hint = N_("It holds for this license alone. What its plan says for others stays.")
    wanted = max(found.activations, found.limit or 0) + 1
    dialog = FormDialog(
        desk, LIMIT, N_("Raise the limit"), LimitDraft, (Section("", fields, hint),), save,
        LimitDraft(wanted, unlimited=False), verb=N_("Raise the limit"), parent=parent,
    )  # fmt: skip
    dialog.saved.connect(lambda _version: desk.notices.say(_("The limit was raised.")))
    return dialog


def agree(desk: Desk, found: LicenseDetail, values: Mapping[str, Any]) -> int:
    """Store what is agreed for this license alone; runs on a worker."""
    kept = {name: getattr(found.policy, name) for name in found.overrides}
    base = LicenseDraft(found.order_number, found.starts_on, found.expires_on, kept, found.note)
    mine = replace(base, overrides={**kept, **values})
    version: int = desk.services.licenses.edit(found.id, found.version, mine, base)
    return version
