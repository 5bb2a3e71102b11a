"""Interactions: what was said with a customer, and what was promised to follow."""
