"""Messages that wait to be sent, queued in the transaction that caused them."""
