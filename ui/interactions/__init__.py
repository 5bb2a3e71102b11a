"""Screens of interactions and of follow-ups."""
