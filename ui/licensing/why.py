"""Asks why a license will not activate, from wherever the question comes up."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.licensing.schemas import DeviceKind
from ui.kit.desk import Desk

if TYPE_CHECKING:
    from ui.licensing.why_dialog import WhyDialog


def why(
    desk: Desk,
    parent: QWidget,
    *,
    license_id: int | None = None,
    key: str = "",
    email: str = "",
    device: str = "",
    kind: DeviceKind = DeviceKind.HARDWARE,
) -> "WhyDialog":
    """Open "Why won't it activate?"; what is known already is asked at once."""
    from ui.licensing.why_dialog import WhyDialog  # noqa: PLC0415 - seldom needed

    dialog = WhyDialog(desk, parent)
    dialog.begin(license_id=license_id, key=key, email=email, device=device, kind=kind)
    dialog.open()
    return dialog


def why_customer(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """The same of all licenses of a customer, by their e-mail."""

    def ask(found: object) -> None:
        email = getattr(found, "email", "") or ""
        why(desk, parent, email=email)

    desk.tasks.run(parent, lambda: desk.services.customers.show(customer_id), ask)
