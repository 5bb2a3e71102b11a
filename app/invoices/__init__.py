"""Invoices and credit notes: drafts, the monthly run, numbers given at issue."""
