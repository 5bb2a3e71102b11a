"""What a device says of itself, and how it is told from others."""

import hashlib
import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from app.core.contact import website_domain
from app.core.draft import Draft
from app.core.text import N_, _
from app.licensing.schemas import ActivationState, DeviceKind

Lines = Mapping[str, tuple[int, str]]
_LONGEST_IDENTIFIER = 253
# Clocks of two computers differ by less.
_AHEAD = timedelta(minutes=10)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_ZONED = re.compile(r"(?<=[0-9a-fA-F:])%[\w.-]+$")


@dataclass(frozen=True, slots=True)
class DeviceDraft(Draft):
    """A device or a domain that is to use a license.

    `identifier` is what it is known by: its hardware ID, or its domain. `clock` is what
    time the device says it is, where it says so; it is not stored.
    """

    identifier: str = ""
    kind: DeviceKind = DeviceKind.HARDWARE
    label: str = ""
    hostname: str = ""
    platform: str = ""
    domain: str = ""
    ip: str = ""
    offline: bool = False
    clock: datetime | None = None

    lines: ClassVar[Lines] = {
        "identifier": (_LONGEST_IDENTIFIER, N_("Device identifier")),
        "label": (120, N_("Label")),
        "hostname": (253, N_("Host name")),
        "platform": (80, N_("Platform")),
        "domain": (253, N_("Domain")),
        "ip": (60, N_("IP address")),
    }
    required: ClassVar[Mapping[str, str]] = {
        "identifier": N_("Enter the device's hardware ID or its domain."),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Addresses and domains that can be, and moments with a time zone."""
        found = {}
        if values["ip"] and address(values["ip"]) is None:
            found["ip"] = _("Write an IP address like 192.0.2.7 or 2001:db8::7.")
        name = "identifier" if values["kind"] is DeviceKind.DOMAIN else "domain"
        if values[name] and website_domain(values[name]) is None:
            found[name] = _("Write the domain like example.com, without spaces.")
        if not normalised(values["kind"], values["identifier"]) and values["identifier"]:
            found.setdefault("identifier", _("The identifier holds no visible character."))
        if values["clock"] is not None and values["clock"].tzinfo is None:
            found["clock"] = _("Say in which time zone the device's clock is.")
        return found

    def stored(self) -> dict[str, Any]:
        """The columns of an activation that follow from it.

        Raises:
            Invalid: there are problems, keyed by field.
        """
        values = self.checked()
        values.pop("clock")
        return values | columns(values)


@dataclass(frozen=True, slots=True)
class RecordDraft(DeviceDraft):
    """An activation that is written down by hand, or comes from another program.

    Without `activated_at` it is activated now; `last_verified_at` is not before that. One
    that is over has a `state` that says so, and `ended_at`.
    """

    activated_at: datetime | None = None
    last_verified_at: datetime | None = None
    state: ActivationState = ActivationState.ACTIVE
    ended_at: datetime | None = None
    ended_why: str = ""

    lines: ClassVar[Lines] = {**DeviceDraft.lines, "ended_why": (500, N_("Reason"))}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Those of a device, and moments in their order."""
        # A dataclass with slots is made anew, so super() without names would look amiss.
        found = DeviceDraft.rules(self, values)
        begin, seen, end = (values[name] for name in _MOMENTS)
        for name in _MOMENTS:
            if values[name] is not None and values[name].tzinfo is None:
                found[name] = _("Say in which time zone that moment is.")
        if found.keys() & set(_MOMENTS):
            return found
        if seen is not None and (begin is None or seen < begin):
            found["last_verified_at"] = _("It cannot be verified before it was activated.")
        if end is not None and (begin is None or end < begin):
            found["ended_at"] = _("It cannot end before it was activated.")
        if end is not None and values["state"] is ActivationState.ACTIVE:
            found["ended_at"] = _("An active device has not ended. Leave this blank.")
        return found

    def moments(self, now: datetime) -> tuple[dict[str, Any], dict[str, str]]:
        """When it began, was seen and ended, and sentences where that lies ahead of `now`."""
        begin = self.activated_at or now
        values: dict[str, Any] = {
            "activated_at": begin,
            "last_verified_at": self.last_verified_at or begin,
            "ended_at": self.ended_at,
        }
        if self.state is not ActivationState.ACTIVE and self.ended_at is None:
            values["ended_at"] = max(now, begin)
        said = _("That lies ahead. Choose a moment that has been.")
        given = {name: getattr(self, name) for name in _MOMENTS}
        return values, {name: said for name, at in given.items() if at and at > now + _AHEAD}


_MOMENTS = ("activated_at", "last_verified_at", "ended_at")


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """How a device is told from others, and its domain and address in their one notation."""
    domain = values["identifier"] if values["kind"] is DeviceKind.DOMAIN else values["domain"]
    domain = website_domain(domain) or "" if domain else ""
    found = {
        "fingerprint": fingerprint(values["kind"], values["identifier"]),
        "domain": domain,
        "ip": address(values["ip"]) or "" if values["ip"] else "",
    }
    return found | ({"identifier": domain} if values["kind"] is DeviceKind.DOMAIN else {})


def normalised(kind: DeviceKind, identifier: str) -> str:
    """What two notations of one device have in common: case, spaces, and how a domain is spelled.

    It is blank for what cannot be an identifier.
    """
    if kind is DeviceKind.DOMAIN:
        return website_domain(identifier) or ""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", identifier).casefold())
    return " ".join(
        "".join(one for one in plain if unicodedata.category(one) not in _INVISIBLE).split()
    )


def fingerprint(kind: DeviceKind, identifier: str) -> str:
    """SHA-256 of the normalised identifier, in hexadecimal digits."""
    return hashlib.sha256(normalised(kind, identifier).encode("utf-8", "replace")).hexdigest()


def address(text: str) -> str | None:
    """An IPv4 or IPv6 address in its shortest notation; None where it is none."""
    try:
        return ipaddress.ip_address(_ZONED.sub("", text.strip().strip("[]"))).compressed
    except ValueError:
        return None
