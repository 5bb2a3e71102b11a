"""The columns, filters and shipped views of the list of invoices."""

from dataclasses import replace

from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_
from app.invoices.filter_fields import KINDS, STATUSES
from app.invoices.schemas import InvoiceKind, InvoiceRow
from app.invoices.schemas import InvoiceStatus as S
from ui.billing import looks
from ui.kit import cells
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.table import Column, Columns, columns
from ui.kit.views_book import Shipped

INVOICES = columns(
    InvoiceRow,
    Column("number", N_("Number"), 146, cook=looks.number, priority=0),
    Column("customer", N_("Customer"), 156, cook=looks.customer, priority=0, stretch=True),
    Column("kind", N_("Kind"), 104, show=looks.kind, cook=cells.muted, priority=4),
    Column("status", N_("Status"), 134, cook=looks.badge, priority=0),
    Column("issued_on", N_("Issued"), 116, cook=looks.day, priority=2),
    Column("due_on", N_("Due"), 124, cook=looks.due, priority=1),
    Column("total", N_("Total"), 112, priority=0),
    Column("owed", N_("Owed"), 112, cook=looks.owed, priority=0),
    Column("created_at", N_("Created"), 120, cook=cells.muted_day, priority=5),
    Column("updated_at", N_("Updated"), 120, cook=cells.muted_day, shown=False),
)
FILTERS = (
    FilterSpec("status", N_("Status"), choices=STATUSES),
    FilterSpec("kind", N_("Kind"), choices=KINDS),
    FilterSpec("issued_on", N_("Issued"), FilterKind.DATES),
    FilterSpec("due_on", N_("Due"), FilterKind.AHEAD),
    FilterSpec("automatic", N_("Automatic charge"), FilterKind.YES_NO),
)


def _status(*wanted: S) -> Condition:
    return Condition("status", Op.IN, wanted)


def _kind(wanted: InvoiceKind) -> Condition:
    return Condition("kind", Op.IN, (wanted,))


SHIPPED = (
    Shipped("overdue", N_("Overdue"), ListQuery(conditions=(_status(S.OVERDUE),), sort="due_on")),
    Shipped(
        "open",
        N_("To be paid"),
        ListQuery(
            conditions=(
                _status(S.UNPAID, S.PARTLY_PAID, S.OVERDUE), _kind(InvoiceKind.INVOICE),
            ),
            sort="due_on",
        ),
    ),
    Shipped("drafts", N_("Drafts"), ListQuery(conditions=(_status(S.DRAFT),))),
    Shipped(
        "credit",
        N_("Open credit notes"),
        ListQuery(conditions=(_status(S.UNPAID), _kind(InvoiceKind.CREDIT_NOTE))),
    ),
)  # fmt: skip
EVERYTHING = N_("All invoices")


def of_one(specs: Columns, stretched: str) -> Columns:
    """The columns for a tab of one customer, where another one takes the room."""
    return tuple(
        replace(spec, stretch=spec.key == stretched) for spec in specs if spec.key != "customer"
    )
