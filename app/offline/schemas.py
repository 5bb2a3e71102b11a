"""What crosses the boundary between offline licensing and its callers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO

from app.licensing.schemas import DeviceKind


class RequestKind(StrEnum):
    """What a device without a network asks for."""

    ACTIVATE = "activate"
    REFRESH = "refresh"
    DEACTIVATE = "deactivate"


class FileKind(StrEnum):
    """What a text that is carried by hand is; requests come from devices, the rest is signed."""

    LICENSE = "license"
    DEACTIVATION = "deactivation"
    REQUEST = "request"


class KeyState(StrEnum):
    """What a signing key is for.

    A PREPARED one will sign after the next rotation, so that products can be told its
    public key before; RETIRED ones only verify what they signed.
    """

    PREPARED = "prepared"
    SIGNS = "signs"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class SigningKeyRow:
    """A signing key without its private part; `public_key` is its 32 bytes in base64."""

    key_id: str
    public_key: str
    state: KeyState
    created_at: datetime
    created_by: str
    signs_since: datetime | None
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """Public keys to be built into a product: as PEM, and in base64 one a line."""

    key_ids: tuple[str, ...]
    pem: str
    raw: str


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """The device a request comes from, as it describes itself."""

    identifier: str
    kind: DeviceKind
    label: str
    hostname: str
    platform: str


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """What a request asks, before it is answered.

    `allowed` says whether answering would grant it, `sentence` why, or why not. Without a
    license of ours `license_id` is None; `key` is masked. `seat_taken` is whether
    granting it takes a further seat.
    """

    kind: RequestKind
    device: DeviceSeen
    made_at: datetime
    allowed: bool
    sentence: str
    license_id: int | None = None
    key: str = ""
    product: str = ""
    customer: str = ""
    activation_id: int | None = None
    seat_taken: bool = False


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code: rows of modules, 1 is dark; four light modules belong around it.

    `svg` is the whole picture, with that margin.
    """

    modules: tuple[bytes, ...]
    svg: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """A signed text to be carried to a device, and what to say of it.

    `valid_until` is when a license file ends to be good; None for a confirmation.
    """

    kind: FileKind
    text: str
    file_name: str
    sentence: str
    license_id: int
    activation_id: int | None
    valid_until: datetime | None

    def qr(self) -> QrCode | None:
        """The text as a QR code; None where it is too long for one. Takes some 0.1 s."""
        import segno  # noqa: PLC0415 - seldom needed

        try:
            code = segno.make_qr(self.text.strip(), error="l", boost_error=False)
        except segno.DataOverflowError:
            return None
        picture = BytesIO()
        code.save(picture, kind="svg", scale=4, border=4, light="white")
        return QrCode(tuple(bytes(row) for row in code.matrix), picture.getvalue())


@dataclass(frozen=True, slots=True)
class FileRow:
    """A signed file that was given out, in a license's history of them.

    `device` is blank for a file any device may use; `expires_on` is its last good day.
    """

    uid: str
    kind: FileKind
    device: str
    activation_id: int | None
    key_id: str
    issued_at: datetime
    issued_by: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class FileSeen:
    """What a signed file says, and whether it is `good` now; `sentence` says why, or why not.

    `fingerprint` is blank where it is good on any device.
    """

    kind: FileKind
    good: bool
    sentence: str
    key_id: str
    file: str
    license: str
    product: str
    plan: str
    customer: str
    quotas: Mapping[str, int]
    user_limit: int | None
    activation_limit: int | None
    issued_at: datetime
    expires_at: datetime | None
    valid_until: datetime | None
    fingerprint: str
    nonce: str
