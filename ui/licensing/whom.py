"""Asks whom licenses are for: a customer, or an e-mail that may be nobody's yet."""

from collections.abc import Mapping
from typing import Any, Protocol

from app.core.text import N_, _, ngettext
from app.licensing.outcomes import Assigned, NewCustomer
from ui.kit import format as fmt
from ui.kit.customer_picker import customer
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.form import Field, FormDialog


class Wanted(Protocol):
    """What a form has read about whom it is for."""

    @property
    def customer_id(self) -> int | None: ...
    @property
    def email(self) -> str: ...


class NewOnes:
    """Asks before an unknown e-mail becomes a customer, and remembers the answer."""

    def __init__(self) -> None:
        self._confirmed = ""

    def allowed(self, email: str) -> bool:
        """Whether a customer may be made for this address."""
        return bool(email) and self._confirmed == email.strip().casefold()

    def watch(self, dialog: FormDialog[Any]) -> None:
        """Ask when the form's use case says that nobody has the address, and go on with a yes."""

        def refused(error: Exception) -> None:
            if not isinstance(error, NewCustomer):
                return
            dialog.bar.say("")
            if ask(dialog, error.email):
                self._confirmed = error.email.strip().casefold()
                dialog.saver.submit()

        dialog.saver.refused.connect(refused)


def ask(dialog: FormDialog[Any], email: str) -> bool:
    """Whether a customer is to be created for an address (LIC-15)."""
    follows = _(
        "Look for typing errors first: a wrong address makes a wrong account. The new customer "
        "has no name yet and gets a Client ID of its own."
    )
    title = _("No customer has %s. Create one?") % email
    return bool(confirm(dialog, title, follows, _("Create customer")))


def fields(desk: Desk, title: str = N_("Customer")) -> tuple[Field, ...]:
    """A customer to look for, or an e-mail."""
    return (
        Field("customer_id", title, customer(desk)),
        Field(
            "email",
            N_("Or an e-mail"),
            placeholder=N_("john@example.com"),
            help=N_("Nobody has it yet? Then a customer is created, once you confirm."),
        ),
    )


def one_of(draft: Wanted, *, needed: bool = True) -> Mapping[str, str]:
    """What is wrong with whom a form is for."""
    if draft.customer_id is not None and draft.email.strip():
        return {"email": _("Choose a customer or enter an e-mail, not both.")}
    if needed and draft.customer_id is None and not draft.email.strip():
        return {"customer_id": _("Choose a customer, or enter an e-mail.")}
    return {}


def outcome(found: Assigned, one: str, many: str) -> str:
    """What became of it, in a few sentences; `one` and `many` name count and customer."""
    count = len(found.done)
    said = [
        ngettext(one, many, count)
        % {"count": fmt.text(count), "customer": fmt.short(found.customer)}
    ]
    if found.customer_created:
        said.append(_("New customer created."))
    waiting = found.mailed + found.customer_created
    if waiting:
        said.append(
            ngettext(
                "%s message is waiting: nothing is sent before e-mail is set up.",
                "%s messages are waiting: nothing is sent before e-mail is set up.",
                waiting,
            )
            % fmt.text(waiting)
        )
    return " ".join(said)
