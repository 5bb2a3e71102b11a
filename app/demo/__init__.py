"""Demo data: customers that look like a real firm's, the same on every run.

Nobody in here exists. Addresses end in example.com, example.net and example.org, which
belong to nobody; phone numbers are fictional ones where a country set some aside.
"""
