"""What the dialog that imports tables says of each target."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.text import N_, _
from app.exchange.tables.targets import TARGETS
from ui.exchange.preview import columns_of
from ui.kit.table import Columns

KINDS = (
    N_("Lists (*.csv *.tsv *.txt *.xlsx *.xlsm *.xls)"),
    N_("Text tables (*.csv *.tsv *.txt)"),
    N_("Excel workbooks (*.xlsx *.xlsm *.xls)"),
    N_("All files (*)"),
)


@dataclass(frozen=True, slots=True)
class TableWords:
    """The dialog's title, what a file is to hold, and the columns of its list of rows."""

    title: str
    hint: str
    columns: Columns


WORDS: Mapping[str, TableWords] = {
    "licenses": TableWords(
        N_("Import licenses"),
        N_(
            "Each row needs a license key and its product. Known keys are brought up to date, "
            "new ones are issued."
        ),
        columns_of(N_("License key"), N_("Customer")),
    ),
    "activations": TableWords(
        N_("Import activations"),
        N_("Each row needs a license key and the identifier of the device that uses it."),
        columns_of(N_("Device"), N_("License key")),
    ),
    "invoices": TableWords(
        N_("Import invoices"),
        N_(
            "Each row is an invoice that was issued elsewhere: its number, its day, its total and "
            "whose it is, by Client ID or e-mail. What is there already stays as it is."
        ),
        columns_of(N_("Number"), N_("Customer")),
    ),
    "payments": TableWords(
        N_("Import payments"),
        N_(
            "Each row is money that came in: its day, its amount and whose it is. It pays the "
            "invoice it names, or the oldest first."
        ),
        columns_of(N_("Amount"), N_("Customer")),
    ),
}


def fields_of(target: str) -> dict[str, str]:
    """The title of each field a file may bring; those it must have are marked."""
    found = TARGETS[target]
    return {
        key: f"{_(one.title)} *" if key in found.required else _(one.title)
        for key, one in found.fields.items()
    }
