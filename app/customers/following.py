"""What rows of other features take over from their customer: its sort key, and how it is found.

When a customer is renamed, triggers rewrite both wherever it has rows (`customers_tell…` in
the migrations); whoever adds such a row, or moves it to another customer, calls `follow`.
"""

from typing import Protocol

from app.customers.model import Customer


class Follower(Protocol):
    """A row that belongs to a customer, or to none."""

    customer_key: str | None
    own_text: str
    search_text: str


def follow(row: Follower, customer: Customer | None) -> None:
    """Rewrite what follows from the customer; `own_text` is as it should be."""
    row.customer_key = customer.name_key if customer else None
    row.search_text = found_by(row.own_text, customer)


def found_by(own_text: str, customer: Customer | None) -> str:
    """The text a row is found by: its own, and its customer's name, e-mail and Client ID."""
    if customer is None:
        return own_text
    parts = (customer.name_key, customer.email_norm, customer.client_key)
    return " ".join([own_text, *(part or "" for part in parts)])
