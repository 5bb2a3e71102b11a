"""Use cases on statements of account."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.model import CustomerBalance
from app.core.access import Permission
from app.core.service import Service, query
from app.customers import queries as customers
from app.customers.model import Customer
from app.payments import statements
from app.payments.schemas import Statement

B = CustomerBalance


class StatementService(Service):
    """Statements of the customers within the actor's scope."""

    @query(Permission.BILLING_READ)
    def statement(
        self, session: Session, customer_id: int, currency: str, from_on: date, to_on: date
    ) -> Statement:
        """What a customer was asked for and paid in a currency, both days included.

        Raises:
            Invalid: the days are the wrong way round, or there is no such currency.
            NotFound: the customer is not there, or not for this actor to see.
        """
        asked = statements.Asked(customer_id, currency, from_on, to_on)
        return statements.statement(session, self.actor, asked)

    @query(Permission.BILLING_READ)
    def currencies(self, session: Session, customer_id: int) -> tuple[str, ...]:
        """The currencies a customer has documents in, by their codes.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        return statements.currencies(session, self.actor, customer_id)

    @query(Permission.BILLING_READ)
    def owing(self, session: Session) -> tuple[tuple[int, str], ...]:
        """Whose statements are worth sending: customers who owe, with the currency."""
        within = customers.visible(self.actor)
        rows = session.execute(
            sa.select(B.customer_id, B.currency)
            .join(Customer, Customer.id == B.customer_id)
            .where(B.outstanding_minor > 0, Customer.deleted_at.is_(None), *within)
            .order_by(Customer.name_key, B.customer_id, B.currency)
        )
        return tuple((customer_id, currency) for customer_id, currency in rows)
