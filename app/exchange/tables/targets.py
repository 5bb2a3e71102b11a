"""What tables can be imported into. Adding a target adds it here."""

from collections.abc import Mapping

from app.exchange.tables.activations import ACTIVATIONS
from app.exchange.tables.invoices import INVOICES
from app.exchange.tables.licenses import LICENSES
from app.exchange.tables.payments import PAYMENTS
from app.exchange.tables.target import Target

TARGETS: Mapping[str, Target] = {
    one.name: one for one in (LICENSES, ACTIVATIONS, INVOICES, PAYMENTS)
}
