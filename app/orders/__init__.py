"""Orders: what customers asked for, once, and how far it has come."""
