"""Brings in what the first list does not need, once it is there and nothing else is to be done."""

from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject

from ui.kit.desk import Desk
from ui.kit.turns import in_turns, later

# Without a widget among them, so a worker can take them: the larger part of the time.
PLAIN = (
    "app.customers.drafts",
    "app.customers.lifecycle",
    "app.customers.bulk_service",
    "app.exchange.schemas",
    "app.exchange.export_schemas",
    "app.exchange.lists.service",
    "app.exchange.tables.targets",
    "app.undo.service",
    "app.licensing.service",
    "app.licensing.activations",
    "app.licensing.explain",
    "app.orders.service",
    "app.invoices.service",
    "app.payments.service",
    "app.segments.service",
    "app.interactions.service",
    "app.interactions.follow_up_service",
    "app.attachments.service",
    "app.timeline.service",
    "app.customers.verification",
    "app.upkeep.service",
)
# In this order each is a small step beyond those before it.
WIDGETS = (
    "ui.kit.filter_editors",
    "ui.kit.form_panel",
    "ui.kit.form",
    "ui.kit.filter_builder",
    "ui.kit.undo_dialog",
    "ui.kit.views_manager",
    "ui.kit.views_save",
    "ui.kit.draft_keeper",
    "ui.kit.conflict",
    "ui.customers.holds",
    "ui.customers.profile_fields",
    "ui.customers.profile_body",
    "ui.customers.profile",
    "ui.customers.history",
    "ui.customers.window",
    "ui.customers.company_form",
    "ui.customers.customer_form",
    "ui.customers.bulk_fields",
    "ui.customers.bulk_dialog",
    "ui.customers.verify",
    "ui.exchange.columns_step",
    "ui.exchange.rows_step",
    "ui.exchange.import_dialog",
    "ui.exchange.export_dialog",
    "ui.exchange.table_dialog",
    "ui.licensing.steps",
    "ui.licensing.page",
    "ui.licensing.card",
    "ui.licensing.activations",
    "ui.licensing.why_dialog",
    "ui.billing.columns",
    "ui.billing.steps",
    "ui.billing.payments_columns",
    "ui.billing.payments_form",
    "ui.billing.page",
    "ui.billing.payments_page",
    "ui.billing.card",
    "ui.files.page",
    "ui.files.strip",
    "ui.orders.columns",
    "ui.orders.form_panel",
    "ui.orders.page",
    "ui.orders.card",
    "ui.interactions.columns",
    "ui.interactions.page",
    "ui.interactions.form_fields",
    "ui.interactions.form",
    "ui.interactions.follow_page",
    "ui.interactions.timeline",
    "ui.tagging.segments_page",
    "ui.tagging.segments_form",
    "ui.staff.own_password",
    "ui.staff.page",
)


def look_ahead(desk: Desk, owner: QObject) -> None:
    """Import it all in small steps, soon; no more once `owner` has been destroyed."""

    def widgets(_nothing: None) -> None:
        in_turns(owner, _steps(WIDGETS))

    def begin() -> None:
        desk.tasks.run(owner, _plain, widgets)

    later(owner, begin)


def _plain() -> None:
    for _step in _steps(PLAIN):
        pass


def _steps(modules: tuple[str, ...]) -> Iterator[None]:
    for module in modules:
        import_module(module)
        yield
