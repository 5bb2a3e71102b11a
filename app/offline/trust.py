"""Public keys as files hold them: PEM, or the 32 bytes in base64; several after rotations."""

import base64
import re

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.core.text import _
from app.offline.envelope import KEY_BYTES, Unreadable, raw_public

_PEM = re.compile(r"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)


def pem(public: bytes) -> str:
    """A public key of 32 bytes as PEM (SubjectPublicKeyInfo), as OpenSSL reads it."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def public_keys(text: str) -> list[bytes]:
    """The keys in a file: PEM blocks, or one base64 text a line.

    Raises:
        Unreadable: there is none, or one is not an Ed25519 public key.
    """
    if "PRIVATE KEY" in text:
        raise Unreadable(
            _("This is a private key. Keep it secret, and use the public key's file instead.")
        )
    blocks = _PEM.findall(text)
    if blocks:
        return [_from_pem(block) for block in blocks]
    lines = [line.strip("\ufeff \t\r") for line in text.split("\n")]
    found = [_from_line(line) for line in lines if line]
    if not found:
        raise Unreadable(_nothing())
    return found


def _from_pem(block: str) -> bytes:
    try:
        key = serialization.load_pem_public_key(block.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Unreadable(_nothing()) from error
    if not isinstance(key, Ed25519PublicKey):
        raise Unreadable(_("This public key is of another kind. It has to be an Ed25519 key."))
    return raw_public(key)


def _from_line(line: str) -> bytes:
    try:
        found = base64.b64decode(line, validate=True)
    except ValueError as error:
        raise Unreadable(_nothing()) from error
    if len(found) != KEY_BYTES:
        raise Unreadable(_nothing())
    return found


def _nothing() -> str:
    return _(
        "There is no Ed25519 public key in this file. Save it from Signing keys, as PEM or base64."
    )
