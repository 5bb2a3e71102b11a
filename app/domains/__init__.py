"""Domains of customers, which licenses may be bound to."""
