"""What a signed file says, in JSON and out of it, and whether that is good now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.core.text import _
from app.licensing.activations_drafts import fingerprint as digest
from app.licensing.schemas import DeviceKind
from app.offline.envelope import Opened, Unreadable
from app.offline.schemas import FileKind, FileSeen

# A computer's clock may be wrong by so much without having been set back.
CLOCK_SLACK = timedelta(hours=24)
_SHORT = 64
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a license file grants; of a confirmation only the names and `issued_at` count.

    `expires_at` is when the license ends, `valid_until` when this file does: at the latest
    then and after its grace, but mostly sooner, so that devices come back for another.
    `fingerprint` is None where any device may use it, `nonce` where no request asked.
    """

    file: str
    license: str
    product: str
    issued_at: datetime
    plan: str = ""
    customer: str = ""
    quotas: Mapping[str, int] | None = None
    user_limit: int | None = None
    activation_limit: int | None = None
    expires_at: datetime | None = None
    valid_until: datetime | None = None
    fingerprint: str | None = None
    nonce: str | None = None

    def told(self, kind: FileKind) -> dict[str, Any]:
        """The JSON object that is signed."""
        found = {
            "file": self.file,
            "license": self.license,
            "product": self.product,
            "issued_at": instant(self.issued_at),
            "fingerprint": self.fingerprint,
            "nonce": self.nonce,
        }
        if kind is FileKind.DEACTIVATION:
            return found
        return found | {
            "plan": self.plan,
            "customer": self.customer,
            "quotas": dict(self.quotas or {}),
            "user_limit": self.user_limit,
            "activation_limit": self.activation_limit,
            "expires_at": self.expires_at and instant(self.expires_at),
            "valid_until": self.valid_until and instant(self.valid_until),
        }


def seen(opened: Opened, now: datetime, device: str | None = None) -> FileSeen:
    """What an opened file says, and whether it is good now (on a device, if one is named).

    `device` is its identifier as it was activated with, or its fingerprint.

    Raises:
        Unreadable: it does not hold what such a file holds.
    """
    content = opened.content
    try:
        said = FileSeen(
            kind=opened.kind,
            good=False,
            sentence="",
            key_id=opened.key_id,
            file=str(content["file"]),
            license=str(content["license"]),
            product=str(content["product"]),
            plan=str(content.get("plan", "")),
            customer=str(content.get("customer", "")),
            quotas=dict(content.get("quotas", {})),
            user_limit=content.get("user_limit"),
            activation_limit=content.get("activation_limit"),
            issued_at=moment(content["issued_at"]),
            expires_at=_maybe(content.get("expires_at")),
            valid_until=_maybe(content.get("valid_until")),
            fingerprint=content["fingerprint"] or "",
            nonce=content["nonce"] or "",
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(
            _("The file is signed, but does not hold what it should. Ask for another one.")
        ) from error
    problem = _problem(said, now, device)
    return _judged(said, problem)


def instant(at: datetime) -> str:
    """An instant as files have it: UTC, to the second."""
    return at.astimezone(UTC).strftime(_INSTANT)


def moment(text: object) -> datetime:
    """The instant a file or a request names.

    Raises:
        ValueError: it is none.
    """
    return datetime.strptime(str(text), _INSTANT).replace(tzinfo=UTC)


def words(at: datetime) -> str:
    """An instant in a sentence."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _maybe(text: object) -> datetime | None:
    return None if text is None else moment(text)


def _problem(said: FileSeen, now: datetime, device: str | None) -> str:
    """Why a file is not good now; blank where it is."""
    if said.kind is FileKind.DEACTIVATION:
        return _("This confirms that the device was deactivated. It does not license anything.")
    if now + CLOCK_SLACK < said.issued_at:
        told = _("This computer's clock says %(now)s, but the file was made at %(made)s. Set it.")
        return told % {"now": words(now), "made": words(said.issued_at)}
    if device is not None and said.fingerprint and not _is(device, said.fingerprint):
        return _("The file is for another device. Make a request on this device, and answer it.")
    if said.valid_until is None or now < said.valid_until:
        return ""
    if said.expires_at is not None and said.expires_at <= now:
        ended = _("The license expired at %s. Renew it, then make another file.")
        return ended % words(said.expires_at)
    ended = _("The file was good until %s. Let the device ask for a refresh.")
    return ended % words(said.valid_until)


def _judged(said: FileSeen, problem: str) -> FileSeen:
    if problem:
        return replace(said, sentence=problem)
    told = _("The file is genuine and good until %s.")
    until = told % words(said.valid_until) if said.valid_until else _("The file is genuine.")
    return replace(said, good=True, sentence=until)


def _is(device: str, fingerprint: str) -> bool:
    tried = {digest(kind, device) for kind in DeviceKind} | {device.strip().lower()}
    return fingerprint in tried
