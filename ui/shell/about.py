"""Which program this is, and on what it stands."""

import platform

import PySide6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit.icons import app_icon
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph
from ui.shell.navigation import Place


def product_version() -> str:
    """The version of the program that runs."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - seldom needed

    try:
        return version("customer-desk")
    except PackageNotFoundError:
        return _("unknown version")


def details(place: Place) -> str:
    """What someone who helps wants to know, a line each."""
    return "\n".join(
        (
            f"Customer Desk {product_version()}",
            f"{_('Database')}: {place.kind}, {place.name}",
            f"Python {platform.python_version()}, Qt {PySide6.__version__}",
            platform.platform(),
        )
    )


class AboutDialog(QDialog):
    """Version, licence, and the details to copy."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(_("About Customer Desk"))
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 24, 24, 20)
        body.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(16)
        mark = QLabel()
        mark.setPixmap(app_icon().pixmap(48, 48))
        head.addWidget(mark)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(label(_("Customer Desk"), "h1"))
        names.addWidget(label(_("Version %s") % product_version(), "muted"))
        head.addLayout(names, 1)
        body.addLayout(head)
        body.addWidget(paragraph(_("Customers, their licenses and their money, on a desktop.")))
        told = details(place)
        body.addWidget(paragraph(told.partition("\n")[2], "caption", "about.details"))
        libraries = _(
            "Free software under the MIT licence. Qt is used under the LGPL 3, the "
            "Inter font under the OFL 1.1, the Lucide icons under the ISC licence."
        )
        body.addWidget(paragraph(libraries, "caption"))
        copy = button(_("Copy details"), "about.copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(told))
        close = button(_("Close"), "about.close", role="primary")
        close.setDefault(True)
        buttons = QDialogButtonBox(self)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        body.addWidget(buttons)
        self.setMinimumWidth(440)
