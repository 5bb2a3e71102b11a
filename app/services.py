"""Every feature's use cases, for one actor; built at sign-in and thrown away at sign-out.

Each is imported when it is first asked for: the first list does not wait for all of them.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, cast

from app import followers
from app.core.access import Actor
from app.core.changes import Changes
from app.core.engine import Database
from app.core.service import Service
from app.customers import owners
from app.file_services import FileServices
from app.tagging import following

if TYPE_CHECKING:
    from app.catalogue.plans import PlanService
    from app.catalogue.products import ProductService
    from app.customers.bulk_service import BulkService
    from app.customers.lifecycle import LifecycleService
    from app.customers.service import CustomerService
    from app.customers.verification import VerificationService
    from app.demo.service import DemoService
    from app.domains.service import DomainService
    from app.drafts.service import DraftService
    from app.exchange.export_service import ExportsService
    from app.exchange.import_service import ImportService
    from app.exchange.lists.service import ListExportService
    from app.exchange.papers.service import PaperService
    from app.exchange.service import ExchangeService
    from app.exchange.tables.service import TableImportService
    from app.interactions.follow_up_service import FollowUpService
    from app.interactions.service import InteractionService
    from app.licensing.activations import ActivationService
    from app.licensing.assigning import AssignService
    from app.licensing.explain import ExplainService
    from app.licensing.life import LifeService
    from app.licensing.service import LicenseService
    from app.offline.service import OfflineService
    from app.offline.signing import SigningKeyService
    from app.organization.service import OrganizationService
    from app.segments.service import SegmentService
    from app.staff.service import StaffService
    from app.subscriptions.service import SubscriptionService
    from app.subscriptions.usage import UsageService
    from app.tagging.rule_service import TagRuleService
    from app.tagging.service import TagService
    from app.timeline.service import TimelineService
    from app.undo.service import UndoService
    from app.upkeep.service import UpkeepService
    from app.views.service import ViewService

# Imported for what they do when somebody else changes.
FOLLOWERS = (followers, following, owners)


class Services(FileServices):
    """One property per feature."""

    @classmethod
    def build(cls, db: Database, actor: Actor, changes: Changes) -> Self:
        """Everything `actor` may ask of `db`; commits are announced on `changes`."""
        return cls(db, actor, changes)

    @classmethod
    def names(cls) -> Iterator[str]:
        """What there is, by the names of the properties."""
        for kind in cls.__mro__:
            for name, found in vars(kind).items():
                if isinstance(found, cached_property):
                    yield name

    @classmethod
    def kinds(cls) -> dict[str, type[Service]]:
        """The class of each."""
        nobody = cls(*cast("tuple[Any, Any, Any]", (None, None, None)))
        return {name: type(getattr(nobody, name)) for name in cls.names()}

    @cached_property
    def activations(self) -> "ActivationService":
        from app.licensing.activations import ActivationService  # noqa: PLC0415 - see above

        return self._made(ActivationService)

    @cached_property
    def assignment(self) -> "AssignService":
        from app.licensing.assigning import AssignService  # noqa: PLC0415 - see above

        return self._made(AssignService)

    @cached_property
    def bulk(self) -> "BulkService":
        from app.customers.bulk_service import BulkService  # noqa: PLC0415 - see above

        return self._made(BulkService)

    @cached_property
    def customers(self) -> "CustomerService":
        from app.customers.service import CustomerService  # noqa: PLC0415 - see above

        return self._made(CustomerService)

    @cached_property
    def demo(self) -> "DemoService":
        from app.demo.service import DemoService  # noqa: PLC0415 - see above

        return self._made(DemoService)

    @cached_property
    def domains(self) -> "DomainService":
        from app.domains.service import DomainService  # noqa: PLC0415 - see above

        return self._made(DomainService)

    @cached_property
    def drafts(self) -> "DraftService":
        from app.drafts.service import DraftService  # noqa: PLC0415 - see above

        return self._made(DraftService)

    @cached_property
    def exchange(self) -> "ExchangeService":
        from app.exchange.service import ExchangeService  # noqa: PLC0415 - see above

        return self._made(ExchangeService)

    @cached_property
    def explain(self) -> "ExplainService":
        from app.licensing.explain import ExplainService  # noqa: PLC0415 - see above

        return self._made(ExplainService)

    @cached_property
    def exports(self) -> "ExportsService":
        from app.exchange.export_service import ExportsService  # noqa: PLC0415 - see above

        return self._made(ExportsService)

    @cached_property
    def follow_ups(self) -> "FollowUpService":
        from app.interactions.follow_up_service import FollowUpService  # noqa: PLC0415 - see above

        return self._made(FollowUpService)

    @cached_property
    def imports(self) -> "ImportService":
        from app.exchange.import_service import ImportService  # noqa: PLC0415 - see above

        return self._made(ImportService)

    @cached_property
    def interactions(self) -> "InteractionService":
        from app.interactions.service import InteractionService  # noqa: PLC0415 - see above

        return self._made(InteractionService)

    @cached_property
    def license_life(self) -> "LifeService":
        from app.licensing.life import LifeService  # noqa: PLC0415 - see above

        return self._made(LifeService)

    @cached_property
    def licenses(self) -> "LicenseService":
        from app.licensing.service import LicenseService  # noqa: PLC0415 - see above

        return self._made(LicenseService)

    @cached_property
    def lifecycle(self) -> "LifecycleService":
        from app.customers.lifecycle import LifecycleService  # noqa: PLC0415 - see above

        return self._made(LifecycleService)

    @cached_property
    def list_exports(self) -> "ListExportService":
        from app.exchange.lists.service import ListExportService  # noqa: PLC0415 - see above

        return self._made(ListExportService)

    @cached_property
    def offline(self) -> "OfflineService":
        from app.offline.service import OfflineService  # noqa: PLC0415 - see above

        return self._made(OfflineService)

    @cached_property
    def organization(self) -> "OrganizationService":
        from app.organization.service import OrganizationService  # noqa: PLC0415 - see above

        return self._made(OrganizationService)

    @cached_property
    def signing_keys(self) -> "SigningKeyService":
        from app.offline.signing import SigningKeyService  # noqa: PLC0415 - see above

        return self._made(SigningKeyService)

    @cached_property
    def plans(self) -> "PlanService":
        from app.catalogue.plans import PlanService  # noqa: PLC0415 - see above
        from app.licensing import renamed  # noqa: F401, PLC0415 - follows what it changes

        return self._made(PlanService)

    @cached_property
    def papers(self) -> "PaperService":
        from app.exchange.papers.service import PaperService  # noqa: PLC0415 - see above

        return self._made(PaperService)

    @cached_property
    def products(self) -> "ProductService":
        from app.catalogue.products import ProductService  # noqa: PLC0415 - see above
        from app.licensing import renamed  # noqa: F401, PLC0415 - follows what it changes

        return self._made(ProductService)

    @cached_property
    def segments(self) -> "SegmentService":
        from app.segments.service import SegmentService  # noqa: PLC0415 - see above

        return self._made(SegmentService)

    @cached_property
    def staff(self) -> "StaffService":
        from app.staff.service import StaffService  # noqa: PLC0415 - see above

        return self._made(StaffService)

    @cached_property
    def subscriptions(self) -> "SubscriptionService":
        from app.invoices import past_due  # noqa: F401, PLC0415 - follows what it changes
        from app.subscriptions.service import SubscriptionService  # noqa: PLC0415 - see above

        return self._made(SubscriptionService)

    @cached_property
    def table_imports(self) -> "TableImportService":
        from app.exchange.tables.service import TableImportService  # noqa: PLC0415 - see above

        return self._made(TableImportService)

    @cached_property
    def tag_rules(self) -> "TagRuleService":
        from app.tagging.rule_service import TagRuleService  # noqa: PLC0415 - see above

        return self._made(TagRuleService)

    @cached_property
    def tags(self) -> "TagService":
        from app.tagging.service import TagService  # noqa: PLC0415 - see above

        return self._made(TagService)

    @cached_property
    def timeline(self) -> "TimelineService":
        from app.timeline.service import TimelineService  # noqa: PLC0415 - see above

        return self._made(TimelineService)

    @cached_property
    def undo(self) -> "UndoService":
        from app.undo.service import UndoService  # noqa: PLC0415 - see above

        return self._made(UndoService)

    @cached_property
    def upkeep(self) -> "UpkeepService":
        from app.upkeep.service import UpkeepService  # noqa: PLC0415 - see above

        return self._made(UpkeepService)

    @cached_property
    def usage(self) -> "UsageService":
        from app.subscriptions.usage import UsageService  # noqa: PLC0415 - see above

        return self._made(UsageService)

    @cached_property
    def verification(self) -> "VerificationService":
        from app.customers.verification import VerificationService  # noqa: PLC0415 - see above

        return self._made(VerificationService)

    @cached_property
    def views(self) -> "ViewService":
        from app.views.service import ViewService  # noqa: PLC0415 - see above

        return self._made(ViewService)
