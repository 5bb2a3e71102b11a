"""What can be done with the rows of the list of licenses, one by one and many at once."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from app.core.access import Permission
from app.core.text import N_
from app.licensing.schemas import LicenseRow
from app.licensing.schemas import LicenseStatus as S
from ui.kit.actions import RowAction
from ui.kit.icons import Icon
from ui.kit.row_making import open_customer, row_action
from ui.licensing.changing import Changing
from ui.licensing.steps import LicenseSteps

if TYPE_CHECKING:
    from ui.licensing.page import LicenseList

Ids = Sequence[int]
Fits = Callable[[LicenseRow], bool]
_RUNNING = frozenset({S.ACTIVE, S.GRACE, S.EXPIRED, S.NOT_STARTED})
_OVER = frozenset({S.REVOKED, S.CANCELLED})
_LIFE, _TIME = N_("State"), N_("Renew")


def row_actions(page: "LicenseList", place: str, *, of_one: bool) -> tuple[RowAction, ...]:
    """Each is offered only where it applies to the row and the role permits it."""
    made = partial(row_action, place, Permission.LICENSES_EDIT)
    whose = open_customer(
        page, place, "licenses",
        fits=lambda row: row.customer_id is not None and not row.customer_deleted,
    )  # fmt: skip
    return (
        *_looks(page, made, () if of_one else (whose,)),
        *_whose(page, made),
        *_time(page, made),
        *_life(page, made),
    )


def _looks(
    page: "LicenseList", made: Callable[..., RowAction], whose: tuple[RowAction, ...]
) -> tuple[RowAction, ...]:
    def explain(ids: Ids) -> None:
        from ui.licensing.why import why  # noqa: PLC0415 - seldom needed

        why(page.desk, page, license_id=ids[0])

    def files(ids: Ids) -> None:
        from ui.licensing.offline import license_files  # noqa: PLC0415 - seldom needed

        license_files(page.desk, page, ids[0])

    return (
        made("view", N_("View"), lambda ids: page.steps.show(ids[0]), Icon.EYE,
             Permission.LICENSES_READ, inline=True),
        made("copyKey", N_("Copy license key"), lambda ids: page.steps.copy_key(ids[0]),
             Icon.COPY, Permission.LICENSES_REVEAL, inline=True, shortcut="Ctrl+Shift+C"),
        made("reveal", N_("Show license key"), lambda ids: page.steps.reveal(ids[0]),
             Icon.KEY, Permission.LICENSES_REVEAL, inline=True, shortcut="Ctrl+Shift+K"),
        made("edit", N_("Edit\u2026"), lambda ids: page.changing.edit(ids[0]), Icon.PENCIL,
             shortcut="F2", fits=lambda row: row.status is not S.CANCELLED),
        *whose,
        made("why", N_("Why won't it activate?"), explain, Icon.HELP, Permission.LICENSES_READ),
        made("licenseFiles", N_("License files\u2026"), files, Icon.EXPORT,
             Permission.LICENSES_READ),
    )  # fmt: skip


def _whose(page: "LicenseList", made: Callable[..., RowAction]) -> tuple[RowAction, ...]:
    return (
        made("assign", N_("Assign\u2026"), lambda ids: page.giving.assign(ids, page.row_of),
             Icon.USER_PLUS, many=True, shortcut="Ctrl+Shift+A", fits=_not_over),
        made("unassign", N_("Unassign"), lambda ids: page.giving.unassign(ids, page.row_of),
             Icon.USER_X, many=True, fits=_has_customer),
    )  # fmt: skip


def _time(page: "LicenseList", made: Callable[..., RowAction]) -> tuple[RowAction, ...]:
    changing = partial(_on, lambda: page.changing)
    time = partial(made, many=True, group=_TIME)
    return (
        time("renew", N_("Renew\u2026"), changing(Changing.renew), Icon.REPEAT,
             fits=lambda row: _not_over(row) and row.expires_on is not None),
        time("extend", N_("Extend\u2026"), changing(Changing.extend),
             Icon.CALENDAR, fits=lambda row: _not_over(row) and row.expires_on is not None),
        time("changePlan", N_("Change plan\u2026"), changing(Changing.change_plan),
             Icon.PACKAGE, fits=_not_over),
    )  # fmt: skip


def _life(page: "LicenseList", made: Callable[..., RowAction]) -> tuple[RowAction, ...]:
    steps = partial(_on, lambda: page.steps)
    life = partial(made, many=True, group=_LIFE)
    return (
        life("suspend", N_("Suspend\u2026"), steps(LicenseSteps.suspend), Icon.PAUSE,
             fits=lambda row: row.status in _RUNNING),
        life("resume", N_("Resume"), steps(LicenseSteps.resume), Icon.PLAY,
             fits=lambda row: row.status is S.SUSPENDED),
        life("revoke", N_("Revoke\u2026"), steps(LicenseSteps.revoke), Icon.BAN,
             Permission.LICENSES_REVOKE, destructive=True, fits=_not_over),
        life("reinstate", N_("Reinstate\u2026"), steps(LicenseSteps.reinstate),
             Icon.UNDO, Permission.LICENSES_REINSTATE, fits=lambda row: row.status is S.REVOKED),
        made("rotate", N_("Replace key\u2026"), lambda ids: page.steps.rotate(ids[0]),
             Icon.REFRESH, fits=_not_over),
        life("cancel", N_("Cancel license\u2026"), steps(LicenseSteps.cancel), Icon.TRASH,
             Permission.LICENSES_REVOKE, shortcut="Del", inline=True, destructive=True,
             fits=lambda row: row.status is not S.CANCELLED),
    )  # fmt: skip


def _on(part: Callable[[], Any], step: Callable[[Any, Ids], Any]) -> Callable[[Ids], Any]:
    """Do a step of a part of the page, which is made after the actions."""
    return lambda ids: step(part(), ids)


def _not_over(row: LicenseRow) -> bool:
    return row.status not in _OVER


def _has_customer(row: LicenseRow) -> bool:
    return row.customer_id is not None
