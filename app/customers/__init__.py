"""Companies and individuals: their contacts, what holds them back, and their history.

A customer's status is derived, in one function (`rules.status_of`), from facts: the
holds in force and the day it was deleted. The result is kept in a column so that
lists can filter and sort by it, and is rewritten in the transaction that changes a
fact, or by `end_due_holds` when only the clock moved.
"""
