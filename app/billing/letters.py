"""Letters with gaps, such as reminders: which gaps there are, and how they are filled."""

import re
from collections.abc import Mapping

from app.core.text import N_, _

# What a reminder may say about an invoice, and what that is in words.
GAPS = {
    "customer": N_("the customer's name"),
    "invoice": N_("the invoice's number"),
    "issued": N_("when it was issued"),
    "due": N_("when it was due"),
    "days": N_("how many days ago that was"),
    "owed": N_("what is still owed"),
    "payment_details": N_("how to pay"),
    "seller": N_("your organization's name"),
}
_GAP = re.compile(r"\{([^{}]*)\}")


def problem(text: str) -> str | None:
    """A sentence when a text has a gap nobody knows how to fill."""
    for found in _GAP.finditer(text):
        if found[1] not in GAPS:
            known = ", ".join(f"{{{name}}}" for name in GAPS)
            return _("{%(gap)s} cannot be filled in. Use one of these: %(known)s.") % {
                "gap": found[1],
                "known": known,
            }
    return None


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its gaps filled; what `values` do not have stays as it is."""
    return _GAP.sub(lambda found: values.get(found[1], found[0]), text)
