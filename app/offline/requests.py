"""What a device without a network asks, read from the text it gives; see FORMAT.md."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.core.errors import Invalid
from app.core.text import _
from app.licensing.activations_drafts import DeviceDraft
from app.licensing.schemas import DeviceKind
from app.offline import contents, envelope
from app.offline.envelope import Unreadable
from app.offline.schemas import DeviceSeen, RequestKind

_NONCE = re.compile(r"[A-Za-z0-9_-]{22,64}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_VERSION = 1
_TEXTS = (
    "key", "key_digest", "product", "device_id", "device_kind", "label", "hostname", "platform",
    "nonce", "made_at", "file", "type",
)  # fmt: skip
# What licensing itself judges, and cleans.
_DESCRIBING = frozenset({"device_id", "label", "hostname", "platform"})


@dataclass(frozen=True, slots=True)
class Request:
    """A device asks to use a license, to go on doing so, or gives its seat back.

    The license is named by `key`, or by `key_digest`. `file` is the license file the
    device has, by which it shows that it is the one it says it is.
    """

    kind: RequestKind
    device: DeviceSeen
    nonce: str
    made_at: datetime
    key: str = ""
    key_digest: str = ""
    product: str = ""
    file: str = ""

    def draft(self) -> DeviceDraft:
        """The device, as licensing judges it.

        How old the request is stands apart: it may have travelled for days.
        """
        one = self.device
        return DeviceDraft(
            one.identifier, one.kind, one.label, one.hostname, one.platform, offline=True
        )

    def text(self) -> str:
        """The request as a device gives it."""
        device = self.device
        told = {
            "version": _VERSION,
            "type": self.kind.value,
            "key": self.key,
            "key_digest": self.key_digest,
            "product": self.product,
            "file": self.file,
            "device_id": device.identifier,
            "device_kind": device.kind.value,
            "label": device.label,
            "hostname": device.hostname,
            "platform": device.platform,
            "nonce": self.nonce,
            "made_at": contents.instant(self.made_at),
        }
        return envelope.checked({name: value for name, value in told.items() if value != ""})


def read(text: str) -> Request:
    """The request in a text.

    Raises:
        Unreadable: it is none, was damaged, or lacks something; the message says what.
    """
    content = envelope.requested(text)
    if content.get("version") != _VERSION:
        raise Unreadable(_("The request has a format this program does not know. Update it."))
    for name, value in content.items():
        if name != "version" and not _is_text(name, value):
            raise Unreadable(_amiss(name))
    told: Mapping[str, Any] = content
    try:
        found = Request(
            RequestKind(told.get("type", "")),
            DeviceSeen(
                told.get("device_id", ""),
                DeviceKind(told.get("device_kind", DeviceKind.HARDWARE)),
                told.get("label", ""),
                told.get("hostname", ""),
                told.get("platform", ""),
            ),
            told.get("nonce", ""),
            contents.moment(told.get("made_at", "")),
            told.get("key", ""),
            told.get("key_digest", ""),
            told.get("product", ""),
            told.get("file", ""),
        )
    except ValueError as error:
        raise Unreadable(_amiss("type, device_kind, made_at")) from error
    _complete(found)
    return replace(found, device=_cleaned(found))


def _is_text(name: str, value: object) -> bool:
    if name not in _TEXTS or not isinstance(value, str):
        return False
    return name in _DESCRIBING or value.isprintable()


def _complete(found: Request) -> None:
    if not _NONCE.fullmatch(found.nonce):
        raise Unreadable(_amiss("nonce"))
    if bool(found.key) == bool(found.key_digest):
        raise Unreadable(_amiss("key"))
    if found.key_digest and not _DIGEST.fullmatch(found.key_digest):
        raise Unreadable(_amiss("key_digest"))
    if found.kind is not RequestKind.ACTIVATE and not found.file:
        raise Unreadable(
            _("The request does not name the license file the device has. Activate it instead.")
        )


def _cleaned(found: Request) -> DeviceSeen:
    """The device as it would be stored."""
    try:
        values = found.draft().checked()
    except Invalid as problem:
        raise Unreadable(_("The request cannot be answered. %s") % problem) from problem
    return DeviceSeen(
        values["identifier"], values["kind"], values["label"], values["hostname"],
        values["platform"],
    )  # fmt: skip


def _amiss(name: str) -> str:
    said = _("The request lacks something, or has it in a wrong way (%s). Ask the vendor why.")
    return said % (name[:40] if name.isprintable() else "?")
