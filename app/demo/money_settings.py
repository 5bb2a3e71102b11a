"""What the demo's bills rest on: who sells, tax and exchange rates, reminders."""

from datetime import date

from sqlalchemy.orm import Session

from app.billing.dunning import USUAL
from app.billing.model import STANDARD, DunningStep, ExchangeRate, TaxRate
from app.core.text import _
from app.demo.orders import TAXES
from app.organization.service import the_one

SINCE = date(2020, 1, 1)
# In parts per million. A demo need not be up to date, and says so nowhere.
_OTHERS = {
    "AE": 50_000, "AR": 210_000, "AU": 100_000, "BE": 210_000, "BR": 170_000, "CA": 50_000,
    "CN": 130_000, "CZ": 210_000, "DK": 250_000, "EG": 140_000, "FI": 255_000, "GR": 240_000,
    "HU": 270_000, "IE": 230_000, "IL": 180_000, "IN": 180_000, "IS": 240_000, "IT": 220_000,
    "JP": 100_000, "KR": 100_000, "MX": 160_000, "NG": 75_000, "NL": 210_000, "NO": 250_000,
    "NZ": 150_000, "PL": 230_000, "PT": 230_000, "RO": 210_000, "SE": 250_000, "SG": 90_000,
    "TR": 200_000, "UA": 200_000, "US": 0, "VN": 100_000, "ZA": 150_000,
}  # fmt: skip
_CALLED = {
    "AU": "GST", "CA": "GST", "CH": "MWST", "DE": "MwSt.", "FR": "TVA", "IN": "GST", "IT": "IVA",
    "ES": "IVA", "NZ": "GST", "SG": "GST", "US": "Not taxed",
}  # fmt: skip
# Billionths of a euro for one unit.
_RATES = {
    "CHF": 1_071_000_000, "GBP": 1_142_000_000, "JPY": 5_650_000, "USD": 863_000_000,
}  # fmt: skip
_DAYS = (date(2020, 1, 1), date(2025, 7, 1), date(2026, 7, 1))
_SELLER = {
    "seller_name": "Alder & Finch Software GmbH",
    "seller_address": "Lindenallee 14\n10115 Berlin",
    "seller_country": "DE",
    "seller_tax_id": "DE 999 999 999",
    "seller_email": "billing@alder-finch.example",
    "payment_details": "Alder & Finch Software GmbH\nIBAN DE00 0000 0000 0000 0000 00\n"
    "Please name the invoice number.",
    "invoice_note": "Thank you for working with us.",
    "payment_terms_days": 30,
}


def settle_money(session: Session) -> None:
    """Add rates and reminders, and say who sells."""
    for country, ppm in sorted({**_OTHERS, **TAXES}.items()):
        name = _CALLED.get(country, "VAT")
        session.add(
            TaxRate(country=country, category=STANDARD, name=name, ppm=ppm, valid_from=SINCE)
        )
    organization = the_one(session)
    if organization.currency == "EUR":
        for step, day in enumerate(_DAYS):
            session.add_all(
                ExchangeRate(base="EUR", currency=code, on_date=day, nano=nano * (97 + step) // 99)
                for code, nano in _RATES.items()
            )
    for draft in USUAL:
        words = {name: _(getattr(draft, name)) for name in ("name", "subject", "body")}
        session.add(DunningStep(days=draft.days, holds=draft.holds, **words))
    organization.settings = {**_SELLER, **organization.settings}
    session.flush()
