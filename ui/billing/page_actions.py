"""What can be done with the rows of the list of invoices, one by one and many at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.core.access import Permission
from app.core.text import N_
from app.invoices.schemas import OPEN, InvoiceKind, InvoiceRow
from app.invoices.schemas import InvoiceStatus as S
from ui.kit.actions import RowAction
from ui.kit.icons import Icon
from ui.kit.row_making import open_customer

if TYPE_CHECKING:
    from ui.billing.page import InvoiceList

Ids = Sequence[int]
_ENDED = frozenset({S.DRAFT, S.VOID, S.WRITTEN_OFF, S.CREDITED})


def row_actions(page: "InvoiceList", place: str, *, of_one: bool) -> tuple[RowAction, ...]:
    """Each is offered only where it applies to the row and the role permits it."""
    customer = open_customer(page, place, "invoices")
    return (
        RowAction(
            N_("View"), lambda ids: page.steps.show(ids[0]), Permission.BILLING_READ, Icon.EYE,
            name=f"{place}.view", inline=True,
        ),
        *(() if of_one else (customer,)),
        _paper(page, place),
        *_drafts(page, place),
        *_issued(page, place),
    )  # fmt: skip


def _paper(page: "InvoiceList", place: str) -> RowAction:
    def save(ids: Ids) -> None:
        row = page.chosen_row()
        page.papers.invoices(ids, row.number if row is not None else "")

    return RowAction(
        N_("Save as PDF\u2026"), save, Permission.BILLING_READ, Icon.DOWNLOAD, "Ctrl+P",
        f"{place}.pdf", many=True,
    )  # fmt: skip


def _drafts(page: "InvoiceList", place: str) -> tuple[RowAction, ...]:
    # The page has its steps after its actions.
    def issue(ids: Ids) -> None:
        page.steps.issue(ids)

    def remove(ids: Ids) -> None:
        page.steps.remove(ids)

    return (
        RowAction(
            N_("Edit draft\u2026"), lambda ids: page.steps.edit(ids[0]), Permission.BILLING_EDIT,
            Icon.PENCIL, "F2", f"{place}.edit", fits=_is_draft,
        ),
        RowAction(
            N_("Issue\u2026"), issue, Permission.INVOICES_ISSUE, Icon.CHECK,
            "Ctrl+Return", f"{place}.issue", many=True, inline=True, fits=_is_draft,
        ),
        RowAction(
            N_("Remove draft\u2026"), remove, Permission.BILLING_EDIT,
            Icon.TRASH, "Del", f"{place}.remove", many=True, destructive=True, fits=_is_draft,
        ),
    )  # fmt: skip


def _issued(page: "InvoiceList", place: str) -> tuple[RowAction, ...]:
    return (
        RowAction(
            N_("Record payment\u2026"), lambda ids: page.money.pay(ids[0]),
            Permission.PAYMENTS_EDIT, Icon.CREDIT_CARD, name=f"{place}.pay", inline=True,
            fits=is_owed,
        ),
        RowAction(
            N_("Allocate\u2026"), lambda ids: page.money.allocate_credit(ids[0]),
            Permission.PAYMENTS_EDIT, Icon.RECEIPT, name=f"{place}.allocate",
            fits=is_open_credit,
        ),
        RowAction(
            N_("Pay out\u2026"), lambda ids: page.money.refund_credit(ids[0]),
            Permission.PAYMENTS_REFUND, Icon.CREDIT_CARD, name=f"{place}.payOut",
            fits=is_open_credit,
        ),
        RowAction(
            N_("Credit note\u2026"), lambda ids: page.steps.credit(ids[0]),
            Permission.INVOICES_ISSUE, Icon.UNDO, name=f"{place}.credit", fits=_may_be_credited,
        ),
        RowAction(
            N_("Void\u2026"), lambda ids: page.steps.void(ids[0]), Permission.INVOICES_VOID,
            Icon.CIRCLE_OFF, name=f"{place}.void", destructive=True, fits=_may_be_voided,
        ),
        RowAction(
            N_("Write off\u2026"), lambda ids: page.steps.write_off(ids[0]),
            Permission.INVOICES_VOID, Icon.CIRCLE_X, name=f"{place}.writeOff",
            destructive=True, fits=is_owed,
        ),
    )  # fmt: skip


def _is_draft(row: InvoiceRow) -> bool:
    return row.status is S.DRAFT


def is_owed(row: InvoiceRow) -> bool:
    """Whether somebody still owes on it."""
    return row.kind is InvoiceKind.INVOICE and row.status in OPEN


def is_open_credit(row: InvoiceRow) -> bool:
    """Whether a credit note has something left."""
    return row.kind is InvoiceKind.CREDIT_NOTE and row.status is S.UNPAID


def _may_be_credited(row: InvoiceRow) -> bool:
    return row.kind is InvoiceKind.INVOICE and row.status not in _ENDED


def _may_be_voided(row: InvoiceRow) -> bool:
    return row.status not in _ENDED and row.owed == row.total
