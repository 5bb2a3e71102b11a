"""Asks for a pool of licenses nobody has yet, and generates them with progress."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.catalogue.terms import Cycle
from app.core.draft import Draft
from app.core.progress import Progress
from app.core.text import N_, _
from app.licensing.schemas import LicenseStatus
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_editors import number
from ui.licensing.columns import SHIPPED
from ui.licensing.issue_form import Offer, first_draft, follow, goods

if TYPE_CHECKING:
    from ui.licensing.giving import Giving

FORM = "licensePool"
MOST = 10_000


@dataclass(frozen=True, slots=True)
class PoolDraft(Draft):
    """How many licenses of what."""

    product_id: int | None = None
    plan_id: int | None = None
    cycle: Cycle | None = None
    count: int = 10
    order_number: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"order_number": (60, N_("Order number"))}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """A product is needed."""
        return {} if values["product_id"] else {"product_id": _("Choose a product.")}


def pool_form(desk: Desk, offer: Offer, parent: QWidget) -> FormDialog[PoolDraft]:
    """`saved` carries the draft; `start` does it."""

    def save(draft: PoolDraft) -> PoolDraft:
        return draft

    fields = (
        *goods(offer),
        Field("count", N_("How many"), number(1, MOST), help=N_("Up to 10,000 at once")),
        Field("order_number", N_("Order number"), help=N_("The same for all of them")),
    )
    hint = N_("Each gets a key of its own and is available until somebody assigns it.")
    begun = first_draft(offer)
    initial = PoolDraft(begun.product_id, begun.plan_id, begun.cycle)
    dialog = FormDialog(
        desk, FORM, N_("Generate a pool of licenses"), PoolDraft, (Section("", fields, hint),),
        save, initial, verb=N_("Generate licenses"), parent=parent,
    )  # fmt: skip
    follow(dialog, offer)
    return dialog


def start(giving: "Giving", draft: PoolDraft) -> None:
    """Generate them; the status bar shows how far it is and can stop it."""
    from ui.licensing.giving import generated  # noqa: PLC0415 - which imports this

    licenses = giving.desk.services.licenses

    def work(progress: Progress) -> tuple[int, ...]:
        values = draft.checked()
        return licenses.generate(
            values["product_id"], values["plan_id"], values["count"], values["order_number"],
            values["cycle"], progress,
        )  # fmt: skip

    def told(ids: tuple[int, ...]) -> None:
        available = next(one.asked for one in SHIPPED if one.key == LicenseStatus.AVAILABLE.value)
        show = partial(giving.desk.navigator.open_list, "licenses", available)
        giving.say(generated(len(ids)), offer=(_("Show available"), show))

    title = _("Generating %s licenses") % fmt.text(draft.count)
    giving.desk.tasks.start(giving, title, work, told)
