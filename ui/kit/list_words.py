"""What a list says of itself."""

from dataclasses import dataclass

from app.core.text import N_, _, ngettext
from ui.kit import format as fmt


@dataclass(frozen=True, slots=True)
class ListWords:
    """All are `N_()` constants; `one` and `many` hold `%s` for the number."""

    title: str
    one: str
    many: str
    nothing: str
    hint: str = ""
    no_match: str = N_("Nothing matches")
    search: str = N_("Search by name or email...")

    def count(self, total: int | None) -> str:
        """How many there are; None while they are counted."""
        if total is None:
            return _("Counting\u2026")
        return ngettext(self.one, self.many, total) % fmt.text(total)
