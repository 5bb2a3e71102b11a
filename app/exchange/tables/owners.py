"""Finds the customers rows name by Client ID or e-mail, and tells who would be new."""

from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.contact import email_problem, normalise_email
from app.core.errors import Conflict, Invalid
from app.core.text import N_, _, ngettext
from app.exchange.tables.target import TableField, TableRow
from app.licensing import people
from app.licensing.people import Whom

EMAIL = TableField(N_("Customer e-mail"), (
    "email", "emailaddress", "mail", "useremail", "customermail", "customeremailaddress",
    "assignedto", "emailadresse",
))  # fmt: skip
CLIENT_ID = TableField(N_("Client ID"), (
    "customerid", "clientcode", "customercode", "customernumber", "clientnumber",
    "kundennummer",
))  # fmt: skip


class Owners:
    """The customers of one file's rows, each looked up once; fields "email" and "client_id"."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session, self._actor = session, actor
        self._known: dict[Whom, int | None] = {}
        self._new: set[str] = set()
        self._codes: dict[str, str] = {}

    def find(self, row: TableRow) -> tuple[Whom, int | None]:
        """Whom a row names, and the customer's id: None where nobody is, or not yet.

        A customer who is known is named by the id alone.

        Raises:
            Conflict: the customer is deleted, or Client ID and e-mail are of two customers.
            Invalid: the e-mail is none, or the Client ID is nobody's.
            NotFound: they are not for this actor to see.
        """
        whom = Whom(client_id=row.text("client_id"), email=row.text("email"))
        if whom.anybody and whom not in self._known:
            self._known[whom] = self._look_up(whom)
        found = self._known.get(whom)
        return (whom if found is None else Whom(found)), found

    def expect(self, whom: Whom, customer_id: int | None) -> str:
        """Count on a customer; a sentence where writing the row would create them.

        Raises:
            Conflict: another row gives the Client ID to somebody else.
            Invalid: nobody can have that e-mail.
            PermissionDenied: the actor may not create customers.
        """
        if customer_id is not None or not whom.anybody:
            return ""
        self._actor.require(Permission.CUSTOMERS_CREATE)
        if problem := email_problem(whom.email):
            raise Invalid({"email": problem})
        norm = normalise_email(whom.email).norm
        if whom.client_id and self._codes.setdefault(whom.client_id, norm) != norm:
            said = _("Another row has the Client ID “%s” with another e-mail. Correct one of them.")
            raise Conflict(said % whom.client_id)
        if norm in self._new:
            return ""
        self._new.add(norm)
        return _("A new customer is created for %s.") % whom.email

    def notes(self) -> tuple[str, ...]:
        """How many customers are created."""
        if not self._new:
            return ()
        said = ngettext(
            "%d new customer is created, and invited by e-mail.",
            "%d new customers are created, and invited by e-mail.",
            len(self._new),
        )
        return (said % len(self._new),)

    def _look_up(self, whom: Whom) -> int | None:
        found = people.look_up(self._session, self._actor, whom)
        if found is not None and whom.client_id and whom.email:
            other = people.look_up(self._session, self._actor, Whom(email=whom.email))
            if other is None or other.id != found.id:
                said = _(
                    "The Client ID is of %s, who has another e-mail. Correct one of the two, or "
                    "clear it."
                )
                raise Conflict(said % people.called(found))
        return found.id if found is not None else None
