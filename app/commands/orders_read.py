"""Reads an order out of JSON, as `desk orders create` takes it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from app.core.errors import DeskError, Invalid
from app.core.text import _

if TYPE_CHECKING:
    from app.orders.drafts import OrderDraft

_DAYS = ("ordered_on", "expected_on")
_TEXTS = (
    "payment_method", "tracking_number", "carrier", "instructions", "notes",
)  # fmt: skip
_AMOUNTS = ("unit", "discount", "tax")
_ITEM = ("name", "sku", "tax_category")
_ADDRESSES = ("shipping_address", "billing_address")


class _Reader:
    """Gathers what is wrong, by where it stands."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    def object(
        self, where: str, found: object, known: Mapping[str, Callable[[str, Any], Any]]
    ) -> dict[str, Any]:
        """The parts of an object, each read by its own reader."""
        if not isinstance(found, dict):
            self.problems[where] = _("Write this as an object, in braces.")
            return {}
        values = {}
        for name, value in found.items():
            place = f"{where}.{name}" if where else str(name)
            if name not in known:
                said = _("There is no such field. Take it out, or check its name.")
                self.problems[place] = said
                continue
            try:
                values[name] = known[name](place, value)
            except (ValueError, TypeError) as problem:
                self.problems[place] = str(problem)
            except DeskError as problem:
                self.problems[place] = str(problem)
        return values


def order_of(found: object, currency: str, find: Callable[[str], int]) -> "OrderDraft":
    """The draft; `currency` is the organization's, `find` looks a customer up.

    Raises:
        Invalid: a field is not there, or not of its kind, keyed by where it stands.
        NotFound: the customer is not there.
    """
    from app.customers.drafts import CustomerDraft  # noqa: PLC0415 - see the package's docstring
    from app.customers.schemas import Kind  # noqa: PLC0415 - as above
    from app.orders.drafts import (  # noqa: PLC0415 - as above
        ADDRESS_PARTS,
        AddressDraft,
        LineDraft,
        OrderDraft,
    )

    reader = _Reader()
    code = found.get("currency") if isinstance(found, dict) else None
    used = code if isinstance(code, str) and code else currency
    line: dict[str, Callable[[str, Any], Any]] = {
        **dict.fromkeys(_ITEM, _text),
        **dict.fromkeys(_AMOUNTS, lambda _place, value: _money(value, used)),
        "quantity": _whole,
    }
    parts = dict.fromkeys(ADDRESS_PARTS, _text)
    person = dict.fromkeys(("email", *CustomerDraft.lines, "notes"), _text) | {
        "kind": lambda _place, value: Kind(value)
    }

    def items(place: str, value: Any) -> tuple[LineDraft, ...]:
        if not isinstance(value, list):
            raise TypeError(_("Write the items as a list, in brackets."))
        each = (reader.object(f"{place}.{n}", one, line) for n, one in enumerate(value))
        return tuple(LineDraft(**one) for one in each)

    known: dict[str, Callable[[str, Any], Any]] = {
        **dict.fromkeys((*_TEXTS, "currency"), _text),
        **dict.fromkeys(_DAYS, _day),
        **dict.fromkeys(
            _ADDRESSES, lambda place, value: AddressDraft(**reader.object(place, value, parts))
        ),
        "items": items,
        "customer": lambda place, value: find(_text(place, value)),
        "new_customer": lambda place, value: CustomerDraft(**reader.object(place, value, person)),
    }
    values = reader.object("", found, known)
    if reader.problems:
        raise Invalid(reader.problems)
    return OrderDraft(customer_id=values.pop("customer", None), **values)


def _text(_place: str, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(_("Write this as text, in quotes."))
    return value


def _whole(_place: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(_("Write this as a whole number."))
    return value


def _day(_place: str, value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError) as problem:
        raise ValueError(_("Write the day like %s.") % "2026-12-31") from problem


def _money(value: Any, currency: str) -> Any:
    """Amounts come as text, so that no digit is lost on the way."""
    from app.core.money import parse  # noqa: PLC0415 - see the package's docstring

    if not isinstance(value, str):
        raise TypeError(_("Write the amount as text, such as %s.") % '"19.90"')
    return parse(value, currency)
