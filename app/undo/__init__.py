"""Takes back what was done to customers' data, and does it again.

Nothing is written for it while people work: the audit trail has the old and the new
value of every change. A command (one committed use case; its number is the first `seq`
of its entries) is undone by one new transaction that gives each row its old values
again, if it still has those the command gave it: what somebody changed since stays, and
is named. That transaction is a command of its own in the trail, so the trail only grows;
redoing is undoing that one. `reversals` remembers which command stands undone, and whose
entries the next step reverses.

Who may: one's own commands with the permission of the use case that made them, as long as
the customers are in scope. Somebody else's, from History, with that and `audit.read`.
What the program does in its own name (ends holds, purges, fills demo data) stays done.
"""
