"""What a product's license keys look like: an X is a random character, the rest stays."""

import re

from app.core.text import _

DEFAULT = "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"
LONGEST = 60
# The last of the random places hold what tells a mistyped key.
CHECKS = 2
BITS_EACH = 5
FEWEST_BITS = 100
FEWEST = FEWEST_BITS // BITS_EACH + CHECKS
_REFUSED = re.compile("[^A-Z0-9-]")


def problem(key_format: str) -> str | None:
    """A sentence when license keys cannot look so; None when they can."""
    if len(key_format) > LONGEST:
        return _("A key format can have %d characters at most. Shorten it.") % LONGEST
    if found := _REFUSED.search(key_format):
        return _(
            "A key format holds capital letters, digits and dashes; “%(odd)s” is none. "
            "Use one such as %(example)s."
        ) % {"odd": found[0], "example": DEFAULT}
    if (places := key_format.count("X")) < FEWEST:
        return _(
            "With %(places)d random places such keys could be guessed. Use at least %(fewest)d "
            "times X, as in %(example)s."
        ) % {"places": places, "fewest": FEWEST, "example": DEFAULT}
    if not key_format.endswith("X"):
        return _("A key ends in random characters, by which lists tell it. Let it end in X.")
    return None
