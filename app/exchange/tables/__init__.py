"""Lists of other things than customers, brought in from files: one mechanism, many targets.

`TableImportService` (services.table_imports) reads the file, rehearses, writes and saves
the rows with problems, the same for every target. What it brings in is a `Target`: one
module for each, such as `activations`. Another one takes three steps:

1. Name its fields: a `TableField` each, with the titles that files give such a column.
2. Derive from `Judge`. `called` names a row in a list. `judge` decides about one row: it
   gives create, update, unchanged or skip with a sentence, and what is to be written; or
   raises a `DeskError`, which makes the row a problem with that sentence. It looks at what
   is stored and at the rows before, never at what they are going to write. `write` gets
   all rows to create and to update, and locks first what it changes: customers before
   licenses before invoices, each in the order of their ids. Inside `blamed` a refusal is
   told with its line. What was decided may have changed until the locks are there:
   compare versions, or let the rules that write look again.
3. Add the `Target` to `targets.TARGETS`, with the permission it needs. The command that
   imports it is registered by `app.commands.table_imports`; what its dialog says stands in
   `ui.exchange.table_words`.

`values` reads days, moments and words, `owners` finds the customer a row names. Running a
file twice must change nothing: compare with what would be stored, not with the cell.
"""
