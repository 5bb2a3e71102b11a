"""Everything about one license to read, with its key and what can be done with it."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.core.access import Permission
from app.core.listing import Condition, ListQuery, Op
from app.core.text import _
from app.licensing.schemas import LicenseDetail, LicenseState
from ui.kit.desk import Desk
from ui.kit.facts_dialog import Fact, FactsDialog
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme
from ui.licensing import facts, looks
from ui.licensing.changing import Changing
from ui.licensing.history import HistoryDialog
from ui.licensing.steps import LicenseSteps
from ui.licensing.why import why

PLACE = "licenseCard"


class LicenseCard(FactsDialog):
    """Its customer, its devices and its history are a click away."""

    def __init__(self, desk: Desk, found: LicenseDetail, parent: QWidget | None) -> None:
        tone, picture = looks.LOOKS[found.status]
        super().__init__(
            PLACE,
            found.product,
            (looks.status(found.status), tone, picture),
            facts.facts(found),
            parent,
            copied=frozenset({"email", "client_id"}),
        )
        self._desk, self._found = desk, found
        self._steps, self._changing = LicenseSteps(desk, self), Changing(desk, self)
        self.body.insertLayout(0, self._key())
        self._more(_("What holds for it"), facts.policy(found))
        self._more(_("Record"), facts.record(found))
        self._offer()
        height = min(theme().px(660), self.screen().availableSize().height() - 60)
        self.resize(theme().px(660), height)

    def _key(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label(self._found.key, "h2", name=f"{PLACE}.key"))
        if self._desk.actor.can(Permission.LICENSES_REVEAL):
            show = icon_button(_("Show license key"), f"{PLACE}.reveal", Icon.KEY)
            show.clicked.connect(lambda: self._steps.reveal(self._found.id))
            copy = icon_button(_("Copy license key"), f"{PLACE}.copyKey", Icon.COPY)
            copy.clicked.connect(lambda: self._steps.copy_key(self._found.id))
            row.addWidget(show)
            row.addWidget(copy)
        row.addStretch(1)
        return row

    def _more(self, title: str, lines: tuple[Fact, ...]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (key, named, words) in enumerate(line for line in lines if line[2]):
            name = label(named, "muted")
            name.setMinimumWidth(theme().px(130))
            grid.addWidget(name, row, 0)
            grid.addWidget(paragraph(words, name=f"{PLACE}.{key}"), row, 1)
        place = self.body.count() - 1
        self.body.insertWidget(place, label(title, "h2"))
        self.body.insertLayout(place + 1, grid)

    def _offer(self) -> None:
        found, journey = self._found, self._desk.navigator
        history = button(_("History"), f"{PLACE}.history", Icon.HISTORY)
        history.clicked.connect(lambda: HistoryDialog(self._desk, found.id, self).open())
        self.add_step(history)
        devices = button(_("Devices"), f"{PLACE}.devices", Icon.MONITOR)
        devices.clicked.connect(self._devices)
        self.add_step(devices)
        reasons = button(_("Why won't it activate?"), f"{PLACE}.why", Icon.HELP)
        reasons.clicked.connect(lambda: why(self._desk, self, license_id=found.id))
        self.add_step(reasons)
        if found.customer_id is not None and not found.customer_deleted:
            whose = button(_("Customer"), f"{PLACE}.customer", Icon.USERS)
            whose.clicked.connect(partial(journey.open_customer, found.customer_id, "licenses"))
            self.add_step(whose)
        may = self._desk.actor.can(Permission.LICENSES_EDIT)
        if may and found.state is not LicenseState.CANCELLED:
            edit = button(_("Edit\u2026"), f"{PLACE}.edit", Icon.PENCIL)
            edit.clicked.connect(self._edit)
            self.add_step(edit)

    def _edit(self) -> None:
        self._changing.edit(self._found.id)
        self._changing.changed.connect(self.accept)

    def _devices(self) -> None:
        asked = ListQuery(conditions=(Condition("license_id", Op.IN, (self._found.id,)),))
        named = {"license_id": [(self._found.id, self._found.key)]}
        self.accept()
        self._desk.navigator.open_list("activations", asked, named)
