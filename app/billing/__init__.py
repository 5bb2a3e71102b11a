"""What billing rests on: tax and exchange rates, how customers are billed, dunning steps."""
