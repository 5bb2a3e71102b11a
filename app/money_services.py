"""The use cases about money, as `Services` offers them; each is imported when it is asked for."""

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.changes import Changes
from app.core.engine import Database
from app.core.service import Service
from app.organization.events import currency_changed

if TYPE_CHECKING:
    from app.billing.dunning import DunningStepService
    from app.billing.exchange_rates import ExchangeRateService
    from app.billing.figures import FigureService
    from app.billing.methods import PaymentMethodService
    from app.billing.profiles import BillingProfileService
    from app.billing.seller import SellerService
    from app.billing.tax_rates import TaxRateService
    from app.invoices.forecasting import ForecastService
    from app.invoices.runs import BillingRunService
    from app.invoices.service import InvoiceService
    from app.orders.service import OrderService
    from app.payments.dunning import DunningService
    from app.payments.service import PaymentService
    from app.payments.statement_service import StatementService

S = TypeVar("S", bound=Service)


def _follow_currency(session: Session) -> None:
    """Payments follow the organization's currency; read in when that changes, and not before."""
    from app.payments.following import follow_currency  # noqa: PLC0415 - see above

    follow_currency(session)


currency_changed.append(_follow_currency)


class Made:
    """Makes services for one actor."""

    def __init__(self, db: Database, actor: Actor, changes: Changes) -> None:
        self._given = (db, actor, changes)

    def _made(self, kind: type[S]) -> S:
        return kind(*self._given)


class MoneyServices(Made):
    """One property per feature."""

    @cached_property
    def billing_profiles(self) -> "BillingProfileService":
        from app.billing.profiles import BillingProfileService  # noqa: PLC0415 - see above

        return self._made(BillingProfileService)

    @cached_property
    def billing_runs(self) -> "BillingRunService":
        from app.invoices.runs import BillingRunService  # noqa: PLC0415 - see above
        from app.payments import following  # noqa: F401, PLC0415 - follows what it changes

        return self._made(BillingRunService)

    @cached_property
    def dunning(self) -> "DunningService":
        from app.payments.dunning import DunningService  # noqa: PLC0415 - see above

        return self._made(DunningService)

    @cached_property
    def dunning_steps(self) -> "DunningStepService":
        from app.billing.dunning import DunningStepService  # noqa: PLC0415 - see above

        return self._made(DunningStepService)

    @cached_property
    def exchange_rates(self) -> "ExchangeRateService":
        from app.billing.exchange_rates import ExchangeRateService  # noqa: PLC0415 - see above
        from app.payments import following  # noqa: F401, PLC0415 - follows what it changes

        return self._made(ExchangeRateService)

    @cached_property
    def figures(self) -> "FigureService":
        from app.billing.figures import FigureService  # noqa: PLC0415 - see above

        return self._made(FigureService)

    @cached_property
    def forecast(self) -> "ForecastService":
        from app.invoices.forecasting import ForecastService  # noqa: PLC0415 - see above

        return self._made(ForecastService)

    @cached_property
    def invoices(self) -> "InvoiceService":
        from app.invoices.service import InvoiceService  # noqa: PLC0415 - see above
        from app.payments import following  # noqa: F401, PLC0415 - follows what it changes

        return self._made(InvoiceService)

    @cached_property
    def orders(self) -> "OrderService":
        from app.orders.service import OrderService  # noqa: PLC0415 - see above

        return self._made(OrderService)

    @cached_property
    def payment_methods(self) -> "PaymentMethodService":
        from app.billing.methods import PaymentMethodService  # noqa: PLC0415 - see above

        return self._made(PaymentMethodService)

    @cached_property
    def seller(self) -> "SellerService":
        from app.billing.seller import SellerService  # noqa: PLC0415 - see above

        return self._made(SellerService)

    @cached_property
    def payments(self) -> "PaymentService":
        from app.payments.service import PaymentService  # noqa: PLC0415 - see above

        return self._made(PaymentService)

    @cached_property
    def statements(self) -> "StatementService":
        from app.payments.statement_service import StatementService  # noqa: PLC0415 - see above

        return self._made(StatementService)

    @cached_property
    def tax_rates(self) -> "TaxRateService":
        from app.billing.tax_rates import TaxRateService  # noqa: PLC0415 - see above

        return self._made(TaxRateService)
