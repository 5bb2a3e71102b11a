"""Who sells, as invoices show it: a section of the settings."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.changes import Touched
from app.core.countries import countries
from app.core.errors import Unavailable
from app.core.files import describe_os_error
from app.core.text import N_, _
from app.organization.schemas import OrganizationSettings
from ui.kit import dialogs
from ui.kit.desk import Desk
from ui.kit.form_choices import choice, searchable
from ui.kit.form_editors import ParagraphEditor, number
from ui.kit.form_field import Field, Section
from ui.kit.form_panel import FormPanel
from ui.kit.form_saver import MessageBar, Saver
from ui.kit.icons import Icon
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

PLACE = "seller"
LOGO_WIDTH, LOGO_HEIGHT = 180, 60
SPEC = (
    Section(
        N_("Seller"),
        (
            Field(
                "seller_name",
                N_("Name on invoices"),
                help=N_("Blank: the organization's own."),
                wide=True,
            ),
            Field("seller_address", N_("Address"), lambda _kind: ParagraphEditor(3), wide=True),
            Field(
                "seller_country",
                N_("Country"),
                searchable(lambda: [("", ""), *((one.code, one.name) for one in countries())]),
                help=N_("Dates and numbers on papers are written as there."),
            ),
            Field("seller_tax_id", N_("Tax number")),
            Field("seller_email", N_("E-mail")),
        ),
        N_("Invoices that were issued keep what they say."),
    ),
    Section(
        N_("Invoices"),
        (
            Field("payment_terms_days", N_("Days to pay"), number(0, 3650)),
            Field(
                "tax_rounding",
                N_("Tax is rounded"),
                choice(
                    lambda: [
                        ("line", _("On each line")),
                        ("document", _("Once for each rate")),
                    ]
                ),
            ),
            Field(
                "payment_details",
                N_("How to pay"),
                lambda _kind: ParagraphEditor(4),
                help=N_("Bank and account, for example."),
                wide=True,
            ),
            Field("invoice_note", N_("Note below"), lambda _kind: ParagraphEditor(3), wide=True),
        ),
    ),
)


class SellerPanel(QWidget):
    """Loads what invoices say of the seller, lets it be changed, and saves it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._desk = desk
        self.panel: FormPanel[OrganizationSettings] = FormPanel(PLACE, OrganizationSettings, SPEC)
        self.bar = MessageBar(PLACE)
        self.save = button(_("Save"), f"{PLACE}.save", role="primary")
        self.save.setEnabled(False)
        self.logo = Logo(desk)
        self.saver: Saver[OrganizationSettings] = Saver(
            desk, self.panel, self.bar, self.save, desk.services.organization.save
        )
        self.saver.saved.connect(self._saved)
        self.panel.edited.connect(self._offer)
        self.panel.entered.connect(self.saver.submit)
        self.panel.setEnabled(False)
        desk.changes.heard.connect(self._heard)
        self._arrange()
        self._load()

    def _arrange(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 12, 0)
        body.addWidget(self.panel)
        body.addWidget(self.bar)
        ends = QHBoxLayout()
        ends.addStretch()
        ends.addWidget(self.save)
        body.addLayout(ends)
        body.addWidget(self.logo)
        body.addStretch()

    def _heard(self, touched: Touched) -> None:
        """Follow what is saved elsewhere, unless something was typed here."""
        if "organization" in touched and not self.panel.is_dirty and not self.saver.busy:
            self._load()

    def _saved(self) -> None:
        self._desk.notices.say(_("Settings saved."))
        self._load()

    def _load(self) -> None:
        self._desk.tasks.run(self, self._desk.services.organization.settings, self._show)

    def _show(self, settings: OrganizationSettings) -> None:
        self.panel.setEnabled(True)
        self.panel.load(settings)

    def _offer(self) -> None:
        self.save.setEnabled(self.panel.is_dirty)


class Logo(QWidget):
    """The picture on invoices: shown, chosen, taken away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._desk = desk
        self.picture = QLabel()
        self.picture.setObjectName(f"{PLACE}.logo")
        self.picture.setAccessibleName(_("Logo"))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.choose = button(_("Choose logo\u2026"), f"{PLACE}.chooseLogo", Icon.FOLDER)
        self.remove = button(_("Remove logo"), f"{PLACE}.removeLogo", Icon.TRASH)
        self.choose.clicked.connect(self._choose)
        self.remove.clicked.connect(self._remove)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 12, 0, 0)
        body.setSpacing(8)
        body.addWidget(label(_("Logo"), "h2"))
        hint = _("PNG or JPEG, at most 1 MB. It stands at the head of new invoices.")
        body.addWidget(paragraph(hint, "muted"))
        body.addWidget(self.picture)
        steps = QHBoxLayout()
        steps.addWidget(self.choose)
        steps.addWidget(self.remove)
        steps.addStretch()
        body.addLayout(steps)
        self.show_logo(None)
        self._load()

    def _load(self) -> None:
        self._desk.tasks.run(self, self._desk.services.seller.logo, self.show_logo)

    def show_logo(self, content: bytes | None) -> None:
        """Show a picture, or that there is none."""
        found = QPixmap()
        if content is not None and found.loadFromData(content):
            room = theme().px(LOGO_WIDTH), theme().px(LOGO_HEIGHT)
            keep = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            found = found.scaled(*room, keep, smooth)
        self.picture.setPixmap(found)
        self.picture.setVisible(not found.isNull())
        self.remove.setVisible(content is not None)

    def _choose(self) -> None:
        kinds = [_("Pictures (*.png *.jpg *.jpeg)")]
        path = dialogs.ask_open_path(self, _("Choose a logo"), kinds)
        if path is None:
            return

        def work() -> bytes:
            try:
                content = path.read_bytes()
            except OSError as error:
                raise Unavailable(describe_os_error(error, path, reading=True)) from error
            self._desk.services.seller.set_logo(content)
            return content

        self._desk.tasks.run(self, work, self._kept)

    def _kept(self, content: bytes) -> None:
        self.show_logo(content)
        self._desk.notices.say(_("New invoices carry this logo."))

    def _remove(self) -> None:
        def done(_none: object) -> None:
            self.show_logo(None)
            self._desk.notices.say(_("New invoices carry no logo."))

        self._desk.tasks.run(self, lambda: self._desk.services.seller.set_logo(None), done)
