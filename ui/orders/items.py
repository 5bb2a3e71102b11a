"""The items of an order."""

from app.core.text import N_
from app.orders.drafts import LineDraft
from ui.kit.line_row import LineLooks

STANDARD = LineDraft().tax_category
ITEMS = LineLooks(
    draft=LineDraft,
    parts=(
        ("name", N_("Product name"), 0),
        ("sku", N_("SKU"), 92),
        ("quantity", N_("Quantity"), 68),
        ("unit", N_("Unit price"), 100),
        ("discount", N_("Discount"), 88),
        ("tax_category", N_("Tax"), 116),
        ("tax", N_("Tax amount"), 104),
        ("total", N_("Total"), 100),
    ),
    named={
        "name": N_("Product name of item %d"),
        "sku": N_("SKU of item %d"),
        "quantity": N_("Quantity of item %d"),
        "unit": N_("Unit price of item %d"),
        "discount": N_("Discount of item %d"),
        "tax_category": N_("Tax of item %d"),
        "tax": N_("Tax amount of item %d"),
    },
    problems="items",
    add=N_("Add item"),
    remove=N_("Remove the item"),
    remove_named=N_("Remove item %d"),
)
