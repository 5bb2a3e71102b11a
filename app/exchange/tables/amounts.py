"""Reads amounts and whose they are, for tables of documents about money."""

from app.core.countries import country_name
from app.core.country_names import country_code
from app.core.currencies import is_currency
from app.core.errors import DeskError, Invalid
from app.core.money import Money, parse
from app.core.text import N_, _
from app.exchange.tables.owners import Owners
from app.exchange.tables.target import TableField, TableRow

CURRENCY = TableField(N_("Currency"), ("currencycode", "wahrung", "curr"))
_SHOWN = 40


def currency_of(row: TableRow, usual: str) -> str:
    """The currency a row names, or the usual one.

    Raises:
        Invalid: there is no such currency.
    """
    text = row.text("currency").upper()
    if text and not is_currency(text):
        said = _("“%s” is not a currency code. Use three letters such as EUR or USD.")
        raise Invalid({"currency": said % row.text("currency")[:_SHOWN]})
    return text or usual


def amount(row: TableRow, field: str, currency: str) -> Money | None:
    """The amount in a field; None for a blank one.

    Raises:
        Invalid: it is none, or finer than the currency.
    """
    if not (text := row.text(field)):
        return None
    try:
        return parse(text, currency, row.decimal_sign)
    except DeskError as problem:
        raise Invalid({field: f"“{text[:_SHOWN]}”: {problem}"}) from problem


def customer_of(owners: Owners, row: TableRow) -> int:
    """The id of the customer a row names.

    Raises:
        Invalid: it names nobody, or nobody who is there.
        Conflict, NotFound: as `Owners.find`.
    """
    whom, found = owners.find(row)
    if not whom.anybody:
        raise Invalid({"client_id": _("Say whose it is: enter a Client ID or an e-mail.")})
    if found is None:
        said = _("No customer has the e-mail %s. Import or add the customer first.")
        raise Invalid({"email": said % whom.email})
    return found


def country_in(row: TableRow, field: str) -> str:
    """The ISO code of the country in a field, in any language; blank for a blank one.

    Raises:
        Invalid: there is no such country.
    """
    if not (text := row.text(field)):
        return ""
    if (code := country_code(text)) is None:
        said = _("“%(text)s” is not a country. Write it like %(name)s or DE.")
        raise Invalid({field: said % {"text": text[:_SHOWN], "name": country_name("DE")}})
    return code
