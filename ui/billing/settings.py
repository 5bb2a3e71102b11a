"""The sections of the settings that are about money."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.core.text import N_
from ui.billing.settings_dunning import DunningPanel
from ui.billing.settings_rates import ExchangeRatesPanel
from ui.billing.settings_seller import SellerPanel
from ui.billing.settings_tax import TaxRatesPanel
from ui.kit.desk import Desk
from ui.kit.icons import Icon

# A name, a title, a picture, and what builds the section.
SECTIONS: tuple[tuple[str, str, Icon, Callable[[Desk], QWidget]], ...] = (
    ("seller", N_("Invoices and seller"), Icon.BUILDING, SellerPanel),
    ("taxRates", N_("Tax rates"), Icon.RECEIPT, TaxRatesPanel),
    ("exchangeRates", N_("Exchange rates"), Icon.GLOBE, ExchangeRatesPanel),
    ("dunningSteps", N_("Reminders"), Icon.BELL, DunningPanel),
)
