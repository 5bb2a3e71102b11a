"""What a document comes to: net, tax by rate, total, one below the other."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from app.billing.percent import percent
from app.core.money import Money
from app.core.text import _
from app.invoices.schemas import InvoiceTax
from ui.kit import format as fmt
from ui.kit.parts import label
from ui.kit.theme import theme

# A key, a title, an amount in words, and whether it is a sum.
Sum = tuple[str, str, str, bool]


class TotalsView(QWidget):
    """Titles and amounts at the right side."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._place = place
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._shown: list[QWidget] = []
        self.sums: tuple[Sum, ...] = ()

    def show_sums(self, sums: Sequence[Sum]) -> None:
        """Show these instead."""
        if tuple(sums) == self.sums:
            return
        self.sums = tuple(sums)
        for old in self._shown:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = []
        for row, (key, title, amount, strong) in enumerate(sums):
            name = label(title, "strong" if strong else "muted")
            value = label(amount, "strong" if strong else "", name=f"{self._place}.{key}")
            name.setAlignment(fmt.RIGHT)
            value.setAlignment(fmt.RIGHT)
            value.setMinimumWidth(theme().px(96))
            value.setAccessibleName(f"{title}: {amount}")
            self._grid.addWidget(name, row, 1)
            self._grid.addWidget(value, row, 2)
            self._shown += [name, value]


def taxes_of(taxes: Sequence[InvoiceTax]) -> list[Sum]:
    """A sum for each rate of tax."""
    return [
        (f"tax{place}", tax_title(one), fmt.text(one.tax), False) for place, one in enumerate(taxes)
    ]


def tax_title(one: InvoiceTax) -> str:
    """What a sum of tax is called: its name, its rate, and what it is reckoned on."""
    if one.ppm is None:
        return one.name or _("Tax entered by hand")
    named = {
        "name": one.name or _("Tax"), "rate": f"{percent(one.ppm)} %", "base": fmt.text(one.base)
    }  # fmt: skip
    return _("%(name)s %(rate)s on %(base)s") % named


def sums_of(net: Money, taxes: Sequence[InvoiceTax], total: Money) -> list[Sum]:
    """Net, taxes and total."""
    return [
        ("net", _("Net"), fmt.text(net), False),
        *taxes_of(taxes),
        ("total", _("Total"), fmt.text(total), True),
    ]
