"""What every page may reach for, passed in, never imported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from app.core.access import Actor
from app.core.listing import ListQuery
from ui.kit.changes import ChangeRelay
from ui.kit.notices import Notices
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme

if TYPE_CHECKING:
    # The services bring SQLAlchemy with them, which the first window does not wait for.
    from app.services import Services
    from ui.kit.memory import Memory


# The ids before and after one, None at the ends.
Beside = Callable[[int], tuple[int | None, int | None]]
# By filter: values only the database knows, with their words.
Named = Mapping[str, Sequence[tuple[Any, str]]]


class Navigator(Protocol):
    """Ways to get elsewhere, offered by the shell to every screen."""

    def open_page(self, name: str) -> None:
        """Show the page of that name, as in `shell.nav.<page>`."""
        ...

    def open_list(self, name: str, asked: ListQuery, options: Named | None = None) -> None:
        """Show that page with this question asked; `options` say what its values are called."""
        ...

    def open_customer(self, customer_id: int, tab: str = "") -> None:
        """Open the customer's window, or raise it where it is open already; at `tab`."""
        ...

    def follow(self, beside: Beside) -> None:
        """Let previous and next in customer windows go by this list from now on."""
        ...

    def beside(self, customer_id: int) -> tuple[int | None, int | None]:
        """The customers before and after this one in the list that is followed.

        May be asked on any thread: in a long list it is looked for.
        """
        ...

    def open_palette(self, text: str = "") -> None:
        """Open the palette with `text` typed in."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's desk, from sign-in to sign-out."""

    actor: Actor
    services: "Services"
    tasks: Tasks
    notices: Notices
    changes: ChangeRelay
    memory: "Memory"
    theme: Theme
    navigator: Navigator
