"""What the question "may this license be used on this device?" is judged by, and the answer."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum

from app.customers.schemas import Status as CustomerStatus
from app.licensing.schemas import LicenseState, Policy


class Lookup(Enum):
    """What became of the search for a key; LATER is one that was issued only afterwards."""

    FOUND = "found"
    MISTYPED = "mistyped"
    UNKNOWN = "unknown"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """How a license was looked for.

    `problem` says what is wrong with a key that was not found, `suggestion` is the key that was
    probably meant, of the license `suggested_id`.
    """

    lookup: Lookup = Lookup.FOUND
    problem: str = ""
    suggestion: str = ""
    suggested_id: int | None = None


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """Whose license it is."""

    id: int
    name: str
    status: CustomerStatus


@dataclass(frozen=True, slots=True)
class Seat:
    """An active device: its activation's id, what to call it, when it was last heard of."""

    id: int
    device: str
    verified_at: datetime


@dataclass(frozen=True, slots=True)
class LicenseFacts:
    """One license as it is, or was at the time it is judged for.

    `months_to_run` is how long it will run from its first activation, where that is to
    come. `active` counts its devices, `stalest` are some of them, longest unheard of
    first; `last_seen` is when any of them was heard of last.
    """

    id: int
    state: LicenseState
    policy: Policy
    product: str = ""
    product_active: bool = True
    state_reason: str = ""
    starts_on: date | None = None
    expires_on: date | None = None
    months_to_run: int | None = None
    customer: CustomerFacts | None = None
    active: int = 0
    stalest: tuple[Seat, ...] = ()
    last_seen: datetime | None = None
    self_ended: int = 0


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """The device that asks: its own seat if it has one, its blocked activation if it is barred.

    `clock` is what time the device says it is, where it says so.
    """

    name: str
    seat: Seat | None = None
    blocked_id: int | None = None
    blocked_why: str = ""
    clock: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a verdict rests on. Days are days of the time zone `zone`."""

    now: datetime
    zone: str
    key: KeyFacts = KeyFacts()
    license: LicenseFacts | None = None
    device: DeviceFacts | None = None
    offline: bool = False


class Result(StrEnum):
    """How a check went; what cannot be asked, or need not be, is skipped."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class CorrectKey:
    """Use this key instead: the one that was probably meant."""

    suggestion: str
    license_id: int | None


@dataclass(frozen=True, slots=True)
class Assign:
    """Give the license to a customer."""

    license_id: int


@dataclass(frozen=True, slots=True)
class Resume:
    """Let a suspended license count again."""

    license_id: int


@dataclass(frozen=True, slots=True)
class Reinstate:
    """Take a license's revocation back."""

    license_id: int


@dataclass(frozen=True, slots=True)
class Replace:
    """Issue another license instead of a cancelled one."""

    license_id: int


@dataclass(frozen=True, slots=True)
class ActivateCustomer:
    """Make the customer active: end its hold, unblock it, or restore it."""

    customer_id: int
    status: CustomerStatus


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Try again from then on."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Renew:
    """Renew the license."""

    license_id: int


@dataclass(frozen=True, slots=True)
class Extend:
    """Give the license a later last day."""

    license_id: int


@dataclass(frozen=True, slots=True)
class UnblockDevice:
    """Let the device use the license again."""

    activation_id: int


@dataclass(frozen=True, slots=True)
class ReleaseDevice:
    """Deactivate one of these devices; the longest unheard of is first."""

    activation_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RaiseLimit:
    """Allow more devices than `limit`."""

    license_id: int
    limit: int


@dataclass(frozen=True, slots=True)
class AllowOffline:
    """Let the license be used without a network."""

    license_id: int


@dataclass(frozen=True, slots=True)
class SetClock:
    """Put the clock right: the device's, or else this computer's."""

    device: bool


Remedy = (
    CorrectKey
    | Assign
    | Resume
    | Reinstate
    | Replace
    | ActivateCustomer
    | WaitUntil
    | Renew
    | Extend
    | UnblockDevice
    | ReleaseDevice
    | RaiseLimit
    | AllowOffline
    | SetClock
)


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer, for a person to read.

    `advice` says in words what to do where it failed; `remedies` are the same to be done,
    the best first.
    """

    name: str
    title: str
    result: Result
    evidence: str
    advice: str = ""
    remedies: tuple[Remedy, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it keeps nobody from activating."""
        return self.result is not Result.FAILED

    @property
    def remedy(self) -> Remedy | None:
        """The best thing to do where it failed."""
        return self.remedies[0] if self.remedies else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it is allowed, in one sentence, and every check in its order."""

    allowed: bool
    message: str
    checks: tuple[Check, ...]
    license_id: int | None = None

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that refuse; the first of them is what the message is about."""
        return tuple(check for check in self.checks if not check.passed)
