"""The list of activations: of everybody as a page, of one customer as a tab."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from app.core.access import Permission
from app.core.listing import Condition, ListQuery, Op, source_of
from app.core.text import N_, _
from app.licensing.activations_fields import FIELDS
from app.licensing.schemas import ActivationRow
from app.licensing.schemas import ActivationState as S
from ui.kit.actions import Action, RowAction
from ui.kit.desk import Desk
from ui.kit.exchanging import NOTHING, Exchange, export_action, import_action
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.row_making import open_customer, row_action
from ui.kit.table import Cooked
from ui.kit.views_control import ViewsControl
from ui.licensing import activations_columns as columns
from ui.licensing.activations_looks import ago
from ui.licensing.activations_steps import ActivationSteps
from ui.licensing.why import why, why_customer

WORDS = ListWords(
    title=N_("Activations"),
    one=N_("%s activation"),
    many=N_("%s activations"),
    nothing=N_("No activations yet"),
    hint=N_("Devices appear here when they are activated. One can be recorded by hand."),
    no_match=N_("No activation matches"),
    search=N_("Search by device, IP, domain, license key or customer..."),
)
TAB_WORDS = ListWords(
    title=N_("Activations"),
    one=N_("%s activation"),
    many=N_("%s activations"),
    nothing=N_("No activations yet"),
    hint=N_("The devices that use this customer's licenses appear here."),
    no_match=N_("No activation matches"),
    search=N_("Search by device, IP, domain or license key..."),
)
FRESHEN_MS = 30_000
Ids = Sequence[int]


class ActivationList(ListPage[ActivationRow]):
    """All activations, or those on one customer's licenses."""

    menu = N_("&Activation")

    def __init__(
        self, desk: Desk, customer_id: int | None = None, given: Exchange = NOTHING
    ) -> None:
        of_one = customer_id is not None
        self._given = given
        self._prefix = "detail.activations" if of_one else "activations"
        self.customer_id = customer_id
        super().__init__(
            desk,
            self._prefix,
            TAB_WORDS if of_one else WORDS,
            columns.of_one() if of_one else columns.ACTIVATIONS,
            source_of(desk.services.activations, customer_id),
            filters=columns.FILTERS,
            fields=() if of_one else FIELDS,
            actions=self._actions(),
            row_actions=self._row_actions(),
            sort=("activated_at", True),
            watches=("activations", "licenses", "customers"),
            embedded=of_one,
        )
        self.steps = ActivationSteps(desk, self)
        self.opened.connect(self.steps.show)
        if not of_one:
            self.views = ViewsControl(self, columns.SHIPPED, columns.EVERYTHING)
        desk.tasks.run(self, partial(desk.services.products.choices, every=True), self._know)
        self._clock = QTimer(self, interval=FRESHEN_MS)
        self._clock.timeout.connect(self.freshen)
        self._clock.start()
        self.view.rows_seen.connect(self.freshen)

    def freshen(self, top: int = -1, bottom: int = -1) -> None:
        """Say anew how long ago devices were seen, of the rows that are; nothing is loaded."""
        if not self.isVisible() or not self.model.ids:
            return
        if top < 0:
            top, bottom = self.view.seen()
        place = next(at for at, spec in enumerate(self.model.columns) if spec.key == columns.SEEN)
        late = []
        for row in range(max(0, top), min(bottom, len(self.model.ids) - 1) + 1):
            cooked = self.model.cooked(row)
            if cooked and cooked.cell(place).text != ago(cooked.row.last_verified_at):
                late.append(Cooked(self.model.columns, cooked.row))
        if late:
            self.model.put(late)
            self.model.changed(top, bottom)

    def _actions(self) -> tuple[Action, ...]:
        return (
            *(() if self.customer_id is None else (self._view_all(),)),
            Action(
                N_("Why won't it activate?\u2026"),
                self._why_anything,
                Permission.LICENSES_READ,
                Icon.HELP,
                name=f"{self._prefix}.whyAny",
            ),
            *self._exchange(),
            Action(
                N_("Record activation\u2026"),
                self._record,
                Permission.ACTIVATIONS_EDIT,
                Icon.PLUS,
                "Ctrl+N" if self.customer_id is None else "",
                f"{self._prefix}.new",
                primary=True,
            ),
        )

    def _exchange(self) -> tuple[Action, ...]:
        """Import and export, where the shell gave the page dialogs for them."""
        brings, takes = Permission.LICENSES_IMPORT, Permission.LICENSES_EXPORT
        given = self._given
        return (
            *import_action(self, self._prefix, N_("Import activations\u2026"), brings, given),
            *export_action(self, self._prefix, N_("Export activations\u2026"), takes, given),
        )

    def _view_all(self) -> Action:
        return Action(
            N_("View all activations"),
            self._show_all,
            Permission.LICENSES_READ,
            Icon.EXTERNAL,
            name=f"{self._prefix}.viewAll",
        )

    def _row_actions(self) -> tuple[RowAction, ...]:
        made = partial(row_action, self._prefix, Permission.ACTIVATIONS_EDIT)

        def step(run: Callable[[ActivationSteps, Ids], None]) -> Callable[[Ids], None]:
            return lambda ids: run(self.steps, ids)

        customer = open_customer(
            self, self._prefix, "activations", fits=lambda row: row.customer_id is not None
        )
        return (
            made("view", N_("View"), lambda ids: self.steps.show(ids[0]), Icon.EYE,
                 Permission.LICENSES_READ, inline=True),
            made("copyIdentifier", N_("Copy identifier"), self._copy, Icon.COPY,
                 Permission.LICENSES_READ, shortcut="Ctrl+Shift+C"),
            *(() if self.customer_id is not None else (customer,)),
            made("why", N_("Why won't it activate?"), self._why, Icon.HELP,
                 Permission.LICENSES_READ),
            made("verify", N_("Note that it was in touch"), lambda ids: self.steps.verify(ids[0]),
                 Icon.VERIFIED, fits=_is(S.ACTIVE)),
            made("licenseFile", N_("License file\u2026"), self._file, Icon.EXPORT,
                 Permission.LICENSES_EDIT, fits=_is(S.ACTIVE)),
            made("block", N_("Block\u2026"), step(ActivationSteps.block), Icon.BAN,
                 many=True, fits=lambda row: row.state is not S.BLOCKED),
            made("unblock", N_("Unblock"), step(ActivationSteps.unblock), Icon.UNLOCK,
                 many=True, fits=_is(S.BLOCKED)),
            made("deactivate", N_("Deactivate\u2026"), step(ActivationSteps.deactivate),
                 Icon.POWER, many=True, inline=True, destructive=True, shortcut="Del",
                 fits=_is(S.ACTIVE)),
        )  # fmt: skip

    def _copy(self, _ids: Ids) -> None:
        if (row := self.chosen_row()) is not None:
            QGuiApplication.clipboard().setText(row.identifier)
            self.desk.notices.say(_("Identifier copied."))

    def _why(self, _ids: Ids) -> None:
        if (row := self.chosen_row()) is not None:
            why(self.desk, self, license_id=row.license_id, device=row.identifier, kind=row.kind)

    def _why_anything(self) -> None:
        if self.customer_id is None:
            why(self.desk, self)
        else:
            why_customer(self.desk, self, self.customer_id)

    def _file(self, _ids: Ids) -> None:
        from ui.licensing.offline import license_files  # noqa: PLC0415 - seldom needed

        if (row := self.chosen_row()) is not None:
            license_files(self.desk, self, row.license_id, activation_id=row.id)

    def _record(self) -> None:
        from ui.licensing.activations_form import record_form  # noqa: PLC0415 - seldom needed

        if not self.steps.is_asking():
            record_form(self.desk, self, self.customer_id).open()

    def _show_all(self) -> None:
        whose = self.customer_id or 0
        asked = ListQuery(conditions=(Condition("customer_id", Op.IN, (whose,)),))

        def show(found: Any) -> None:
            name = found.name or found.email or found.client_id
            self.desk.navigator.open_list("activations", asked, {"customer_id": [(whose, name)]})

        self.steps.run(partial(self.desk.services.customers.show, whose), show)

    def _know(self, products: Sequence[Any]) -> None:
        """Offer in the filters what only the database knows."""
        named = [(one.id, one.name) for one in products]
        self.tools.filters.set_options("product", named)


def _is(state: S) -> Any:
    return lambda row: row.state is state
