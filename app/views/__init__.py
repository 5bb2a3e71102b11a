"""Saved views: what a list was asked and how it looked, under a name."""
