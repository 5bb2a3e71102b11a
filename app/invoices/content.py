"""The fingerprint of everything an issued invoice says; it never changes."""

import hashlib
import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from app.core.audit import PLAIN, plain

_HEAD = (
    "uid", "kind", "number", "currency", "rounding", "issued_on", "due_on", "period_start",
    "period_end", "reference", "note", "buyer", "seller", "taxes", "net_minor", "tax_minor",
    "total_minor",
)  # fmt: skip
_LINE = (
    "position", "kind", "name", "sku", "detail", "period_start", "period_end", "quantity",
    "unit_minor", "discount_minor", "net_minor", "tax_category", "tax_name", "tax_ppm",
    "tax_minor",
)  # fmt: skip
_ENCODE = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode


def content_hash(invoice: Any, lines: Sequence[Any]) -> str:
    """SHA-256 over an invoice and its lines in order, as 64 hexadecimal digits.

    Both are rows, or anything that has the columns as attributes or, of a mapping, as keys.
    """
    said = [_said(invoice, _HEAD), *(_said(line, _LINE) for line in lines)]
    return hashlib.sha256(_ENCODE(said).encode()).hexdigest()


def _said(row: Any, names: Sequence[str]) -> list[Any]:
    values = map(row.__getitem__ if isinstance(row, dict) else partial(getattr, row), names)
    return [one if type(one) in PLAIN else plain(one) for one in values]
