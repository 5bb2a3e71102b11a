"""The one envelope of everything that is carried by hand: armoured text, signed or checked.

Between two lines that say what it is stands base64: for what we sign, a line that names
format, algorithm and key, the content as JSON, and 64 bytes of Ed25519 signature over all of
that. Reading builds the text anew from its parts and wants the very same back, so each
content has one text, and nothing can be added, left out or spelled in another way.
Line endings and blanks around the text do not count. See resources/licensing/FORMAT.md.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.core.errors import DeskError
from app.core.text import N_, _
from app.offline.schemas import FileKind

FORMAT, ALGORITHM = "1", "ed25519"
SIGNATURE_BYTES, KEY_BYTES, CHECK_BYTES = 64, 32, 8
LONGEST = 16_384
_WIDTH = 64
_WORDS = 5
_NAME = re.compile(r"[0-9a-f]{16}")
_BLANK = " \t\r\n\ufeff"


_CALLED = {
    FileKind.LICENSE: N_("a license file"),
    FileKind.DEACTIVATION: N_("the confirmation of a deactivation"),
}


class Unreadable(DeskError):
    """The text is not what it should be, or was changed; the message says what and what to do."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a signed text says; the signature held for the key `key_id`."""

    kind: FileKind
    key_id: str
    content: Mapping[str, Any]


def key_id(public: bytes) -> str:
    """What a public key of 32 bytes is called: the first 16 digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def raw_public(key: Ed25519PublicKey) -> bytes:
    """A public key's 32 bytes."""
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def signed(kind: FileKind, content: Mapping[str, Any], key: Ed25519PrivateKey) -> str:
    """The text of a content, signed; it ends in a line feed."""
    head = _head(kind, key_id(raw_public(key.public_key())))
    told = head + canonical(content)
    return armoured(kind, told + key.sign(told))


def opened(text: str, publics: Iterable[bytes]) -> Opened:
    """What a signed text says, when one of these public keys (32 bytes each) signed it.

    Raises:
        Unreadable: it is something else, was changed, or another key signed it.
    """
    kind, body = disarmed(text)
    if kind is FileKind.REQUEST:
        raise Unreadable(_("This is a request of a device, not a license file. Answer it first."))
    head, told, signature = _parted(body)
    for public in publics:
        if head == _head(kind, name := key_id(public)):
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature, told)
            except InvalidSignature as error:
                raise Unreadable(
                    _("The signature does not hold: the file was changed. Ask for it anew.")
                ) from error
            return Opened(kind, name, _content(told[len(head) :]))
    raise Unreadable(_stranger(kind, head))


def checked(content: Mapping[str, Any]) -> str:
    """The text of a request: not signed, but with a check against damage on the way."""
    told = canonical(content)
    return armoured(FileKind.REQUEST, told + hashlib.sha256(told).digest()[:CHECK_BYTES])


def requested(text: str) -> Mapping[str, Any]:
    """What a request says.

    Raises:
        Unreadable: it is something else, or was damaged on the way.
    """
    kind, body = disarmed(text)
    if kind is not FileKind.REQUEST:
        said = _("This is %s, not a request. Paste what the device shows under “request”.")
        raise Unreadable(said % _(_CALLED[kind]))
    told, check = body[:-CHECK_BYTES], body[-CHECK_BYTES:]
    if hashlib.sha256(told).digest()[:CHECK_BYTES] != check:
        raise Unreadable(
            _("The request was damaged on the way. Copy it again, or send it as a file.")
        )
    return _content(told)


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one JSON text of a content."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def armoured(kind: FileKind, body: bytes) -> str:
    """The one text of an envelope's bytes."""
    told = base64.b64encode(body).decode()
    lines = [told[start : start + _WIDTH] for start in range(0, len(told), _WIDTH)]
    return "\n".join([_line("BEGIN", kind), *lines, _line("END", kind), ""])


def disarmed(text: str) -> tuple[FileKind, bytes]:
    """What an envelope is, and its bytes.

    Raises:
        Unreadable: it is none, or not exactly as it was written.
    """
    if len(text) > LONGEST:
        raise Unreadable(_too_long())
    plain = normalised(text)
    kind = next((one for one in FileKind if plain.startswith(_line("BEGIN", one))), None)
    if kind is None:
        raise Unreadable(
            _(
                "This is no license file and no request: those begin with “%s”. "
                "Copy the whole text, with its first and last line."
            )
            % "-----BEGIN CUSTOMER DESK"
        )
    begin, end = _line("BEGIN", kind) + "\n", "\n" + _line("END", kind)
    if end not in plain:
        raise Unreadable(_("The text is cut off: its last line is missing. Copy it whole."))
    if not plain.endswith(end) or plain.count(end) > 1:
        raise Unreadable(_("Something was added behind the last line. Copy the text alone."))
    try:
        body = base64.b64decode(plain[len(begin) : -len(end)].replace("\n", ""), validate=True)
    except ValueError as error:
        raise Unreadable(_damaged()) from error
    if armoured(kind, body).rstrip("\n") != plain:
        raise Unreadable(_damaged())
    return kind, body


def text_of(data: bytes) -> str:
    """What a file holds.

    Raises:
        Unreadable: it is too long, or no text.
    """
    if len(data) > LONGEST:
        raise Unreadable(_too_long())
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(_damaged()) from error


def normalised(text: str) -> str:
    """A text without what does not count: how lines end, and blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(_BLANK)


def _line(end: str, kind: FileKind) -> str:
    return f"-----{end} CUSTOMER DESK {kind.upper()}-----"


def _head(kind: FileKind, name: str) -> bytes:
    return f"customer-desk {kind.value} {FORMAT} {ALGORITHM} {name}\n".encode()


def _parted(body: bytes) -> tuple[bytes, bytes, bytes]:
    """Head, everything that is signed, and the signature."""
    told, signature = body[:-SIGNATURE_BYTES], body[-SIGNATURE_BYTES:]
    return told[: told.find(b"\n") + 1], told, signature


def _stranger(kind: FileKind, head: bytes) -> str:
    """What to say of a head that none of the trusted keys would have written."""
    words = head.decode("ascii", "replace").split()
    if words[:2] != ["customer-desk", kind.value] or len(words) != _WORDS:
        return _damaged()
    _desk, _kind, written, algorithm, name = words
    if written != FORMAT:
        return _("This file has a newer format. Update the program that reads it.")
    if algorithm != ALGORITHM:
        return _("This file is signed in a way that is never accepted. Ask for another one.")
    if not _NAME.fullmatch(name):
        return _damaged()
    said = _("This file was signed with the key “%s”, which is not among the trusted ones.")
    return said % name


def _too_long() -> str:
    return _("This is far too long for a license file or a request. Choose the file alone.")


def _damaged() -> str:
    return _("The text was changed or damaged on the way. Copy it again, or send it as a file.")


def _content(told: bytes) -> Mapping[str, Any]:
    """The JSON object; one in which a name stands twice is none."""
    try:
        content = json.loads(told, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_damaged()) from error
    if not isinstance(content, dict):
        raise Unreadable(_damaged())
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(name)
