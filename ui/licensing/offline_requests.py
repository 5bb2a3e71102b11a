"""The words about requests of devices, and how they come into the program."""

from pathlib import Path

from PySide6.QtGui import QDropEvent

from app.core.errors import DeskError
from app.core.text import N_, _
from app.offline.schemas import RequestKind, RequestSeen
from ui.kit import format as fmt
from ui.licensing.activations_looks import kind

LONGEST = 1_000_000
KINDS = {
    RequestKind.ACTIVATE: N_("Activate the device"),
    RequestKind.REFRESH: N_("Refresh the device's license file"),
    RequestKind.DEACTIVATE: N_("Give the device's seat back"),
}
VERBS = {
    RequestKind.ACTIVATE: N_("Activate and answer"),
    RequestKind.REFRESH: N_("Refresh and answer"),
    RequestKind.DEACTIVATE: N_("Deactivate and answer"),
}


def before() -> str:
    """What to know before a request is there."""
    return _(
        "A device without a network makes a request: a text or a file. What it asks is shown "
        "before anything happens."
    )


def after() -> str:
    """What to do with the answer."""
    return _("Carry this back to the device: as text, as a file, or by its camera.")


def facts(seen: RequestSeen) -> list[tuple[str, str, str]]:
    """What a request asks: a key, a title and words for each line."""
    device = seen.device
    named = " \u00b7 ".join(filter(None, (device.label, device.hostname, device.platform)))
    found = [
        ("kind", _("It asks"), _(KINDS[seen.kind])),
        ("device", kind(device.kind), f"{named}\n{device.identifier}" if named else
         device.identifier),
        ("license", _("License"), " \u00b7 ".join(filter(None, (seen.key, seen.product)))),
        ("customer", _("Customer"), seen.customer),
        ("made", _("Made"), fmt.text(seen.made_at)),
        ("seat", _("Seat"), _("Takes one more seat.") if seen.seat_taken else ""),
    ]  # fmt: skip
    return [fact for fact in found if fact[2]]


def read(path: Path) -> str:
    """A request's text; runs on a worker.

    Raises:
        DeskError: the file cannot be read, or holds no text.
    """
    from app.offline.envelope import text_of  # noqa: PLC0415 - seldom needed

    try:
        with path.open("rb") as file:
            return text_of(file.read(LONGEST))
    except OSError as error:
        said = _("%(file)s cannot be read: %(why)s. Choose another file, or paste its text.")
        raise DeskError(said % {"file": path.name, "why": error.strerror or ""}) from error


def dropped(event: QDropEvent) -> Path | None:
    """The one file that is being dropped."""
    urls = event.mimeData().urls()
    if len(urls) == 1 and urls[0].isLocalFile():
        return Path(urls[0].toLocalFile())
    return None


def file_kinds() -> list[str]:
    """Which files are offered."""
    return [_("Requests (*.txt *.req)"), _("All files (*)")]
