"""The dialogs about activations and why they fail, as `--screenshot` paints them."""

from datetime import UTC, datetime
from secrets import token_urlsafe

from PySide6.QtWidgets import QWidget

from app.core.listing import Condition, ListQuery, Op
from app.licensing.explain_schemas import Asked
from app.licensing.schemas import ActivationState, DeviceKind, LicenseRow, LicenseStatus
from app.offline.requests import Request
from app.offline.schemas import DeviceSeen, RequestKind
from ui.kit.desk import Desk
from ui.licensing.activations_card import ActivationCard
from ui.licensing.activations_form import record_form
from ui.licensing.activations_steps import end_form, look_at
from ui.licensing.offline_dialog import OfflineDialog
from ui.licensing.offline_files import LicenseFiles, issue_form
from ui.licensing.why import why
from ui.licensing.why_forms import limit_form


def card(desk: Desk, parent: QWidget) -> QWidget:
    """Everything about a device that was not seen for long."""
    return _shown(ActivationCard(desk, look_at(desk, [_stale(desk)]), parent))


def deactivate(desk: Desk, parent: QWidget) -> QWidget:
    """The question before a seat is freed."""
    held = look_at(desk, [_stale(desk)])
    title, verb = f"Deactivate {held.title}?", "Deactivate device"
    return _shown(end_form(desk, title, held.frees, verb, lambda _draft: None, parent))


def record(desk: Desk, parent: QWidget) -> QWidget:
    """An activation written down by hand."""
    return _shown(record_form(desk, parent))


def why_full(desk: Desk, parent: QWidget) -> QWidget:
    """A license whose seats are all taken."""
    rows = _licenses(desk, LicenseStatus.ACTIVE)
    full = (row for row in rows if row.limit and row.activations >= row.limit)
    found = next(full, rows[0] if rows else None)
    return why(desk, parent, license_id=found.id if found else None)


def why_expired(desk: Desk, parent: QWidget) -> QWidget:
    """One that has expired."""
    rows = _licenses(desk, LicenseStatus.EXPIRED)
    return why(desk, parent, license_id=rows[0].id if rows else None)


def why_email(desk: Desk, parent: QWidget) -> QWidget:
    """All licenses of a customer."""
    mails = [row.email for row in _licenses(desk, LicenseStatus.ACTIVE) if row.email]
    return why(desk, parent, email=max(set(mails), key=mails.count) if mails else "")


def why_unknown(desk: Desk, parent: QWidget) -> QWidget:
    """A key that no license has."""
    return why(desk, parent, key="ABCD-EFGH")


def why_empty(desk: Desk, parent: QWidget) -> QWidget:
    """Before anything is asked."""
    return why(desk, parent)


def offline(desk: Desk, parent: QWidget) -> QWidget:
    """Before a request is there."""
    return _shown(OfflineDialog(desk, parent))


def offline_request(desk: Desk, parent: QWidget) -> QWidget:
    """What a request asks."""
    dialog = OfflineDialog(desk, parent)
    dialog.text.setPlainText(_request(desk))
    dialog.look()
    return _shown(dialog)


def offline_answer(desk: Desk, parent: QWidget) -> QWidget:
    """What is carried back to the device."""
    dialog = OfflineDialog(desk, parent)
    dialog.show_answer(desk.services.offline.answer(_request(desk)))
    return _shown(dialog)


def license_files(desk: Desk, parent: QWidget) -> QWidget:
    """The files a license was given."""
    return _shown(LicenseFiles(desk, _roomy(desk), parent))


def issue_file(desk: Desk, parent: QWidget) -> QWidget:
    """The question for whom a file is."""
    return _shown(issue_form(desk, _roomy(desk), (), None, parent))


def _roomy(desk: Desk) -> int:
    """A license that a device without a network may be activated on."""
    explain = desk.services.explain.explain
    for row in _licenses(desk, LicenseStatus.ACTIVE):
        if explain(Asked(license_id=row.id, offline=True)).allowed:
            return row.id
    return 0


def _request(desk: Desk) -> str:
    """As a device makes one; each has a nonce of its own."""
    found = desk.services.licenses.reveal(_roomy(desk))
    device = DeviceSeen(
        "7C-2A-91-5D-0E-B4", DeviceKind.HARDWARE, "Lathe 4", "workshop-4", "Windows 11"
    )
    made = datetime.now(UTC).replace(microsecond=0)
    return Request(RequestKind.ACTIVATE, device, token_urlsafe(24), made, found).text()


def limit(desk: Desk, parent: QWidget) -> QWidget:
    """The question how many devices a license may have."""
    rows = _licenses(desk, LicenseStatus.ACTIVE)
    return _shown(limit_form(desk, desk.services.licenses.show(rows[0].id), parent))


def _licenses(desk: Desk, status: LicenseStatus) -> list[LicenseRow]:
    asked = ListQuery(
        conditions=(Condition("status", Op.IN, (status,)),), sort="activations", descending=True
    )
    rows: list[LicenseRow] = desk.services.licenses.first(asked, 200)
    return rows


def _stale(desk: Desk) -> int:
    """The device that was not verified for longest."""
    active = Condition("state", Op.IN, (ActivationState.ACTIVE,))
    asked = ListQuery(conditions=(active,), sort="last_verified_at")
    rows = desk.services.activations.first(asked, 1)
    return rows[0].id if rows else 0


def _shown(dialog: QWidget) -> QWidget:
    dialog.show()
    return dialog


SHOTS = (
    ("activation_card", card),
    ("activation_deactivate", deactivate),
    ("activation_record", record),
    ("why_full", why_full),
    ("why_expired", why_expired),
    ("why_email", why_email),
    ("why_unknown", why_unknown),
    ("why_empty", why_empty),
    ("license_limit", limit),
    ("offline", offline),
    ("offline_request", offline_request),
    ("offline_answer", offline_answer),
    ("license_files", license_files),
    ("license_file_form", issue_file),
)
