"""Licensing without a network, from wherever it is asked for."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.kit.desk import Desk

if TYPE_CHECKING:
    from ui.licensing.offline_dialog import OfflineDialog
    from ui.licensing.offline_files import LicenseFiles


def offline_activation(desk: Desk, parent: QWidget) -> "OfflineDialog":
    """Answer the request of a device that has no network."""
    from ui.licensing.offline_dialog import OfflineDialog  # noqa: PLC0415 - seldom needed

    dialog = OfflineDialog(desk, parent)
    dialog.open()
    return dialog


def license_files(
    desk: Desk, parent: QWidget, license_id: int, *, activation_id: int | None = None
) -> "LicenseFiles":
    """The signed files of a license, to give out another; at once for a device, if there is one."""
    from ui.licensing.offline_files import LicenseFiles  # noqa: PLC0415 - seldom needed

    dialog = LicenseFiles(desk, license_id, parent)
    dialog.open()
    if activation_id is not None:
        dialog.issue(activation_id)
    return dialog
