"""The history of the schema. `HEAD` is the newest; start-up compares it with one query.

Revisions are numbered "0001", "0002", … so that older and newer can be told apart
without loading Alembic. A migration never imports the application.
"""

HEAD = "0001"
