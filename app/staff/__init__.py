"""People who work here: their roles, how they sign in, what they may see."""
