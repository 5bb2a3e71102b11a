"""The columns and filters of the customers' list (CUL-02 to CUL-15, CUL-38 to CUL-43)."""

from dataclasses import replace
from typing import Any

from app.core.countries import country_name
from app.core.text import N_
from app.customers.filter_fields import KINDS, SHELVES
from app.customers.schemas import CustomerRow
from ui.customers.looks import STATUS_LOOKS, STATUSES, outstanding
from ui.kit import cells, chips
from ui.kit.cells import Cell
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.format import RIGHT
from ui.kit.table import Column, columns


def _name(row: CustomerRow, value: Any, text: str) -> Cell:
    """The name; a company's tooltip names its person too."""
    cell = cells.name(row, value, text)
    if row.person and row.person != row.name:
        return replace(cell, hint=f"{text}\n{row.person}")
    return cell


def _licenses(row: CustomerRow, _value: Any, _text: str) -> Cell:
    return Cell(f"{row.active_licenses:,}/{row.licenses:,}")


def _subscriptions(row: CustomerRow, _value: Any, _text: str) -> Cell:
    return Cell(f"{row.active_subscriptions:,}/{row.subscriptions:,}")


def _country(code: str) -> str:
    return country_name(code) if code else ""


COLUMNS = columns(
    CustomerRow,
    Column("name", N_("Name"), 176, cook=_name, priority=0, stretch=True),
    Column("role", N_("Role"), 130, cook=cells.muted, priority=7),
    Column("phone", N_("Phone"), 166, priority=5),
    Column("email", N_("Email"), 190, cook=cells.muted, priority=0),
    Column("company", N_("Company"), 170, priority=6),
    Column("status", N_("Status"), 138, cook=cells.badge(STATUS_LOOKS), priority=0),
    Column("licenses", N_("Licenses"), 108, cook=cells.count(N_("%s License"), N_("%s Licenses"))),
    Column("active_licenses", N_("Active/Total"), 110, cook=_licenses, priority=9),
    Column("subscriptions", N_("Subscriptions"), 120, cook=_subscriptions, priority=8),
    Column(
        "revenue",
        N_("Revenue"),
        104,
        cook=cells.with_alert(lambda row: outstanding(row.open_invoices)),
        priority=3,
    ),
    Column("created_at", N_("Joined"), 120, cook=cells.muted_day, priority=2),
    Column("client_id", N_("Client ID"), 120, shown=False),
    Column("kind", N_("Type"), 100, shown=False),
    Column("country", N_("Country"), 140, show=_country, shown=False),
    Column("city", N_("City"), 130, shown=False),
    Column("owner", N_("Owner"), 140, shown=False),
    Column("tags", N_("Tags"), 190, show=chips.names, cook=chips.cook, priority=4),
    Column("verified", N_("Verified"), 90, shown=False),
    Column("open_invoices", N_("Outstanding invoices"), 150, shown=False, align=RIGHT),
    Column("last_activity_at", N_("Last activity"), 130, cook=cells.muted_day, shown=False),
    Column("updated_at", N_("Updated"), 130, cook=cells.muted_day, shown=False),
)

FILTERS = (
    FilterSpec("status", N_("Status"), choices=STATUSES),
    FilterSpec("kind", N_("Type"), choices=KINDS),
    FilterSpec("country", N_("Country")),
    FilterSpec("owner_id", N_("Owner")),
    FilterSpec("tags", N_("Tags")),
    FilterSpec("verified", N_("Verified"), FilterKind.YES_NO),
    FilterSpec("has_licenses", N_("Has licenses"), FilterKind.YES_NO),
    FilterSpec("has_subscriptions", N_("Has subscriptions"), FilterKind.YES_NO),
    FilterSpec("has_open_invoices", N_("Has outstanding invoices"), FilterKind.YES_NO),
    FilterSpec("created_at", N_("Joined"), FilterKind.DATES),
    FilterSpec("revenue", N_("Revenue"), FilterKind.MONEY),
    FilterSpec("shelf", N_("Show"), choices=SHELVES),
)
