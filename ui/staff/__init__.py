"""The people who work here: the list, their accounts, and one's own password."""
