"""What crosses the boundary between the timeline and its callers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.core.money import Money


class Group(StrEnum):
    """What an entry is about: what the timeline is filtered by."""

    CUSTOMER = "customer"
    VERIFICATION = "verification"
    STATUS = "status"
    LICENSES = "licenses"
    ACTIVATIONS = "activations"
    SUBSCRIPTIONS = "subscriptions"
    ORDERS = "orders"
    INVOICES = "invoices"
    PAYMENTS = "payments"
    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    SUPPORT = "support"
    PURCHASE = "purchase"
    INQUIRY = "inquiry"
    FOLLOW_UPS = "follow_ups"
    FILES = "files"


class Event(StrEnum):
    """What happened; `words.EVENTS` says it in words."""

    CREATED = "created"
    CHANGED = "changed"
    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    EMAIL_CONFIRMED = "email_confirmed"
    SUSPENDED = "suspended"
    INACTIVE = "inactive"
    BLOCKED = "blocked"
    RELEASED = "released"
    ARCHIVED = "archived"
    UNARCHIVED = "unarchived"
    DELETED = "deleted"
    RESTORED = "restored"
    LICENSED = "licensed"
    LICENSE_ASSIGNED = "license_assigned"
    LICENSE_GIVEN = "license_given"
    LICENSE_MOVED = "license_moved"
    LICENSE_TAKEN = "license_taken"
    LICENSE_SUSPENDED = "license_suspended"
    LICENSE_RESUMED = "license_resumed"
    LICENSE_REVOKED = "license_revoked"
    LICENSE_REINSTATED = "license_reinstated"
    LICENSE_CANCELLED = "license_cancelled"
    LICENSE_EXTENDED = "license_extended"
    LICENSE_SHORTENED = "license_shortened"
    LICENSE_PLAN = "license_plan"
    LICENSE_ROTATED = "license_rotated"
    ACTIVATED = "activated"
    DEACTIVATED = "deactivated"
    SUBSCRIBED = "subscribed"
    SUBSCRIPTION_BEGUN = "subscription_begun"
    SUBSCRIPTION_PAUSED = "subscription_paused"
    SUBSCRIPTION_RESUMED = "subscription_resumed"
    SUBSCRIPTION_LATE = "subscription_late"
    SUBSCRIPTION_CAUGHT_UP = "subscription_caught_up"
    SUBSCRIPTION_CHANGED = "subscription_changed"
    SUBSCRIPTION_ENDING = "subscription_ending"
    SUBSCRIPTION_KEPT = "subscription_kept"
    SUBSCRIPTION_RENEWED = "subscription_renewed"
    SUBSCRIPTION_ENDED = "subscription_ended"
    ORDERED = "ordered"
    ORDER_PENDING = "order_pending"
    ORDER_PROCESSING = "order_processing"
    ORDER_SHIPPED = "order_shipped"
    ORDER_REFUNDED = "order_refunded"
    INVOICED = "invoiced"
    CREDITED = "credited"
    INVOICE_VOIDED = "invoice_voided"
    INVOICE_WRITTEN_OFF = "invoice_written_off"
    PAID = "paid"
    PAYMENT_ANNOUNCED = "payment_announced"
    PAYMENT_FAILED = "payment_failed"
    REFUNDED = "refunded"
    PAID_OUT = "paid_out"
    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    SUPPORT = "support"
    PURCHASE = "purchase"
    INQUIRY = "inquiry"
    PROMISED = "promised"
    KEPT = "kept"
    DROPPED = "dropped"
    FILED = "filed"


class Opens(StrEnum):
    """What an entry leads to."""

    CUSTOMER = "customer"
    LICENSE = "license"
    SUBSCRIPTION = "subscription"
    ORDER = "order"
    INVOICE = "invoice"
    PAYMENT = "payment"
    INTERACTION = "interaction"
    FOLLOW_UP = "follow_up"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a file is, in bytes."""

    count: int


Value = date | datetime | Money | Size


@dataclass(frozen=True, slots=True)
class Said:
    """Words with a `%s` for each value: whoever shows them says values in their own way.

    Of a moment its day is meant.
    """

    words: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened with a customer.

    `id` says which and of what kind, for this customer alone. `day` is in the organization's
    zone; of what only has a day the time of `at` means nothing, and `timed` is false.
    `automatic` tells that nobody wrote it down. `detail` is what `told` says, for a file.
    """

    id: int
    at: datetime
    day: date
    timed: bool
    event: Event
    group: Group
    text: str
    detail: str
    who: str
    automatic: bool
    opens: Opens
    opens_id: int
    told: tuple[str | Said, ...] = ()
