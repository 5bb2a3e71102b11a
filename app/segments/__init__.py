"""Segments: customers who have something in common, found by what is true of them today."""
