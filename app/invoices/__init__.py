"""Invoices and credit notes: drafts, the monthly run, numbers given at issue.

What subscriptions cost is reckoned from `app.subscriptions.spans` alone, so a preview, a run
and a forecast are one function (`planning.plan`) and cannot disagree. What was billed under a
name (`BillingClaim`) is set against what is due under it each time: a period billed ahead
before a change, a record of use that came late or was wrong, come out as a correction on the
next invoice, and nothing is billed twice.

- A run bills all that is dated up to the end of its month and not billed yet, so it may be
  repeated. Months go forward only, at most one ahead of today.
- Credit that outweighs the charges makes no invoice and waits for the next; a preview says so.
  Whoever gives it by a credit note before does not give it twice (`given_back`).
- A run's tax rates are those of its month's last day, whenever it is run.
- The tax of an order's line was settled with the order, and is taken over as it is.
- Issuing locks the customer, then the invoice, then the number series. Runs wait for one
  another at the organization's row.
- A credit note takes lines back to the cent; it frees nothing to be billed again. Voiding does.
"""
