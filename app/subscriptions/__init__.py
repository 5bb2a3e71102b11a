"""Subscriptions: what a customer pays for again and again, at the terms it was sold with."""
