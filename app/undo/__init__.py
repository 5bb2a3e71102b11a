"""Takes changes back and brings them again, from what the audit trail knows."""
