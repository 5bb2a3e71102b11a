"""Dialogs that bring lists of customers in and take them out."""
