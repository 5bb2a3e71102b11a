"""Payments: received, allocated to invoices, refunded; what is overdue and who is told."""
