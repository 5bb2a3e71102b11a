"""Makes of a change what carries it out."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.customers.bulk_changes import (
    Activate,
    Archive,
    BeginHold,
    BulkChange,
    ChangeOwner,
    Delete,
    EditFields,
    Restore,
    TagCustomers,
    Unarchive,
    Verify,
)
from app.customers.bulk_edits import Editing, Owning
from app.customers.bulk_holds import Activating, Holding
from app.customers.bulk_shelves import Archiving, Deleting, Restoring
from app.customers.bulk_steps import Step
from app.customers.bulk_tags import Tagging
from app.customers.bulk_verifying import Verifying


def step_for(session: Session, actor: Actor, change: BulkChange) -> Step:
    """The step that does what the change says, for one transaction.

    Raises:
        Invalid: the change cannot be, keyed by field.
    """
    return _MAKERS[type(change)](session, actor, change)


_MAKERS: Mapping[type[Any], Callable[[Session, Actor, Any], Step]] = {
    EditFields: Editing,
    TagCustomers: Tagging,
    ChangeOwner: Owning,
    BeginHold: lambda session, actor, change: Holding(session, actor, change.draft),
    Activate: lambda session, actor, _change: Activating(session, actor),
    Archive: lambda session, actor, _change: Archiving(session, actor, archived=True),
    Unarchive: lambda session, actor, _change: Archiving(session, actor, archived=False),
    Delete: lambda session, actor, _change: Deleting(session, actor),
    Restore: lambda session, actor, _change: Restoring(session, actor),
    Verify: lambda session, actor, _change: Verifying(session, actor),
}
