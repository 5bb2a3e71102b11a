"""Saved views: a list's search, filters, sort and columns under a name."""
