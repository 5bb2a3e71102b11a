"""The settings everybody in the organization shares, for those who may change them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.changes import Touched
from app.core.currencies import currencies
from app.core.text import N_, _
from app.organization.schemas import OrganizationSettings
from ui.kit.desk import Desk
from ui.kit.form_choices import searchable
from ui.kit.form_editors import number, paragraph
from ui.kit.form_field import Field, Section
from ui.kit.form_panel import FormPanel
from ui.kit.form_saver import MessageBar, Saver
from ui.kit.parts import button


def _currencies() -> list[tuple[str, str]]:
    return [(found.code, f"{found.code} · {found.name}") for found in currencies()]


SPEC = (
    Section(
        N_("Organization"),
        (
            Field("name", N_("Name"), required=True),
            Field(
                "time_zone", N_("Time zone"), required=True, help=N_("For example Europe/Berlin.")
            ),
            Field(
                "currency",
                N_("Currency"),
                searchable(
                    lambda: [(one.code, f"{one.code} · {one.name}") for one in currencies()]
                ),
                required=True,
            ),
        ),
    ),
    Section(
        N_("Security"),
        (
            Field(
                "idle_minutes",
                N_("Lock after this many idle minutes"),
                number(0, 24 * 60),
                help=N_("0 never locks."),
            ),
            Field("password_length", N_("Shortest password"), number(8, 1024)),
            Field("password_upper", N_("Passwords need an uppercase letter")),
            Field("password_lower", N_("Passwords need a lowercase letter")),
            Field("password_digit", N_("Passwords need a number")),
            Field("password_special", N_("Passwords need a special character")),
        ),
    ),
    Section(
        N_("Customers"),
        (
            Field(
                "grace_days",
                N_("Days until a deleted customer is purged"),
                number(0, 3650),
                help=N_("Until then it can be restored."),
            ),
            Field("dormant_months", N_("Dormant after this many months"), number(1, 120)),
            Field("export_purpose_required", N_("Ask what each export is for")),
        ),
    ),
    Section(
        N_("Verify a customer by itself when"),
        (
            Field("verify_first_order", N_("Its first order is delivered")),
            Field("verify_referred", N_("A verified customer referred it")),
            Field("verify_email", N_("Its e-mail address is confirmed")),
            Field("verify_domains", N_("Its e-mail is of a trusted domain")),
            Field(
                "trusted_domains",
                N_("Trusted domains"),
                paragraph,
                wide=True,
                help=N_("One on each line; acme.com also trusts mail.acme.com."),
            ),
        ),
        N_("Whoever was unverified by hand is verified by hand alone."),
    ),
)


class OrganizationPanel(QWidget):
    """Loads the settings, lets them be changed, and saves them; `changed` has the new ones."""

    changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._desk = desk
        self.panel: FormPanel[OrganizationSettings] = FormPanel(
            "settings", OrganizationSettings, SPEC
        )
        self.bar = MessageBar("settings")
        self.save = button(_("Save"), "settings.save", role="primary")
        self.save.setEnabled(False)
        saver: Saver[OrganizationSettings] = Saver(
            desk, self.panel, self.bar, self.save, desk.services.organization.save
        )
        saver.saved.connect(self._saved)
        desk.changes.heard.connect(self._heard)
        self.panel.edited.connect(self._offer)
        self.panel.entered.connect(saver.submit)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 12, 0)
        body.addWidget(self.panel)
        body.addWidget(self.bar)
        ends = QHBoxLayout()
        ends.addStretch()
        ends.addWidget(self.save)
        body.addLayout(ends)
        self.panel.setEnabled(False)
        self._load()

    def _heard(self, touched: Touched) -> None:
        """Follow what is saved elsewhere, unless something was typed here."""
        if "organization" in touched and not self.panel.is_dirty:
            self._load()

    def _saved(self) -> None:
        self._desk.notices.say(_("Settings saved."))
        self._load()

    def _load(self) -> None:
        self._desk.tasks.run(self, self._desk.services.organization.settings, self._show)

    def _show(self, settings: OrganizationSettings) -> None:
        self.panel.setEnabled(True)
        self.panel.load(settings)
        self.changed.emit(settings)

    def _offer(self) -> None:
        self.save.setEnabled(self.panel.is_dirty)
