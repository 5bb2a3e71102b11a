"""Whom to talk to about renewal, as a CSV file."""

from collections.abc import Sequence
from pathlib import Path

from app.core.csvio import CsvWriter
from app.core.text import N_, _
from app.licensing.outcomes import Priority, RenewalRow

TITLES = (
    N_("Priority"), N_("Customer"), N_("E-mail"), N_("Licenses ending"), N_("Soonest expiry"),
    N_("All licenses"), N_("Renewed"),
)  # fmt: skip
_PRIORITIES = {Priority.HIGH: N_("High"), Priority.MEDIUM: N_("Medium"), Priority.LOW: N_("Low")}


def write(path: Path, found: Sequence[RenewalRow]) -> None:
    """Write them, the most urgent first as they come."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = CsvWriter(stream)
        writer.row([_(title) for title in TITLES])
        for one in found:
            priority, name = _(_PRIORITIES[one.priority]), one.name or _("N/A")
            renewed = one.renewed_on or ""
            writer.row([priority, name, one.email, one.count, one.soonest, one.total, renewed])
