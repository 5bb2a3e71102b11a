"""The devices and domains demo licenses are in use on."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.demo.story import Days, between
from app.licensing.schemas import ActivationState, DeviceKind

_PLACES = ("Reception", "Front desk", "Back office", "Warehouse", "Studio", "Home office", "Lab")
_PLATFORMS = (
    "Windows 11", "Windows 11", "Windows 10", "macOS 15", "macOS 14", "Ubuntu 24.04", "Debian 13",
)  # fmt: skip
# Networks reserved for documentation: nobody's.
_NETWORKS = ("192.0.2.{}", "198.51.100.{}", "203.0.113.{}", "2001:db8::{:x}")
_STALE, _GONE, _BLOCKED = 0.14, 0.22, 0.02


def device(
    rng: Random, days: Days, number: int, since: datetime, domain: str | None
) -> dict[str, Any]:
    """One activation's own columns, active; on a domain where there is one."""
    began = between(rng, since, max(since, days.base))
    if rng.random() < _STALE:
        seen = max(began, days.now - timedelta(days=46 + rng.randrange(200)))
    else:
        seen = days.now - timedelta(minutes=rng.randrange(5, 20_000))
    values: dict[str, Any] = {
        "state": ActivationState.ACTIVE,
        "activated_at": began,
        "last_verified_at": max(began, seen),
        "ip": rng.choice(_NETWORKS).format(1 + rng.randrange(254)),
        "offline": rng.random() < 0.06,  # noqa: PLR2004 - a share
    }
    if domain:
        host = f"{rng.choice(('www', 'app', 'files', 'intake'))}{number}.{domain}"
        return values | {"kind": DeviceKind.DOMAIN, "identifier": host, "domain": host}
    place = rng.choice(_PLACES)
    return values | {
        "kind": DeviceKind.HARDWARE,
        "identifier": "-".join(f"{rng.getrandbits(16):04X}" for _part in range(5)),
        "label": place,
        "hostname": f"{place.split()[0].lower()}-{number % 97:02}",
        "platform": rng.choice(_PLATFORMS),
    }


def ended(rng: Random, days: Days, values: dict[str, Any], by: str) -> dict[str, Any]:
    """The same, of a device that is no longer in use."""
    blocked = rng.random() < _BLOCKED / _GONE
    return values | {
        "state": ActivationState.BLOCKED if blocked else ActivationState.DEACTIVATED,
        "ended_at": between(rng, values["activated_at"], max(values["activated_at"], days.base)),
        "ended_by": by,
        "ended_why": "Reported stolen" if blocked else "Replaced by a new computer",
    }


def has_gone(rng: Random) -> bool:
    """Whether another device was in use before."""
    return rng.random() < _GONE
