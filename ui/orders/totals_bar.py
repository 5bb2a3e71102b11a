"""What an order comes to, in one row: it changes while one types."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.core.text import N_, _, ngettext
from app.orders.totals import Totals
from ui.kit import format as fmt
from ui.kit.parts import label

_SUMS = (
    ("subtotal", N_("Subtotal")), ("discount", N_("Discount")), ("tax", N_("Tax")),
    ("total", N_("Total")),
)  # fmt: skip


class TotalsBar(QWidget):
    """Sums are read aloud with their titles."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setObjectName(place)
        self.setProperty("role", "clear")
        self.said = label("", "muted", name=f"{place}.message")
        self.sums: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.said, 1)
        for key, title in _SUMS:
            strong = key == "total"
            row.addSpacing(12)
            row.addWidget(label(_(title), "strong" if strong else "muted"))
            self.sums[key] = label("", "strong" if strong else "", name=f"{place}.{key}")
            row.addWidget(self.sums[key])
        self.show_totals(None)

    def show_totals(self, found: Totals | None) -> None:
        """Show these; None is not known."""
        missing = len(found.missing) if found else 0
        words = ngettext(
            "The tax of %s item is unknown.", "The tax of %s items is unknown.", missing
        )
        self.said.setText(words % fmt.text(missing) if missing else "")
        for key, title in _SUMS:
            amount = getattr(found, key) if found else None
            if amount is not None and key == "discount":
                amount = -amount
            text = fmt.text(amount) if amount is not None else "\u2014"
            self.sums[key].setText(text)
            self.sums[key].setAccessibleName(f"{_(title)}: {text}")
