"""What can be done with the rows of the customers' list."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.core.access import Permission
from app.core.text import N_
from app.customers.schemas import CustomerRow
from ui.customers.steps import Steps, Target
from ui.kit.actions import RowAction
from ui.kit.icons import Icon

if TYPE_CHECKING:
    from ui.customers.page import CustomersPage

Ids = Sequence[int]


def row_actions(page: "CustomersPage") -> tuple[RowAction, ...]:
    """Each is offered only where it applies to the row and the role permits it."""

    def about(step: Callable[[Steps, Target], None]) -> Callable[[Ids], None]:
        """Do `step` to the one customer that is chosen."""

        def run(_ids: Ids) -> None:
            if target := page.target():
                step(page.steps, target)

        return run

    def all_of(step: Callable[[Steps, Ids], None]) -> Callable[[Ids], None]:
        """Do `step` to every customer that is chosen."""
        return lambda ids: step(page.steps, ids)

    def email(_ids: Ids) -> None:
        if (row := page.chosen_row()) is not None:
            page.steps.email(row.email)

    return (
        RowAction(
            N_("View"),
            lambda ids: page.open(ids[0]),
            Permission.CUSTOMERS_READ,
            Icon.EYE,
            name="customers.view",
            inline=True,
        ),
        RowAction(
            N_("Edit"),
            lambda ids: page.open(ids[0], "profile"),
            Permission.CUSTOMERS_EDIT,
            Icon.PENCIL,
            "F2",
            "customers.edit",
            inline=True,
            fits=_living,
        ),
        RowAction(
            N_("Email\u2026"),
            email,
            Permission.CUSTOMERS_READ,
            Icon.MAIL,
            name="customers.email",
            fits=lambda row: bool(row.email),
        ),
        RowAction(
            N_("Activate"),
            about(Steps.activate),
            Permission.CUSTOMERS_STATUS,
            Icon.PLAY,
            name="customers.activate",
            fits=lambda row: target_of(row).can_activate,
        ),
        RowAction(
            N_("Deactivate\u2026"),
            about(Steps.deactivate),
            Permission.CUSTOMERS_STATUS,
            Icon.PAUSE,
            name="customers.deactivate",
            fits=lambda row: target_of(row).can_deactivate,
        ),
        RowAction(
            N_("Block\u2026"),
            about(Steps.block),
            Permission.CUSTOMERS_STATUS,
            Icon.BAN,
            name="customers.block",
            fits=lambda row: target_of(row).can_block,
        ),
        RowAction(
            N_("Archive"),
            all_of(Steps.archive),
            Permission.CUSTOMERS_EDIT,
            Icon.ARCHIVE,
            name="customers.archive",
            many=True,
            fits=lambda row: _living(row) and not row.archived,
        ),
        RowAction(
            N_("Unarchive"),
            all_of(Steps.unarchive),
            Permission.CUSTOMERS_EDIT,
            Icon.RESTORE,
            name="customers.unarchive",
            many=True,
            fits=lambda row: _living(row) and row.archived,
        ),
        RowAction(
            N_("Restore"),
            about(Steps.restore),
            Permission.CUSTOMERS_DELETE,
            Icon.UNDO,
            name="customers.restore",
            fits=lambda row: not _living(row),
        ),
        RowAction(
            N_("Delete\u2026"),
            all_of(Steps.delete),
            Permission.CUSTOMERS_DELETE,
            Icon.TRASH,
            "Del",
            "customers.delete",
            many=True,
            inline=True,
            destructive=True,
            fits=_living,
        ),
    )


def target_of(row: CustomerRow) -> Target:
    """A row as what a step is about."""
    return Target(row.id, row.name or row.email, row.status, row.archived)


def _living(row: CustomerRow) -> bool:
    return not target_of(row).is_deleted
