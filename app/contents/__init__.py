"""Contents: what files say, each once, in the database or in a managed folder; others own them."""
