"""What crosses the boundary between the timeline and its callers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


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
    ACTIVATED = "activated"
    DEACTIVATED = "deactivated"
    SUBSCRIBED = "subscribed"
    SUBSCRIPTION_ENDED = "subscription_ended"
    ORDERED = "ordered"
    INVOICED = "invoiced"
    CREDITED = "credited"
    PAID = "paid"
    PAYMENT_ANNOUNCED = "payment_announced"
    PAYMENT_FAILED = "payment_failed"
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
class TimelineRow:
    """One thing that happened with a customer.

    `id` says which and of what kind, for this customer alone. `day` is in the organization's
    zone; of what only has a day the time of `at` means nothing, and `timed` is false.
    `automatic` tells that nobody wrote it down.
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
