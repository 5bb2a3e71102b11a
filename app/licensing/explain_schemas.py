"""What is asked of "why won't it activate?", and what it answers."""

from dataclasses import dataclass
from datetime import datetime

from app.licensing.checks_facts import Verdict
from app.licensing.schemas import DeviceKind, LicenseStatus


@dataclass(frozen=True, slots=True)
class Asked:
    """Whichever is known: a key, a license, an e-mail, a device; and a past instant `at`.

    `device` is what the device or domain is identified by. With a license (or its key) it
    is the device that asks; alone it is looked for wherever it is active or blocked.
    """

    key: str = ""
    license_id: int | None = None
    email: str = ""
    device: str = ""
    kind: DeviceKind = DeviceKind.HARDWARE
    offline: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One license's verdict, and which license that is. `key` is masked.

    `status` and `activations` are as of the instant that was asked for.
    """

    verdict: Verdict
    license_id: int | None = None
    key: str = ""
    product: str = ""
    plan: str = ""
    customer: str = ""
    customer_id: int | None = None
    status: LicenseStatus | None = None
    activations: int = 0
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """The answer in one sentence, and license by license; those it was asked of come first.

    `total` counts the licenses there are, of which some are explained. `notes` say what an
    answer about the past rests on.
    """

    message: str
    found: tuple[Explanation, ...]
    total: int
    at: datetime | None = None
    notes: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether any of them can be activated."""
        return any(one.verdict.allowed for one in self.found)
