"""Make a request to Customer Desk on a device without a network (see FORMAT.md); copy this.

It needs nothing but Python. Keep the nonce until the answer is read.
"""
# ruff: noqa: ANN001, ANN003, ANN201, INP001, UP017 - products run on older Pythons, too

import base64
import hashlib
import json
import secrets
from datetime import datetime, timezone


def make_request(kind, key, device_id, product="", file="", **device):
    """Return (text, nonce): kind is "activate", "refresh" or "deactivate".

    file: `file` of the license file the device has, for a refresh and a deactivation.
    device: label, hostname, platform as texts; device_kind is "hardware" or "domain".
    """
    nonce = secrets.token_urlsafe(24)
    made_at = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = {"version": 1, "type": kind, "key": key, "device_id": device_id, "product": product,
            "file": file, "nonce": nonce, "made_at": made_at, **device}  # fmt: skip
    body = json.dumps({name: value for name, value in told.items() if value != ""}).encode()
    armour = base64.b64encode(body + hashlib.sha256(body).digest()[:8]).decode()
    lines = [armour[start : start + 64] for start in range(0, len(armour), 64)]
    begin, end = (f"-----{word} CUSTOMER DESK REQUEST-----" for word in ("BEGIN", "END"))
    return "\n".join([begin, *lines, end, ""]), nonce
