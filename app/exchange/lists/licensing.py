"""The lists of licenses, activations, subscriptions and domains, as they are exported."""

from app.core.access import Permission
from app.core.text import N_, _
from app.domains import filter_fields as domain_fields
from app.domains import queries as domains
from app.exchange.columns import Shape
from app.exchange.lists.kinds import (
    CURRENCY,
    ListColumn,
    Listed,
    ListKind,
    choice,
    currency,
    day,
    moment,
    money,
    number,
    text,
    yes_no,
)
from app.licensing import activations_fields, activations_queries, filter_fields, queries
from app.subscriptions import filter_fields as subscription_fields
from app.subscriptions import queries as subscriptions

_MASKED = N_("Keys stay masked, as the list shows them.")
LICENSES = ListKind(
    N_("Licenses"), N_("%s license"), N_("%s licenses"),
    (Permission.LICENSES_READ, Permission.LICENSES_EXPORT),
    Listed(queries.listing, queries.visible), filter_fields.BY_KEY,
    {
        "key": text("key", N_("Key")),
        "product": text("product", N_("Product"), 24),
        "plan": text("plan", N_("Plan")),
        "status": choice("status", N_("Status"), filter_fields.STATUSES),
        "expires_on": day("expires_on", N_("Expires")),
        "activations": number("activations", N_("Activations")),
        "limit": ListColumn(
            N_("Activation limit"),
            lambda row: _("Unlimited") if row.limit is None else str(row.limit),
            Shape.TEXT, 12, on_paper=False,
        ),
        "customer": text("customer", N_("Customer"), 28),
        "email": text("email", N_("E-mail"), 28),
        "client_id": text("client_id", N_("Client ID"), 14, on_paper=False),
        "order_number": text("order_number", N_("Order number"), on_paper=False),
        "cycle": choice("cycle", N_("Billing cycle"), filter_fields.CYCLES, 12),
        "created_at": moment("created_at", N_("Created")),
        "updated_at": moment("updated_at", N_("Last changed")),
    },
    hint=_MASKED,
)  # fmt: skip
ACTIVATIONS = ListKind(
    N_("Activations"), N_("%s activation"), N_("%s activations"),
    (Permission.LICENSES_READ, Permission.LICENSES_EXPORT),
    Listed(activations_queries.listing, activations_queries.visible), activations_fields.BY_KEY,
    {
        "key": text("key", N_("License key")),
        "product": text("product", N_("Product"), 24),
        "device": text("device", N_("Device"), 24),
        "kind": choice("kind", N_("Kind"), activations_fields.KINDS, 10),
        "hostname": text("hostname", N_("Hostname"), 20, on_paper=False),
        "platform": text("platform", N_("Platform")),
        "domain": text("domain", N_("Domain"), 24, on_paper=False),
        "ip": text("ip", N_("IP address")),
        "state": choice("state", N_("Status"), activations_fields.STATES, 12),
        "stale": yes_no("stale", N_("Stale")),
        "offline": yes_no("offline", N_("Offline")),
        "customer": text("customer", N_("Customer"), 28),
        "activated_at": moment("activated_at", N_("Activated"), on_paper=True),
        "last_verified_at": moment("last_verified_at", N_("Last verified"), on_paper=True),
        "ended_at": moment("ended_at", N_("Ended")),
        "ended_why": text("ended_why", N_("Why it ended"), 24, on_paper=False),
    },
    hint=_MASKED,
)  # fmt: skip
SUBSCRIPTIONS = ListKind(
    N_("Subscriptions"), N_("%s subscription"), N_("%s subscriptions"),
    (Permission.LICENSES_READ, Permission.LICENSES_EXPORT),
    Listed(subscriptions.listing, subscriptions.visible), subscription_fields.BY_KEY,
    {
        "number": text("number", N_("Number")),
        "customer": text("customer", N_("Customer"), 28),
        "product": text("product", N_("Product"), 24),
        "plan": text("plan", N_("Plan")),
        "status": choice("status", N_("Status"), subscription_fields.STATUSES, 12),
        "cycle": choice("cycle", N_("Billing cycle"), subscription_fields.CYCLES, 12),
        "quantity": number("quantity", N_("Quantity")),
        # Yearly and monthly prices add up to nothing.
        "price": money("price", N_("Price"), is_summed=False),
        CURRENCY: currency("price", N_("Currency")),
        "started_on": day("started_on", N_("Started")),
        "next_on": day("next_on", N_("Renews or ends")),
        "created_at": moment("created_at", N_("Created")),
        "updated_at": moment("updated_at", N_("Last changed")),
    },
)  # fmt: skip
DOMAINS = ListKind(
    N_("Domains"), N_("%s domain"), N_("%s domains"),
    (Permission.LICENSES_READ, Permission.LICENSES_EXPORT),
    Listed(domains.listing, domains.visible), domain_fields.BY_KEY,
    {
        "name": text("name", N_("Domain"), 28),
        "customer": text("customer", N_("Customer"), 28),
        "license": text("license", N_("License")),
        "state": choice("state", N_("Status"), domain_fields.STATES, 12),
        "expires_on": day("expires_on", N_("Expires")),
        "note": text("note", N_("Note"), 28),
        "created_at": moment("created_at", N_("Created")),
        "updated_at": moment("updated_at", N_("Last changed")),
    },
)  # fmt: skip
