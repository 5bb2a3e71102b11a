"""Roles in words: what each allows, and whose customers it shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.access import Permission, Scope
from app.core.text import N_, _
from app.staff.schemas import RoleRow
from ui.kit.form_choices import ChoiceEditor
from ui.kit.form_editors import Editor, EditorFactory
from ui.kit.icons import Icon
from ui.kit.parts import card, label, picture, restyle
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role

# Whoever has an account may sign in, so that is not said.
ALLOWS: Mapping[Permission, str] = {
    Permission.CUSTOMERS_READ: N_("See customers"),
    Permission.CUSTOMERS_CREATE: N_("Create customers"),
    Permission.CUSTOMERS_EDIT: N_("Edit customers"),
    Permission.CUSTOMERS_STATUS: N_("Activate, deactivate, block"),
    Permission.CUSTOMERS_VERIFY: N_("Verify customers"),
    Permission.CUSTOMERS_DELETE: N_("Delete and restore customers"),
    Permission.CUSTOMERS_BULK: N_("Change many customers at once"),
    Permission.CUSTOMERS_IMPORT: N_("Import customers"),
    Permission.CUSTOMERS_EXPORT: N_("Export customers"),
    Permission.PRODUCTS_EDIT: N_("Change products and plans"),
    Permission.LICENSES_READ: N_("See licenses and subscriptions"),
    Permission.LICENSES_EDIT: N_("Issue, assign and change licenses"),
    Permission.LICENSES_REVOKE: N_("Revoke and cancel licenses"),
    Permission.LICENSES_REINSTATE: N_("Reinstate revoked licenses"),
    Permission.LICENSES_REVEAL: N_("Read license keys"),
    Permission.LICENSES_IMPORT: N_("Import licenses and activations"),
    Permission.LICENSES_EXPORT: N_("Export licenses"),
    Permission.LICENSES_SIGN: N_("Manage signing keys"),
    Permission.ACTIVATIONS_EDIT: N_("Activate, release and block devices"),
    Permission.SUBSCRIPTIONS_EDIT: N_("Start, change and end subscriptions"),
    Permission.ORDERS_READ: N_("See orders"),
    Permission.ORDERS_PROGRESS: N_("Let orders go on, add notes and tracking numbers"),
    Permission.ORDERS_EDIT: N_("Create, edit and cancel orders"),
    Permission.ORDERS_CORRECT: N_("Correct the status of orders"),
    Permission.BILLING_READ: N_("See invoices and payments"),
    Permission.BILLING_EDIT: N_("Draft invoices, change billing information"),
    Permission.INVOICES_ISSUE: N_("Issue invoices, bill months, send reminders"),
    Permission.INVOICES_VOID: N_("Void and write off invoices"),
    Permission.PAYMENTS_EDIT: N_("Record and allocate payments"),
    Permission.PAYMENTS_REFUND: N_("Refund payments"),
    Permission.BILLING_IMPORT: N_("Import invoices and payments"),
    Permission.BILLING_EXPORT: N_("Export invoices and payments"),
    Permission.TAGS_MANAGE: N_("Manage tags"),
    Permission.SEGMENTS_MANAGE: N_("Manage segments"),
    Permission.INTERACTIONS_LOG: N_("Log interactions and follow-ups"),
    Permission.INTERACTIONS_CORRECT: N_("Correct what others logged"),
    Permission.ATTACHMENTS_EDIT: N_("Add and remove files"),
    Permission.AUDIT_READ: N_("Read the audit trail"),
    Permission.STAFF_MANAGE: N_("Manage staff"),
    Permission.SETTINGS_EDIT: N_("Change shared settings"),
    Permission.UPKEEP: N_("Look after the database"),
}
SCOPES: Mapping[Scope, str] = {
    Scope.ALL: N_("Sees the customers of everybody."),
    Scope.TEAM: N_(
        "Sees the customers of their team and their own; without a team, only their own."
    ),
    Scope.OWN: N_("Sees only the customers they own."),
}
NOT_A_WALL = N_(
    "This database is a file on this computer. In it, roles guide honest staff and prevent "
    "mistakes; they are no wall between people who share the computer or the file. If some "
    "must not see what others see, use a shared database on a server."
)
_MOST_COLUMNS, _GAP, _MARGIN = 3, 16, 12


class Summary(QFrame):
    """What the role that is chosen allows, ticked one by one."""

    def __init__(self, *, shared: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        inside = card(margins=(_MARGIN, 10, _MARGIN, 10))
        self._grid, self._columns = QGridLayout(), 0
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(4)
        body = inside.layout()
        self.scope = paragraph("", name="staff.role.scope")
        self.lines = {permission: _Line(_(words)) for permission, words in ALLOWS.items()}
        if isinstance(body, QVBoxLayout):
            body.setSpacing(8)
            body.addWidget(self.scope)
            body.addLayout(self._grid)
        column.addWidget(inside)
        self._place(_MOST_COLUMNS)
        if not shared:
            column.addWidget(_note(_(NOT_A_WALL)))

    def show_role(self, role: RoleRow | None) -> None:
        """Tick what this role allows."""
        self.scope.setText(_(SCOPES[role.scope]) if role else _("Choose a role to see more."))
        for permission, line in self.lines.items():
            line.show_allowed(allowed=role is not None and permission in role.permissions)

    def resizeEvent(self, event: QResizeEvent) -> None:
        widest = max(line.sizeHint().width() for line in self.lines.values())
        fitting = (self.width() - 2 * _MARGIN + _GAP) // (widest + _GAP)
        self._place(min(max(fitting, 1), _MOST_COLUMNS))
        super().resizeEvent(event)

    def _place(self, columns: int) -> None:
        """Put the lines into so many columns, each read downwards."""
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.count():
            self._grid.takeAt(0)
        rows = -(-len(self.lines) // columns)
        for place, line in enumerate(self.lines.values()):
            self._grid.addWidget(line, place % rows, place // rows)
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


class RoleEditor(ChoiceEditor):
    """One of the roles, by id; below it what the role means."""

    def __init__(self, roles: Sequence[RoleRow], *, shared: bool) -> None:
        super().__init__([(role.id, _(role.name)) for role in roles])
        self._roles = {role.id: role for role in roles}
        self.summary = Summary(shared=shared)
        inner, outer = self.widget, QWidget()
        stack = QVBoxLayout(outer)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(4)
        stack.addWidget(inner)
        stack.addWidget(self.summary)
        self.widget = outer
        self.setParent(outer)
        self.combo.setCurrentIndex(-1)
        self.edited.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        self.summary.show_role(self._roles.get(self.read()))


def role_editor(roles: Sequence[RoleRow], *, shared: bool) -> EditorFactory:
    """Choose one of these roles; where the database is not `shared`, say what that means."""

    def made(_kind: Any) -> Editor:
        return RoleEditor(roles, shared=shared)

    return made


class _Line(QWidget):
    """One thing a role may allow: a tick or a dash, and the words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words, self.allowed = words, False
        self._mark = picture(Icon.MINUS, 14)
        self._text = label(words, "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        # Too narrow a place leaves fewer columns; it must not stop the form from shrinking.
        self._text.setMinimumWidth(1)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)

    def show_allowed(self, *, allowed: bool) -> None:
        self.allowed = allowed
        found = (Icon.CIRCLE_CHECK, Role.OK_FG) if allowed else (Icon.MINUS, Role.MUTED)
        self._mark.show_icon(*found)
        restyle(self._text, role="" if allowed else "caption")
        state = _("allowed") if allowed else _("not allowed")
        self._text.setAccessibleName(f"{self._words}: {state}")


def _note(text: str) -> QFrame:
    made = QFrame()
    made.setProperty("role", "bar")
    row = QHBoxLayout(made)
    row.setContentsMargins(12, 8, 12, 8)
    row.setSpacing(10)
    row.addWidget(picture(Icon.INFO, 16, Role.ACCENT), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(paragraph(text, "", "staff.role.note"), 1)
    return made
