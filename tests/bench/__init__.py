"""Measures what the program promises about speed, against a raw floor of the same run.

`uv run python -m tests.bench --customers 100000` builds or reuses a seeded data set on
SQLite and on a PostgreSQL of its own, prints each figure with its floor, ratio and
target, and exits 1 when one misses. It is not part of the test run.
"""
