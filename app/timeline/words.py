"""What may be in a timeline, in words: one table for its sentences, filters, search and files."""

from app.core.text import N_
from app.customers.schemas import HoldReason
from app.timeline.schemas import Event, Group

G, E = Group, Event
GROUPS = {
    G.CUSTOMER: N_("Profile"),
    G.VERIFICATION: N_("Verification"),
    G.STATUS: N_("Status"),
    G.LICENSES: N_("Licenses"),
    G.ACTIVATIONS: N_("Activations"),
    G.SUBSCRIPTIONS: N_("Subscriptions"),
    G.ORDERS: N_("Orders"),
    G.INVOICES: N_("Invoices"),
    G.PAYMENTS: N_("Payments"),
    G.CALL: N_("Calls"),
    G.EMAIL: N_("E-mails"),
    G.MEETING: N_("Meetings"),
    G.SUPPORT: N_("Support"),
    G.PURCHASE: N_("Purchases"),
    G.INQUIRY: N_("Inquiries"),
    G.FOLLOW_UPS: N_("Follow-ups"),
    G.FILES: N_("Files"),
}
# Of each event the group it is in, and its sentence; `%s` is what it happened to.
EVENTS = {
    E.CREATED: (G.CUSTOMER, N_("Customer created")),
    E.CHANGED: (G.CUSTOMER, N_("Data changed")),
    E.VERIFIED: (G.VERIFICATION, N_("Verified")),
    E.UNVERIFIED: (G.VERIFICATION, N_("Verification taken back")),
    E.EMAIL_CONFIRMED: (G.VERIFICATION, N_("E-mail address confirmed")),
    E.SUSPENDED: (G.STATUS, N_("Suspended")),
    E.INACTIVE: (G.STATUS, N_("Made inactive")),
    E.BLOCKED: (G.STATUS, N_("Blocked")),
    E.RELEASED: (G.STATUS, N_("Active again")),
    E.ARCHIVED: (G.STATUS, N_("Archived")),
    E.UNARCHIVED: (G.STATUS, N_("Unarchived")),
    E.DELETED: (G.STATUS, N_("Deleted")),
    E.RESTORED: (G.STATUS, N_("Restored")),
    E.LICENSED: (G.LICENSES, N_("License of %s")),
    E.ACTIVATED: (G.ACTIVATIONS, N_("Activated on %s")),
    E.DEACTIVATED: (G.ACTIVATIONS, N_("Deactivated on %s")),
    E.SUBSCRIBED: (G.SUBSCRIPTIONS, N_("Subscribed to %s")),
    E.SUBSCRIPTION_ENDED: (G.SUBSCRIPTIONS, N_("Subscription to %s ended")),
    E.ORDERED: (G.ORDERS, N_("Order %s placed")),
    E.INVOICED: (G.INVOICES, N_("Invoice %s issued")),
    E.CREDITED: (G.INVOICES, N_("Credit note %s issued")),
    E.PAID: (G.PAYMENTS, N_("Payment %s received")),
    E.PAYMENT_ANNOUNCED: (G.PAYMENTS, N_("Payment %s announced")),
    E.PAYMENT_FAILED: (G.PAYMENTS, N_("Payment %s failed")),
    E.CALL: (G.CALL, N_("Call: %s")),
    E.EMAIL: (G.EMAIL, N_("E-mail: %s")),
    E.MEETING: (G.MEETING, N_("Meeting: %s")),
    E.SUPPORT: (G.SUPPORT, N_("Support: %s")),
    E.PURCHASE: (G.PURCHASE, N_("Purchase: %s")),
    E.INQUIRY: (G.INQUIRY, N_("Inquiry: %s")),
    E.PROMISED: (G.FOLLOW_UPS, N_("Follow-up: %s")),
    E.KEPT: (G.FOLLOW_UPS, N_("Follow-up done: %s")),
    E.DROPPED: (G.FOLLOW_UPS, N_("Follow-up dropped: %s")),
    E.FILED: (G.FILES, N_("File added: %s")),
}
REASONS = {
    HoldReason.PAYMENT: N_("payment"),
    HoldReason.FRAUD: N_("fraud"),
    HoldReason.LEGAL: N_("legal"),
    HoldReason.REQUEST: N_("the customer's request"),
    HoldReason.MANUAL: N_("by hand"),
}
