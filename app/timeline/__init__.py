"""The timeline: everything that happened with one customer, in one order."""
