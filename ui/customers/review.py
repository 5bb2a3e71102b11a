"""What is about to be saved, to be read once more before it is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.addresses import format_address
from app.core.countries import country_name
from app.core.passwords import PasswordPolicy
from app.core.text import _
from app.customers.drafts import CompanyDraft
from ui.kit.form_panel import scrolled
from ui.kit.icons import Icon
from ui.kit.parts import card, label, picture
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role, theme

Lines = Sequence[tuple[str, str]]
_LONG = 400


class CompanyReview(QWidget):
    """Shows a company's draft as it will be stored, and what to look at again."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._area: QScrollArea | None = None

    def show_draft(self, draft: CompanyDraft, policy: PasswordPolicy) -> None:
        """Show this one."""
        if self._area is not None:
            self._column.removeWidget(self._area)
            self._area.deleteLater()
        inside = QWidget()
        inside.setProperty("role", "clear")
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        for warning in draft.warnings().values():
            body.addWidget(_note(warning))
        for title, lines in _parts(draft, policy):
            body.addWidget(_part(title, lines))
        body.addStretch(1)
        self._area = scrolled(inside)
        self._column.addWidget(self._area)


def _parts(draft: CompanyDraft, policy: PasswordPolicy) -> list[tuple[str, Lines]]:
    values = draft.values()
    address = format_address(
        values["country"],
        **{
            key: values[key]
            for key in ("address_line1", "address_line2", "city", "state", "postal_code")
        },
    )
    admin = f"{values['admin_first_name']} {values['admin_last_name']}"
    given = [values[f"contact_{key}"] for key in ("name", "phone", "email", "address")]
    contact = "\n".join(filter(None, given)) or _("%s, the admin user") % admin
    return [
        (
            _("Company"),
            (
                (_("Company name"), values["company_name"]),
                (_("Website"), values["website"]),
                (_("Phone number"), values["phone"]),
                (_("Country"), country_name(values["country"])),
                (_("Address"), address),
                (_("Description"), values["description"]),
            ),
        ),
        (
            _("Admin user"),
            (
                (_("Name"), admin),
                (_("Signs in with"), values["admin_email"]),
                (_("Password"), _meets(draft, policy)),
            ),
        ),
        (_("Primary contact"), ((_("Contact"), contact),)),
    ]


def _meets(draft: CompanyDraft, policy: PasswordPolicy) -> str:
    return policy.problem(draft.admin_password) or _("Meets every requirement")


def _part(title: str, lines: Lines) -> QFrame:
    made = card()
    grid = QGridLayout()
    grid.setContentsMargins(0, 4, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, theme().px(130))
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for row, (name, value) in enumerate(lines):
        shown = value if len(value) <= _LONG else f"{value[:_LONG]}\u2026"
        grid.addWidget(label(name, "muted"), row, 0, top)
        grid.addWidget(paragraph(shown or "\u2013"), row, 1, top)
    column = made.layout()
    if isinstance(column, QVBoxLayout):
        column.addWidget(label(title, "h2"))
        column.addLayout(grid)
    return made


def _note(text: str) -> QFrame:
    made = QFrame()
    made.setProperty("role", "warning")
    row = QHBoxLayout(made)
    row.setContentsMargins(12, 8, 12, 8)
    row.setSpacing(10)
    row.addWidget(picture(Icon.ALERT, 16, Role.WARN_FG), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(paragraph(text), 1)
    return made
