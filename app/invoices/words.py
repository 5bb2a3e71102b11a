"""Shows planned invoices as callers see them."""

from app.core.money import Money
from app.invoices.detail import usage_part
from app.invoices.planning import Plan, Planned
from app.invoices.run_schemas import PlannedInvoice, PlannedLine
from app.invoices.totals import Line, tax_shown


def invoices(plan: Plan) -> tuple[PlannedInvoice, ...]:
    """The invoices of a plan, line by line."""
    return tuple(_invoice(one, plan) for one in plan.invoices)


def _invoice(one: Planned, plan: Plan) -> PlannedInvoice:
    return PlannedInvoice(
        one.party.customer_id,
        one.party.name,
        Money(one.totals.net_minor, one.currency),
        Money(one.totals.tax_minor, one.currency),
        Money(one.totals.total_minor, one.currency),
        tuple(tax_shown(row, one.currency) for row in one.totals.stored),
        tuple(
            _line(line, tax, one.currency, plan)
            for line, tax in zip(one.lines, one.totals.line_taxes, strict=True)
        ),
    )


def _line(line: Line, tax: int, currency: str, plan: Plan) -> PlannedLine:
    whose = line.for_customer_id
    return PlannedLine(
        kind=line.kind,
        name=line.name,
        sku=line.sku,
        quantity=line.quantity,
        unit=Money(line.unit_minor, currency),
        discount=Money(line.discount_minor, currency),
        net=Money(line.net_minor, currency),
        tax=Money(tax, currency),
        period_start=line.period_start,
        period_end=line.period_end,
        for_customer_id=whose,
        for_customer=plan.names.get(whose) if whose is not None else None,
        subscription_id=line.subscription_id,
        order_id=line.order_id,
        detail=tuple(map(usage_part, line.detail)),
    )
