"""The signed files of one license: what was given out, and giving out another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.access import Permission
from app.core.changes import Touched
from app.core.draft import Draft
from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_, _
from app.licensing.schemas import ActivationRow, ActivationState, LicenseRow
from app.offline.schemas import FileKind, FileRow, Response
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editors import LineEditor, Unreadable
from ui.kit.icons import Icon
from ui.kit.list_states import StateView
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme
from ui.licensing.offline_response import ResponseDialog

PLACE, FORM = "licenseFiles", "issueFile"
MOST_DEVICES = 500
LONGEST_DAYS = 3660
KINDS = {
    FileKind.LICENSE: N_("License file"),
    FileKind.DEACTIVATION: N_("Proof of deactivation"),
    FileKind.REQUEST: N_("Request"),
}


@dataclass(frozen=True, slots=True)
class IssueFileDraft(Draft):
    """For which device a file is, and how long it is good; None is any, or as the plan says."""

    device: int | None = None
    days: int | None = None

    def rules(self, values: Mapping[str, object]) -> dict[str, str]:
        """As many days as can be."""
        days = values["days"]
        if isinstance(days, int) and not 1 <= days <= LONGEST_DAYS:
            said = _("A file can be good for 1 to %d days. Choose a number between.")
            return {"days": said % LONGEST_DAYS}
        return {}


class _DaysEditor(LineEditor):
    """A number of days, or blank."""

    def read(self) -> int | None:
        typed = self.line.text().strip()
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit()):
            raise Unreadable(_("Write a number of days, like 30."))
        return int(typed[:9])

    def write(self, value: object) -> None:
        self.line.setText("" if value is None else str(value))


@dataclass(frozen=True)
class _Known:
    """What the dialog shows: the license, its files, and its active devices."""

    license: LicenseRow | None
    files: Sequence[FileRow]
    devices: Sequence[ActivationRow]


class LicenseFiles(QDialog):
    """Open it with `open()`; `issue` asks for a new file."""

    titles: ClassVar[tuple[str, ...]] = (
        N_("Given out"), N_("What"), N_("Device"), N_("Good until"), N_("By"), N_("Key"),
    )  # fmt: skip

    def __init__(self, desk: Desk, license_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._license_id = desk, license_id
        self._known: _Known | None = None
        self._wanted: list[int | None] = []
        self.setObjectName(PLACE)
        self.setWindowTitle(_("License files"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.lead = paragraph("", "muted", f"{PLACE}.lead")
        self.list = QTreeWidget()
        self.list.setObjectName(f"{PLACE}.list")
        self.list.setAccessibleName(_("Files that were given out"))
        self.list.setProperty("role", "boxed")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels([_(title) for title in self.titles])
        self.list.header().setObjectName(f"{PLACE}.header")
        self.empty = StateView(f"{PLACE}.empty", Icon.KEY)
        self.new = button(_("New license file\u2026"), f"{PLACE}.new", Icon.PLUS, "primary")
        if not desk.actor.can(Permission.LICENSES_EDIT):
            self.new.hide()
        self.new.clicked.connect(self._ask)
        self.shut = button(_("Close"), f"{PLACE}.close")
        self.shut.clicked.connect(self.reject)
        self._arrange()
        desk.changes.heard.connect(self._heard)
        self._load()

    def issue(self, activation_id: int | None = None) -> None:
        """Ask for which device and how long, and make a file; waits for what is known."""
        if self._known is None:
            self._wanted.append(activation_id)
            return
        dialog = issue_form(self._desk, self._license_id, self._known.devices, activation_id, self)
        dialog.saved.connect(self._made)
        dialog.open()

    def _ask(self, _checked: bool = False) -> None:
        self.issue()

    def _made(self, found: Response) -> None:
        ResponseDialog(self._desk, found, self).open()

    def _heard(self, touched: Touched) -> None:
        if not {"license_files", "activations", "licenses"}.isdisjoint(touched):
            self._load()

    def _load(self) -> None:
        self._desk.tasks.run(self, partial(_gather, self._desk, self._license_id), self._show)

    def _show(self, found: _Known) -> None:
        self._known = found
        if (row := found.license) is not None:
            named = (row.key, row.product, row.plan, row.customer)
            self.lead.setText(" \u00b7 ".join(filter(None, named)))
        self.list.clear()
        for one in found.files:
            item = QTreeWidgetItem([
                fmt.text(one.issued_at), _(KINDS[one.kind]), one.device or _("Any device"),
                fmt.text(one.expires_on), one.issued_by, one.key_id,
            ])  # fmt: skip
            item.setSizeHint(0, QSize(0, theme().px(34)))
            self.list.addTopLevelItem(item)
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.pages.setCurrentIndex(0 if found.files else 1)
        while self._wanted:
            self.issue(self._wanted.pop())

    def _arrange(self) -> None:
        self.empty.tell(
            _("No file was given out yet"),
            _("A license file lets a device work without a network until its last day."),
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.empty)
        ends = QHBoxLayout()
        ends.addStretch(1)
        ends.addWidget(self.shut)
        ends.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(self.windowTitle(), "h1"))
        column.addWidget(self.lead)
        column.addWidget(self.pages, 1)
        column.addLayout(ends)
        screen = self.screen().availableSize()
        self.resize(
            min(theme().px(820), screen.width() - 40), min(theme().px(460), screen.height() - 60)
        )


def issue_form(
    desk: Desk,
    license_id: int,
    devices: Sequence[ActivationRow],
    activation_id: int | None,
    parent: QWidget,
) -> FormDialog[IssueFileDraft]:
    """Asks for a file's device and days; `saved` carries the signed file."""
    named = [(row.id, _named(row)) for row in devices]
    options = [(None, _("Any device (take care who gets it)")), *named]
    offline = desk.services.offline

    def save(draft: IssueFileDraft) -> Response:
        made: Response = offline.issue_file(license_id, draft.device, draft.days)
        return made

    fields = (
        Field("device", N_("For"), choice(lambda: options), wide=True),
        Field("days", N_("Good for days"), lambda _kind: _DaysEditor(), placeholder="30",
              help=N_("Blank: as long as a device may go unseen.")),
    )  # fmt: skip
    hint = N_(
        "The file is signed. On the device it works without a network, at most until the "
        "license's own last day."
    )
    first = named[0][0] if named else None
    known = {value for value, _said in named}
    chosen = activation_id if activation_id in known else first
    return FormDialog(
        desk, FORM, N_("New license file"), IssueFileDraft, (Section("", fields, hint),), save,
        IssueFileDraft(chosen), verb=N_("Make file"), parent=parent,
    )  # fmt: skip


def _named(row: ActivationRow) -> str:
    if row.device == row.identifier:
        return row.identifier
    return f"{row.device} \u00b7 {row.identifier}"


def _gather(desk: Desk, license_id: int) -> _Known:
    """Everything the dialog shows; runs on a worker."""
    services = desk.services
    asked = ListQuery(
        conditions=(
            Condition("license_id", Op.IN, (license_id,)),
            Condition("state", Op.IN, (ActivationState.ACTIVE,)),
        ),
        sort="device",
    )
    rows = services.licenses.rows([license_id])
    files = services.offline.files(license_id)
    devices = services.activations.first(asked, MOST_DEVICES)
    return _Known(rows[0] if rows else None, files, devices)
