"""Every feature's use cases, for one actor; built at sign-in and thrown away at sign-out."""

from dataclasses import dataclass, fields
from typing import Self, get_type_hints

from app.core.access import Actor
from app.core.changes import Changes
from app.core.engine import Database
from app.customers import owners
from app.customers.bulk_service import BulkService
from app.customers.lifecycle import LifecycleService
from app.customers.service import CustomerService
from app.demo.service import DemoService
from app.drafts.service import DraftService
from app.exchange.export_service import ExportsService
from app.exchange.import_service import ImportService
from app.exchange.service import ExchangeService
from app.organization.service import OrganizationService
from app.staff.service import StaffService
from app.undo.service import UndoService
from app.upkeep.service import UpkeepService
from app.views.service import ViewService

# Imported for what they do when somebody else changes.
FOLLOWERS = (owners,)


@dataclass(frozen=True)
class Services:
    """One field per feature."""

    bulk: BulkService
    customers: CustomerService
    demo: DemoService
    drafts: DraftService
    exchange: ExchangeService
    exports: ExportsService
    imports: ImportService
    lifecycle: LifecycleService
    organization: OrganizationService
    staff: StaffService
    undo: UndoService
    upkeep: UpkeepService
    views: ViewService

    @classmethod
    def build(cls, db: Database, actor: Actor, changes: Changes) -> Self:
        """Everything `actor` may ask of `db`; commits are announced on `changes`."""
        kinds = get_type_hints(cls)
        return cls(**{found.name: kinds[found.name](db, actor, changes) for found in fields(cls)})
