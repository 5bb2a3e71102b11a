"""What can be done with the rows of the customers' list, one by one and many at once."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from app.core.access import Permission
from app.core.listing import Selection
from app.core.text import N_
from app.customers.schemas import CustomerRow, Shelf
from ui.customers.bulk_words import Doing
from ui.customers.steps import Steps, Target
from ui.kit.actions import RowAction
from ui.kit.icons import Icon

if TYPE_CHECKING:
    from ui.customers.page import CustomersPage

Ids = Sequence[int]
Run = Callable[[Ids], None]
# On which shelves an action may make sense for anybody at all.
_LIVING = frozenset({Shelf.CURRENT, Shelf.ARCHIVED})
SHELVES = {
    "editMany": _LIVING,
    "owner": _LIVING,
    "tags": _LIVING,
    "verify": _LIVING,
    "activate": _LIVING,
    "suspend": _LIVING,
    "deactivate": _LIVING,
    "block": _LIVING,
    "archive": frozenset({Shelf.CURRENT}),
    "unarchive": frozenset({Shelf.ARCHIVED}),
    "delete": _LIVING,
    "restore": frozenset({Shelf.DELETED}),
}
_STATUS = N_("Status")


def row_actions(page: "CustomersPage", *, exports: bool) -> tuple[RowAction, ...]:
    """Each is offered only where it applies to the row and the role permits it."""
    return (*_single(page), *_states(page), *_shelves(page, exports=exports))


def selection(page: "CustomersPage") -> Selection:
    """The chosen rows; once all are chosen, whatever the list asks for."""
    chosen = page.keeper.chosen_count()
    if page.total is not None and chosen == page.total:
        return Selection(page.query)
    return Selection(page.query, tuple(page.chosen_ids()))


def target_of(row: CustomerRow) -> Target:
    """A row as what a step is about."""
    return Target(row.id, row.name or row.email, row.status, row.archived, row.verified)


def _single(page: "CustomersPage") -> tuple[RowAction, ...]:
    """What is about one customer's own data, and the fields of many."""

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
        _many(page, N_("Edit fields\u2026"), Doing.EDIT, "editMany", Icon.PENCIL, "Shift+F2"),
        _many(page, N_("Change owner\u2026"), Doing.OWNER, "owner", Icon.USERS),
        _many(page, N_("Tags\u2026"), Doing.TAGS, "tags", Icon.TAG),
        RowAction(
            N_("Email\u2026"),
            email,
            Permission.CUSTOMERS_READ,
            Icon.MAIL,
            name="customers.email",
            fits=lambda row: bool(row.email),
        ),
    )


def _states(page: "CustomersPage") -> tuple[RowAction, ...]:
    """What holds customers back, and lets them go."""
    state = partial(
        RowAction,
        permission=Permission.CUSTOMERS_STATUS,
        many=True,
        many_needs=Permission.CUSTOMERS_BULK,
        group=_STATUS,
    )
    return (
        state(
            N_("Activate"),
            _either(page, Doing.ACTIVATE, Steps.activate),
            icon=Icon.PLAY,
            name="customers.activate",
            fits=lambda row: target_of(row).can_activate,
        ),
        state(
            N_("Suspend\u2026"),
            _all_of(page, Doing.SUSPEND),
            icon=Icon.PAUSE,
            name="customers.suspend",
            one=False,
        ),
        state(
            N_("Deactivate\u2026"),
            _either(page, Doing.DEACTIVATE, Steps.deactivate),
            icon=Icon.PAUSE,
            name="customers.deactivate",
            fits=lambda row: target_of(row).can_deactivate,
        ),
        state(
            N_("Block\u2026"),
            _either(page, Doing.BLOCK, Steps.block),
            icon=Icon.BAN,
            name="customers.block",
            fits=lambda row: target_of(row).can_block,
        ),
        RowAction(
            N_("Verify\u2026"),
            _either(page, Doing.VERIFY, Steps.verify),
            Permission.CUSTOMERS_VERIFY,
            Icon.SHIELD_CHECK,
            name="customers.verify",
            many=True,
            many_needs=Permission.CUSTOMERS_BULK,
            group=_STATUS,
            fits=lambda row: _living(row) and not row.verified,
        ),
    )


def _shelves(page: "CustomersPage", *, exports: bool) -> tuple[RowAction, ...]:
    """What moves customers between the lists, and takes them out."""
    move = partial(RowAction, many=True, many_needs=Permission.CUSTOMERS_BULK)

    def export(_ids: Ids) -> None:
        if (action := page.findChild(QAction, "action.customers.export")) is not None:
            action.trigger()

    take_out = RowAction(
        N_("Export\u2026"),
        export,
        Permission.CUSTOMERS_EXPORT,
        Icon.EXPORT,
        name="customers.exportChosen",
        many=True,
        one=False,
    )
    return (
        move(
            N_("Archive"),
            _either(page, Doing.ARCHIVE, Steps.archive),
            Permission.CUSTOMERS_EDIT,
            Icon.ARCHIVE,
            name="customers.archive",
            fits=lambda row: _living(row) and not row.archived,
        ),
        move(
            N_("Unarchive"),
            _either(page, Doing.UNARCHIVE, Steps.unarchive),
            Permission.CUSTOMERS_EDIT,
            Icon.RESTORE,
            name="customers.unarchive",
            fits=lambda row: _living(row) and row.archived,
        ),
        move(
            N_("Restore"),
            _either(page, Doing.RESTORE, Steps.restore),
            Permission.CUSTOMERS_DELETE,
            Icon.UNDO,
            name="customers.restore",
            fits=lambda row: not _living(row),
        ),
        *([take_out] if exports else []),
        move(
            N_("Delete\u2026"),
            _either(page, Doing.DELETE, Steps.delete),
            Permission.CUSTOMERS_DELETE,
            Icon.TRASH,
            "Del",
            "customers.delete",
            inline=True,
            destructive=True,
            fits=_living,
        ),
    )


def _many(
    page: "CustomersPage", title: str, doing: Doing, thing: str, icon: Icon, shortcut: str = ""
) -> RowAction:
    """Only for several at once: one alone has its window."""
    return RowAction(
        title,
        _all_of(page, doing),
        Permission.CUSTOMERS_EDIT,
        icon,
        shortcut,
        f"customers.{thing}",
        many=True,
        one=False,
        many_needs=Permission.CUSTOMERS_BULK,
    )


def _all_of(page: "CustomersPage", doing: Doing) -> Run:
    """Do it to every customer that is chosen, by the dialog."""

    def run(ids: Ids) -> None:
        from ui.customers.bulk_dialog import change_many  # noqa: PLC0415 - not for the first list

        change_many(page.desk, doing, selection(page), len(ids), page)

    return run


def _either(page: "CustomersPage", doing: Doing, step: Callable[[Steps, Target], None]) -> Run:
    """Do `step` to the one customer that is meant, or do it to many by the dialog."""
    many = _all_of(page, doing)

    def run(ids: Ids) -> None:
        if len(ids) > 1:
            many(ids)
        elif (row := _row(page, ids[0])) is not None:
            step(page.steps, target_of(row))

    return run


def _row(page: "CustomersPage", customer_id: int) -> CustomerRow | None:
    """The row of a customer in the list, if it has arrived."""
    chosen = page.chosen_row()
    if chosen is not None and chosen.id == customer_id:
        return chosen
    ids = page.model.ids
    return page.model.row(ids.index(customer_id)) if customer_id in ids else None


def _living(row: CustomerRow) -> bool:
    return not target_of(row).is_deleted
