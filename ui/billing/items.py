"""The lines of an invoice's draft."""

from app.core.text import N_
from app.invoices.drafts import LineDraft
from ui.kit.line_row import LineLooks

STANDARD = LineDraft().tax_category
LINES = LineLooks(
    draft=LineDraft,
    parts=(
        ("name", N_("What for"), 0),
        ("quantity", N_("Quantity"), 68),
        ("unit", N_("Unit price"), 108),
        ("discount", N_("Discount"), 92),
        ("tax_category", N_("Tax"), 116),
        ("tax", N_("Tax amount"), 104),
        ("total", N_("Total"), 108),
    ),
    named={
        "name": N_("What line %d is for"),
        "quantity": N_("Quantity of line %d"),
        "unit": N_("Unit price of line %d"),
        "discount": N_("Discount of line %d"),
        "tax_category": N_("Tax of line %d"),
        "tax": N_("Tax amount of line %d"),
    },
    problems="lines",
    add=N_("Add line"),
    remove=N_("Remove the line"),
    remove_named=N_("Remove line %d"),
    carried=("id", "sku"),
)
