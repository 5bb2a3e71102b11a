"""Verify license files of Customer Desk, see FORMAT.md; copy this. It needs `cryptography`."""
# ruff: noqa: ANN001, ANN201, DTZ007, INP001, UP017 - products run on older Pythons, too

import base64
import hashlib
import json
from datetime import datetime, timedelta, timezone

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BEGIN, END = (f"-----{word} CUSTOMER DESK LICENSE-----" for word in ("BEGIN", "END"))
INSTANT = "%Y-%m-%dT%H:%M:%S%z"


class NotLicensed(Exception):
    """The message says why."""


def verify(text, public_keys, device_id=None, product=None, now=None, nonce=None):
    """Return the license, a dict; raise NotLicensed where it is not good, here and now.

    public_keys: base64 texts of 32 bytes. device_id: what this device was activated as.
    nonce: that of the request the file answers, when it is read for the first time.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\r\n\ufeff")
    try:
        body = base64.b64decode("".join(plain.split("\n")[1:-1]), validate=True)
    except ValueError:
        body = b""
    told = base64.b64encode(body).decode()
    lines = [told[start : start + 64] for start in range(0, len(told), 64)]
    if "\n".join([BEGIN, *lines, END]) != plain:
        raise NotLicensed("This is not a license file, or it was changed.")
    signed, signature = body[:-64], body[-64:]
    for public in map(base64.b64decode, public_keys):
        name = hashlib.sha256(public).hexdigest()[:16]
        head = f"customer-desk license 1 ed25519 {name}\n".encode()
        if signed.startswith(head):
            break
    else:
        raise NotLicensed("The license file was signed with a key that is not trusted.")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except InvalidSignature:
        raise NotLicensed("The license file was changed.") from None
    found, now = json.loads(signed[len(head) :]), now or datetime.now(timezone.utc)
    issued, until = (datetime.strptime(found[at], INSTANT) for at in ("issued_at", "valid_until"))
    device = hashlib.sha256(" ".join((device_id or "").casefold().split()).encode()).hexdigest()
    for good, why in (
        (product in (None, found["product"]), "The license is for another product."),
        (nonce in (None, found["nonce"]), "The license file answers another request."),
        (found["fingerprint"] in (None, device), "The license is for another device."),
        (now + timedelta(hours=24) >= issued, "This computer's clock is wrong: set it."),
        (now < until, "The license file is no longer good: ask for a refresh."),
    ):
        if not good:
            raise NotLicensed(why)
    return found
