"""Who may do what: the whole permission model, as data."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.core.errors import PermissionDenied
from app.core.text import N_, _
from app.core.vault import NO_VAULT, Vault


class Permission(StrEnum):
    """One thing a role may allow. The values are stored with the role."""

    SIGN_IN = "sign_in"
    CUSTOMERS_READ = "customers.read"
    CUSTOMERS_CREATE = "customers.create"
    CUSTOMERS_EDIT = "customers.edit"
    CUSTOMERS_STATUS = "customers.status"
    CUSTOMERS_VERIFY = "customers.verify"
    CUSTOMERS_DELETE = "customers.delete"
    CUSTOMERS_BULK = "customers.bulk_edit"
    CUSTOMERS_IMPORT = "customers.import"
    CUSTOMERS_EXPORT = "customers.export"
    PRODUCTS_EDIT = "products.edit"
    LICENSES_READ = "licenses.read"
    LICENSES_EDIT = "licenses.edit"
    LICENSES_REVOKE = "licenses.revoke"
    LICENSES_REINSTATE = "licenses.reinstate"
    LICENSES_REVEAL = "licenses.reveal"
    LICENSES_IMPORT = "licenses.import"
    LICENSES_EXPORT = "licenses.export"
    LICENSES_SIGN = "licenses.sign"
    ACTIVATIONS_EDIT = "activations.edit"
    SUBSCRIPTIONS_EDIT = "subscriptions.edit"
    ORDERS_READ = "orders.read"
    ORDERS_PROGRESS = "orders.progress"
    ORDERS_EDIT = "orders.edit"
    ORDERS_CORRECT = "orders.correct"
    BILLING_READ = "billing.read"
    BILLING_EDIT = "billing.edit"
    INVOICES_ISSUE = "invoices.issue"
    INVOICES_VOID = "invoices.void"
    PAYMENTS_EDIT = "payments.edit"
    PAYMENTS_REFUND = "payments.refund"
    BILLING_IMPORT = "billing.import"
    BILLING_EXPORT = "billing.export"
    TAGS_MANAGE = "tags.manage"
    SEGMENTS_MANAGE = "segments.manage"
    INTERACTIONS_LOG = "interactions.log"
    INTERACTIONS_CORRECT = "interactions.correct"
    ATTACHMENTS_EDIT = "attachments.edit"
    AUDIT_READ = "audit.read"
    STAFF_MANAGE = "staff.manage"
    SETTINGS_EDIT = "settings.edit"
    UPKEEP = "upkeep"


class Scope(StrEnum):
    """Which rows a role sees: all, those of the actor's team, or the actor's own."""

    ALL = "all"
    TEAM = "team"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Preset:
    """A role as it ships."""

    name: str
    permissions: frozenset[Permission]
    scope: Scope = Scope.ALL
    is_admin: bool = False


_READ = frozenset(
    {
        Permission.SIGN_IN,
        Permission.CUSTOMERS_READ,
        Permission.LICENSES_READ,
        Permission.ORDERS_READ,
        Permission.BILLING_READ,
    }
)
# Whoever answers the phone frees seats, reads keys out, tells how far an order has come,
# and writes down what was said.
_HELP = _READ | {
    Permission.ACTIVATIONS_EDIT,
    Permission.LICENSES_REVEAL,
    Permission.ORDERS_PROGRESS,
    Permission.INTERACTIONS_LOG,
    Permission.ATTACHMENTS_EDIT,
}
_EDIT = _HELP | {
    Permission.CUSTOMERS_CREATE,
    Permission.CUSTOMERS_EDIT,
    Permission.CUSTOMERS_BULK,
    Permission.CUSTOMERS_EXPORT,
    Permission.LICENSES_EDIT,
    Permission.LICENSES_EXPORT,
    Permission.SUBSCRIPTIONS_EDIT,
    Permission.ORDERS_EDIT,
    Permission.BILLING_EDIT,
    Permission.PAYMENTS_EDIT,
    Permission.BILLING_EXPORT,
}
_FULL = _EDIT | {
    Permission.CUSTOMERS_STATUS,
    Permission.CUSTOMERS_VERIFY,
    Permission.CUSTOMERS_DELETE,
    Permission.CUSTOMERS_IMPORT,
    Permission.PRODUCTS_EDIT,
    Permission.LICENSES_REVOKE,
    Permission.LICENSES_REINSTATE,
    Permission.LICENSES_IMPORT,
    Permission.ORDERS_CORRECT,
    Permission.INVOICES_ISSUE,
    Permission.INVOICES_VOID,
    Permission.PAYMENTS_REFUND,
    Permission.BILLING_IMPORT,
    Permission.TAGS_MANAGE,
    Permission.SEGMENTS_MANAGE,
    Permission.INTERACTIONS_CORRECT,
    Permission.AUDIT_READ,
}

# The two role systems of the source documents, over one permission table (CON-10, CON-11).
PRESETS = (
    Preset(N_("Super Admin"), frozenset(Permission), is_admin=True),
    Preset(N_("CEO"), frozenset(Permission), is_admin=True),
    Preset(N_("Manager"), _FULL, is_admin=True),
    Preset(
        N_("Admin"),
        _FULL
        | {
            Permission.STAFF_MANAGE,
            Permission.SETTINGS_EDIT,
            Permission.UPKEEP,
            Permission.LICENSES_SIGN,
        },
        is_admin=True,
    ),
    Preset(N_("Sales Manager"), _EDIT, Scope.TEAM),
    Preset(N_("Support Staff"), _HELP, Scope.OWN),
    Preset(N_("Operator"), _HELP),
    Preset(N_("Viewer"), _READ),
)


class ActorKind(StrEnum):
    """What kind of hand made a change."""

    STAFF = "staff"
    SYSTEM = "system"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever is acting, fixed for the life of a `Services` object.

    `vault` opens what is sealed in the database, where the account holds its key.
    """

    id: int | None
    name: str
    permissions: frozenset[Permission] = field(repr=False)
    scope: Scope = Scope.ALL
    team_id: int | None = None
    email: str = ""
    role: str = ""
    kind: ActorKind = ActorKind.STAFF
    vault: Vault = field(default=NO_VAULT, repr=False, compare=False)

    def can(self, permission: Permission) -> bool:
        """Whether the actor has `permission`."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Let the actor pass.

        Raises:
            PermissionDenied: the actor's role lacks `permission`.
        """
        if not self.can(permission):
            raise PermissionDenied(
                _("Your role, %(role)s, does not allow this (%(permission)s).")
                % {"role": self.role or self.name, "permission": permission.value}
            )


# Whoever has not signed in yet: may try to.
ANONYMOUS = Actor(None, "", frozenset({Permission.SIGN_IN}), kind=ActorKind.SYSTEM)
# The program itself: ends holds, purges, seeds.
SYSTEM = Actor(None, "Customer Desk", frozenset(Permission), kind=ActorKind.SYSTEM)
