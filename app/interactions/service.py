"""Use cases on interactions: find them, write them down, correct and remove them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.errors import DeskError
from app.core.listed import ListService
from app.core.query import Listing, Where
from app.core.service import query, use_case
from app.customers.schemas import Outcome
from app.interactions import queries, recording
from app.interactions.drafts import InteractionDraft
from app.interactions.schemas import InteractionDetail, InteractionRow
from app.organization.service import current


class InteractionService(ListService[InteractionRow], reads=Permission.CUSTOMERS_READ):
    """Interactions of the customers within the actor's scope."""

    @query(Permission.CUSTOMERS_READ)
    def show(self, session: Session, interaction_id: int) -> InteractionDetail:
        """Everything about one interaction.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        return queries.detail(session, self.actor, interaction_id)

    @use_case(Permission.INTERACTIONS_LOG)
    def log(self, session: Session, draft: InteractionDraft) -> int:
        """Write down a contact with a customer, and what was promised; its id.

        Raises:
            Conflict: the customer is deleted.
            Invalid: the draft has problems, keyed by field ("follow_ups.0.due_on").
            NotFound: the customer is not there, or not for this actor to see.
        """
        return recording.log(session, self.actor, draft).id

    @use_case(Permission.INTERACTIONS_LOG)
    def edit(
        self,
        session: Session,
        interaction_id: int,
        version: int,
        base: InteractionDraft | None,
        mine: InteractionDraft,
    ) -> int:
        """Save what changed from `base`, seen at `version`, to `mine`; the new version.

        Raises:
            Conflict: others changed it since `version`, and there is no base.
            Invalid: the changes have problems, keyed by field.
            NotFound: it is not there, or not for this actor to see.
            PermissionDenied: somebody else wrote it down, and the role may not correct it.
            Stale: others changed the same fields since; nothing was saved.
        """
        return recording.edit(session, self.actor, interaction_id, version, base, mine)

    @use_case(Permission.INTERACTIONS_LOG)
    def remove(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Take interactions away; who refuses is named and stays. It can be undone."""
        done, refused = [], []
        for one in sorted(set(ids)):
            try:
                recording.remove(session, self.actor, one)
            except DeskError as refusal:
                refused.append((one, str(refusal)))
            else:
                done.append(one)
        return Outcome(tuple(done), tuple(refused))

    def _listing(self, session: Session) -> Listing[InteractionRow]:
        return queries.listing(current(session), session.info["now"])

    def _visible(self) -> Sequence[Where]:
        return queries.visible(self.actor)
