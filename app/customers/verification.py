"""Use cases on verification: look at a customer, verify it, and take that back."""

from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.errors import Conflict
from app.core.service import Service, query, use_case
from app.core.text import _
from app.customers import verify_facts, verifying
from app.customers.queries import get
from app.customers.stale import refuse_deleted
from app.customers.verify_schemas import Ground, Review, UnverifyDraft, verified_by_words


class VerificationService(Service):
    """Who is a customer for sure, and since when."""

    @query(Permission.CUSTOMERS_VERIFY)
    def review(self, session: Session, customer_id: int) -> Review:
        """What is known of a customer, what is missing, and what speaks for and against it.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        return verify_facts.review(session, get(session, self.actor, customer_id))

    @use_case(Permission.CUSTOMERS_VERIFY)
    def verify(self, session: Session, customer_id: int, version: int | None = None) -> None:
        """Verify a customer: it is one since now. `version` is the one that was looked at.

        Raises:
            Conflict: it is verified already or deleted, or others changed it since.
            NotFound: it is not there, or not for this actor to see.
        """
        found = get(session, self.actor, customer_id, lock=True)
        refuse_deleted(session, found)
        if found.verified_at is not None:
            said = _("%s verified this customer already.")
            raise Conflict(said % (verified_by_words(found.verified_by) or _("Somebody else")))
        if version is not None and version != found.version:
            raise Conflict(
                _("%s changed this customer meanwhile. Look at it again before you verify it.")
                % (found.updated_by or _("Somebody else"))
            )
        verifying.verify(session, found, self.actor.name)

    @use_case(Permission.CUSTOMERS_VERIFY)
    def unverify(self, session: Session, customer_id: int, draft: UnverifyDraft) -> None:
        """Take a verification back; why stays in the customer's history.

        From then on nothing verifies it by itself.

        Raises:
            Conflict: it is not verified, or deleted.
            Invalid: no reason is given, under "reason".
            NotFound: it is not there, or not for this actor to see.
        """
        reason = draft.checked()["reason"]
        found = get(session, self.actor, customer_id, lock=True)
        refuse_deleted(session, found)
        if found.verified_at is None:
            raise Conflict(_("This customer is not verified."))
        session.info["reason"] = reason
        verifying.mark(found, None, "")

    @use_case(Permission.CUSTOMERS_VERIFY)
    def confirm_email(self, session: Session, customer_id: int) -> None:
        """Note that a customer's e-mail address is its own; that may verify it by itself.

        Raises:
            Conflict: it has no address, it is confirmed already, or the customer is deleted.
            NotFound: it is not there, or not for this actor to see.
        """
        found = get(session, self.actor, customer_id, lock=True)
        refuse_deleted(session, found)
        if not found.email:
            raise Conflict(_("This customer has no e-mail address. Enter one first."))
        if found.email_verified_at is not None:
            raise Conflict(_("This e-mail address is confirmed already."))
        found.email_verified_at = session.info["now"]
        session.flush()
        verifying.automatic(session, found, Ground.EMAIL)
