"""Screens of invoices, payments and what billing rests on."""
