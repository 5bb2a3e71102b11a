"""Everything except the interface: importable, usable and tested without Qt.

One folder per feature, over the kernel in `app/core`. A feature's `schemas.py`
holds what crosses its boundary (enums, rows, drafts; no SQL), `model.py` its
tables, `service.py` its use cases. Features form layers and import downwards
only; the contracts in `pyproject.toml` hold them to it. From the bottom:

core          database, transactions, permissions, audit, listing, validation
organization  who we are, and the settings everybody shares
staff         people who work here: roles, sign-in, passwords
mail          messages waiting to be sent
customers     companies and individuals, their contacts, holds and history
exchange      lists coming in and going out
demo          a believable firm's worth of data
upkeep        due holds, purges, checks
services      one `Services` object per signed-in actor
bootstrap     from an address to a ready database
cli           the same use cases without a screen; `commands` holds each of them
"""
