"""Looking after tags: which there are, what they are called, and what gives them by itself."""
